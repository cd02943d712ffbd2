"""Opening a store: folders, key, tables, in this order, one process at a time."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine, insert, select

from screener.errors import StoreError, WrongKey
from screener.store.keyfile import LOOSE, make_key_file, read_key
from screener.store.locks import locked
from screener.store.migrating import NEWEST, migrate, step_of
from screener.store.sealing import SealBroken, seal, unseal
from screener.store.sqlite import connect_to, plain_errors, use_write_ahead_log
from screener.store.store import Store
from screener.store.tables import key_checks

FILE = "screener.sqlite"
BUSY_SECONDS = 10.0
CHECK = b"this key opens this store"


def has_store(data: Path) -> bool:
    """Whether a store was made in this folder."""
    return (data / FILE).is_file()


def open_store(data: Path, key_file: Path, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """The store in folder ``data``, locked with ``key_file``; both are made when the store is new.

    Raises `WrongKey` for a key that is missing, open to others, inside ``data`` or not this store's,
    and `StoreError` for a folder that is open to others.
    """
    data, key_file = data.absolute(), key_file.absolute()
    if key_file.resolve().is_relative_to(data.resolve()):
        raise WrongKey(f"The key file {key_file} stands in the data folder; name one in another folder.")
    make_folder(data)
    refusal = f"Another process is opening the store in {data}. Please try again."
    with locked(data / "opening.lock", seconds=busy_seconds, refusal=refusal), plain_errors():
        file = data / FILE
        if not file.exists():
            _make_parts(file, key_file)
        master = read_key(key_file)
        _close_to_others(file)
        engine = connect_to(file, busy_seconds=busy_seconds)
        try:
            _bring_up(engine, master=master, key_file=key_file)
        except BaseException:
            engine.dispose()
            raise
    return Store(folder=data, engine=engine, master=master, busy_seconds=busy_seconds)


def make_folder(data: Path) -> None:
    """Make the data folder, mode 0700; raises `StoreError` where it cannot be or is open to others."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = data.stat().st_mode
    except OSError as error:
        raise StoreError(f"The data folder {data} cannot be made ({error.strerror}); name another.") from None
    if mode & LOOSE:
        raise StoreError(f"The data folder {data} is open to other users; run: chmod 700 {data}")


def _make_parts(file: Path, key_file: Path) -> None:
    """Make the key unless there is one, then the empty database: never a database without its key."""
    if not key_file.exists():
        try:
            make_key_file(key_file)
        except OSError as error:
            raise WrongKey(
                f"The key file {key_file} cannot be made ({error.strerror}); name another."
            ) from None
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _close_to_others(file: Path) -> None:
    try:
        if file.stat().st_mode & LOOSE:
            file.chmod(0o600)
    except OSError as error:
        raise StoreError(f"{file} cannot be closed to others ({error.strerror}); make it yours.") from None


def _bring_up(engine: Engine, *, master: bytes, key_file: Path) -> None:
    """Make or mend what is missing; a store that is whole is only read, so a full disk keeps none shut."""
    use_write_ahead_log(engine)
    with engine.connect() as connection:
        whole = step_of(connection) == NEWEST
        sealed = connection.execute(select(key_checks.c.sealed)).scalar() if whole else None
    if sealed is None:
        with engine.execution_options(writes=True).begin() as connection:
            migrate(connection)
            sealed = connection.execute(select(key_checks.c.sealed)).scalar()
            if sealed is None:
                sealed = seal(master, CHECK, record="store", column="sealed")
                connection.execute(insert(key_checks).values(id=1, sealed=sealed))
    _check_key(sealed, master=master, key_file=key_file)


def _check_key(sealed: bytes, *, master: bytes, key_file: Path) -> None:
    """A store remembers its key by one piece that only this key opens."""
    try:
        unseal(master, sealed, record="store", column="sealed")
    except SealBroken:
        raise WrongKey(
            f"The key in {key_file} is not the one that locked this store; name the right one."
        ) from None
