"""A fresh store on the disk, and visits to put in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from screener.model.visit import VisitHeader
from screener.store import Store, StoredVisit, open_store

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
BLANK = VisitHeader(id="", reference="", rulebook="hash", link="", began=NOON, saved=NOON)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a store and its key stand."""

    data: Path
    key_file: Path

    @property
    def file(self) -> Path:
        return self.data / "screener.sqlite"

    def open(self, *, busy_seconds: float = 10) -> Store:
        return open_store(self.data, self.key_file, busy_seconds=busy_seconds)

    def add(
        self, store: Store, number: int, *, state: bytes = b"state", saved: datetime = NOON
    ) -> StoredVisit:
        """Put visit ``number`` into the store and give it back as stored."""
        own = {"id": f"{number:032x}", "reference": f"R{number}", "link": f"link{number}"}
        header = replace(BLANK, **own, saved=saved)
        visit = StoredVisit(header, state=state)
        with store.writing() as writing:
            writing.keep_rulebook("hash", "title: words\n", at=NOON)
            writing.add(visit)
        return store.visit(header.id)

    def bytes(self) -> bytes:
        """Everything in the data folder."""
        return b"".join(path.read_bytes() for path in self.data.iterdir())


@contextmanager
def disk_full(store: Store) -> Iterator[None]:
    """The database has no free page and can grow by none."""
    with closing(sqlite3.connect(store.folder / "screener.sqlite")) as connection:
        connection.execute("VACUUM")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()

    def bound(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(store._engine, "connect", bound)
    store.rest()
    yield
    event.remove(store._engine, "connect", bound)
    store.rest()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "keys" / "key")


@pytest.fixture
def store(places: Places) -> Iterator[Store]:
    with places.open() as store:
        yield store
