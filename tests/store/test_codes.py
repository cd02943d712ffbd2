"""Access codes: long, easy to copy, and known only by their salted hash."""

import re
from datetime import UTC, datetime

import pytest

from screener.store import Store, make_code
from screener.store.writing import hash_code, is_code

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
CODE = "7K2M-1234-ABCD-0000-EFGH-JKMN-PQRS"


def test_a_code_is_seven_groups_of_four_without_look_alikes() -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}", make_code())


def test_no_two_codes_are_alike() -> None:
    assert len({make_code() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (CODE, True),
        (CODE.lower(), True),
        (CODE.replace("-", " "), True),
        (CODE.replace("-", ""), True),
        ("7K2M-I234-ABCD-OOOO-EFGH-JKMN-PQRS", True),
        ("7K2M-l234-ABCD-oooo-EFGH-JKMN-PQRS", True),
        (CODE[:-1], False),
        (CODE[:-1] + "T", False),
        ("", False),
        ("é" * 28, False),
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str, right: bool) -> None:
    assert is_code(typed, salt=b"salt", hashed=hash_code(CODE, b"salt")) is right


def test_the_salt_changes_the_hash() -> None:
    assert hash_code(CODE, b"one") != hash_code(CODE, b"two")


def test_a_store_knows_only_its_newest_code(store: Store) -> None:
    assert not store.has_code()
    assert not store.check_code("")
    old = store.renew_code(at=NOON)
    assert store.check_code(old)
    new = store.renew_code(at=NOON)
    assert store.has_code()
    assert store.check_code(new)
    assert not store.check_code(old)
