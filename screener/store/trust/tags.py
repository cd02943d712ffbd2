"""The tag of a row: what only this store can make of the row's table and of everything in it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table

from screener.store.sealing import derive_key
from screener.store.tables import DIGEST_OF, TAG

Columns = Mapping[Any, Any]
"""A row: its values by the names of its columns."""
NAME_BYTES = 16
WHOLE = 1 << 256


class Keyring:
    """The store's key and those derived from it, one a purpose."""

    def __init__(self, store_key: bytes) -> None:
        self.store_key = store_key
        self._tags = derive_key(store_key, "row tags")
        self._names = derive_key(store_key, "row names")
        self._shares = derive_key(store_key, "rows counted")
        self._live = derive_key(store_key, "all rows")

    def tag(self, table: Table, row: Columns) -> bytes:
        """The tag of a row: over its table's name and every column but the tag; NULL counts as not there."""
        return hmac.digest(self._tags, _content(table.name, covered(table), row), "sha256")

    def fits(self, table: Table, row: Columns) -> bool:
        """Whether this row bears its tag."""
        found = row[TAG]
        return isinstance(found, bytes) and hmac.compare_digest(found, self.tag(table, row))

    def name(self, table: Table, row: Columns) -> bytes:
        """What the chain calls this row: it says nothing of its primary key and lasts as long as that."""
        key = tuple(column.name for column in table.primary_key)
        return hmac.digest(self._names, _content(table.name, key, row), "sha256")[:NAME_BYTES]

    def share(self, name: bytes, tag: bytes) -> int:
        """What one row adds to the sum of all rows; nobody without the key can find rows of the same sum."""
        return int.from_bytes(hmac.digest(self._shares, name + tag, "sha256"))

    def live(self, total: int) -> bytes:
        """What stands for a sum of rows and does not give it away."""
        return hmac.digest(self._live, (total % WHOLE).to_bytes(32), "sha256")


@cache
def covered(table: Table) -> tuple[str, ...]:
    """The columns under the tag: all but the tag and those whose digest is covered instead."""
    left_out = {TAG, *(column.info.get(DIGEST_OF) for column in table.c)}
    return tuple(sorted(column.name for column in table.c if column.name not in left_out))


@cache
def digests(table: Table) -> tuple[tuple[str, str], ...]:
    """Columns that hold a digest, each with the column that it is of."""
    return tuple((column.name, column.info[DIGEST_OF]) for column in table.c if DIGEST_OF in column.info)


def digest(content: object) -> bytes | None:
    """The digest of a large column, None for NULL."""
    if content is None:
        return None
    kind, written = _written(content)
    return hashlib.sha256(kind.encode() + written).digest()


def _content(table: str, columns: tuple[str, ...], row: Columns) -> bytes:
    """These columns written so that no other row is written alike: each with its kind and length."""
    fields = [f"{table} ".encode()]
    for name in columns:
        value = row[name]
        if value is not None:
            kind, content = _written(value)
            fields += (f"{name} {kind} {len(content)} ".encode(), content)
    return b"".join(fields)


def _written(value: object) -> tuple[str, bytes]:
    """The kind of a value, as SQLite keeps it, and the value as bytes."""
    if isinstance(value, bytes):
        return "blob", value
    if isinstance(value, int):
        return "integer", b"%d" % value
    if isinstance(value, str):
        return "text", value.encode("utf-8", "surrogateescape")
    return "real", repr(value).encode()
