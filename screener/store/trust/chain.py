"""The chain of events, and the register of the rows there are, which is what the chain comes to.

Each event is authentic by its own tag, holds the tag of the one before, and stands for all rows there are
after it. The register is kept in memory, where whoever writes the file cannot reach it: a row that is older
than its newest change, or was never put there by us, is told when it is read.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, select

from screener.store.tables import TAG, events, to_text
from screener.store.trust.newest import Newest
from screener.store.trust.tags import Columns, Keyring

log = logging.getLogger("screener.store")

MADE, CHANGED, REMOVED, RESTORED, TAKEN_OVER = "made", "changed", "removed", "restored", "taken over"
UPTO_NOW = f"SELECT max(number) FROM {events.name}"  # noqa: S608 - a name of ours
LATER = select(events).where(events.c.number > bindparam("known")).order_by(events.c.number)


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What the register knows of one row: its table and its tag."""

    place: str
    tag: bytes


class RowsKnown(Protocol):
    """Something that tells how far the chain is, and what is known of a row by its name."""

    number: int

    def known(self, name: bytes) -> KnownRow | None: ...

    def names(self, place: str) -> dict[bytes, KnownRow]: ...

    def catch_up(self, connection: Connection) -> None: ...

    def settled(self) -> int: ...


class Register:
    """The rows there are, by name, after event ``number`` whose tag is ``last``; shared by threads."""

    def __init__(
        self, keyring: Keyring, rows: Mapping[bytes, KnownRow], *, number: int = 0, last: bytes = b""
    ) -> None:
        self.keyring = keyring
        self.number = number
        self.last = last
        self.rows = dict(rows)
        self.total = sum(keyring.share(name, known.tag) for name, known in rows.items())
        self._ignored: set[str] = set()
        self._applying = threading.Lock()

    def known(self, name: bytes) -> KnownRow | None:
        """What is known of a row; None when there is none of this name."""
        return self.rows.get(name)

    def names(self, place: str) -> dict[bytes, KnownRow]:
        """What is known of all rows of a table, by name."""
        return {name: known for name, known in self.rows.copy().items() if known.place == place}

    def live(self) -> bytes:
        """What stands for all rows there are."""
        return self.keyring.live(self.total)

    def newest(self, name: str, wrapped: bytes) -> Newest:
        """How far the chain is, as the mark beside the key keeps it."""
        return Newest(name, self.number, self.last, self.live(), wrapped)

    def catch_up(self, connection: Connection) -> None:
        """Take up the events that other processes added; what is not authentic or does not follow is left."""
        if (connection.exec_driver_sql(UPTO_NOW).scalar() or 0) > self.number:
            self.apply(connection.execute(LATER, {"known": self.number}).mappings().all())

    def settled(self) -> int:
        """The number, told when no thread is in the midst of taking up an event."""
        with self._applying:
            return self.number

    def written(self, own: Iterable[Columns]) -> None:
        """Take up events that this process wrote, unless another thread heard of them before."""
        with self._applying:
            for event in own:
                if event["number"] > self.number:
                    self._take(event)

    def apply(self, found: Iterable[Columns]) -> None:
        """Take up these events, in order, as far as they follow."""
        with self._applying:
            for event in found:
                if event["number"] <= self.number:
                    continue
                if self.follows(event):
                    self._take(event)
                elif (which := repr((event["number"], event[TAG]))) not in self._ignored:
                    self._ignored.add(which)
                    log.warning(
                        "Event %s of the store does not follow; run: screener verify", event["number"]
                    )

    def follows(self, event: Columns) -> bool:
        """Whether this event is authentic and comes next."""
        return event["before"] == self.last and self.keyring.fits(events, event)

    def _take(self, event: Columns) -> None:
        """Take up one event; its number last, so that who sees the number sees its row."""
        name, tag = event["row"], event["row_tag"]
        before = self.rows.get(name)
        if before is not None and (tag is not None or event["kind"] == REMOVED):
            self.total -= self.keyring.share(name, before.tag)
        if tag is not None:
            self.rows[name] = KnownRow(event["place"], tag)
            self.total += self.keyring.share(name, tag)
        elif event["kind"] == REMOVED:
            self.rows.pop(name, None)
        self.last = event[TAG]
        self.number = event["number"]


class Draft:
    """What one transaction adds to the chain; nobody else hears of it before it is on the disk."""

    def __init__(self, register: Register) -> None:
        self.keyring = register.keyring
        self.number = register.number
        self.events: list[dict[str, Any]] = []
        self._register = register
        self._changed: dict[bytes, KnownRow | None] = {}
        self._last = register.last
        self._total = register.total

    def known(self, name: bytes) -> KnownRow | None:
        """What is known of a row inside this transaction."""
        return self._changed[name] if name in self._changed else self._register.known(name)

    def names(self, place: str) -> dict[bytes, KnownRow]:
        """What is known of all rows of a table inside this transaction, by name."""
        own = {name: known for name, known in self._changed.items() if known and known.place == place}
        before = self._register.names(place)
        return {name: known for name, known in before.items() if name not in self._changed} | own

    def catch_up(self, connection: Connection) -> None:
        """Nobody else writes meanwhile."""

    def settled(self) -> int:
        """The number; nobody else adds to it."""
        return self.number

    def add(self, kind: str, name: bytes, *, place: str, tag: bytes | None, at: datetime) -> dict[str, Any]:
        """The next event: this became of a row, whose tag is this from now on (None: it was removed)."""
        before = self.known(name)
        if before is not None:
            self._total -= self.keyring.share(name, before.tag)
        if tag is not None:
            self._total += self.keyring.share(name, tag)
        self._changed[name] = None if tag is None else KnownRow(place, tag)
        self.number += 1
        event = {
            "number": self.number,
            "at": to_text(at),
            "kind": kind,
            "place": place,
            "row": name,
            "row_tag": tag,
            "live": self.keyring.live(self._total),
            "before": self._last,
        }
        self._last = event[TAG] = self.keyring.tag(events, event)
        self.events.append(event)
        return event


def backwards(connection: Connection) -> Iterator[Columns]:
    """The events of the file, the last one first, authentic or not."""
    found = connection.execute(select(events).order_by(events.c.number.desc()))
    yield from found.mappings()


def forwards(connection: Connection) -> Iterator[Columns]:
    """The events of the file in order, authentic or not."""
    yield from connection.execute(select(events).order_by(events.c.number)).mappings()
