"""Access codes: what a clinician types to read visits. Only a salted hash of one is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# Crockford's base 32: without I, L, O and U. Seven groups of four carry 140 random bits, so that a fast
# hash is enough: there is nothing to guess.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
GROUP = 4
LOOK_ALIKES = str.maketrans("ILO", "110")


def make_code() -> str:
    """A fresh random access code, such as ``7K2M-…``, to be shown once."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def plain_code(typed: str) -> str:
    """A code as typed, without hyphens and spaces, in capitals, look-alikes set right."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(LOOK_ALIKES)


def hash_code(code: str, salt: bytes) -> bytes:
    """The salted hash that stands for a code in the store."""
    return hashlib.sha256(salt + plain_code(code).encode()).digest()


def is_code(typed: str, *, salt: bytes, hashed: bytes) -> bool:
    """Whether what was typed is the code behind this hash, compared in constant time."""
    return hmac.compare_digest(hash_code(typed, salt), hashed)
