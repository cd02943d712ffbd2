"""A small run of what ``make chaos`` does: nothing acknowledged is lost, and all heals by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.model.visit import Person, Visit, VisitHeader, VisitState
from tests.chaos import faults, kills
from tests.chaos.checking import judge
from tests.chaos.told import Told

SEED = 20261125


def test_what_was_acknowledged_outlives_kills(tmp_path: Path) -> None:
    killed = kills.run(tmp_path, kills=3, wanted=150, threads=6, seed=SEED)
    assert killed.kills == {"worker": 1, "first": 1, "both": 1}
    assert killed.found.sent >= 150
    assert (killed.found.lost, killed.found.doubled, killed.found.crossed) == ((), (), ())
    assert killed.found.odd == ()


# a patient waits five seconds for another writer before the page says so
@pytest.mark.parametrize(("name", "seconds"), [("disk full", 2), ("read-only", 2), ("locked", 6.5)])
def test_a_fault_of_the_disk_is_told_and_heals_without_a_restart(
    tmp_path: Path, name: str, seconds: float
) -> None:
    endured = faults.run(tmp_path / "store", name, seconds=seconds, seed=SEED)
    assert endured.refused, "nobody met the fault"
    assert endured.bare == 0
    assert not endured.restarted
    assert (endured.found.lost, endured.found.doubled, endured.found.crossed) == ((), (), ())
    assert endured.found.odd == ()


A, B = "canary-1-1-1", "canary-1-1-2"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def kept(id: str, *, name: str = A, goal: str = A) -> Visit:
    """A visit that was sent, as the store holds it."""
    header = VisitHeader(id=id, reference=id, rulebook="", link=id, began=NOON, saved=NOON, completed=NOON)
    return Visit(header, VisitState(person=Person(name), raw={"goal": goal}, passed=("words",)))


@pytest.mark.parametrize(
    ("visits", "printed", "wrong"),
    [
        ([kept("1")], {"1": {A}}, {}),
        ([], {}, {"lost": (A,)}),
        ([kept("1", name="")], {"1": {A}}, {"lost": (A,)}),
        ([kept("1")], {"1": set()}, {"lost": (A,)}),
        ([kept("1"), kept("2")], {"1": {A}, "2": {A}}, {"doubled": (A,), "crossed": (A,)}),
        ([kept("1", goal=B)], {"1": {A}}, {"lost": (A,), "crossed": (A, B)}),
        ([kept("1")], {"1": {A, B}}, {"crossed": (A, B)}),
        ([kept("2")], {"2": {A}}, {"lost": (A,), "crossed": (A,)}),
    ],
)
def test_the_comparison_sees_what_is_lost_doubled_or_crossed(
    visits: list[Visit], printed: dict[str, set[str]], wrong: dict[str, tuple[str, ...]]
) -> None:
    told = Told(A, visit="1", named=True, saved=True, sent=True)
    found = judge([told], visits, printed)
    nothing = {"lost": (), "doubled": (), "crossed": (), "odd": ()}
    assert {name: getattr(found, name) for name in nothing} == nothing | wrong
    assert found.good is not bool(wrong)
