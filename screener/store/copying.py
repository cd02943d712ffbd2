"""Backups: a copy of the whole store in one file, taken while it is in use, looked at, and put back later.

What is locked stays locked in the copy; the key file is never part of it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy import inspect as tables_of

from screener.errors import StoreError
from screener.store.inspection import SOUND, Inspection, inspect
from screener.store.opening import (
    BUSY_SECONDS,
    FILE,
    UNFINISHED,
    bring_up,
    make_folder,
    move_into_place,
    now,
    read_key,
    remove_store,
)
from screener.store.sqlite import connect_to, locked, plain_errors
from screener.store.tables import access_codes, visits
from screener.store.trust.chain import Draft
from screener.store.trust.ledger import Ledger, rename
from screener.store.trust.load import TABLES
from screener.store.trust.newest import NewestSeen

HEADER = b"SQLite format 3\0"
LARGEST_PAGE = 65536
"""The one size of pages that does not fit where SQLite's head names it, so that 1 stands for it."""
TAKEN_TOO = ("-wal", "-journal")
"""What may stand beside a raw copy and hold its last changes."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was put back: what was found in it, how many access codes it held that open nothing any
    more, and how many later changes of the same store were seen before."""

    inspection: Inspection
    codes: int
    later: int


def back_up(data: Path, copy: Path, key_file: Path) -> Inspection:
    """Copy the store in folder ``data`` into the new file ``copy``, which only its owner can read.

    It may be in use meanwhile: the copy is the store as it stood at one moment. Every row of the copy is
    opened with the key. Raises `StoreError` when there is no store or the copy cannot be made; a file that
    exists is never written over.
    """
    file = data / FILE
    if not file.is_file():
        raise StoreError(f"There is no store in {data}; name the folder of one.")
    _make_new(copy)
    try:
        with (
            plain_errors(),
            closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        return look_at(copy, key_file)
    except BaseException:
        copy.unlink()
        raise


def look_at(copy: Path, key_file: Path) -> Inspection:
    """Open every row of a backup, or of a raw copy with what stands beside it; the file is left as it is.

    Raises `WrongKey` when the key file is missing or another one locked the copy, and `StoreError` when
    the file is no whole store.
    """
    _refuse_unsound(copy)
    with tempfile.TemporaryDirectory(prefix="screener-") as folder:
        staged = Path(folder) / FILE
        with _staged(copy, staged, key_file=key_file, clock=now) as (connection, ledger):
            return inspect(connection, ledger)


def restore(copy: Path, data: Path, key_file: Path, *, clock: Callable[[], datetime] = now) -> Restored:
    """Put a backup, or a raw copy with what stands beside it, into folder ``data``, which must hold no store.

    Access codes open nothing any more: one of them may have been replaced since. Copies of the store from
    before are refused in this folder from now on. Raises `WrongKey` when the key file is missing or another
    one locked the copy, and `StoreError` when the copy is no whole store; then nothing is left behind.
    """
    file = data / FILE
    if file.exists():
        raise StoreError(f"There is a store in {data} already; name an empty folder.")
    _refuse_unsound(copy)
    read_key(key_file)
    make_folder(data)
    refusal = f"Another process is opening the store in {data}. Please try again."
    staged, seen = data / UNFINISHED, NewestSeen(key_file.absolute(), data.resolve())
    with locked(data / "opening.lock", seconds=BUSY_SECONDS, refusal=refusal):
        try:
            with _staged(copy, staged, key_file=key_file, clock=clock) as (connection, ledger):
                newest = seen.newest_of(ledger.name)
                later = max(0, newest.number - ledger.register.number) if newest is not None else 0
                codes = _begin_anew(connection, ledger, clock)
            with _opened(staged, key_file=key_file, clock=clock) as (connection, ledger):
                inspection = inspect(connection, ledger)
                seen.note(ledger.register.newest(ledger.name, ledger.wrapped))
        except BaseException:
            remove_store(staged)
            raise
        seen.close()
        move_into_place(staged, file)
    return Restored(inspection, codes, later)


def _begin_anew(connection: Connection, ledger: Ledger, clock: Callable[[], datetime]) -> int:
    """Let no access code open a restored store, and take what is gone from it as gone; returns the codes."""
    draft = Draft(ledger.register)
    changes = ledger.changed_rows(connection, draft, clock)
    codes = changes.clear(access_codes)
    for table in TABLES:
        changes.settle(table)
    rename(changes)
    connection.commit()
    return codes


@contextmanager
def _staged(
    copy: Path, staged: Path, *, key_file: Path, clock: Callable[[], datetime]
) -> Iterator[tuple[Connection, Ledger]]:
    """The store of a copy, brought up to date in another place."""
    remove_store(staged)
    _make_new(staged)
    for beside in ("", *TAKEN_TOO):
        source = copy.with_name(copy.name + beside)
        if not beside or source.exists():
            shutil.copyfile(source, staged.with_name(staged.name + beside))
    with _opened(staged, key_file=key_file, clock=clock) as found:
        yield found


@contextmanager
def _opened(
    staged: Path, *, key_file: Path, clock: Callable[[], datetime]
) -> Iterator[tuple[Connection, Ledger]]:
    """A store that nobody else uses, whatever was seen of it; afterwards it is one file that is whole."""
    engine = connect_to(staged, busy_seconds=BUSY_SECONDS)
    try:
        with plain_errors():
            _refuse_damaged(engine)
            ledger = bring_up(engine, master=read_key(key_file), key_file=key_file, seen=None, clock=clock)
            with engine.execution_options(writes=True).connect() as connection:
                yield connection, ledger
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    finally:
        engine.dispose()


def _make_new(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"{file} cannot be made ({error.strerror}); name a new file.") from None


def _refuse_unsound(copy: Path) -> None:
    """Refuse what is no whole database, as far as its head and its size tell."""
    try:
        size = copy.stat().st_size
        with copy.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise StoreError(
            f"{copy} cannot be read ({error.strerror}); name a file that screener backup made."
        ) from None
    page = int.from_bytes(head[16:18])
    whole = (LARGEST_PAGE if page == 1 else page) * int.from_bytes(head[28:32])
    if not head.startswith(HEADER) or not whole:
        what = "is empty" if not size else "is no copy of a store"
        raise StoreError(f"{copy} {what}; name a file that screener backup made.")
    if size < whole:
        raise StoreError(
            f"{copy} is cut short: {size} of {whole} bytes are there; copy it again, or take another backup."
        )


def _refuse_damaged(engine: Engine) -> None:
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        is_store = tables_of(connection).has_table(visits.name)
    if found != SOUND or not is_store:
        raise StoreError(f"{engine.url.database} is no sound copy of a store; take another backup.")
