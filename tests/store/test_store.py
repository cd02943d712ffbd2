"""The store itself: what is written stays, is sealed, and is written by one at a time."""

import os
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from screener.errors import StoreBusy, StoreError, VisitNotFound
from screener.store import Store, StoredVisit
from screener.store.sqlite import raw_cursor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
CANARY = b"canary-words-4711"


def sent(visit: StoredVisit, *, at: datetime, **parts: bytes) -> StoredVisit:
    """The visit, completed at that time."""
    return replace(visit, header=replace(visit.header, completed=at), **parts)


def test_a_visit_comes_back_as_it_was_put(places, store: Store) -> None:
    visit = places.add(store, 1, state=b"typed")
    assert (visit.header.reference, visit.header.link, visit.state) == ("R1", "link1", b"typed")
    assert (visit.header.began, visit.header.completed, visit.revision, visit.wrong_tries) == (
        NOON,
        None,
        0,
        0,
    )
    assert store.visit_by_reference("R1") == store.visit_by_link("link1") == visit


@pytest.mark.parametrize("find", [Store.visit, Store.visit_by_reference, Store.visit_by_link, Store.record])
def test_what_is_not_there_is_not_found(store: Store, find) -> None:
    with pytest.raises(VisitNotFound):
        find(store, "nothing")


def test_a_visit_in_progress_has_no_record(places, store: Store) -> None:
    with pytest.raises(VisitNotFound):
        store.record(places.add(store, 1).header.id)


def test_a_change_is_counted(places, store: Store) -> None:
    visit = places.add(store, 1)
    with store.writing() as writing:
        writing.change(replace(visit, state=b"more"))
    assert store.visit(visit.header.id) == replace(visit, state=b"more", revision=1)


def test_a_change_of_what_was_changed_meanwhile_is_refused(places, store: Store) -> None:
    old = places.add(store, 1)
    with store.writing() as writing:
        writing.change(replace(old, state=b"first"))
    with pytest.raises(StoreError, match="meanwhile"), store.writing() as writing:
        writing.change(replace(old, state=b"second"))
    assert store.visit(old.header.id).state == b"first"


def test_a_completed_visit_keeps_its_record_and_changes_no_more(places, store: Store) -> None:
    visit = places.add(store, 1)
    with store.writing() as writing:
        writing.change(sent(visit, at=NOON), record=b"found")
    done = store.visit(visit.header.id)
    assert (done.header.completed, store.record(visit.header.id)) == (NOON, b"found")
    with pytest.raises(StoreError, match="meanwhile"), store.writing() as writing:
        writing.change(done)


def test_a_block_that_raises_leaves_no_trace(places, store: Store) -> None:
    visit = places.add(store, 1)
    with pytest.raises(VisitNotFound), store.writing() as writing:
        [writing.remove(visit.header.id), writing.visit(visit.header.id)]
    assert store.visit(visit.header.id) == visit


def test_lists_have_the_newest_first(places, store: Store) -> None:
    for number, hours in ((1, 1), (2, 3), (3, 2), (4, 9), (5, 8)):
        visit = places.add(store, number, saved=NOON + timedelta(hours=hours))
        if number > 3:
            with store.writing() as writing:
                writing.change(sent(visit, at=visit.header.saved), record=b"")
    assert [visit.header.reference for visit in store.visits().in_progress] == ["R2", "R3", "R1"]
    assert [visit.header.reference for visit in store.visits().completed] == ["R4", "R5"]


def test_times_are_kept_in_utc_whatever_their_zone(places, store: Store) -> None:
    visit = places.add(store, 1, saved=datetime(2026, 11, 25, 7, tzinfo=timezone(timedelta(hours=-5))))
    assert visit.header.saved == NOON
    assert visit.header.saved.tzinfo == UTC
    with raw_cursor(store._engine) as cursor:
        assert cursor.execute("SELECT saved FROM visits").fetchall() == [
            ("2026-11-25T12:00:00.000000+00:00",)
        ]


def test_a_time_without_a_zone_is_refused(places, store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        places.add(store, 1, saved=datetime(2026, 11, 25, 12))  # noqa: DTZ001


def test_only_old_visits_in_progress_are_removed(places, store: Store) -> None:
    for number, days in ((1, -1), (2, 0), (3, 1), (4, -1)):
        places.add(store, number, saved=NOON + timedelta(days=days))
    with store.writing() as writing:
        writing.change(sent(store.visit_by_reference("R4"), at=NOON), record=b"")
        assert writing.remove_unsaved_since(NOON) == 1
    assert [visit.header.reference for visit in store.visits().in_progress] == ["R3", "R2"]
    assert [visit.header.reference for visit in store.visits().completed] == ["R4"]


def test_a_rulebook_is_kept_once(store: Store) -> None:
    for text in ("first", "second"):
        with store.writing() as writing:
            writing.keep_rulebook("hash", text, at=NOON)
    assert store.rulebook_text("hash") == "first"
    with pytest.raises(StoreError):
        store.rulebook_text("other")


def test_a_visit_needs_its_rulebook(places, store: Store) -> None:
    visit = places.add(store, 1)
    odd = replace(visit, header=replace(visit.header, id="2", reference="2", link="2", rulebook="unknown"))
    with pytest.raises(StoreError, match="SQLITE_CONSTRAINT_FOREIGNKEY"), store.writing() as writing:
        writing.add(odd)


def test_no_error_of_the_database_tells_a_value(places, store: Store) -> None:
    visit = places.add(store, 1)
    with pytest.raises(StoreError) as caught, store.writing() as writing:
        writing.add(replace(visit, header=replace(visit.header, link="secret-link")))
    assert str(caught.value) == (
        "The store could not do this (SQLITE_CONSTRAINT_UNIQUE); look at the disk and its free space."
    )


@pytest.mark.parametrize("pair", [("state", "outline"), ("state", "wrapped_key"), ("outline", "state")])
def test_a_part_moved_to_another_column_does_not_open(places, store: Store, pair: tuple[str, str]) -> None:
    visit = places.add(store, 1)
    with raw_cursor(store._engine) as cursor:
        cursor.execute(f"UPDATE visits SET {pair[1]} = {pair[0]}")  # noqa: S608
    with pytest.raises(StoreError, match="changed outside"):
        store.visit(visit.header.id)


@pytest.mark.parametrize("moved", ["state", "outline", "wrapped_key", "wrapped_key, state, outline"])
def test_a_part_moved_to_another_visit_does_not_open(places, store: Store, moved: str) -> None:
    first, second = places.add(store, 1), places.add(store, 2)
    with raw_cursor(store._engine) as cursor:
        cursor.execute(
            f"UPDATE visits SET ({moved}) = (SELECT {moved} FROM visits WHERE id = ?) WHERE id = ?",  # noqa: S608
            (first.header.id, second.header.id),
        )
    assert store.visit(first.header.id) == first
    with pytest.raises(StoreError, match="changed outside"):
        store.visit(second.header.id)


def test_a_record_moved_to_another_visit_does_not_open(places, store: Store) -> None:
    first, second = places.add(store, 1), places.add(store, 2)
    with store.writing() as writing:
        writing.change(sent(first, at=NOON), record=b"one")
        writing.change(sent(second, at=NOON), record=b"two")
    with raw_cursor(store._engine) as cursor:
        cursor.execute(
            "UPDATE visits SET record = (SELECT record FROM visits WHERE id = ?)", (first.header.id,)
        )
    assert store.record(first.header.id) == b"one"
    with pytest.raises(StoreError, match="changed outside"):
        store.record(second.header.id)


def test_each_visit_has_its_own_key_and_each_write_its_own_nonce(places, store: Store) -> None:
    first, second = places.add(store, 1), places.add(store, 2)
    with raw_cursor(store._engine) as cursor:
        before = cursor.execute("SELECT state FROM visits WHERE id = ?", (first.header.id,)).fetchone()
        with store.writing() as writing:
            writing.change(first)
        after = cursor.execute("SELECT state FROM visits WHERE id = ?", (first.header.id,)).fetchone()
    assert first.wrapped_key != second.wrapped_key
    assert before != after


def test_what_was_typed_is_nowhere_in_clear(places) -> None:
    with places.open() as store:
        visit = places.add(store, 1, state=CANARY)
        with store.writing() as writing:
            writing.change(sent(visit, at=NOON, outline=CANARY), record=CANARY)
        assert store.record(visit.header.id) == CANARY
        assert CANARY not in places.bytes()
    assert CANARY not in places.bytes()


def test_what_was_deleted_is_nowhere_at_all(places) -> None:
    with places.open() as store:
        visit = places.add(store, 1, state=b"x" * 20_000)
        with raw_cursor(store._engine) as cursor:
            (sealed,) = cursor.execute("SELECT state FROM visits").fetchone()
        parts = [visit.header.id.encode(), visit.wrapped_key, sealed[:16], sealed[8_000:8_016], sealed[-16:]]
        assert [part in places.bytes() for part in parts] == [True] * 5
        with store.writing() as writing:
            writing.remove(visit.header.id)
        store.forget_deleted()
        assert [part in places.bytes() for part in parts] == [False] * 5


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_every_connection_is_durable(store: Store, pragma: str, value: object) -> None:
    with raw_cursor(store._engine) as first, raw_cursor(store._engine) as second:
        for cursor in (first, second):
            assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_writer_in_another_process_makes_the_store_busy(places) -> None:
    with places.open(busy_seconds=0.05) as store:
        visit = places.add(store, 1)
        other = sqlite3.connect(places.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy), store.writing() as writing:
            writing.remove(visit.header.id)
        assert store.visit(visit.header.id) == visit
        other.execute("ROLLBACK")
        other.close()
        with store.writing() as writing:
            writing.change(visit)


def test_a_writer_in_another_thread_makes_the_store_busy(places) -> None:
    with places.open(busy_seconds=0.05) as store, store.writing():
        refused: list[bool] = []

        def write() -> None:
            with pytest.raises(StoreBusy), store.writing():
                pass
            refused.append(True)

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        assert refused == [True]


def test_reading_goes_on_while_one_writes(places, store: Store) -> None:
    visit = places.add(store, 1)
    with store.writing() as writing:
        writing.change(replace(visit, state=b"new"))
        assert store.visit(visit.header.id).state == b"state"
        assert writing.visit(visit.header.id).state == b"new"
    assert store.visit(visit.header.id).state == b"new"


def test_no_write_is_lost_among_threads(places, store: Store) -> None:
    visit = places.add(store, 1, state=b"")

    def append(number: int) -> None:
        with store.writing() as writing:
            stored = writing.visit(visit.header.id)
            writing.change(replace(stored, state=stored.state + bytes([number])))

    threads = [threading.Thread(target=append, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = store.visit(visit.header.id)
    assert (sorted(after.state), after.revision) == (list(range(16)), 16)


def test_a_split_process_must_open_the_store_itself(places, store: Store, monkeypatch) -> None:
    visit = places.add(store, 1)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(StoreError, match="in each worker"):
        store.visit(visit.header.id)
    with pytest.raises(StoreError, match="in each worker"), store.writing():
        pass
