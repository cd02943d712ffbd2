"""Bits flipped and rows edited at random in every column of every table: no wrong page, no list closed.

`make check-store` makes 10,000 edits; the number of the one that failed is in the message.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from screener.errors import StoreError
from screener.model.rulebook import Approval
from screener.model.visit import Person
from screener.store import Store, open_store
from screener.store.sqlite import AS_IT_STANDS
from screener.store.tables import TAG, metadata
from screener.visits import Visits
from tests.visits.conftest import RULEBOOK, Clock, Desk
from tests.visits.test_visits import fill

FLIPS = int(os.environ.get("SCREENER_TEST_FLIPS", "300"))
PARTS = 4
KINDS = ("flip", "flip", "flip", "flip", "null", "swap", "delete", "old")
COLUMNS = [
    (table.name, column.name) for table in metadata.sorted_tables for column in table.c if TAG in table.c
]
OTHER_CODE = "AAAA-" * 6 + "AAAA"


@dataclass(frozen=True, slots=True)
class Truth:
    """What a store holds, and what its pages say: each visit's by reference, and all else."""

    pages: dict[str, tuple[object, ...]]
    begun: dict[str, tuple[str, date]]
    code: str
    sign_offs: tuple[Approval, ...]
    adopted: str


@dataclass(frozen=True, slots=True)
class Site:
    """A store in a folder, what it holds, its files, and its rows as they stood somewhat earlier."""

    folder: Path
    truth: Truth
    files: dict[Path, bytes]
    earlier: dict[str, list[sqlite3.Row]]

    @property
    def file(self) -> Path:
        return self.folder / "data" / "screener.sqlite"

    def lay_out(self) -> None:
        """Make the folder as it was."""
        for part in ("data", "keys"):
            for path in (self.folder / part).iterdir():
                path.unlink()
        for path, content in self.files.items():
            path.write_bytes(content)
            path.chmod(0o600)

    def open(self) -> Store:
        return open_store(self.folder / "data", self.folder / "keys" / "key")


def rows_of(file: Path) -> dict[str, list[sqlite3.Row]]:
    """All rows of all tables."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        connection.text_factory = AS_IT_STANDS
        return {
            table.name: connection.execute(f"SELECT rowid AS number, * FROM {table.name}").fetchall()  # noqa: S608
            for table in metadata.sorted_tables
        }


def shown(visits: Visits, reference: str) -> tuple[object, ...]:
    """What is shown of a visit."""
    visit = visits.find(reference)
    return visit, visits.clinician_summary(visit), visits.patient_summary(visit)


@pytest.fixture
def site(desk: Desk, visits: Visits, clock: Clock, tmp_path: Path) -> Site:
    """Two visits that were sent and two in progress, one of each an emergency; a code, a sign-off."""
    begun, store = {}, desk.store
    for number in range(4):
        clock.pass_by(minutes=1)
        visit, link = (one := visits.begin()).visit, one.link
        born = date(1960, 1, 1 + number)
        visits.tell_person(visit.id, Person(name=f"EXAMPLE {number}", born=born))
        fill(visits, visit.id, signs={"sym_eye": "yes" if number % 2 else "no"})
        begun[visit.reference] = (link, born)
        if number > 1:
            visits.complete(visit.id)
    store.renew_code(at=clock())
    earlier = rows_of(tmp_path / "data" / "screener.sqlite")
    signed = Approval(name="Pharmacist A", role="Pharmacist", date="2026-11-25", hash=RULEBOOK.hash)
    with store.writing() as writing:
        writing.adopt(RULEBOOK.hash, RULEBOOK.text, at=clock())
        writing.sign_off(signed)
    visits.ended.end("a mark")
    clock.pass_by(minutes=1)
    for reference in [*begun][:2]:
        visits.save(visits.find(reference).id, "words", {"own_words": "more"})
    code = store.renew_code(at=clock())
    truth = Truth({one: shown(visits, one) for one in begun}, begun, code, (signed,), RULEBOOK.hash)
    store.close()
    files = {path: path.read_bytes() for part in ("data", "keys") for path in (tmp_path / part).iterdir()}
    return Site(tmp_path, truth, files, earlier)


def edit(site: Site, chance: random.Random, table: str, column: str) -> str:
    """Edit this column of a row, or its row; gives what was done, empty where SQLite keeps nothing of it."""
    before = rows_of(site.file)
    kind, row = chance.choice(KINDS), chance.choice(before[table])
    with closing(sqlite3.connect(site.file)) as connection, suppress(sqlite3.IntegrityError):
        connection.execute("PRAGMA ignore_check_constraints = ON")
        if kind == "delete":
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row["number"],))  # noqa: S608
        elif kind == "old" and site.earlier[table]:
            old = chance.choice(site.earlier[table])
            names = ", ".join(old.keys()[1:])
            values = ", ".join("?" * (len(old) - 1))
            connection.execute(
                f"INSERT OR REPLACE INTO {table} (rowid, {names}) VALUES (?, {values})",  # noqa: S608
                tuple(old),
            )
        else:
            other = edited(kind, row[column], chance.choice(before[table])[column], chance)
            cast = "CAST(? AS TEXT)" if isinstance(row[column], str) and isinstance(other, bytes) else "?"
            connection.execute(
                f"UPDATE {table} SET {column} = {cast} WHERE rowid = ?",  # noqa: S608
                (other, row["number"]),
            )
        connection.commit()
    if rows_of(site.file) != before:
        return f"{kind} of {table}.{column}, row {row['number']}"
    return ""


def edited(kind: str, value: object, neighbor: object, chance: random.Random) -> object:
    """Another value in place of this one: of another row, nothing, or with one bit flipped."""
    if kind == "swap" and neighbor != value:
        return neighbor
    if kind == "null" and value is not None:
        return None
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(62))
    content = value.encode() if isinstance(value, str) else value
    if not content:
        return b"\0"
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]


def look(store: Store, truth: Truth, clock: Clock) -> str:
    """What became of the edit: harmless or noticed; raises AssertionError for anything else."""
    visits = Visits(store=store, rulebook=RULEBOOK, region="us", clinic="Hill Street Clinic", clock=clock)
    listing = visits.listing()
    lines = (*listing.completed, *listing.unfinished_emergencies)
    assert {line.visit.reference for line in lines} <= truth.pages.keys(), "a line that is nobody's"
    right = len(lines) == 3 and not listing.unreadable and not listing.gone
    for reference, page in truth.pages.items():
        link, born = truth.begun[reference]
        for find in (partial(shown, visits, reference), partial(visits.links.resume, link, born=born)):
            try:
                found = find()
            except StoreError:
                right = False
            else:
                assert found in (page, page[0]), "a wrong page"
    assert not store.check_code(OTHER_CODE)
    assert store.sign_offs() in ((), truth.sign_offs), "a sign-off that nobody made"
    assert store.ended_sessions() <= {"a mark"}, "a session that nobody ended"
    right = right and store.ended_sessions() == {"a mark"}
    right = right and store.check_code(truth.code) and store.sign_offs() == truth.sign_offs
    try:
        assert store.adopted().rulebook == truth.adopted, "a rulebook that nobody adopted"
    except StoreError:
        right = False
    if store.inspect().faults:
        return "noticed"
    assert right, "neither noticed nor harmless"
    return "harmless"


@pytest.mark.parametrize("part", range(PARTS))
def test_a_flipped_bit_shows_no_wrong_page_and_closes_no_list(site: Site, clock: Clock, part: int) -> None:
    became: Counter[str] = Counter()
    for number in range(part, FLIPS, PARTS):
        table, column = COLUMNS[number // PARTS % len(COLUMNS)]
        chance = random.Random(number)
        site.lay_out()
        done = ""
        if chance.random() < 0.5:
            with site.open() as store:
                while not done:
                    done = edit(site, chance, table, column)
                became[looked(store, site, clock, f"edit {number}: {done} of an open store")] += 1
        else:
            while not done:
                done = edit(site, chance, table, column)
            try:
                with site.open() as store:
                    became[looked(store, site, clock, f"edit {number}: {done}")] += 1
            except StoreError as error:
                raise AssertionError(f"edit {number}: {done}: the store does not open: {error}") from error
    assert became["noticed"] > became["harmless"]


def looked(store: Store, site: Site, clock: Clock, done: str) -> str:
    try:
        return look(store, site.truth, clock)
    except (AssertionError, StoreError) as error:
        raise AssertionError(f"{done}: {error}") from error
