"""A backup taken while clients send, restored in an empty folder: as many visits with the same prints."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.cli import main
from screener.rulebook import load
from screener.store import open_store
from screener.visits import Visits
from screener.visits.records import to_json
from tests.chaos.checking import compare
from tests.chaos.load import load as load_of
from tests.chaos.served import RULES, free_port, serving


@contextmanager
def opened(data: Path, key_file: Path) -> Iterator[Visits]:
    """The visits of a store."""
    with open_store(data, key_file) as store:
        clinic = {"region": "us", "clinic": "your clinic"}
        yield Visits(store=store, rulebook=load(RULES), clock=lambda: datetime.now(UTC), **clinic)


def printed(visits: Visits) -> dict[str, bytes]:
    """Both prints of every completed visit, by reference."""
    lines = visits.listing().completed
    return {
        line.visit.reference: to_json(
            [visits.patient_summary(line.visit), visits.clinician_summary(line.visit)]
        )
        for line in lines
    }


def count(file: Path) -> dict[str, int]:
    """How many visits a database holds, by status."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return dict(connection.execute("SELECT status, count(*) FROM visits GROUP BY status"))


def test_a_backup_under_load_restores_the_same_visits_with_the_same_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, elsewhere = tmp_path / "copy.sqlite", tmp_path / "elsewhere"
    with serving(tmp_path, free_port()) as served:
        key_file = served.key_file
        monkeypatch.setenv("SCREENER_KEY_FILE", str(key_file))
        monkeypatch.setenv("SCREENER_DATA", str(served.data))
        with load_of(tmp_path / "told", served.port, wanted=60, seconds=60, threads=4, seed=1) as clients:
            clients.wait_for(30, seconds=60)
            assert main(["backup", str(copy)]) == 0
            acknowledged = clients.sent
            clients.wait_for(60, seconds=60)
        before = [told for told in clients.told[:30] if told.sent]
    monkeypatch.setenv("SCREENER_DATA", str(elsewhere))
    assert main(["restore", str(copy)]) == 0
    assert stat.S_IMODE((elsewhere / "screener.sqlite").stat().st_mode) == 0o600
    assert count(elsewhere / "screener.sqlite") == count(copy)
    with opened(served.data, key_file) as now, opened(elsewhere, key_file) as then:
        source, restored = printed(now), printed(then)
    assert 30 <= len(restored) < len(source)
    assert len(restored) <= acknowledged + 4  # at most one a client was on its way
    assert {reference: source[reference] for reference in restored} == restored
    assert compare(elsewhere, key_file, before).good
