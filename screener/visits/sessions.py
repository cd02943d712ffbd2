"""The sessions of browsers that were ended: kept in the store, so that no restart revives one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from screener.errors import StoreError
from screener.store import Store

COOKIES_GOOD_FOR = timedelta(days=32)

log = logging.getLogger("screener.visits")


class EndedSessions:
    """Tells of a session by its mark whether it was ended: a cookie kept from one opens nothing any more.

    ``clock`` gives the time with its zone.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._marks: set[str] = set()
        self._read = False
        self._reading = threading.Lock()

    def end(self, mark: str) -> None:
        """End this session, in this process at least where the store cannot be written."""
        self._marks.add(mark)
        try:
            with self._store.writing() as writing:
                writing.end_session(mark, at=self._clock())
        except StoreError as error:
            log.error("An ended session could not be stored: %s", type(error).__name__)

    def __contains__(self, mark: str) -> bool:
        if mark in self._marks:
            return True
        if not self._read:
            self._read_once()
        return mark in self._marks

    def _read_once(self) -> None:
        with self._reading:
            if self._read:
                return
            try:
                self._marks |= self._store.ended_sessions()
            except StoreError:
                return  # asked again with the next page
            self._read = True
