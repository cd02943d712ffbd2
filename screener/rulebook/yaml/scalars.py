"""What a single value means: YAML 1.2, and what must be quoted to be clear."""

from __future__ import annotations

import re
from decimal import Decimal

PlainValue = str | int | bool | Decimal | None

LONGEST_NUMBER = 15

FIXED: dict[str, PlainValue] = {"true": True, "false": False, "null": None, "~": None, "": None}
NUMBERS_BEGIN_WITH = frozenset("0123456789+-.")
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")

# What looks like a value but reads differently from one program to the next, and what to call it.
UNCLEAR = (
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?"), "a date"),
    (re.compile(r"[-+]?[0-9]+(:[0-9]{1,2})+(\.[0-9]*)?"), "a time of day"),
    (re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?"), "a number with a leading zero"),
    (re.compile(r"[-+]?0[xob][0-9a-fA-F]+"), "a number in computer notation"),
    (re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+"), "a number with an exponent"),
    (re.compile(r"[-+]?\.[0-9]+|[-+]?[0-9]+\.|\+[0-9.]+"), "a number with an unusual sign or point"),
    (re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE), "a number that is none"),
)


def read_scalar(written: str, *, plain: bool) -> tuple[PlainValue, str]:
    """The value of ``written``, and what it looks like when it must be quoted to be clear (else "").

    ``plain`` says that it stands without quotes; what stands in quotes is always a text.
    """
    if not plain:
        return written, ""
    if written in FIXED:
        return FIXED[written], ""
    if written[0] not in NUMBERS_BEGIN_WITH:
        return written, ""
    if INTEGER.fullmatch(written) or DECIMAL.fullmatch(written):
        if len(written) > LONGEST_NUMBER:
            return written, "a number of very many digits"
        return (Decimal(written) if "." in written else int(written)), ""
    for pattern, name in UNCLEAR:
        if pattern.fullmatch(written):
            return written, name
    return written, ""
