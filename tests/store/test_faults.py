"""Faults of the disk and of other processes: told in plain words, nothing half done, well again by itself."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import StoreBusy, StoreError
from screener.store import Store, sqlite
from tests.store.conftest import Places, disk_full

ROOT = Path(__file__).parents[2]
BIG = os.urandom(200_000)
NOBODY = 65534


def test_a_full_disk_is_told_and_leaves_everything_as_it_was(places: Places, store: Store) -> None:
    visit = places.add(store, 1)
    with disk_full(store):
        with pytest.raises(StoreError, match=r"SQLITE_FULL.*free space"), store.writing() as writing:
            writing.change(replace(visit, state=BIG))
        assert store.visit(visit.header.id) == visit
    with store.writing() as writing:
        writing.change(replace(visit, state=BIG))
    assert store.visit(visit.header.id).state == BIG


def test_a_whole_store_opens_while_another_process_holds_it(places: Places) -> None:
    with places.open() as store:
        visit = places.add(store, 1)
    with closing(sqlite3.connect(places.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with places.open(busy_seconds=0.05) as store:
            assert store.visit(visit.header.id) == visit
            with pytest.raises(StoreBusy), store.writing():
                pass
            other.execute("ROLLBACK")
            with store.writing() as writing:
                writing.remove(visit.header.id)


AS_NOBODY = """
import os, sys
from dataclasses import replace
from pathlib import Path
from screener.errors import StoreError
from screener.store import open_store
from tests.store.conftest import Places
folder, user = Path(sys.argv[1]), int(sys.argv[2])
places = Places(folder / "data", folder / "keys" / "key")
places.open().close()  # loads what is loaded late
if os.getuid() == 0:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def write(store, state):
    with store.writing() as writing:
        writing.change(replace(writing.visit(visit.header.id), state=state))


def refused(work):
    try:
        work()
        print("it was done")
    except StoreError as error:
        print(error)


with places.open() as store:
    visit = places.add(store, 1)
    store.rest()  # open files stay open whatever their modes become
    files = [*places.data.iterdir()]
    for path in files:
        path.chmod(0o400)
    places.data.chmod(0o500)
    refused(lambda: write(store, b"lost"))
    refused(lambda: places.open())
    for path in files:
        path.chmod(0o600)
    places.data.chmod(0o700)
    assert store.visit(visit.header.id) == visit
    write(store, b"more")
    assert store.visit(visit.header.id).state == b"more"
"""


def test_a_store_that_can_only_be_read_is_told_and_heals_by_itself() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        command = [sys.executable, "-W", "error", "-c", AS_NOBODY, folder, str(NOBODY)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    told = done.stdout.splitlines()
    assert len(told) == 2, "one line each"
    assert all(re.match(r"The store could not do this \(SQLITE_(CANTOPEN|READONLY)", line) for line in told)


def test_all_connections_are_replaced_between_two_pieces_of_work(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LONGEST_WAIT", 0.01)
    before = store._engine.pool
    with store._renewal.work():
        store._renewal.ask()
        with store._renewal.work():  # goes on after a while, although a renewal is due
            assert store._engine.pool is before
    assert store._engine.pool is not before


SPLIT = """
import os, sys
from pathlib import Path
from screener.errors import StoreBusy
from tests.store.conftest import Places
places = Places(Path(sys.argv[1]) / "data", Path(sys.argv[1]) / "keys" / "key")
with places.open() as store, places.open() as other:
    visit = places.add(store, 1)
    store.hold()
    store.rest()
    places.key_file.unlink()
    if os.fork() == 0:
        with store.in_this_process() as own:
            print("read" if own.visit(visit.header.id) == visit else "other", flush=True)
        os._exit(0)
    os.wait()
    try:
        other.hold()
    except StoreBusy:
        print("held")
"""


def test_a_worker_split_off_needs_no_key_file_and_leaves_the_claim_when_it_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", SPLIT, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("read\nheld\n", "")
