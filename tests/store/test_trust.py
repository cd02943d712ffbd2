"""Whoever can write the file of a store, but not the key, is told from the store itself."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import copy2

import pytest
from sqlalchemy import Table

from screener.errors import StoreError, VisitNotFound
from screener.model.rulebook import Approval
from screener.store import Store, StoredVisit, back_up, restore
from screener.store.tables import TAG, events, metadata, store_keys
from screener.store.trust.chain import KnownRow
from screener.store.trust.rows import Rows
from screener.store.writing import hash_code
from tests.store.conftest import NOON, Places, make_old, visit_of

SIGNED = Approval(name="Pharmacist A", role="Pharmacist", date="2026-11-25", hash="hash")
COLUMNS = [(table, column.name) for table in metadata.sorted_tables for column in table.c if TAG in table.c]


def sql(places: Places, *statements: str, **values: object) -> None:
    """Do this to the file behind the store's back, whatever SQLite would check."""
    with closing(sqlite3.connect(places.file)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement, values)
        connection.commit()


def rows(places: Places, table: str) -> list[dict[str, object]]:
    with closing(sqlite3.connect(places.file)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608


def put(places: Places, table: str, row: dict[str, object]) -> None:
    """Put a row there as it stands."""
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    sql(places, f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({values})", **row)  # noqa: S608


def send(store: Store, visit: StoredVisit, *, record: bytes = b"found") -> StoredVisit:
    with store.writing() as writing:
        writing.change(replace(visit, header=replace(visit.header, completed=NOON)), record=record)
    return store.visit(visit.header.id)


def fill(places: Places, store: Store) -> str:
    """Two visits in progress, two that were sent, all else once; gives the access code."""
    for number in range(4):
        visit = places.add(store, number)
        if number % 2:
            send(store, visit)
    with store.writing() as writing:
        writing.adopt("hash", "title: words\n", at=NOON)
        writing.sign_off(SIGNED)
        writing.end_session("a mark", at=NOON)
    return store.renew_code(at=NOON)


Look = Callable[[Places, Store], Store]


def live(places: Places, store: Store) -> Store:
    return store


def anew(places: Places, store: Store) -> Store:
    """The store, closed and opened again."""
    store.close()
    return places.open()


def as_old_copy(places: Places, store: Store) -> Store:
    """The store, opened where nothing was seen of it: the chain alone must tell."""
    store.close()
    for mark in places.key_file.parent.glob("*.newest-*"):
        mark.unlink()
    return places.open()


@pytest.fixture(params=[live, anew, as_old_copy])
def look(request: pytest.FixtureRequest) -> Look:
    """How the store is looked at after somebody wrote its file: by who has it open, or who opens it."""
    found: Look = request.param
    return found


def test_every_table_but_the_counts_of_tries_has_a_tag() -> None:
    assert [table.name for table in metadata.sorted_tables if TAG not in table.c] == ["tries"]


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{table.name}.{name}" for table, name in COLUMNS]
)
@pytest.mark.parametrize("edit", ["other", "null"])
def test_an_edit_of_any_column_is_noticed_and_the_other_rows_are_read(
    places: Places, store: Store, look: Look, table: Table, column: str, edit: str
) -> None:
    fill(places, store)
    kind = table.c[column].type.python_type
    other = "NULL" if edit == "null" else {str: "'2'", int: "777", bytes: "x'00'"}[kind]
    before = rows(places, table.name)
    last = f"rowid = (SELECT max(rowid) FROM {table.name})"  # noqa: S608
    if before[-1][column] is None and edit == "null":
        other = "x'00'"
    try:
        sql(places, f"UPDATE {table.name} SET {column} = {other} WHERE {last}")  # noqa: S608
    except sqlite3.IntegrityError:
        return  # SQLite keeps nothing there
    assert rows(places, table.name) != before
    if table is store_keys and look is as_old_copy and column == "wrapped":
        return  # what opens the store is gone from both places
    with look(places, store) as again:
        found = again.visits()
        faults = {fault.place for fault in again.inspect().faults} - {"file"}
        mended = table is store_keys and look is not live
        in_list = table.name == "visits" and column != "record"
        if table is events and look is as_old_copy:  # the row of which it told is doubtful there
            assert table.name in faults
        else:
            assert faults == (set() if mended else {table.name})
        assert len(found.completed) + len(found.in_progress) == 4 - in_list
        assert (len(found.unreadable), found.gone) == (in_list, 0)


def test_a_planted_access_code_signs_nobody_in(places: Places, store: Store, look: Look) -> None:
    code = fill(places, store)
    salt, own = b"0123456789abcdef", "AAAA-" * 6 + "AAAA"
    put(places, "access_codes", {"salt": salt, "hash": hash_code(own, salt), "made": NOON.isoformat()})
    with look(places, store) as again:
        assert not again.check_code(own)
        assert again.check_code(code)


def test_a_code_that_was_replaced_signs_nobody_in_when_its_row_is_put_back(
    places: Places, store: Store, look: Look
) -> None:
    old = fill(places, store)
    (row,) = rows(places, "access_codes")
    new = store.renew_code(at=NOON)
    for id in (row["id"], 2):
        put(places, "access_codes", row | {"id": id})
    with look(places, store) as again:
        assert not again.check_code(old)
        assert not again.check_code(new), "its row was written over"


@pytest.mark.parametrize("column", ["link", "reference", "id"])
def test_two_visits_swapped_are_never_shown_for_each_other(
    places: Places, store: Store, look: Look, column: str
) -> None:
    first, second = places.add(store, 1, state=b"A"), places.add(store, 2, state=b"B")
    one, two = getattr(first.header, column), getattr(second.header, column)
    sql(
        places,
        f"UPDATE visits SET {column} = 'x' WHERE {column} = '{one}'",  # noqa: S608
        f"UPDATE visits SET {column} = '{one}' WHERE {column} = '{two}'",  # noqa: S608
        f"UPDATE visits SET {column} = '{two}' WHERE {column} = 'x'",  # noqa: S608
    )
    find = {"link": Store.visit_by_link, "reference": Store.visit_by_reference, "id": Store.visit}[column]
    with look(places, store) as again:
        for wanted in (one, two):
            with pytest.raises(StoreError):
                find(again, wanted)


def test_a_sent_form_never_reopens(places: Places, store: Store, look: Look) -> None:
    visit = places.add(store, 1)
    (begun,) = rows(places, "visits")
    send(store, visit)
    (sent,) = rows(places, "visits")
    edited = sent | {"status": "in-progress", "completed": None, "record": None}
    for row in (begun, edited):
        put(places, "visits", row)
        with pytest.raises(StoreError), store.writing() as writing:
            writing.change(writing.visit(visit.header.id))
    with look(places, store) as again:
        with pytest.raises(StoreError):
            again.visit(visit.header.id)
        assert again.visits().in_progress == ()


def test_an_old_copy_of_a_row_is_not_taken_and_the_newest_is_again(
    places: Places, store: Store, look: Look
) -> None:
    visit = places.add(store, 1, state=b"old")
    (old,) = rows(places, "visits")
    with store.writing() as writing:
        writing.change(replace(visit, state=b"new"))
    (new,) = rows(places, "visits")
    put(places, "visits", old)
    with look(places, store) as again:
        with pytest.raises(StoreError):
            again.visit(visit.header.id)
        put(places, "visits", new)
        assert again.visit(visit.header.id).state == b"new"


def test_a_deleted_visit_does_not_come_back(places: Places, store: Store, look: Look) -> None:
    visit = places.add(store, 1)
    (row,) = rows(places, "visits")
    with store.writing() as writing:
        writing.remove(visit.header.id)
    put(places, "visits", row)
    with look(places, store) as again:
        with pytest.raises(StoreError):
            again.visit(visit.header.id)
        assert again.visits().completed + again.visits().in_progress == ()


def test_a_removed_row_is_told(places: Places, store: Store, look: Look) -> None:
    fill(places, store)
    sql(places, "DELETE FROM visits WHERE reference = 'R1'", "DELETE FROM sign_offs")
    with look(places, store) as again:
        assert (again.visits().gone, len(again.visits().unreadable)) == (1, 0)
        told = [(fault.place, fault.why) for fault in again.inspect().faults]
        gone = "1 row is gone without having been deleted by Screener"
        assert sorted(told) == [("sign_offs", gone), ("visits", gone)]


def test_a_planted_sign_off_ends_no_draft(places: Places, store: Store, look: Look) -> None:
    fill(places, store)
    planted = {"rulebook": "other", "name": "N", "role": "R", "date": "2026-11-25"}
    put(places, "sign_offs", planted)
    (row, _) = rows(places, "sign_offs")
    put(places, "sign_offs", row | {"id": 3, "rulebook": "third"})
    with look(places, store) as again:
        assert again.sign_offs() == (SIGNED,)


def test_a_planted_adoption_is_not_followed(places: Places, store: Store, look: Look) -> None:
    fill(places, store)
    put(places, "adoptions", {"rulebook": "hash", "adopted": NOON.isoformat()})
    with look(places, store) as again, pytest.raises(StoreError, match="put there outside"):
        again.adopted()


def test_an_edited_time_makes_nothing_be_purged(places: Places, store: Store) -> None:
    sent = send(store, places.add(store, 1))
    places.add(store, 2)
    sql(places, "UPDATE visits SET saved = '2000', status = 'in-progress'")
    with store.writing() as writing:
        assert writing.remove_unsaved_since(NOON) == 0
    assert len(store.visits().unreadable) == 2
    assert len(rows(places, "visits")) == 2
    with pytest.raises(VisitNotFound):
        store.visit("f" * 32)
    assert sent.header.completed


@pytest.mark.parametrize("numbers", ["number = 3", "number > 0", "number % 2"])
@pytest.mark.parametrize("how", ["DELETE FROM events", "UPDATE events SET kind = 'viewed'"])
def test_a_damaged_chain_is_told_and_closes_nothing(
    places: Places, store: Store, numbers: str, how: str
) -> None:
    code = fill(places, store)
    sql(places, f"{how} WHERE {numbers}")
    with anew(places, store) as again:
        found = again.visits()
        assert (len(found.completed), len(found.in_progress), found.unreadable, found.gone) == (2, 2, (), 0)
        assert again.check_code(code)
        places.add(again, 9)
        assert {fault.place for fault in again.inspect().faults} == {"events"}
    with places.open() as again:
        assert len(again.visits().in_progress) == 3


def test_a_damaged_event_hides_no_old_row(places: Places, store: Store, look: Look) -> None:
    """The event that told of the newest change is gone, and the row from before put back."""
    visit = places.add(store, 1)
    (old,) = rows(places, "visits")
    with store.writing() as writing:
        writing.change(replace(visit, state=b"new"))
    places.add(store, 2)
    put(places, "visits", old)
    newest = max(row["number"] for row in rows(places, "events")) - 1
    sql(places, f"DELETE FROM events WHERE number = {newest}")  # noqa: S608
    try:
        again = look(places, store)
    except StoreError:
        return  # the whole store is refused
    with again, pytest.raises(StoreError):
        again.visit(visit.header.id)


def test_a_damaged_event_and_a_damaged_row_leave_the_others(places: Places, store: Store) -> None:
    """The event is the only one that told of the newest change of a row that is as it was."""
    first, second = places.add(store, 1), places.add(store, 2)
    for visit in (first, second):
        with store.writing() as writing:
            writing.change(replace(visit, state=b"new"))
    number = max(row["number"] for row in rows(places, "events")) - 1
    sql(
        places,
        f"UPDATE events SET live = x'00' WHERE number = {number}",  # noqa: S608
        "UPDATE visits SET tag = x'00' WHERE reference = 'R2'",
    )
    with as_old_copy(places, store) as again:
        assert again.visit(first.header.id).state == b"new"
        assert [one.number for one in again.visits().unreadable] == [2]


def test_another_process_is_followed(places: Places, store: Store) -> None:
    code = fill(places, store)
    with places.open() as other:
        new = other.renew_code(at=NOON)
        with other.writing() as writing:
            writing.remove(other.visit_by_reference("R0").header.id)
        places.add(other, 7)
        assert not store.check_code(code)
        assert store.check_code(new)
        assert [one.header.reference for one in store.visits().in_progress] == ["R2", "R7"]
        places.add(store, 8)
        assert other.visit_by_reference("R8")
    assert (store.visits().unreadable, store.visits().gone, store.inspect().faults) == ((), 0, ())


def copied(places: Places, folder: Path) -> Path:
    folder.mkdir()
    return copy2(places.file, folder / places.file.name)


def test_an_older_store_is_refused_with_the_way_out(places: Places, store: Store, tmp_path: Path) -> None:
    fill(places, store)
    store.close()
    older = copied(places, tmp_path / "older")
    with places.open() as again:
        places.add(again, 9)
    newest = copied(places, tmp_path / "newest")
    copy2(older, places.file)
    with pytest.raises(StoreError, match=r"older than the newest.*screener restore"):
        places.open()
    elsewhere = Places(tmp_path / "moved", places.key_file)
    elsewhere.data.mkdir(mode=0o700)
    copy2(older, elsewhere.file)
    with pytest.raises(StoreError, match="older than the newest"):
        elsewhere.open()
    copy2(newest, places.file)
    with places.open() as again:
        assert again.visit_by_reference("R9")


def test_a_mark_that_lags_or_is_lost_refuses_no_store(places: Places, store: Store) -> None:
    fill(places, store)
    store.close()
    (mark,) = places.key_file.parent.glob("*.newest-*")
    for spoiled in (mark.read_bytes(), b"", b"\0" * 300, b"screener-newest-1 a b c d e"):
        with places.open() as again:
            places.add(again, len(again.visits().in_progress) + 10)
        mark.write_bytes(spoiled)
        places.open().close()


def test_a_store_made_old_again_is_refused(places: Places, store: Store) -> None:
    fill(places, store)
    store.close()
    sql(places, "UPDATE alembic_version SET version_num = '0002'", "DELETE FROM store_keys")
    with pytest.raises(StoreError, match=r"of an earlier version.*screener restore"):
        places.open()


@pytest.mark.parametrize("step", ["0001", "0002"])
def test_a_store_of_an_earlier_version_gets_its_tags_once(places: Places, tmp_path: Path, step: str) -> None:
    good, bad = visit_of(1, state=b"as it was"), visit_of(2)
    make_old(places, step, [good, bad])
    sql(places, "UPDATE visits SET wrapped_key = zeroblob(40) WHERE reference = 'R2'")
    before = copied(places, tmp_path / "before")
    with places.open() as store:
        assert store.visit_by_reference("R1").state == b"as it was"
        assert store.rulebook_text("hash") == "title: words"
        assert [(one.number, one.why) for one in store.visits().unreadable] == [
            (2, "it was put there outside of Screener")
        ]
        with store.writing() as writing:
            writing.remove_named("ROW-2")
        assert store.inspect().faults == ()
    copy2(before, places.file)
    with pytest.raises(StoreError, match="of an earlier version"):
        places.open()


def test_events_from_before_a_restore_are_not_followed(
    places: Places, store: Store, look: Look, tmp_path: Path
) -> None:
    """Whoever kept the store from before puts its last events and its access code back."""
    fill(places, store)
    back_up(places.data, tmp_path / "copy", places.key_file)
    old = store.renew_code(at=NOON)
    places.add(store, 8)
    places.add(store, 9)
    later, (code,) = rows(places, "events")[-4:], rows(places, "access_codes")
    store.close()
    places.file.unlink()
    restore(tmp_path / "copy", places.data, places.key_file)
    with places.open() as restored:
        new = restored.renew_code(at=NOON)
        head = max(row["number"] for row in rows(places, "events"))
        for event in later:
            if event["number"] > head:
                put(places, "events", event)
        put(places, "access_codes", code | {"id": 2})
        try:
            again = look(places, restored)
        except StoreError:
            return  # the whole store is refused
        with again:
            assert again.check_code(new)
            assert not again.check_code(old)


def test_a_mark_that_cannot_be_written_is_told_once_and_the_store_goes_on(
    places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    places.open().close()
    (mark,) = places.key_file.parent.glob("*.newest-*")
    mark.unlink()
    mark.mkdir()
    with places.open() as store:
        places.add(store, 1)
        places.add(store, 2)
    assert caplog.text.count("cannot be written (Is a directory)") == 1
    with places.open() as store:
        assert len(store.visits().in_progress) == 2


@pytest.mark.parametrize(
    "how",
    [
        "DELETE FROM store_keys",
        "UPDATE store_keys SET wrapped = x'00'",
        "UPDATE store_keys SET name = 'x'",
        "UPDATE store_keys SET id = 7, tag = NULL",
        "INSERT INTO store_keys VALUES (0, 'x', x'00', x'00')",
    ],
)
def test_a_damaged_key_is_mended_from_the_mark(places: Places, store: Store, how: str) -> None:
    code = fill(places, store)
    store.close()
    sql(places, how)
    for _ in range(2):
        with places.open() as again:
            assert again.check_code(code)
            assert again.inspect().faults == ()
    assert len(rows(places, store_keys.name)) == 1


@pytest.mark.parametrize("content", [b"", "no tables"])
def test_an_empty_file_beside_a_key_is_refused_with_the_way_out(places: Places, content: bytes | str) -> None:
    places.open().close()
    for mark in places.key_file.parent.glob("*.newest-*"):
        mark.unlink()
    places.file.unlink()
    if content == b"":
        places.file.write_bytes(b"")
    else:
        with closing(sqlite3.connect(places.file)) as connection:
            connection.execute("VACUUM")
    with pytest.raises(StoreError, match=r"is empty.*screener restore"):
        places.open()


def test_a_store_that_is_gone_is_not_begun_anew_by_itself(places: Places) -> None:
    places.open().close()
    places.file.unlink()
    with pytest.raises(StoreError, match=r"is gone.*screener restore.*remove "):
        places.open()
    (mark,) = places.key_file.parent.glob("*.newest-*")
    mark.unlink()
    places.open().close()


def test_a_start_that_was_killed_while_it_made_the_store_is_done_again(places: Places) -> None:
    places.open().close()
    (mark,) = places.key_file.parent.glob("*.newest-*")
    mark.unlink()
    places.file.rename(places.file.with_name("screener.sqlite.new"))
    with places.open() as store:
        assert store.visits().in_progress == ()


def test_events_tell_what_was_done(places: Places, store: Store) -> None:
    visit = places.add(store, 1)
    with store.writing() as writing:
        writing.set_wrong_tries(visit.header.id, 1)
        writing.remove(visit.header.id)
    told = [(row["kind"], row["place"]) for row in rows(places, events.name)]
    assert told == [
        ("made", "store_keys"),
        ("made", "rulebooks"),
        ("made", "visits"),
        ("changed", "visits"),
        ("removed", "visits"),
    ]
    chain = rows(places, events.name)
    assert [row["before"] for row in chain[1:]] == [row["tag"] for row in chain[:-1]]
    assert visit.header.id.encode() not in b"".join(row["row"] for row in chain)


def test_a_row_read_while_its_change_is_taken_up_is_looked_at_again(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One thread took up a row's new tag, and not the number of its event yet; another judges the old row."""
    taken = threading.Event()
    judge = Rows.fault

    class Slowly(dict[bytes, KnownRow]):
        def __setitem__(self, name: bytes, known: KnownRow) -> None:
            super().__setitem__(name, known)
            taken.set()
            time.sleep(0.2)

    with places.open() as store:
        visit = places.add(store, 1)
        register = store._ledger.register
        monkeypatch.setattr(register, "rows", Slowly(register.rows))

        def change() -> None:
            with store.writing() as writing:
                writing.set_wrong_tries(visit.header.id, 1)

        def late(rows: Rows, table: Table, row: dict[str, object]) -> str:
            if threading.current_thread() is threading.main_thread() and not taken.is_set():
                writer.start()
                assert taken.wait(5)
            return judge(rows, table, row)

        writer = threading.Thread(target=change)
        monkeypatch.setattr(Rows, "fault", late)
        assert store.visit(visit.header.id).wrong_tries == 1
        writer.join()
