"""The register of a store that is opened: from its rows where they fit the chain, else from the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from screener.errors import StoreDoubted
from screener.store.tables import TAG, events, metadata
from screener.store.trust.chain import KnownRow, Register, backwards, forwards
from screener.store.trust.newest import Newest
from screener.store.trust.rows import checked_select, row_number
from screener.store.trust.tags import Keyring

TABLES = tuple(table for table in metadata.sorted_tables if TAG in table.c and table is not events)
"""The tables whose rows the chain tells of."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The newest event that we know of: its number and tag, and what stood for all rows after it."""

    number: int
    tag: bytes
    live: bytes


def load(connection: Connection, keyring: Keyring, newest: Newest | None) -> Register:
    """The register of this file; raises `StoreDoubted` when its rows and its chain fit in no way.

    Single rows that were changed, removed, put back or put there are no reason to: the register knows
    better. An event that is damaged or gone is none either, as long as the rows show what it said.
    """
    head = _head(connection, keyring)
    seen = newest if newest is not None and newest.number > head.number else None
    goal = head if seen is None else Goal(seen.number, seen.tag, seen.live)
    for rows in _readings(connection, keyring):
        register = Register(keyring, rows, number=goal.number, last=goal.tag)
        if register.live() == goal.live:
            return register
    if seen is not None:
        raise StoreDoubted(
            f"The store is older than the newest that was seen: change {head.number} of {seen.number}"
        )
    raise StoreDoubted("The rows of the store and its chain of changes do not fit")


def _head(connection: Connection, keyring: Keyring) -> Goal:
    """The last authentic event of the file."""
    for event in backwards(connection):
        if keyring.fits(events, event):
            return Goal(event["number"], event[TAG], event["live"])
    return Goal(0, b"", b"")


def _readings(connection: Connection, keyring: Keyring) -> Iterator[Mapping[bytes, KnownRow]]:
    """What the rows may be: the file's; the chain's; these with what damaged events left out."""
    found = dict(rows_of(connection, keyring))
    yield {name: known for name, (known, _, _) in found.items()}
    told, tags = walk(connection, keyring)
    yield told
    lost = {
        name: known
        for name, (known, table, number) in found.items()
        if known.tag not in tags and _authentic(connection, keyring, table, number)
    }
    yield {**told, **lost}


def rows_of(connection: Connection, keyring: Keyring) -> Iterator[tuple[bytes, tuple[KnownRow, Table, int]]]:
    """The name of every row of the file, with its table and its number in it; the tags are not looked at."""
    for table in TABLES:
        columns = select(*table.primary_key, table.c[TAG], row_number(table).label("row_in_file"))
        for row in connection.execute(columns).mappings():
            tag = row[TAG] if isinstance(row[TAG], bytes) else b""
            yield keyring.name(table, row), (KnownRow(table.name, tag), table, row["row_in_file"])


def walk(connection: Connection, keyring: Keyring) -> tuple[dict[bytes, KnownRow], frozenset[bytes]]:
    """The rows that the file's authentic events come to, and the tags of all rows that they tell of."""
    register, tags = Register(keyring, {}), set()
    for event in forwards(connection):
        if not keyring.fits(events, event):
            continue
        gap = event["number"] != register.number + 1
        if gap:
            register.last = event["before"]
        register.apply((event,))
        tags.add(event["row_tag"])
    return register.rows, frozenset(tags)


def _authentic(connection: Connection, keyring: Keyring, table: Table, number: int) -> bool:
    query = checked_select(table).where(row_number(table) == number)
    row = connection.execute(query).mappings().one_or_none()
    return row is not None and keyring.fits(table, row)
