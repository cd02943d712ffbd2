"""Opening a store: folders, key, locks and tables, in this order, one process at a time."""

from __future__ import annotations

import base64
import binascii
import os
import stat
import tempfile
from pathlib import Path

from sqlalchemy import Engine, insert, select

from screener.errors import StoreError, WrongKey
from screener.store.sealing import KEY_BYTES, SealBroken, make_key, seal, unseal
from screener.store.sqlite import (
    NEWEST,
    connect_to,
    locked,
    migrate,
    plain_errors,
    step_of,
    use_write_ahead_log,
)
from screener.store.store import Store
from screener.store.tables import key_checks

MARK = "screener-key-1"
LOOSE = stat.S_IRWXG | stat.S_IRWXO


def read_key(path: Path) -> bytes:
    """The key in this file; raises `WrongKey` when it is missing, open to others, or holds no key."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            line = file.read(4096)
    except FileNotFoundError:
        raise WrongKey(f"The key file {path} is missing; put it back from your backup.") from None
    except OSError as error:
        raise WrongKey(f"The key file {path} cannot be read ({error.strerror}); make it yours.") from None
    if mode & LOOSE:
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
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


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
