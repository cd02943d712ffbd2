"""Which screens and questions are shown, and the way along them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from screener.answers import parse, reached
from screener.journey import next_screen, previous_screen, step, steps
from screener.model.question import Checklist
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from tests.content.telling import changed

PARTS = ["Safety", "About you", "Pain", "Mood", "Medicines", "Health", "Work", "Your visit"]
USUAL = [
    "warning-signs",
    "nerve-signs",
    "recent-signs",
    "about-you",
    "pain",
    "pain-week",
    "mood-1",
    "mood-2",
    "mood-more",
    "medicines",
    "taking",
    "substances",
    "health-1",
    "health-2",
    "work",
    "goals",
]
WITH_SAFE = [*USUAL[:8], "mood-safe", *USUAL[8:]]
MIDDLE = ["phq3", "phq4", "phq5", "phq6", "phq7", "phq8"]
RESPONSES = [
    {},
    {"phq9": 1},
    {"phq9": 3, "phq1": 3, "phq2": 3},
    {"age_band": "75_plus", "med_list": ["oxycodone"]},
    {"phq1": None, "phq2": None, "phq9": None, "med_list": None, "age_band": None},
]


def response_of(rulebook: Rulebook, changes: dict[str, object]) -> Response:
    return parse(rulebook, changed(rulebook, changes)).response


def shown_on(rulebook: Rulebook, changes: dict[str, object], screen: str) -> list[str]:
    found = step(rulebook, response_of(rulebook, changes), screen)
    return [] if found is None else list(found.questions)


@pytest.mark.parametrize(
    ("changes", "screens"),
    [
        ({"phq9": 1}, WITH_SAFE),
        ({"phq9": 3}, WITH_SAFE),
        ({"phq9": 0}, USUAL),
        ({"phq9": None}, USUAL),
        ({"phq9": "not_sure"}, USUAL),
        ({"phq9": "prefer_not"}, USUAL),
    ],
)
def test_the_safe_question_is_asked_only_after_item_nine_above_zero(
    rulebook: Rulebook, changes: dict[str, object], screens: list[str]
) -> None:
    found = steps(rulebook, response_of(rulebook, changes))
    assert [one.screen.id for one in found] == screens


@pytest.mark.parametrize(
    ("changes", "questions"),
    [
        ({"phq1": 3, "phq2": 0}, [*MIDDLE, "phq9"]),
        ({"phq1": 1, "phq2": 2}, [*MIDDLE, "phq9"]),
        ({"phq1": 3, "phq2": None}, [*MIDDLE, "phq9"]),
        ({"phq1": 1, "phq2": 1}, ["phq9"]),
        ({"phq1": 0, "phq2": 0}, ["phq9"]),
        ({"phq1": 2, "phq2": None}, ["phq9"]),
        ({"phq1": None, "phq2": None}, ["phq9"]),
    ],
)
def test_item_nine_is_asked_of_all_and_items_three_to_eight_from_phq2_of_three(
    rulebook: Rulebook, changes: dict[str, object], questions: list[str]
) -> None:
    assert shown_on(rulebook, changes, "mood-2") == questions


@pytest.mark.parametrize(
    ("question", "screen", "changes", "shown"),
    [
        ("naloxone_home", "taking", {"med_list": ["OxyContin"]}, True),
        ("naloxone_home", "taking", {"med_list": ["co-codamol", "ibuprofen"]}, True),
        ("naloxone_home", "taking", {"med_list": ["ibuprofen"]}, False),
        ("naloxone_home", "taking", {"med_list": []}, False),
        ("naloxone_home", "taking", {"med_list": [], "med_stopped_5w": ["oxycodone"]}, False),
        ("naloxone_home", "taking", {"med_list": ["little white pill"]}, False),
        ("naloxone_home", "taking", {"med_list": None}, False),
        ("day_sleepy", "taking", {"med_list": ["gabapentin"]}, True),
        ("day_sleepy", "taking", {"med_list": ["Elavil"]}, True),
        ("day_sleepy", "taking", {"med_list": ["sertraline"]}, False),
        ("day_sleepy", "taking", {"med_list": "not_sure"}, False),
        ("pregnancy", "health-1", {"age_band": "under_18"}, True),
        ("pregnancy", "health-1", {"age_band": "18_24"}, True),
        ("pregnancy", "health-1", {"age_band": "25_64"}, True),
        ("pregnancy", "health-1", {"age_band": "65_74"}, False),
        ("pregnancy", "health-1", {"age_band": "75_plus"}, False),
        ("pregnancy", "health-1", {"age_band": "prefer_not"}, False),
        ("pregnancy", "health-1", {"age_band": None}, False),
        ("alcohol_heavy", "health-1", {"alcohol_freq": "monthly"}, True),
        ("alcohol_heavy", "health-1", {"alcohol_freq": "weekly"}, True),
        ("alcohol_heavy", "health-1", {"alcohol_freq": "most_days"}, True),
        ("alcohol_heavy", "health-1", {"alcohol_freq": "never"}, False),
        ("alcohol_heavy", "health-1", {"alcohol_freq": "prefer_not"}, False),
        ("alcohol_heavy", "health-1", {"alcohol_freq": None}, False),
        ("phq_difficulty", "mood-more", {"phq1": 2, "phq2": 1}, True),
        ("phq_difficulty", "mood-more", {"phq1": 1, "phq2": 1}, False),
        ("mood_care", "mood-more", {"gad1": 2, "gad2": 1}, True),
        ("mood_care", "mood-more", {"phq1": 2, "phq2": 1}, True),
        ("mood_care", "mood-more", {"phq1": 2, "gad1": 2}, False),
        ("sui_safe_now", "mood-safe", {"phq9": 1}, True),
        ("sui_safe_now", "mood-safe", {"phq9": 0}, False),
    ],
)
def test_a_question_with_a_condition_is_shown_only_when_it_surely_holds(
    rulebook: Rulebook, question: str, screen: str, changes: dict[str, object], *, shown: bool
) -> None:
    assert (question in shown_on(rulebook, changes, screen)) is shown


def test_each_question_stands_on_some_screen_that_some_patient_is_shown(rulebook: Rulebook) -> None:
    people = [changed(rulebook, {}, person="in_crisis"), changed(rulebook, {"alcohol_freq": "weekly"})]
    responses = [parse(rulebook, answers).response for answers in people]
    seen = {id for response in responses for one in steps(rulebook, response) for id in one.questions}
    assert seen == set(rulebook.questions)


@pytest.mark.parametrize("changes", RESPONSES)
def test_the_part_never_jumps_and_ends_at_the_last(rulebook: Rulebook, changes: dict[str, object]) -> None:
    found = steps(rulebook, response_of(rulebook, changes))
    numbers = [one.part_number for one in found]
    assert {one.parts for one in found} == {len(PARTS)}
    assert list(dict.fromkeys(numbers)) == list(range(1, len(PARTS) + 1))
    assert numbers == sorted(numbers)
    assert [one.part for one in found] == [PARTS[number - 1] for number in numbers]


@pytest.mark.parametrize("changes", RESPONSES)
def test_next_and_previous_lead_along_the_shown_screens_and_back(
    rulebook: Rulebook, changes: dict[str, object]
) -> None:
    response = response_of(rulebook, changes)
    order = [one.screen.id for one in steps(rulebook, response)]
    walk = [None, *order, None]
    for before, after in pairwise(walk):
        assert next_screen(rulebook, response, before) == after
        assert previous_screen(rulebook, response, after) == before


def test_a_screen_no_longer_shown_still_leads_on_and_back(rulebook: Rulebook) -> None:
    response = response_of(rulebook, {"phq9": 0})
    assert next_screen(rulebook, response, "mood-safe") == "mood-more"
    assert previous_screen(rulebook, response, "mood-safe") == "mood-2"


def test_an_unknown_or_hidden_screen_has_no_step(rulebook: Rulebook) -> None:
    response = response_of(rulebook, {})
    assert step(rulebook, response, "mood-safe") is None
    assert step(rulebook, response, "no-such-screen") is None


def test_the_way_is_the_same_before_anything_is_answered(rulebook: Rulebook) -> None:
    response = reached(rulebook, parse(rulebook, {}).response, passed=())
    found = steps(rulebook, response)
    assert [one.screen.id for one in found] == USUAL
    assert "pregnancy" not in [id for one in found for id in one.questions]


def test_a_checklist_stays_one_and_keeps_its_offer_not_to_say(rulebook: Rulebook) -> None:
    response = response_of(rulebook, {})
    mood, health = step(rulebook, response, "mood-more"), step(rulebook, response, "health-1")
    assert mood is not None
    assert health is not None
    lists = [[item for item in one.items if isinstance(item, Checklist)] for one in (mood, health)]
    assert [[item.rather_not for item in items] for items in lists] == [[True], [False]]
    assert lists[0][0].questions == ("mood_high_ever", "mood_family_bipolar", "mood_restless_new")


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ({"phq9": 2, "sui_safe_now": "safe"}, {"phq9": 0}, "mood-safe"),
        ({"phq9": 2, "sui_safe_now": "safe"}, {"phq9": None}, "mood-safe"),
    ],
)
def test_going_back_and_changing_a_parent_takes_its_screen_away(
    rulebook: Rulebook, before: dict[str, object], after: dict[str, object], gone: str
) -> None:
    assert step(rulebook, response_of(rulebook, before), gone) is not None
    assert step(rulebook, response_of(rulebook, {**before, **after}), gone) is None
