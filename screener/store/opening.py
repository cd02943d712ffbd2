"""Opening a store: folders, key, locks and tables, in this order, one process at a time."""

from __future__ import annotations

import base64
import binascii
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from screener.errors import StoreDoubted, StoreError, WrongKey
from screener.store.sealing import KEY_BYTES, SealBroken, make_key, unseal
from screener.store.sqlite import (
    NEWEST,
    UNTAGGED,
    connect_to,
    locked,
    make_tables,
    migrate,
    plain_errors,
    step_of,
    use_write_ahead_log,
)
from screener.store.store import Store
from screener.store.trust.ledger import Ledger, begin_ledger, key_is_sound, mend_key, open_ledger
from screener.store.trust.newest import NewestSeen

MARK = "screener-key-1"
LOOSE = stat.S_IRWXG | stat.S_IRWXO


def is_open(status: os.stat_result) -> bool:
    """Whether others than its owner may read or write this key file.

    Where the system keeps it for a service, as containers and systemd do, root owns it and the service's
    group may read it; that is as it should be.
    """
    kept_by_root = status.st_uid == 0 and not status.st_mode & stat.S_IWGRP
    return bool(status.st_mode & (stat.S_IRWXO if kept_by_root else LOOSE))


def read_key(path: Path) -> bytes:
    """The key in this file; raises `WrongKey` when it is missing, open to others, or holds no key."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            line = file.read(4096)
    except FileNotFoundError:
        raise WrongKey(f"The key file {path} is missing; put it back from your backup.") from None
    except OSError as error:
        raise WrongKey(f"The key file {path} cannot be read ({error.strerror}); make it yours.") from None
    if is_open(status):
        raise WrongKey(f"The key file {path} is open to other users; run: chmod 600 {path}")
    return _key_of(line, path)


def make_key_file(path: Path) -> None:
    """Make a fresh key at ``path``, mode 0600; one that another process made meanwhile is kept.

    The folder is made with mode 0700; one that others can enter is refused.
    """
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & LOOSE:
        raise WrongKey(
            f"The folder {folder} is open to other users, so no key was made in it; "
            "name a key file in a folder of its own that has mode 700."
        )
    handle, name = tempfile.mkstemp(prefix=".key-", dir=folder)  # exclusive, mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(f"{MARK} {base64.b64encode(make_key()).decode()}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        _place_once(Path(name), path)
    finally:
        Path(name).unlink()


def _place_once(made: Path, path: Path) -> None:
    """Give the finished file its name unless the name is taken: nobody ever reads half a key."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    sync_folder(path.parent)


def _key_of(line: bytes, path: Path) -> bytes:
    mark, _, encoded = line.decode("ascii", "replace").strip().partition(" ")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if mark != MARK or len(key) != KEY_BYTES:
        raise WrongKey(
            f"The file {path} holds no key; name the right key file, or put it back from your backup."
        )
    return key


FILE = "screener.sqlite"
UNFINISHED = "screener.sqlite.new"
BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite may have beside a file, and the file itself."""
BUSY_SECONDS = 10.0
OLD_CHECK = b"this key opens this store"
"""What a store without a key of its own kept sealed, to know the key file's again."""


def has_store(data: Path) -> bool:
    """Whether a store was made in this folder."""
    return (data / FILE).is_file()


def now() -> datetime:
    """The time of the clock, with its zone."""
    return datetime.now(UTC)


def open_store(
    data: Path,
    key_file: Path,
    *,
    busy_seconds: float = BUSY_SECONDS,
    clock: Callable[[], datetime] = now,
) -> Store:
    """The store in folder ``data``, locked with ``key_file``; both are made when the store is new.

    Raises `WrongKey` for a key that is missing, open to others, inside ``data`` or not this store's,
    `StoreDoubted` for a store that is empty, gone, older than was seen there or not as its chain says, and
    `StoreError` for a folder that is open to others. ``clock`` gives the time of what the chain tells.
    """
    data, key_file = data.absolute(), key_file.absolute()
    if key_file.resolve().is_relative_to(data.resolve()):
        raise WrongKey(f"The key file {key_file} stands in the data folder; name one in another folder.")
    make_folder(data)
    seen = NewestSeen(key_file, data.resolve())
    refusal = f"Another process is opening the store in {data}. Please try again."
    with locked(data / "opening.lock", seconds=busy_seconds, refusal=refusal), plain_errors():
        file = data / FILE
        if not file.exists():
            _refuse_gone(file, seen)
            _make_parts(file, key_file, clock=clock)
        master = read_key(key_file)
        _close_to_others(file)
        engine = connect_to(file, busy_seconds=busy_seconds)
        try:
            ledger = bring_up(engine, master=master, key_file=key_file, seen=seen, clock=clock)
        except BaseException:
            engine.dispose()
            raise
    ledger.note()
    return Store(
        folder=data, engine=engine, master=master, ledger=ledger, busy_seconds=busy_seconds, clock=clock
    )


def make_folder(data: Path) -> None:
    """Make the data folder, mode 0700; raises `StoreError` where it cannot be or is open to others."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = data.stat().st_mode
    except OSError as error:
        raise StoreError(f"The data folder {data} cannot be made ({error.strerror}); name another.") from None
    if mode & LOOSE:
        raise StoreError(f"The data folder {data} is open to other users; run: chmod 700 {data}")


def _refuse_gone(file: Path, seen: NewestSeen) -> None:
    """A folder in which a store was seen does not get an empty one by itself."""
    if seen.own() is not None:
        raise StoreDoubted(
            f"There was a store in {file.parent}, and {file.name} is gone; put it back, or run: "
            f"screener restore BACKUP. To begin with an empty store on purpose, remove {seen.path}"
        )


def _make_parts(file: Path, key_file: Path, *, clock: Callable[[], datetime]) -> None:
    """Make the key unless there is one, then the database: under another name until it is whole."""
    if not key_file.exists():
        try:
            make_key_file(key_file)
        except OSError as error:
            raise WrongKey(
                f"The key file {key_file} cannot be made ({error.strerror}); name another."
            ) from None
    master = read_key(key_file)
    fresh = file.with_name(UNFINISHED)
    remove_store(fresh)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    engine = connect_to(fresh, busy_seconds=0)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            make_tables(connection)
            begin_ledger(connection, master=master, clock=clock)
    finally:
        engine.dispose()
    move_into_place(fresh, file)


def remove_store(file: Path) -> None:
    """Remove a database with what SQLite has beside it."""
    for beside in BESIDE:
        file.with_name(file.name + beside).unlink(missing_ok=True)


def move_into_place(made: Path, file: Path) -> None:
    """Give a database that is whole its name, for good."""
    made.rename(file)
    sync_folder(file.parent)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _close_to_others(file: Path) -> None:
    try:
        if file.stat().st_mode & LOOSE:
            file.chmod(0o600)
    except OSError as error:
        raise StoreError(f"{file} cannot be closed to others ({error.strerror}); make it yours.") from None


def bring_up(
    engine: Engine, *, master: bytes, key_file: Path, seen: NewestSeen | None, clock: Callable[[], datetime]
) -> Ledger:
    """Make or mend what is missing; a store that is whole is only read, so a full disk keeps none shut."""
    use_write_ahead_log(engine)
    with engine.connect() as connection:
        step = step_of(connection)
        if step is None:
            raise StoreDoubted(
                f"{engine.url.database} is empty, though there is a key for it. Remove the empty file, then "
                "run: screener restore BACKUP, or with no backup begin again with an empty store"
            )
        if step in UNTAGGED:
            _check_old_store(connection, master=master, key_file=key_file, seen=seen)
    if step != NEWEST:
        with engine.execution_options(writes=True).begin() as connection:
            migrate(connection)
            if step in UNTAGGED:
                begin_ledger(connection, master=master, clock=clock)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")  # all that is read is of one moment
        with _plainly_refused(engine, key_file):
            ledger = open_ledger(connection, master=master, seen=seen)
        sound = key_is_sound(connection, ledger)
    if not sound:
        with engine.execution_options(writes=True).begin() as connection:
            draft = mend_key(connection, ledger, clock)
        ledger.written(draft)
    return ledger


@contextmanager
def _plainly_refused(engine: Engine, key_file: Path) -> Iterator[None]:
    """Say what to do about a key that does not fit, and a store that is in doubt."""
    try:
        yield
    except SealBroken:
        raise _other_key(key_file) from None
    except StoreDoubted as error:
        file = engine.url.database
        raise StoreDoubted(
            f"{error}. Move {file} to another folder, with its -wal if there is one, and run: "
            "screener restore BACKUP. If it is the right one, restore it from where you moved it"
        ) from None


def _check_old_store(
    connection: Connection, *, master: bytes, key_file: Path, seen: NewestSeen | None
) -> None:
    """Refuse another key, and a store without tags where one with tags was seen."""
    with _plainly_refused(connection.engine, key_file):
        if seen is not None and seen.own() is not None:
            raise StoreDoubted("The store is of an earlier version than the one that was in this folder")
        sealed = connection.execute(text("SELECT sealed FROM key_checks")).scalar()
        if sealed is None or unseal(master, sealed, record="store", column="sealed") != OLD_CHECK:
            raise SealBroken


def _other_key(key_file: Path) -> WrongKey:
    return WrongKey(f"The key in {key_file} is not the one that locked this store; name the right one.")
