"""Looking at every row of a store: what can be opened, what was changed, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from screener.errors import StoreError
from screener.store.tables import TAG, events, from_row, open_key, open_part, to_time, unreadable_of, visits
from screener.store.trust.chain import forwards
from screener.store.trust.ledger import Ledger
from screener.store.trust.load import TABLES
from screener.store.trust.rows import EDITED, ROW, Fetched, Refused, checked_select, row_number
from screener.store.trust.tags import digests

SOUND = "ok"


@dataclass(frozen=True, slots=True)
class RowFault:
    """Something in a store that cannot be read: in which table, in which row (0: none), and why.

    ``reference`` is a visit's, as it stands in the file; empty for anything else.
    """

    place: str
    number: int
    why: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found: how many rows were opened, what cannot be read, and when the last change was made."""

    rows: int
    faults: tuple[RowFault, ...]
    last: datetime | None


def inspect(connection: Connection, ledger: Ledger) -> Inspection:
    """Open every row; others may write meanwhile."""
    faults = list(_of_file(connection))
    opened = 0
    for table in TABLES:
        for found in _rows_of(connection, ledger, table):
            opened += len(found.sound)
            faults += [_refused(one) for one in found.refused]
            if table is visits:
                faults += _sealed(found.sound, ledger.keyring.store_key)
        faults += _gone(connection, ledger, table)
    broken, last = _chain(connection, ledger)
    return Inspection(opened, (*faults, *broken), last)


def _of_file(connection: Connection) -> Iterator[RowFault]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != SOUND:
            yield RowFault("file", 0, f"SQLite finds it damaged: {line.splitlines()[0]}")


def _rows_of(connection: Connection, ledger: Ledger, table: Table) -> Iterator[Fetched]:
    """Each row by itself, so that a large store takes little memory."""
    whole = checked_select(table, *(large for _, large in digests(table)))
    one = whole.where(row_number(table) == bindparam(ROW))
    for number in connection.execute(select(row_number(table)).select_from(table)).scalars().all():
        yield ledger.rows(connection).fetch(table, one, {ROW: number})


def _gone(connection: Connection, ledger: Ledger, table: Table) -> Iterator[RowFault]:
    rows = ledger.rows(connection)
    known = ledger.register.names(table.name)
    gone = rows.gone(table, known, rows.fetch(table))
    if gone:
        why = f"{gone} {'row is' if gone == 1 else 'rows are'} gone without having been deleted by Screener"
        yield RowFault(table.name, 0, why)


def _refused(row: Refused) -> RowFault:
    reference = unreadable_of(row.columns, number=0, why="").reference if row.place == visits.name else ""
    return RowFault(row.place, row.number, row.why, reference)


def _sealed(rows: tuple[dict[str, Any], ...], store_key: bytes) -> Iterator[RowFault]:
    """Sound rows of visits whose sealed parts do not open."""
    for row in rows:
        try:
            from_row(row, store_key=store_key)
            if row["record"] is not None:
                key = open_key(row["wrapped_key"], store_key=store_key, visit_id=row["id"])
                open_part(row["record"], key=key, visit_id=row["id"], column="record")
        except StoreError as error:
            yield RowFault(visits.name, row[ROW], str(error), row["reference"])


def _chain(connection: Connection, ledger: Ledger) -> tuple[list[RowFault], datetime | None]:
    """Events that were changed or whose predecessor is gone, and the time of the last sound one."""
    faults: list[RowFault] = []
    last, before, number = None, b"", 0
    for event in forwards(connection):
        if not ledger.keyring.fits(events, event):
            faults.append(RowFault(events.name, event["number"], EDITED))
            continue
        if event["before"] != before and event["number"] - 1 not in {one.number for one in faults}:
            why = f"event {event['number'] - 1} before it is gone" if event["number"] - 1 > number else EDITED
            faults.append(RowFault(events.name, event["number"], why))
        last, before, number = to_time(event["at"]), event[TAG], event["number"]
    return faults, last
