"""Pages are read while others wait for their turn to write, however many these are."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from screener.errors import StoreBusy
from screener.store import open_store
from screener.store.store import MOST_WAITING
from tests.chaos.served import Served, free_port, serving
from tests.slowness.others import Patient

COULD_NOT_SAVE = "POST 503"


@contextmanager
def written_elsewhere(file: Path) -> Iterator[None]:
    """Another program is in the midst of a writing transaction on this database."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def started(served: Served, count: int) -> tuple[list[Patient], list[threading.Thread]]:
    """So many patients who have the first page, and threads in which each begins a form."""
    savers = [Patient(served.port, source=f"127.0.1.{number + 1}", secure=False) for number in range(count)]
    for saver in savers:
        saver.open()
    return savers, [threading.Thread(target=saver.begin) for saver in savers]


@pytest.mark.parametrize("count", [8, MOST_WAITING, 60])
def test_pages_are_read_while_savers_wait(tmp_path: Path, count: int) -> None:
    with serving(tmp_path, free_port()) as served:
        reader = Patient(served.port, source="127.0.0.2", secure=False)
        savers, threads = started(served, count)
        with written_elsewhere(served.data / "screener.sqlite"):
            for thread in threads:
                thread.start()
            for _page in range(10):
                reader.open()
            still_waiting = sum(thread.is_alive() for thread in threads)
            for thread in threads:
                thread.join()
        assert reader.failures == []
        assert still_waiting >= min(count, MOST_WAITING)
        assert [saver.failures for saver in savers] == [[COULD_NOT_SAVE]] * count
        for saver in savers:
            saver.failures.clear()
            saver.begin()
        assert all(saver.failures == [] for saver in savers)


def test_only_so_many_wait_for_their_turn_to_write(tmp_path: Path) -> None:
    with open_store(tmp_path / "data", tmp_path / "keys" / "key", busy_seconds=60) as store:
        busy: list[StoreBusy] = []
        entered = threading.Semaphore(0)

        def write() -> None:
            try:
                with store.writing():
                    entered.release()
            except StoreBusy as error:
                busy.append(error)
                entered.release()

        threads = [threading.Thread(target=write) for _ in range(MOST_WAITING + 5)]
        with store.writing():
            for thread in threads:
                thread.start()
            for _refused in range(6):  # the one that writes has a place too
                entered.acquire()
            assert store.visits().completed == ()
        for thread in threads:
            thread.join()
        assert len(busy) == 6
