"""The rulebook adopted last and the sign-offs, and a store of the first version that takes them up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

from screener.model.rulebook import Approval
from screener.store import Store
from screener.store.sqlite import NEWEST
from tests.store.conftest import NOON, Places, make_old, visit_of

PHARMACIST = Approval(name="Pharmacist A", role="Pharmacist", date="2026-11-25", hash="one")


def adopt(store: Store, hash: str, text: str, *, minutes: int = 0) -> None:
    with store.writing() as writing:
        writing.adopt(hash, text, at=NOON + timedelta(minutes=minutes))


def test_nothing_is_adopted_or_signed_off_at_first(store: Store) -> None:
    assert store.adopted() is None
    assert store.sign_offs() == ()


def test_the_last_adoption_counts(store: Store) -> None:
    adopt(store, "one", "title: one\n")
    adopt(store, "two", "title: two\n", minutes=1)
    adopted = store.adopted()
    assert (adopted.rulebook, adopted.at) == ("two", NOON + timedelta(minutes=1))
    assert store.rulebook_text("two") == "title: two\n"
    adopt(store, "one", "title: one\n", minutes=2)
    assert store.adopted().rulebook == "one"
    assert store.adopted().number > adopted.number


def test_adopting_again_mends_words_that_were_changed(store: Store) -> None:
    adopt(store, "one", "title: one\n")
    with closing(sqlite3.connect(store.folder / "screener.sqlite")) as connection:
        connection.execute("UPDATE rulebooks SET text = 'title: other'")
        connection.commit()
    adopt(store, "one", "title: one\n")
    assert store.rulebook_text("one") == "title: one\n"


def test_one_person_signs_one_rulebook_off_once(store: Store) -> None:
    signed = (
        PHARMACIST,
        Approval(name="Physician B", role="Physician", date="2026-11-26", hash="one"),
        Approval(name="Pharmacist A", role="Pharmacist", date="2026-11-27", hash="two"),
    )
    later = Approval(name="Pharmacist A", role="Pharmacist", date="2026-12-01", hash="one")
    for approval in (*signed, later):
        with store.writing() as writing:
            writing.sign_off(approval)
    assert store.sign_offs() == (later, *signed[1:])


def test_a_store_of_the_first_version_is_brought_up_to_date_with_its_visits(places: Places) -> None:
    old = visit_of(1, state=b"as it was")
    make_old(places, "0001", [old])
    with closing(sqlite3.connect(places.file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name IN ('adoptions', 'sign_offs')")
        assert tables.fetchall() == []
    with places.open() as store:
        visit = store.visit(old.header.id)
        assert (visit.header, visit.state) == (old.header, b"as it was")
        assert store.adopted() is None
        adopt(store, "one", "title: one\n")
        assert store.adopted().rulebook == "one"
    with closing(sqlite3.connect(places.file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(NEWEST,)]
