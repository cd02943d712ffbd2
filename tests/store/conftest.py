"""A fresh store on the disk, and visits to put in it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, text

from screener.model.visit import VisitHeader
from screener.store import Store, StoredVisit, open_store
from screener.store.opening import make_folder, make_key_file, read_key
from screener.store.sealing import make_key, seal
from screener.store.sqlite import STEPS, connect_to
from screener.store.tables import to_row

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
BLANK = VisitHeader(id="", reference="", rulebook="hash", link="", began=NOON, saved=NOON)


def visit_of(number: int, *, state: bytes = b"state", saved: datetime = NOON) -> StoredVisit:
    """Visit ``number``, to be put into a store."""
    own = {"id": f"{number:032x}", "reference": f"R{number}", "link": f"link{number}"}
    return StoredVisit(replace(BLANK, **own, saved=saved), state=state)


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
        visit = visit_of(number, state=state, saved=saved)
        with store.writing() as writing:
            writing.keep_rulebook("hash", "title: words\n", at=NOON)
            writing.add(visit)
        return store.visit(visit.header.id)

    def bytes(self) -> bytes:
        """Everything in the data folder."""
        return b"".join(path.read_bytes() for path in self.data.iterdir())


def make_old(places: Places, step: str, visits: Sequence[StoredVisit] = ()) -> None:
    """A store as the versions before tags made it, at that step, with these visits in it."""
    make_folder(places.data)
    make_key_file(places.key_file)
    master = read_key(places.key_file)
    engine = connect_to(places.file, busy_seconds=1)
    with engine.execution_options(writes=True).begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(STEPS))
        command.upgrade(config, step)
        check = seal(master, b"this key opens this store", record="store", column="sealed")
        connection.execute(text("INSERT INTO key_checks VALUES (1, :sealed)"), {"sealed": check})
        connection.execute(text("INSERT INTO rulebooks VALUES ('hash', 'title: words', '2026-11-25')"))
        for visit in visits:
            key = make_key()
            wrapped = seal(master, key, record=visit.header.id, column="wrapped_key")
            row = to_row(replace(visit, wrapped_key=wrapped), key=key)
            names = ", ".join(row)
            places_of = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO visits ({names}) VALUES ({places_of})"), row)  # noqa: S608
    engine.dispose()


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
