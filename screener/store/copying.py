"""Backups: a copy of the whole store in one file, taken while it is in use, and put back later.

What is locked stays locked in the copy; the key file is never part of it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from screener.errors import StoreError
from screener.store.opening import BUSY_SECONDS, FILE, make_folder, open_store
from screener.store.sqlite import plain_errors

SOUND = "ok"


def back_up(data: Path, copy: Path) -> None:
    """Copy the store in folder ``data`` into the new file ``copy``, which only its owner can read.

    It may be in use meanwhile: the copy is the store as it stood at one moment. Raises `StoreError` when
    there is no store or the copy cannot be made; a file that exists is never written over.
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
            _refuse_unsound(target, copy)
    except BaseException:
        copy.unlink()
        raise


def restore(copy: Path, data: Path, key_file: Path) -> None:
    """Put a backup into folder ``data``, which must hold no store yet, and open it once with the key.

    Raises `WrongKey` when the key file is missing or another one locked the copy, and `StoreError` when
    the copy is no sound store; then nothing is left behind.
    """
    file = data / FILE
    if file.exists():
        raise StoreError(f"There is a store in {data} already; name an empty folder.")
    with plain_errors(), closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as source:
        _refuse_unsound(source, copy)
    make_folder(data)
    _make_new(file)
    try:
        shutil.copyfile(copy, file)
        open_store(data, key_file).close()
    except BaseException:
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            (data / name).unlink(missing_ok=True)
        raise


def _make_new(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"{file} cannot be made ({error.strerror}); name a new file.") from None


def _refuse_unsound(connection: sqlite3.Connection, file: Path) -> None:
    found = connection.execute("PRAGMA integrity_check").fetchone()
    tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'visits'").fetchone()
    if found[0] != SOUND or not tables[0]:
        raise StoreError(f"{file} is not a sound copy of a store; take another backup.")
