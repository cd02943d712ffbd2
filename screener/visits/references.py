"""References: what people read aloud to name a visit, such as ``K74-Q2M``."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from screener.errors import StoreError

# Without 0 and O, 1 and I and L; without vowels, so that no word comes out. Six of 28 signs make 481 million:
# with 100,000 visits one in 4,800 meets a taken one and is drawn again. A reference is no secret.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
GROUP = 3
LENGTH = 6
MOST_DRAWS = 50


def make_reference() -> str:
    """A random reference of two groups of three."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def free_reference(taken: Callable[[str], bool]) -> str:
    """A random reference that is not taken; raises `StoreError` when every draw was."""
    for _ in range(MOST_DRAWS):
        reference = make_reference()
        if not taken(reference):
            return reference
    raise StoreError("No free reference was found; delete old visits.")


def plain_reference(typed: str) -> str:
    """A reference as typed, in capitals and with its hyphen; what is none comes out as something unknown."""
    return _grouped("".join(sign for sign in typed.upper() if sign.isalnum()))


def _grouped(signs: str) -> str:
    return f"{signs[:GROUP]}-{signs[GROUP:]}"
