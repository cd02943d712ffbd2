"""Sent visits computed again: the same rulebook says the same, another one what it would change."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from screener.content import shipped_rulebook
from screener.model.rulebook import Rulebook
from screener.model.visit import Person, Visit
from screener.store import Store
from screener.visits import Visits
from screener.visits.replay import Replayed, replay
from tests.adopting.conftest import NOW, SMALL, rulebook_of

CANARIES = ("Zebedee", "brown horse pill", "to see my granddaughter")
ANSWERS: Mapping[str, object] = {
    "faint": "no",
    "numb": "no",
    "mood1": 0,
    "mood2": 0,
    "pain": 6,
    "age": "25_64",
    "med_list": [{"typed": "morphine"}, {"typed": "lorazepam"}, {"typed": "brown horse pill"}],
    "med_list_sure": "complete",
    "used": [],
    "effects": ["sleepy"],
    "goal": "to see my granddaughter",
}
CHANGES = (
    ("title: A small rulebook", "title: A rulebook", []),
    (
        "pain: {at_least: 7,",
        "pain: {at_least: 6,",
        ["dis_pair would change from discuss to urgent", "dis_pair would change its words: lift reasons"],
    ),
    ("when: {effects: [sleepy, dizzy]}", "when: {effects: dizzy}", ["dis_signs would vanish, discuss"]),
    (
        "when: {effects: [sleepy, dizzy]}",
        "when: {pain: {at_least: 5}, effects: [sleepy, dizzy]}",
        ["dis_signs would change its words: reasons"],
    ),
    (
        "headline: Side effects\n    patient: Ask about it.",
        "headline: Sleepiness\n    patient: Ask them.",
        ["dis_signs would change its words: headline, patient"],
    ),
    (
        "when: {any_yes: [numb, faint]}",
        "when: {effects: sleepy}",
        ["emg_numb would appear, emergency", "dis_signs would be hidden by emg_numb"],
    ),
    ("bands: {low: [0, 1],", "bands: {none: [0, 0], low: [1, 1],", ["score mood_score would differ"]),
    ("label: Goal, type: text", "label: Goal, type: yes_no", ["the answer to goal cannot be taken"]),
)


def send(visits: Visits, answers: Mapping[str, object], *, name: str = "") -> Visit:
    visit = visits.begin().visit
    if name:
        visits.tell_person(visit.id, Person(name=name))
    for screen in visits.rulebook.screens.values():
        given = {id: answers[id] for id in screen.questions if id in answers}
        visits.save(visit.id, screen.id, given)
    return visits.complete(visit.id)


def changed(old: str, new: str) -> Rulebook:
    assert old in SMALL
    return rulebook_of(SMALL.replace(old, new, 1))


@pytest.fixture
def sent(visits: Visits) -> Visit:
    return send(visits, ANSWERS, name="Zebedee")


@pytest.mark.parametrize(("old", "new", "told"), CHANGES, ids=[new for _, new, _ in CHANGES])
def test_what_another_rulebook_would_change(
    store: Store, sent: Visit, old: str, new: str, told: list[str]
) -> None:
    (one,) = replay(store, changed(old, new))
    assert sorted(one.changes) == sorted(told)
    assert one == Replayed(sent.reference, one.changes, ("rulebook",))
    assert one.same is (not told)


def test_nothing_that_a_patient_wrote_is_told(run, write, sent: Visit) -> None:
    other = SMALL
    for old, new, _ in CHANGES[:-1]:
        other = other.replace(old, new, 1)
    code, lines, err = run("replay", "--rules", write(other))
    assert (code, err) == (1, "")
    told = "\n".join(lines)
    assert f"{sent.reference}: dis_pair would change from discuss to urgent" in told
    assert not [word for word in CANARIES if word in told]


def test_a_visit_that_cannot_be_computed_is_told_and_the_others_are(
    store: Store, visits: Visits, sent: Visit
) -> None:
    elsewhere = rulebook_of(SMALL.replace("  us: {emergency", "  nz: {emergency"))
    (one,) = replay(store, elsewhere)
    assert (one.fault, one.same) == ("the rulebook has no region us", False)
    other = send(visits, ANSWERS)
    with store.writing() as writing:
        row = {"id": other.id}
        writing._connection.exec_driver_sql("UPDATE visits SET record = x'00' WHERE id = :id", row)
    faults = {one.reference: one.fault for one in replay(store, visits.rulebook)}
    assert faults[sent.reference] == ""
    assert "was changed outside of Screener" in faults[other.reference]


def test_an_unfinished_visit_is_left_alone(store: Store, visits: Visits) -> None:
    visits.begin()
    assert list(replay(store, visits.rulebook)) == []


def test_the_clinics_name_at_the_time_is_kept(store: Store, small: Rulebook, sent: Visit) -> None:
    elsewhere = Visits(store=store, rulebook=small, region="uk", clinic="Hill Street", clock=lambda: NOW)
    send(elsewhere, ANSWERS)
    assert [one.same for one in replay(store, small)] == [True, True]


def test_the_shipped_rulebooks_people_come_out_the_same_and_differ_after_a_threshold_is_moved(
    run, write, store: Store, rulebook: Rulebook
) -> None:
    visits = Visits(store=store, rulebook=rulebook, region="us", clinic="your clinic", clock=lambda: NOW)
    sent = {name: send(visits, rulebook.people[name]) for name in ("quiet", "older_person")}
    code, lines, err = run("replay")
    assert (code, err) == (0, "")
    assert lines == [
        f"2 visits computed again on version {rulebook.version}, {rulebook.hash}",
        "  0 would differ",
    ]
    text = shipped_rulebook().read_text(encoding="utf-8")
    moved = text.replace("{at_least: 3, of: cns_active}", "{at_least: 9, of: cns_active}", 1)
    assert moved != text
    code, lines, err = run("replay", "--rules", write(moved))
    assert (code, err) == (1, "")
    assert lines[-2:] == ["  2 rested on another rulebook", "  1 would differ"]
    told = lines[:-3]
    assert told
    assert all(line.startswith(f"{sent['older_person'].reference}: ") for line in told)
    assert any("would vanish, " in line for line in told)
