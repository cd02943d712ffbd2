"""What is sealed opens with the same key in the same place only."""

import hmac

import pytest

from screener.store.sealing import SealBroken, derive_key, make_key, seal, unseal

KEY = bytes(range(32))
SEALED = seal(KEY, b"answers", record="a", column="state")


def test_what_is_sealed_opens_again() -> None:
    assert unseal(KEY, SEALED, record="a", column="state") == b"answers"


def test_nothing_of_the_content_shows() -> None:
    assert b"answers" not in SEALED


def test_every_seal_has_a_fresh_nonce() -> None:
    assert len({seal(KEY, b"answers", record="a", column="state")[1:13] for _ in range(100)}) == 100


def test_every_key_is_fresh_and_of_256_bits() -> None:
    assert {len(make_key()) for _ in range(10)} == {32}
    assert len({make_key() for _ in range(10)}) == 10


def test_a_derived_key_is_fixed_by_key_and_purpose() -> None:
    # HKDF with SHA-256 and an empty salt, written out with HMAC as in RFC 5869
    extracted = hmac.digest(bytes(32), KEY, "sha256")
    assert derive_key(KEY, "cookies") == hmac.digest(extracted, b"screener 1 cookies\x01", "sha256")
    assert derive_key(KEY, "cookies") != derive_key(KEY, "other")


@pytest.mark.parametrize(
    ("key", "sealed", "record", "column"),
    [
        (bytes(32), SEALED, "a", "state"),
        (KEY, SEALED, "b", "state"),
        (KEY, SEALED, "a", "record"),
        (KEY, SEALED[:-1] + bytes([SEALED[-1] ^ 1]), "a", "state"),
        (KEY, SEALED[:5] + bytes([SEALED[5] ^ 1]) + SEALED[6:], "a", "state"),
        (KEY, b"\x02" + SEALED[1:], "a", "state"),
        (KEY, SEALED[:-1], "a", "state"),
        (KEY, SEALED[:13], "a", "state"),
        (KEY, b"", "a", "state"),
    ],
    ids=[
        "another key",
        "another record",
        "another column",
        "changed content",
        "changed nonce",
        "another format",
        "cut short",
        "nothing but a nonce",
        "nothing",
    ],
)
def test_anything_else_does_not_open(key: bytes, sealed: bytes, record: str, column: str) -> None:
    with pytest.raises(SealBroken):
        unseal(key, sealed, record=record, column=column)
