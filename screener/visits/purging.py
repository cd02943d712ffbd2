"""When old visits are deleted: at most once an hour, and never right after the clock was moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from screener.store import StoredVisit

KEPT = timedelta(days=7)
BETWEEN = timedelta(hours=1)
MOVED = timedelta(minutes=10)


def too_old(stored: StoredVisit, *, now: datetime) -> bool:
    """Whether a visit was not sent and is gone, whether or not it was deleted yet."""
    return stored.completed is None and stored.saved < now - KEPT


class Rounds:
    """Says when the next round of deleting is due.

    ``steady`` counts seconds and cannot be set, unlike the clock. Where both disagree, the clock was moved:
    forms that seem old may be fresh, so that the round is put off by an hour, time to set the clock right.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def due(self, now: datetime) -> bool:
        """Whether a round is due by the clock's time ``now``."""
        if self._last is None:
            return True
        told, counted = now - self._last[0], timedelta(seconds=self._steady() - self._last[1])
        if abs(told - counted) > MOVED:
            self.note(now)
            return False
        return told >= BETWEEN

    def note(self, now: datetime) -> None:
        """A round was made, or put off, at this time."""
        self._last = (now, self._steady())
