"""SQLite as this store wants it: durable, deleted content overwritten, errors in our own words."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from screener.errors import StoreBusy, StoreError

BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def connect_to(path: Path, *, busy_seconds: float) -> Engine:
    """An engine on this file; ``execution_options(writes=True)`` makes its transactions writing ones."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_seconds},
        hide_parameters=True,
        max_overflow=-1,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def use_write_ahead_log(engine: Engine) -> None:
    """Switch the file to write-ahead logging; it stays so."""
    with raw_cursor(engine) as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")


def empty_write_ahead_log(engine: Engine) -> None:
    """Bring the log home and cut it off, so that deleted rows leave it too.

    While another connection reads, the log stays until a later time.
    """
    with raw_cursor(engine) as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextlib.contextmanager
def raw_cursor(engine: Engine) -> Iterator[sqlite3.Cursor]:
    """A cursor outside any transaction."""
    connection = engine.raw_connection()
    try:
        yield connection.cursor()  # type: ignore[misc]  # the pool's proxy hands out sqlite3's own cursor
    finally:
        connection.close()


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the database's errors into `StoreBusy` and `StoreError`, which never hold a value."""
    try:
        yield
    except DBAPIError as error:
        raise _in_own_words(error.orig) from None
    except sqlite3.Error as error:
        raise _in_own_words(error) from None


def _in_own_words(error: BaseException | None) -> StoreError:
    if code_of(error) in BUSY:
        return StoreBusy("The store is busy: another writer holds it. Please try again.")
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StoreError(f"The store could not do this ({name}); look at the disk and its free space.")


def code_of(error: BaseException | None) -> int:
    """SQLite's primary result code, 0 for none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin` alone
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin what writes; what reads is one statement each time, whole by itself."""
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
