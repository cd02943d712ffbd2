"""The shipped rulebook's example patients, from the first screen to the print, on a real file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screener import content
from screener.journey import next_screen
from screener.model.rulebook import Rulebook
from screener.rulebook import load
from screener.store import Store, open_store
from screener.visits import Visits

SHIPPED = load(content.shipped_rulebook())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data", tmp_path / "keys" / "key") as store:
        yield store


def open_visits(store: Store, clock, rulebook: Rulebook) -> Visits:
    return Visits(store=store, rulebook=rulebook, region="us", clinic="your clinic", clock=clock)


@pytest.mark.parametrize("person", list(SHIPPED.people))
def test_an_example_patient_is_printed_as_it_was_sent(store, clock, person: str) -> None:
    visits = open_visits(store, clock, SHIPPED)
    visit = visits.begin().visit
    told = SHIPPED.people[person]
    screen = next_screen(SHIPPED, visits.response(visit), None)
    while screen is not None:
        raw = {question: told.get(question) for question in SHIPPED.screens[screen].questions}
        saved = visits.save(visit.id, screen, raw)
        assert saved.problems == ()
        visit = saved.visit
        fired = [outcome.rule for outcome in visits.evaluation(visit).emergencies]
        assert {shown.rule for shown in visit.emergencies} == set(fired)
        assert saved.new_emergencies <= bool(fired)
        screen = next_screen(SHIPPED, visits.response(visit), screen)
    seen = (visits.evaluation(visit), visits.patient_summary(visit), visits.clinician_summary(visit))
    # A later rulebook is served; this visit's own comes back out of the store.
    later = open_visits(store, clock, replace(SHIPPED, hash="0" * 64, rules={}))
    assert later.rulebook_of(visit) == SHIPPED
    done = later.complete(visit.id)
    assert seen == (later.evaluation(done), later.patient_summary(done), later.clinician_summary(done))


def test_a_screen_that_was_skipped_before_sending_counts_as_left_blank(store, clock) -> None:
    visits = open_visits(store, clock, SHIPPED)
    visit = visits.begin().visit
    visit = visits.save(visit.id, "mood-2", {"phq9": 1}).visit
    assert "sui_safe_now" not in {ask.question for ask in visits.evaluation(visit).ask}
    asked = {ask.question: ask.why for ask in visits.evaluation(visits.complete(visit.id)).ask}
    assert asked["sui_safe_now"] == "left blank"
