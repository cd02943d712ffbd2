"""What a single value means, without and with quotes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.rulebook.yaml.scalars import PlainValue, read_scalar

PLAIN: list[tuple[str, PlainValue]] = [
    ("true", True),
    ("false", False),
    ("True", "True"),
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("off", "off"),
    ("y", "y"),
    ("null", None),
    ("~", None),
    ("", None),
    ("0", 0),
    ("-0", 0),
    ("12", 12),
    ("-3", -3),
    ("3.9", Decimal("3.9")),
    ("-0.50", Decimal("-0.50")),
    ("18_24", "18_24"),
    ("1_000", "1_000"),
    ("3to12m", "3to12m"),
    ("75893-8", "75893-8"),
    ("2D6OPI", "2D6OPI"),
    ("1.2.3", "1.2.3"),
    ("6 to 12 weeks", "6 to 12 weeks"),
    ("e3", "e3"),
]
UNCLEAR = [
    ("007", "a leading zero"),
    ("-01", "a leading zero"),
    ("00.5", "a leading zero"),
    ("0x1F", "computer notation"),
    ("0o17", "computer notation"),
    ("1e3", "an exponent"),
    ("1.5E-3", "an exponent"),
    ("12:30", "a time of day"),
    ("190:20:30", "a time of day"),
    ("2026-11-25", "a date"),
    ("2026-11-25T10:00:00Z", "a date"),
    (".5", "sign or point"),
    ("5.", "sign or point"),
    ("+5", "sign or point"),
    (".inf", "that is none"),
    ("-.NaN", "that is none"),
    ("9" * 5000, "very many digits"),
]


@pytest.mark.parametrize(("written", "value"), PLAIN)
def test_a_plain_value_means(written: str, value: PlainValue) -> None:
    meaning, unclear = read_scalar(written, plain=True)
    assert (meaning, type(meaning), unclear) == (value, type(value), "")


@pytest.mark.parametrize(("written", "name"), UNCLEAR, ids=[row[0][:20] for row in UNCLEAR])
def test_a_plain_value_that_must_be_quoted(written: str, name: str) -> None:
    assert name in read_scalar(written, plain=True)[1]


@pytest.mark.parametrize("written", [row[0] for row in (*PLAIN, *UNCLEAR)], ids=lambda written: written[:20])
def test_in_quotes_everything_is_a_text(written: str) -> None:
    assert read_scalar(written, plain=False) == (written, "")
