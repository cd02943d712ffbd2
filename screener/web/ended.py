"""Sittings that were ended in this process: a cookie kept from one of them opens nothing any more."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock

MOST_ENDED = 10_000


class Ended:
    """The marks of the sittings that were ended last, in this process."""

    def __init__(self) -> None:
        self._marks: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def end(self, mark: str) -> None:
        """Remember that this sitting is over."""
        with self._lock:
            self._marks[mark] = None
            while len(self._marks) > MOST_ENDED:
                self._marks.popitem(last=False)

    def __contains__(self, mark: str) -> bool:
        with self._lock:
            return mark in self._marks


def fresh_mark() -> str:
    """The mark of a sitting that begins."""
    return secrets.token_urlsafe(9)
