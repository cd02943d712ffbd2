"""The sittings at a shared device, told in this process: when each was last used, and what it shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

MOST_SITTINGS = 10_000


class Idle:
    """The sittings used last, by their marks.

    One that is not known, as after a restart, counts as used when this began.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        warning: timedelta = timedelta(seconds=90),
        end: timedelta = timedelta(seconds=120),
    ) -> None:
        self.warning, self.end = warning, end
        self._clock = clock
        self._began = clock()
        self._used: OrderedDict[str, datetime] = OrderedDict()
        self._sent: set[str] = set()
        self._answers: dict[str, tuple[str, int]] = {}
        self._lock = Lock()

    def use(self, mark: str) -> None:
        """Note that this sitting is used now."""
        with self._lock:
            self._used[mark] = self._clock()
            self._used.move_to_end(mark)
            while len(self._used) > MOST_SITTINGS:
                self._sent.discard(self._used.popitem(last=False)[0])

    def send(self, mark: str) -> None:
        """Note that this sitting's form is sent: from now on it can only be sent once more."""
        self.use(mark)
        with self._lock:
            self._sent.add(mark)

    def is_sent(self, mark: str) -> bool:
        """Whether this sitting's form was sent."""
        with self._lock:
            return mark in self._sent

    def is_over(self, mark: str) -> bool:
        """Whether nobody used this sitting for so long that it ends."""
        with self._lock:
            return self._clock() - self._used.get(mark, self._began) > self.end

    def keep(self, mark: str, page: str, status: int) -> None:
        """Keep the page that answers what was sent, in memory only; those of ended sittings are let go."""
        over = [one for one in self._answers.copy() if self.is_over(one)]
        with self._lock:
            for one in over:
                self._answers.pop(one, None)
            self._answers[mark] = page, status

    def kept(self, mark: str) -> tuple[str, int] | None:
        """The page that is kept for this sitting, with its status."""
        with self._lock:
            return self._answers.get(mark)

    def let_go(self, mark: str) -> None:
        """Keep no page for this sitting any longer."""
        with self._lock:
            self._answers.pop(mark, None)
