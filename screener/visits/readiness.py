"""Whether forms can be taken now: the store is written to, and today's rulebook is the one adopted last."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from screener.errors import StoreError
from screener.store import Store, Tries
from screener.visits.rulebooks import Today

KEY = "readiness"
"""The row that is written; it counts nothing."""
AGAIN = 5.0
"""Seconds for which what was found holds, so that whoever asks often costs nothing."""
LEAST_FREE = 1024 * 1024

NO_WRITE = ("store", "The store cannot be written; look at the disk, its free space and the log.")
NO_RULEBOOK = ("rulebook", "The rulebook adopted last is not served, the one before is; the log says why.")


class Readiness:
    """Tries a small write, at most every few seconds; ``steady`` tells seconds that go on."""

    def __init__(
        self, store: Store, today: Today, clock: Callable[[], datetime], steady: Callable[[], float]
    ) -> None:
        self._store = store
        self._today = today
        self._clock = clock
        self._steady = steady
        self._trying = Lock()
        self._tried: float | None = None
        self._writes = True

    def problem(self) -> tuple[str, str] | None:
        """What keeps forms from being taken as they should be, its part and its words; None: all is well."""
        with self._trying:
            if self._tried is None or self._steady() - self._tried >= AGAIN:
                self._writes = self._can_write()
                self._tried = self._steady()
            writes = self._writes
        if not writes:
            return NO_WRITE
        self._today.glance()
        return NO_RULEBOOK if self._today.refuses_adopted else None

    def _can_write(self) -> bool:
        """A real write, as what is undone never reaches the disk; one row, written over each time."""
        now = self._clock()
        try:
            if shutil.disk_usage(self._store.folder).free < LEAST_FREE:
                return False
            with self._store.writing() as writing:
                writing.keep_tries(KEY, Tries(0, now + timedelta(seconds=AGAIN)), now=now)
        except (OSError, StoreError):
            return False
        return True
