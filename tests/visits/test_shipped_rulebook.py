"""The shipped rulebook's example patients, from the first screen to the print, on a real file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from screener import content
from screener.engine import contacts_for
from screener.journey import emergency_blocks, next_screen
from screener.model.rulebook import Rulebook
from screener.rulebook import load
from screener.store import Store, open_store
from screener.visits import Visits
from tests.content.answers_at_random import random_raw

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
        assert {shown.rule for shown in visit.state.emergencies} == set(fired)
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


def test_the_emergency_page_says_what_the_whole_rulebook_says(store, clock) -> None:
    visits, rng, shown = open_visits(store, clock, SHIPPED), Random(11), 0
    for _patient in range(40):
        visit = visits.begin().visit
        raw = random_raw(rng, SHIPPED)
        for screen in SHIPPED.screens.values():
            given = {id: raw[id] for id in screen.questions if id in raw}
            visit = visits.save(visit.id, screen.id, given).visit
        whole = visits.evaluation(visit)
        words = contacts_for(SHIPPED, region="us", clinic="your clinic")
        assert visits.emergency(visit) == emergency_blocks(SHIPPED, whole, words=words)
        shown += bool(visits.emergency(visit))
    assert 5 < shown < 40
