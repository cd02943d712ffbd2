"""Backups: taken while the store is in use, whole, locked, and put back only where they belong."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import StoreError, WrongKey
from screener.store import back_up, open_store, restore
from tests.store.conftest import Places, make_old, visit_of


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "restored"


def test_a_backup_taken_under_load_comes_back_whole(places: Places, tmp_path: Path, elsewhere: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with places.open() as store:
        for number in range(20):
            places.add(store, number)
        stop = threading.Event()

        def load() -> None:
            number = 20
            while not stop.is_set():
                places.add(store, number)
                number += 1

        writer = threading.Thread(target=load)
        writer.start()
        try:
            back_up(places.data, copy, places.key_file)
        finally:
            stop.set()
            writer.join()
        before = {visit.header.id: visit for visit in store.visits().in_progress}
    restore(copy, elsewhere, places.key_file)
    with open_store(elsewhere, places.key_file) as restored:
        after = {visit.header.id: visit for visit in restored.visits().in_progress}
    assert len(after) >= 20
    assert all(before[id] == visit for id, visit in after.items())
    numbers = sorted(int(id, 16) for id in after)
    assert numbers == list(range(len(numbers))), "one moment: nothing later without everything earlier"


def test_a_backup_is_for_its_owner_only_and_never_written_over(places: Places, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    places.open().close()
    back_up(places.data, copy, places.key_file)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    content = copy.read_bytes()
    with pytest.raises(StoreError, match="new file"):
        back_up(places.data, copy, places.key_file)
    assert copy.read_bytes() == content


def test_what_was_typed_is_locked_in_the_backup_too(places: Places, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with places.open() as store:
        places.add(store, 1, state=b"a canary sings")
    back_up(places.data, copy, places.key_file)
    assert b"canary" not in copy.read_bytes()


def test_there_must_be_a_store_to_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        back_up(tmp_path / "nothing", tmp_path / "copy.sqlite", tmp_path / "key")
    assert not (tmp_path / "copy.sqlite").exists()


def test_another_key_is_refused_and_nothing_is_left_behind(
    places: Places, tmp_path: Path, elsewhere: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    places.open().close()
    back_up(places.data, copy, places.key_file)
    other = replace(places, data=tmp_path / "other", key_file=tmp_path / "other-keys" / "key")
    other.open().close()
    for key_file in (other.key_file, tmp_path / "no-keys" / "key"):
        with pytest.raises(WrongKey):
            restore(copy, elsewhere, key_file)
        assert not list(elsewhere.glob("*.sqlite*"))


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(200)])
def test_a_file_that_is_no_store_is_refused(
    places: Places, tmp_path: Path, elsewhere: Path, content: bytes
) -> None:
    places.open().close()
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(content)
    with pytest.raises(StoreError):
        restore(copy, elsewhere, places.key_file)
    assert not elsewhere.exists()


def test_a_store_is_never_written_over(places: Places, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with places.open() as store:
        visit = places.add(store, 1)
    back_up(places.data, copy, places.key_file)
    with pytest.raises(StoreError, match="already"):
        restore(copy, places.data, places.key_file)
    with places.open() as store:
        assert store.visit(visit.header.id) == visit


@pytest.mark.parametrize("step", ["0001", "0002"])
def test_a_backup_of_an_earlier_version_is_put_back(
    places: Places, tmp_path: Path, elsewhere: Path, step: str
) -> None:
    make_old(places, step, [visit_of(1, state=b"as it was")])
    copy = tmp_path / "copy.sqlite"
    assert back_up(places.data, copy, places.key_file).faults == ()
    done = restore(copy, elsewhere, places.key_file)
    assert (done.inspection.faults, done.codes, done.later) == ((), 0, 0)
    with open_store(elsewhere, places.key_file) as restored:
        assert restored.visit_by_reference("R1").state == b"as it was"


def test_a_restore_takes_what_is_gone_as_gone_and_what_was_edited_as_edited(
    places: Places, tmp_path: Path, elsewhere: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    with places.open() as store:
        for number in range(3):
            places.add(store, number)
    with closing(sqlite3.connect(places.file)) as connection:
        connection.execute("DELETE FROM visits WHERE reference = 'R0'")
        connection.execute("UPDATE visits SET saved = 'x' WHERE reference = 'R1'")
        connection.commit()
    assert len(back_up(places.data, copy, places.key_file).faults) == 2
    assert [fault.number for fault in restore(copy, elsewhere, places.key_file).inspection.faults] == [2]
    with open_store(elsewhere, places.key_file) as restored:
        found = restored.visits()
        assert ([one.header.reference for one in found.in_progress], found.gone) == (["R2"], 0)
        assert [one.number for one in found.unreadable] == [2]


def test_a_drill_in_another_folder_leaves_the_live_store_alone(
    places: Places, tmp_path: Path, elsewhere: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    with places.open() as store:
        places.add(store, 1)
        back_up(places.data, copy, places.key_file)
        restore(copy, elsewhere, places.key_file)
        with open_store(elsewhere, places.key_file) as drill:
            places.add(drill, 2)
        places.add(store, 3)
    with places.open() as store, open_store(elsewhere, places.key_file) as drill:
        assert store.visit_by_reference("R3")
        assert drill.visit_by_reference("R2")
