"""A server moves to what is adopted for visits that begin, and stays where it is when that is broken."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from screener.errors import StoreError
from screener.model.rulebook import Rulebook
from screener.store import Store
from screener.visits import Visits
from screener.visits.rulebooks import LATER, SOON, adopt, adopted_rulebook
from tests.adopting.conftest import NOW, SECOND, SMALL, Steady, rulebook_of, take

OTHER_WORDS = SECOND.replace("headline: Side effects", "headline: Other words")
ELSEWHERE = SECOND.replace("  us: {emergency", "  nz: {emergency")


def sql(statement: str) -> Callable[[Store], None]:
    """Do this to the store behind its back, after the second rulebook was adopted."""

    def done(store: Store) -> None:
        take(store, SECOND)
        with closing(sqlite3.connect(store.folder / "screener.sqlite")) as connection:
            connection.execute(statement)
            connection.commit()

    return done


def adopted_words(store: Store, words: str) -> None:
    """Adopt words that are not those of the hash, which a later version may bring about."""
    with store.writing() as writing:
        writing.adopt("0" * 64, words, at=NOW)


BROKEN: tuple[tuple[Callable[[Store], object], str], ...] = (
    (sql("UPDATE rulebooks SET text = replace(text, 'title: A small', 'title: Another')"), "was changed"),
    (sql("UPDATE rulebooks SET text = substr(text, 1, 4000)"), "was changed"),
    (sql("UPDATE rulebooks SET text = ''"), "was changed"),
    (sql("UPDATE rulebooks SET text = CAST(text AS BLOB)"), "was changed"),
    (sql("UPDATE rulebooks SET hash = hash || ' '"), "is not in the store"),
    (lambda store: adopted_words(store, SECOND[:4000]), "cannot be read by this version"),
    (lambda store: adopted_words(store, SMALL), "was changed"),
    (sql("DELETE FROM rulebooks"), "is not in the store"),
    (lambda store: take(store, ELSEWHERE), "it has no region us, but nz, uk"),
)


def test_visits_that_begin_are_on_what_was_adopted_and_others_finish_on_theirs(
    store: Store, visits: Visits
) -> None:
    early = visits.begin().visit
    second = take(store, OTHER_WORDS)
    late = visits.begin().visit
    told = []
    for visit in (early, late):
        visits.save(visit.id, "rest", {"effects": ["sleepy"]})
        done = visits.complete(visit.id)
        told.append(next(point for point in visits.evaluation(done).points if point.rule == "dis_signs"))
    assert [point.headline for point in told] == ["Side effects", "Other words"]
    assert (early.header.rulebook, late.header.rulebook) == (rulebook_of(SMALL).hash, second.hash)


def test_a_page_sees_what_was_adopted_after_two_seconds(store: Store, visits: Visits, steady: Steady) -> None:
    assert visits.rulebook.version == "1"
    take(store, SECOND)
    steady.seconds += SOON - 0.1
    assert visits.rulebook.version == "1"
    steady.seconds += 0.1
    assert visits.rulebook.version == "2"


def test_a_server_of_a_named_rulebook_stays_on_it(store: Store, small: Rulebook, steady: Steady) -> None:
    visits = Visits(
        store=store, rulebook=small, region="us", clinic="your clinic", clock=lambda: NOW, steady=steady
    )
    take(store, SECOND)
    assert visits.begin().visit.header.rulebook == small.hash


@pytest.mark.parametrize(("broken", "told"), BROKEN, ids=[told for _, told in BROKEN])
def test_what_is_broken_is_not_served_and_told_once(
    store: Store, visits: Visits, steady: Steady, small: Rulebook, caplog, broken, told: str
) -> None:
    broken(store)
    with caplog.at_level(logging.WARNING):
        begun = [visits.begin().visit.header.rulebook for _ in range(3)]
        steady.seconds += LATER
        begun.append(visits.begin().visit.header.rulebook)
    assert begun == [small.hash] * 4
    (line,) = caplog.messages
    assert told in line
    assert "\n" not in line


def test_a_defect_of_the_reader_keeps_nobody_from_beginning(
    store: Store, visits: Visits, small: Rulebook, caplog, monkeypatch
) -> None:
    def fails(*_given: object) -> Rulebook:
        raise KeyError("rules")

    take(store, SECOND)
    monkeypatch.setattr("screener.visits.rulebooks.read", fails)
    assert visits.begin().visit.header.rulebook == small.hash
    assert "reading it failed: KeyError" in caplog.text


def test_what_was_adopted_anew_is_served(store: Store, visits: Visits, steady: Steady, caplog) -> None:
    BROKEN[0][0](store)
    assert visits.begin().visit.header.rulebook == rulebook_of(SMALL).hash
    sql("SELECT 1")(store)  # adopted anew, which writes its words anew
    assert visits.begin().visit.header.rulebook == rulebook_of(SECOND).hash
    assert len(caplog.messages) == 1


def test_a_store_that_cannot_be_asked_keeps_nobody_from_reading_pages(
    store: Store, visits: Visits, steady: Steady, monkeypatch
) -> None:
    def fails() -> None:
        raise StoreError("The store could not do this.")

    steady.seconds += SOON
    with monkeypatch.context() as patched:
        patched.setattr(store, "sign_offs", fails)
        take(store, SECOND)
        assert visits.rulebook.version == "1"
    steady.seconds += LATER
    assert visits.rulebook.version == "2"


@pytest.mark.parametrize(("broken", "told"), BROKEN[:-1], ids=[told for _, told in BROKEN[:-1]])
def test_a_start_with_a_broken_one_is_refused_in_one_line(
    store: Store, run, monkeypatch, unused_port: int, broken, told: str
) -> None:
    broken(store)
    monkeypatch.setenv("SCREENER_PORT", str(unused_port))
    code, lines, err = run("serve")
    assert (code, lines) == (2, [])
    assert err.count("\n") == 1
    assert told in err
    assert "or adopt another: screener adopt FILE" in err


def test_a_start_with_one_of_another_region_is_refused_in_one_line(
    store: Store, run, monkeypatch, unused_port: int
) -> None:
    take(store, ELSEWHERE)
    monkeypatch.setenv("SCREENER_PORT", str(unused_port))
    told = "screener: SCREENER_REGION: the rulebook cannot be served: it has no region us, but nz, uk.\n"
    assert run("serve") == (2, [], told)


def test_the_one_adopted_last_is_what_a_start_takes(store: Store) -> None:
    assert adopted_rulebook(store) is None
    take(store, SMALL)
    second = take(store, SECOND)
    assert adopted_rulebook(store) == second


def test_two_who_adopt_at_once_do_not_overwrite_each_other(store: Store) -> None:
    before = store.adopted()
    take(store, SECOND)
    with pytest.raises(StoreError, match="adopted meanwhile"):
        adopt(store, rulebook_of(SMALL), instead_of=before, at=NOW)
    assert store.rulebook_text(store.adopted().rulebook) == SECOND
