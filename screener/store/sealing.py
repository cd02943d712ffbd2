"""Sealing: AES-256-GCM, each piece bound to its record, its column and this format.

A piece that is moved to another record or column, or changed by one bit, does not open.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """A sealed piece does not open: another key, another place, or changed content."""


def make_key() -> bytes:
    """A fresh random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def derive_key(key: bytes, purpose: str) -> bytes:
    """Another key of 256 bits, always the same for this key and purpose; it does not lead back."""
    info = f"screener {FORMAT} {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)


def seal(key: bytes, content: bytes, *, record: str, column: str) -> bytes:
    """Content locked with ``key`` for this record and column: format byte, fresh nonce, ciphertext."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes([FORMAT]) + nonce + AESGCM(key).encrypt(nonce, content, _place(record, column))


def unseal(key: bytes, sealed: bytes, *, record: str, column: str) -> bytes:
    """What `seal` locked for this record and column; raises `SealBroken`."""
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != bytes([FORMAT]) or len(ciphertext) < TAG_BYTES:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, _place(record, column))
    except InvalidTag:
        raise SealBroken from None


def _place(record: str, column: str) -> bytes:
    return f"screener {FORMAT} {record} {column}".encode()
