"""SQLite as this store wants it: durable, up to date, healing after faults, errors in our own words."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Condition
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from screener.errors import StoreBusy, StoreError
from screener.store.tables import metadata

BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


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
    if code_of(error) in DAMAGED:
        return StoreError(f"The file of the store is damaged ({name}); put the store back from your backup.")
    return StoreError(f"The store could not do this ({name}); look at the disk and its free space.")


def code_of(error: BaseException | None) -> int:
    """SQLite's primary result code, 0 for none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


AS_IT_STANDS = partial(str, encoding="utf-8", errors="surrogateescape")
"""How text is read: a damaged letter is no error, the row's tag tells of it."""


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin` alone
    connection.text_factory = AS_IT_STANDS
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin what writes; what reads is one statement each time, whole by itself."""
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


STUCK = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Faults that a connection may keep when the disk is well again."""
LONGEST_WAIT = 1.0


class Renewal:
    """Lets work on connections begin and end, and closes them all between two pieces of work when need be."""

    def __init__(self, close_all: Callable[[], None]) -> None:
        self._close_all = close_all
        self._changed = Condition()
        self._at_work = 0
        self._due = False

    @contextmanager
    def work(self) -> Iterator[None]:
        """Work on a connection; begins once a renewal that is due is done, or after a second."""
        with self._changed:
            self._changed.wait_for(lambda: not self._due, LONGEST_WAIT)
            self._at_work += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_work -= 1
                if self._due and not self._at_work:
                    self._close_all()
                    self._due = False
                    self._changed.notify_all()

    def ask(self) -> None:
        """Close all connections as soon as nobody works on one."""
        with self._changed:
            self._due = True


def renewal_of(engine: Engine) -> Renewal:
    """The renewal of an engine's connections, which such a fault asks for."""
    renewal = Renewal(engine.dispose)

    def look(context: ExceptionContext) -> None:
        if code_of(context.original_exception) in STUCK:
            renewal.ask()

    event.listen(engine, "handle_error", look)
    return renewal


# The newest step, named here so that a store which is up to date opens without loading Alembic.
NEWEST = "0005"
UNTAGGED = frozenset({"0001", "0002"})
"""The steps of stores whose rows bear no tags yet."""
KNOWN = UNTAGGED | {"0003", "0004", NEWEST}
STEPS = Path(__file__).parent / "migrations"


def migrate(connection: Connection) -> None:
    """Run the steps that are missing; refuses a store that a newer Screener made."""
    found = step_of(connection)
    if found == NEWEST:
        return
    if found is not None and found not in KNOWN:
        raise StoreError("This store was made by a newer Screener; install that version or a later one.")
    from alembic import command  # loading it costs a tenth of a second
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    command.upgrade(config, "head")


STEP_TABLE = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""
"""The table in which Alembic notes the step, as it makes it itself."""


def make_tables(connection: Connection) -> None:
    """Make the tables of a fresh store, as all steps together would, without loading what runs them."""
    metadata.create_all(connection)
    connection.execute(text(STEP_TABLE))
    connection.execute(text("INSERT INTO alembic_version VALUES (:step)"), {"step": NEWEST})


def step_of(connection: Connection) -> str | None:
    """The newest step that this store has taken, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


POLL_SECONDS = 0.02


class HeldLock:
    """A lock file that this process holds until `release` or its end."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle = handle

    def release(self) -> None:
        """Let others have it."""
        os.close(self._handle)


def hold_lock(path: Path, *, seconds: float, refusal: str) -> HeldLock:
    """Take the lock file, waiting up to ``seconds``; raises `StoreBusy` with ``refusal``."""
    handle = _open(path)
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return HeldLock(path, handle)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(handle)
                raise StoreBusy(refusal) from None
        time.sleep(POLL_SECONDS)


def _open(path: Path) -> int:
    """The lock file, made if need be; one that is there can be locked where nothing can be written too."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        try:
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            raise StoreError(f"{path} cannot be made ({error.strerror}); look at the disk.") from None


@contextlib.contextmanager
def locked(path: Path, *, seconds: float, refusal: str) -> Iterator[None]:
    """Hold the lock file while the block runs."""
    lock = hold_lock(path, seconds=seconds, refusal=refusal)
    try:
        yield
    finally:
        lock.release()
