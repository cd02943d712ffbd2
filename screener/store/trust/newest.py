"""The newest-seen mark: a small file beside the key that says how far the store had come.

Whoever can write the store alone cannot write it, so that an older copy of the whole store is told. It is
written after each change, without waiting for the disk: it may lag behind after a power failure, and never
runs ahead. One file a data folder, its name from the folder's.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARK = "screener-newest-1"
DIGITS = 20

log = logging.getLogger("screener.store")


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest change seen: the store's name, the change's number and tag, and what stood for all rows.

    ``wrapped`` is the store's key as the store holds it, so that damage there locks nobody out.
    """

    name: str
    number: int
    tag: bytes
    live: bytes
    wrapped: bytes


class NewestSeen:
    """The mark of one data folder beside one key file."""

    def __init__(self, key_file: Path, data: Path) -> None:
        folder = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
        self.path = key_file.with_name(f"{key_file.name}.newest-{folder}")
        self._key_file = key_file
        self._handle: int | None = None

    def own(self) -> Newest | None:
        """What was seen in this folder; None when nothing was, or the file was lost or spoiled."""
        return _read(self.path)

    def newest_of(self, name: str) -> Newest | None:
        """The newest that was seen of the store so named, in any folder."""
        all = map(_read, self._key_file.parent.glob(f"{self._key_file.name}.newest-*"))
        same = (one for one in all if one is not None and one.name == name)
        return max(same, key=lambda one: one.number, default=None)

    def note(self, newest: Newest) -> None:
        """Keep this as the newest; where it cannot be written the store goes on, and the log says so once."""
        parts = (base64.b64encode(part).decode() for part in (newest.tag, newest.live, newest.wrapped))
        line = f"{MARK} {newest.name} {newest.number:0{DIGITS}} {' '.join(parts)}\n"
        try:
            if self._handle is None:
                self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.pwrite(self._handle, line.encode(), 0)
        except OSError as error:
            if self._handle is None:
                log.warning(
                    "%s cannot be written (%s): an older copy of the store would not be told",
                    self.path,
                    error.strerror,
                )
                self._handle = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)

    def close(self) -> None:
        """Let go of the file, once it is on the disk."""
        if self._handle is not None:
            with suppress(OSError):
                os.fsync(self._handle)
            os.close(self._handle)
            self._handle = None


def _read(path: Path) -> Newest | None:
    try:
        mark, name, number, *parts = path.read_bytes().decode().split()
        tag, live, wrapped = (base64.b64decode(part, validate=True) for part in parts)
        return Newest(name, int(number), tag, live, wrapped) if mark == MARK else None
    except (OSError, ValueError, binascii.Error):
        return None
