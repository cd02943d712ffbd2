"""Slows down guessing: a few tries a minute from one address, counted in this process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

MOST_TRIES = 5
STRETCH = timedelta(minutes=1)
MOST_ADDRESSES = 10_000


class Throttle:
    """Counts tries by address, or by whatever else tells who tries, over the last minute."""

    def __init__(self, clock: Callable[[], datetime], *, most: int = MOST_TRIES) -> None:
        self._clock = clock
        self._most = most
        self._tries: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def allows(self, address: str) -> bool:
        """Count one more try from this address; False when that is one too many."""
        now = self._clock()
        with self._lock:
            if len(self._tries) >= MOST_ADDRESSES:
                self._tries = {who: tries for who, tries in self._tries.items() if now - tries[-1] < STRETCH}
            tries = self._tries.setdefault(address, deque(maxlen=self._most))
            if len(tries) == self._most and now - tries[0] < STRETCH:
                return False
            tries.append(now)
            return True
