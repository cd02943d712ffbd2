"""Faults around visits: a clock that is moved, a rule that fails, a rulebook that cannot be read any more."""

from datetime import timedelta
from importlib import import_module

import pytest

from screener.codes import Code
from screener.errors import Place, Problem, RulebookError, StoreError, VisitNotFound
from screener.visits import rulebooks

SCREEN = {"pain_now": 8, "pain_kind": ["burning"], "drives": "no"}
MOVES = [timedelta(days=8), timedelta(days=400), timedelta(days=-8), timedelta(days=-9000)]


@pytest.mark.parametrize("move", MOVES)
def test_a_clock_moved_and_set_right_within_the_hour_costs_nobody_a_form(visits, clock, move) -> None:
    waiting, sent = visits.begin(), visits.begin().visit
    visits.save(waiting.visit.id, "pain", SCREEN)
    visits.complete(sent.id)
    clock.move(days=move.days)
    for _ in range(3):
        clock.pass_by(minutes=15)
        visits.begin()
    clock.move(days=-move.days)
    assert visits.links.resume(waiting.link, born=None).state.raw == SCREEN
    assert visits.complete(waiting.visit.id).state.raw == SCREEN
    assert {line.visit.id for line in visits.listing().completed} == {waiting.visit.id, sent.id}


@pytest.mark.parametrize("move", MOVES)
def test_a_form_that_is_filled_in_under_a_wrong_clock_is_sent_and_printed(visits, clock, move) -> None:
    old = visits.begin().visit
    visits.complete(old.id)
    clock.move(days=move.days)
    visit = visits.begin().visit
    visits.save(visit.id, "pain", SCREEN)
    done = visits.complete(visit.id)
    clock.move(days=-move.days)
    assert visits.get(done.id) == done
    assert [point.headline for point in visits.clinician_summary(done).points] == ["strong_pain headline"]
    assert visits.get(old.id).completed == clock.now


def test_a_form_begun_before_the_clock_went_back_can_be_finished(visits, clock) -> None:
    visit = visits.begin().visit
    clock.move(days=-400)
    visits.save(visit.id, "pain", SCREEN)
    assert visits.complete(visit.id).state.raw == SCREEN


def test_a_clock_that_stays_moved_is_believed_after_an_hour(desk, visits, clock) -> None:
    visits.begin()
    clock.move(days=8)
    visits.begin()
    assert len(desk.store.visits().in_progress) == 2
    clock.pass_by(minutes=61)
    visits.begin()
    assert len(desk.store.visits().in_progress) == 2


def test_a_machine_that_slept_deletes_old_forms_an_hour_later(desk, visits, clock) -> None:
    visits.begin()
    clock.move(hours=3)
    clock.pass_by(days=8)
    visits.begin()
    assert len(desk.store.visits().in_progress) == 2
    clock.pass_by(hours=2)
    visits.begin()
    assert len(desk.store.visits().in_progress) == 2


def test_a_rule_that_fails_neither_stops_the_form_nor_shortens_the_page(visits, monkeypatch) -> None:
    def fails(*_args: object) -> None:
        raise ZeroDivisionError

    visit = visits.begin().visit
    visits.save(visit.id, "signs", {"sym_eye": "yes", "sym_bleed": "no"})
    monkeypatch.setattr(import_module("screener.engine.evaluate"), "reasons", fails)
    saved = visits.save(visit.id, "pain", SCREEN)
    assert saved.visit.state.raw["pain_now"] == 8
    done = visits.complete(visit.id)
    monkeypatch.undo()
    summary = visits.clinician_summary(done)
    headlines = [point.headline for point in (*summary.emergencies, *summary.points)]
    assert sorted(headlines) == [
        "Could not be evaluated: emg_eye headline",
        "Could not be evaluated: strong_pain headline",
    ]
    assert [shown.rule for shown in done.state.emergencies] == ["emg_eye"], "what was shown stays noted"


def test_a_rulebook_that_this_version_cannot_read_is_a_trouble_of_the_store(
    desk, other_rulebook, monkeypatch
) -> None:
    def fails(*_args: object) -> None:
        raise RulebookError((Problem(Place("rules.yaml", 1, 1), Code.UNKNOWN_KEY, "a key", "remove it"),))

    visit = desk.visits().begin().visit
    later = desk.visits(other_rulebook)
    with monkeypatch.context() as patched:
        patched.setattr(rulebooks, "read", fails)
        for work in (later.emergency, later.evaluation, lambda one: later.save(one.id, "pain", SCREEN)):
            with pytest.raises(StoreError, match="cannot be read by this version"):
                work(visit)
        assert later.get(visit.id) == visit
    assert later.save(visit.id, "pain", SCREEN).visit.state.raw == SCREEN


# what is worked out once


def test_what_is_kept_of_a_form_is_never_older_than_the_store(desk) -> None:
    one, other = desk.visits(), desk.visits()
    visit = one.begin().visit
    one.save(visit.id, "signs", {"sym_eye": "yes"})
    assert [block.rule for block in other.emergency(other.get(visit.id))] == ["emg_eye"]
    one.save(visit.id, "signs", {"sym_eye": "no"})
    assert other.emergency(other.get(visit.id)) == ()
    other.save(visit.id, "pain", SCREEN)
    assert one.get(visit.id) == other.get(visit.id)
    assert one.get(visit.id).state.raw == {"sym_eye": "no"} | SCREEN


def test_a_save_that_fails_leaves_nothing_behind(desk, visits, monkeypatch) -> None:
    visit = visits.begin().visit

    def fails(*_args: object, **_named: object) -> None:
        raise StoreError("full")

    with monkeypatch.context() as patched:
        patched.setattr("screener.store.Writing.change", fails)
        with pytest.raises(StoreError):
            visits.save(visit.id, "signs", {"sym_eye": "yes"})
    again = visits.get(visit.id)
    assert again == visit
    assert visits.emergency(again) == ()
    assert visits.response(again) == visits.response(visit)


@pytest.mark.parametrize("end", ["complete", "forget"])
def test_nothing_is_kept_of_a_form_that_is_over(visits, end: str) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "pain", SCREEN)
    assert visit.id in visits._evaluations._kept
    getattr(visits, end)(visit.id)
    assert visit.id not in visits._evaluations._kept


def test_only_the_forms_in_use_last_are_kept(visits) -> None:
    for _ in range(70):
        visits.get(visits.begin().visit.id)
    assert len(visits._evaluations._kept.keys()) == 64


def test_deleting_needs_no_rulebook_that_can_be_read(desk, other_rulebook, monkeypatch) -> None:
    visit = desk.visits().begin().visit
    later = desk.visits(other_rulebook)
    monkeypatch.setattr(rulebooks, "read", lambda *_: other_rulebook)
    later.delete(visit.reference)
    with pytest.raises(VisitNotFound):
        later.get(visit.id)
