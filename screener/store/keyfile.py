"""The key file: one line that locks and opens every record, in a folder of its own."""

from __future__ import annotations

import base64
import binascii
import os
import stat
import tempfile
from pathlib import Path

from screener.errors import WrongKey
from screener.store.sealing import KEY_BYTES, make_key

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
