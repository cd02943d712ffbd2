"""Lock files: who may open and who may serve a store, across processes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from screener.errors import StoreBusy, StoreError

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
