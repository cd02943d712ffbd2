"""Replacing all connections at once after a fault of the disk, so that a store heals by itself.

Connections to one SQLite file share what they know of it within a process. One that was opened while nothing
could be written keeps the others from writing for as long as it is open, however well the disk is again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from screener.store.sqlite import code_of

STUCK = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Faults that a connection may keep when the disk is well again."""
LONGEST_WAIT = 1.0


class Renewal:
    """Lets work on connections begin and end, and closes them all between two pieces of work when need be."""

    def __init__(self, close_all: Callable[[], None]) -> None:
        self._close_all = close_all
        self._changed = Condition()
        self._at_work = 0
        self._due = False

    @contextmanager
    def work(self) -> Iterator[None]:
        """Work on a connection; begins once a renewal that is due is done, or after a second."""
        with self._changed:
            self._changed.wait_for(lambda: not self._due, LONGEST_WAIT)
            self._at_work += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_work -= 1
                if self._due and not self._at_work:
                    self._close_all()
                    self._due = False
                    self._changed.notify_all()

    def ask(self) -> None:
        """Close all connections as soon as nobody works on one."""
        with self._changed:
            self._due = True


def renewal_of(engine: Engine) -> Renewal:
    """The renewal of an engine's connections, which such a fault asks for."""
    renewal = Renewal(engine.dispose)

    def look(context: ExceptionContext) -> None:
        if code_of(context.original_exception) in STUCK:
            renewal.ask()

    event.listen(engine, "handle_error", look)
    return renewal
