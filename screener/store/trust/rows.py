"""Rows as the store reads and writes them: checked when read, tagged and told to the chain when written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from screener.errors import RowRefused
from screener.store.tables import TAG, events
from screener.store.trust.chain import CHANGED, MADE, REMOVED, Draft, KnownRow, RowsKnown
from screener.store.trust.tags import Columns, Keyring, covered, digest, digests

ROW, UPTO = "row_in_file", "events_upto"
"""What `checked_select` adds to a row: its number in its table, and the number of the last event."""
MOST_LOOKS = 5
EDITED = "it was changed outside of Screener"
OLDER = "an older copy was put in its place outside of Screener"
PLANTED = "it was put there outside of Screener"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be trusted: its table, its number in it, why, and its columns as they stand there."""

    place: str
    number: int
    why: str
    columns: Columns = field(repr=False)

    def error(self) -> RowRefused:
        """The same as an exception."""
        return RowRefused(self.place, self.number, self.why)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows that were found: the sound ones, and those that cannot be trusted."""

    sound: tuple[dict[str, Any], ...]
    refused: tuple[Refused, ...]


@cache
def row_number(table: Table) -> Any:
    """The number of a row in its table's file, whatever its primary key."""
    return literal_column(f"{table.name}.rowid")


@cache
def checked_select(table: Table, *large: str) -> Select[Any]:
    """Selects rows to be checked, without the columns of which a digest is covered, but for the ``large``."""
    columns = [table.c[name] for name in (*covered(table), TAG, *large)]
    upto = select(func.max(events.c.number)).scalar_subquery()
    return select(*columns, row_number(table).label(ROW), upto.label(UPTO))


@cache
def _again(table: Table, *large: str) -> Select[Any]:
    return checked_select(table, *large).where(row_number(table) == bindparam(ROW))


class Rows:
    """The rows that one connection reads."""

    def __init__(self, connection: Connection, keyring: Keyring, told: RowsKnown) -> None:
        self._connection = connection
        self._keyring = keyring
        self._told = told
        self._looks = 0

    def fetch(
        self, table: Table, statement: Select[Any] | None = None, parameters: Mapping[str, Any] | None = None
    ) -> Fetched:
        """The rows of ``table`` that a statement made by `checked_select` finds; without one, all of them."""
        found = self._connection.execute(
            checked_select(table) if statement is None else statement, parameters or {}
        )
        rows = [dict(row) for row in found.mappings()]
        if not rows or (rows[0][UPTO] or 0) > self._told.number:
            self._told.catch_up(self._connection)
        sound: list[dict[str, Any]] = []
        refused: list[Refused] = []
        for row in rows:
            why = self.fault(table, row)
            if not why:
                sound.append(row)
            elif self._told.settled() > (row[UPTO] or 0) and self._looks < MOST_LOOKS:
                # Somebody wrote between reading and judging, maybe this row: look at it once more.
                self._looks += 1
                again = self.fetch(table, _again(table, *_large(table, row)), {ROW: row[ROW]})
                self._looks -= 1
                sound += again.sound
                refused += again.refused
            else:
                refused.append(Refused(table.name, row[ROW], why, row))
        return Fetched(tuple(sound), tuple(refused))

    def one(
        self, table: Table, statement: Select[Any], parameters: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """The only row that is found, None without one; raises `RowRefused` when it cannot be trusted."""
        found = self.fetch(table, statement, parameters)
        if found.refused:
            raise found.refused[0].error()
        return found.sound[0] if found.sound else None

    def names(self, table: Table) -> dict[bytes, KnownRow]:
        """The rows of a table that are known now, by name."""
        return self._told.names(table.name)

    def gone(self, table: Table, known: Mapping[bytes, KnownRow], found: Fetched) -> int:
        """How many rows that were known before all rows were fetched are not among these, and still known."""
        return len(self._lost(table, known, found))

    def _lost(self, table: Table, known: Mapping[bytes, KnownRow], found: Fetched) -> list[bytes]:
        """The names of rows that are gone; a refused row may bear another primary key with its old tag."""
        there = {self._keyring.name(table, row) for row in found.sound}
        there |= {self._keyring.name(table, row.columns) for row in found.refused}
        tags = {row.columns[TAG] for row in found.refused}
        left = known.keys() & self.names(table).keys() - there
        return [name for name in left if known[name].tag not in tags]

    def fault(self, table: Table, row: Columns) -> str:
        """Why a row cannot be trusted, empty when it can."""
        known = self._told.known(self._keyring.name(table, row))
        if known is None:
            return PLANTED
        if not self._keyring.fits(table, row):
            return EDITED
        if any(large in row and digest(row[large]) != row[name] for name, large in digests(table)):
            return EDITED
        return "" if known.tag == row[TAG] else OLDER


def _large(table: Table, row: Columns) -> tuple[str, ...]:
    return tuple(large for _, large in digests(table) if large in row)


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


@cache
def _update(table: Table) -> Update:
    return update(table).where(row_number(table) == bindparam(ROW))


@cache
def _delete(table: Table) -> Delete:
    return delete(table).where(row_number(table) == bindparam(ROW))


EVENT = tuple(column.name for column in events.c)
NOTE = f"INSERT OR REPLACE INTO events ({', '.join(EVENT)}) VALUES ({', '.join('?' * len(EVENT))})"  # noqa: S608
"""As the driver takes it, because every write adds one. A number that is taken bears an event that was put
there outside of Screener."""


class ChangedRows(Rows):
    """The rows that one transaction reads and writes; ``draft`` gathers what it adds to the chain."""

    def __init__(
        self, connection: Connection, keyring: Keyring, draft: Draft, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(connection, keyring, draft)
        self._draft = draft
        self._clock = clock

    def insert(self, table: Table, values: Mapping[str, Any]) -> None:
        """Put a row there; a primary key of one whole number may be left to us, columns left out are NULL."""
        row = {column.name: values.get(column.name) for column in table.c}
        (first, *others) = table.primary_key
        if row[first.name] is None and not others:
            row[first.name] = (self._connection.execute(select(func.max(first))).scalar() or 0) + 1
        self._connection.execute(_insert(table), self.tagged(table, row))
        self.note(MADE, table, row)

    def update(self, table: Table, row: Columns, *, kind: str = CHANGED, **changes: Any) -> None:
        """Change columns of a row as it was read, not its primary key; large ones only where named."""
        changed = {name: row[name] for name in covered(table)} | changes
        values = self.tagged(table, changed)
        self._connection.execute(_update(table), {**values, ROW: row[ROW]})
        self.note(kind, table, values)

    def put(self, table: Table, found: Fetched, values: Mapping[str, Any], *, keeping: bool) -> None:
        """Put a row there, or change the one that was found; one that cannot be trusted is written anew.

        ``keeping`` says that a sound row stays as it is.
        """
        if found.refused:
            self.update(table, found.refused[0].columns, **values)
        elif not found.sound:
            self.insert(table, values)
        elif not keeping:
            self.update(table, found.sound[0], **values)

    def delete(self, table: Table, row: Columns) -> None:
        """Remove a row as it was read."""
        self._connection.execute(_delete(table), {ROW: row[ROW]})
        self.forget(table, self._keyring.name(table, row))

    def clear(self, table: Table) -> int:
        """Remove every row, whatever it is; returns how many could be trusted."""
        sound = self.fetch(table).sound
        self._connection.execute(delete(table))
        for name in self.names(table):
            self.forget(table, name)
        return len(sound)

    def discard(self, table: Table, number: int) -> None:
        """Remove a row that cannot be trusted, and what the chain knows of it by its name or its tag."""
        query = select(table).where(row_number(table) == number)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return
        self._connection.execute(_delete(table), {ROW: number})
        for name, known in self.names(table).items():
            if known.tag == row[TAG] or name == self._keyring.name(table, row):
                self.forget(table, name)

    def settle(self, table: Table) -> None:
        """Take rows that are gone as removed."""
        for name in self._lost(table, self.names(table), self.fetch(table)):
            self.forget(table, name)

    def tidy(self, table: Table) -> None:
        """Remove rows that cannot be trusted, and take those that are gone as removed."""
        for row in self.fetch(table).refused:
            self.discard(table, row.number)
        self.settle(table)

    def forget(self, table: Table, name: bytes) -> None:
        """Tell the chain that there is no row of this name any more."""
        if self._draft.known(name) is not None:
            self._add(REMOVED, name, table, None)

    def tagged(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        """The row with its digests and its tag."""
        for name, large in digests(table):
            if large in row:
                row[name] = digest(row[large])
        row[TAG] = self._keyring.tag(table, row)
        return row

    def note(self, kind: str, table: Table, row: Columns) -> None:
        """Tell the chain what became of a row, which bears its tag."""
        self._add(kind, self._keyring.name(table, row), table, row[TAG])

    def _add(self, kind: str, name: bytes, table: Table, tag: bytes | None) -> None:
        event = self._draft.add(kind, name, place=table.name, tag=tag, at=self._clock())
        self._connection.exec_driver_sql(NOTE, tuple(event[name] for name in EVENT))
