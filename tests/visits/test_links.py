"""Come-back links: long, kept only as a hash, refused for a reason."""

import re
from datetime import date

import pytest

from screener.errors import LinkRefused
from screener.visits.links import hash_link, make_link, refusal_of

BORN, OTHER = date(1950, 2, 28), date(1950, 2, 27)


def test_a_link_has_at_least_128_bits_in_letters_for_an_address() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{24}", make_link())
    assert len({make_link() for _ in range(100)}) == 100


def test_the_hash_is_known() -> None:
    assert hash_link("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("born", "told", "wrong_tries", "refused"),
    [
        (BORN, BORN, 0, None),
        (BORN, BORN, 4, None),
        (None, None, 0, None),
        (None, OTHER, 0, None),
        (BORN, None, 0, (True, 5)),
        (BORN, None, 4, (True, 1)),
        (BORN, OTHER, 0, (True, 4)),
        (BORN, OTHER, 4, (True, 0)),
        (BORN, BORN, 5, (False, 0)),
        (BORN, None, 5, (False, 0)),
        (None, None, 5, (False, 0)),
    ],
)
def test_a_link_opens_with_the_birth_date_where_one_was_given(
    born: date | None, told: date | None, wrong_tries: int, refused: tuple[bool, int] | None
) -> None:
    refusal = refusal_of(born=born, told=told, wrong_tries=wrong_tries)
    assert refusal is None or isinstance(refusal, LinkRefused)
    assert (refusal and (refusal.birth_date_needed, refusal.tries_left)) == refused
