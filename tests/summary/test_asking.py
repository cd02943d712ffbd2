"""What to ask at the visit: short, each question once, gravest first, why it is not known."""

from __future__ import annotations

import pytest

from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.content.telling import Told, changed, tell

PRIORITIES = ["emergency", "urgent", "discuss", "information"]
MOST_LINES_OF_AN_EMPTY_FORM = 30
QUESTIONS_OF_AN_EMPTY_FORM = 70

PILLS = {"med_list": ["sertraline", "little white pill"]}


def lines(rulebook: Rulebook, changes: dict[str, object]) -> list[tuple[str, str]]:
    return [(line.label, line.why) for line in tell(rulebook, changed(rulebook, changes)).clinician.ask]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, []),
        ({"rf_cancer": None}, [("Cancer ever", "left blank")]),
        ({"rf_cancer": "not_sure"}, [("Cancer ever", "not sure")]),
        ({"rf_cancer": "prefer_not"}, [("Cancer ever", "would rather not say")]),
        ({"rf_cancer": "not_ticked"}, []),
        ({"night_shift": None}, []),
        (
            {"sym_stroke": None, "sym_eye": None, "sym_bleed": "not_sure"},
            [("Serious bleeding", "not sure"), ("Stroke/TIA signs, Eye pain", "left blank")],
        ),
        (
            {"peg_pain": None, "peg_enjoyment": None, "peg_activity": None},
            [("PEG (3 questions)", "left blank")],
        ),
        ({"peg_pain": None, "peg_activity": None}, [("PEG pain, PEG activity", "left blank")]),
        (
            {"sym_serotonin": ["racing_heart", "not_sure"], "med_list": ["gabapentin"]},
            [("New symptoms (2 days)", "not sure")],
        ),
        (PILLS, [("Medicines", "not recognized: “little white pill”")]),
        (
            {"med_list": ["sertraline"], "med_list_sure": "incomplete"},
            [("Medicines", "said not to be complete")],
        ),
        ({"substances": ["other"]}, [("Other substances", "ticked without saying which: Something else")]),
        ({"substances": ["prefer_not"]}, [("Other substances", "would rather not say")]),
        ({"phq9": 1, "sui_safe_now": None}, [("Safe now", "left blank")]),
        ({"allergies": None}, [("Allergies/reactions", "left blank")]),
    ],
)
def test_each_unknown_is_a_line_with_its_reason(
    rulebook: Rulebook, changes: dict[str, object], wanted: list[tuple[str, str]]
) -> None:
    assert sorted(lines(rulebook, changes)) == sorted(wanted)


def test_the_lines_stand_gravest_first(everyone: dict[str, Told]) -> None:
    for name, told in everyone.items():
        found = [PRIORITIES.index(line.priority) for line in told.clinician.ask]
        assert found == sorted(found), name


def test_no_question_is_asked_twice(rulebook: Rulebook, everyone: dict[str, Told]) -> None:
    labels = {question.label for question in rulebook.questions.values()}
    assert len(labels) == len(rulebook.questions)
    for name, told in everyone.items():
        questions = [ask.question for ask in told.evaluation.ask]
        assert len(questions) == len(set(questions)), name
        named = [label for line in told.clinician.ask for label in labels if label in line.label.split(", ")]
        assert len(named) == len(set(named)), name
        printed = [(line.label, line.why) for line in told.clinician.ask]
        assert len(printed) == len(set(printed)), name
        words = [line.words for line in told.patient.ask]
        assert len(words) == len(set(words)), name


def test_an_empty_form_asks_in_few_lines_a_list_each(rulebook: Rulebook, everyone: dict[str, Told]) -> None:
    empty = everyone["empty"]
    assert len(empty.evaluation.ask) >= QUESTIONS_OF_AN_EMPTY_FORM
    assert len(empty.clinician.ask) <= MOST_LINES_OF_AN_EMPTY_FORM
    assert len(empty.patient.ask) <= len(rulebook.screens)
    labels = [line.label for line in empty.clinician.ask]
    assert labels[0] == "Medicines"
    assert "And any of these? (11 questions)" in labels
    assert {line.why for line in empty.clinician.ask} == {"left blank"}


def test_what_could_be_an_emergency_is_asked_before_what_could_not(rulebook: Rulebook) -> None:
    raw = changed(rulebook, {"rf_cancer": None, "sym_stroke": None, "age_band": None})
    ask = tell(rulebook, raw).clinician.ask
    assert (ask[0].label, ask[0].priority) == ("Stroke/TIA signs", Priority.EMERGENCY)


@pytest.mark.parametrize(
    ("changes", "label", "points", "gravest"),
    [
        ({"sym_stroke": None}, "Stroke/TIA signs", 1, "emergency"),
        ({"cond_surgery": None, "med_list": ["sertraline"]}, "Surgery planned", 1, "discuss"),
        ({"med_changed_4w": None, "med_list": ["sertraline", "tramadol"]}, "Changed <4 weeks", 2, "urgent"),
        ({"allergies": "not_sure"}, "Allergies/reactions", 0, "discuss"),
    ],
)
def test_a_line_says_how_many_points_hang_on_it_and_the_gravest(
    rulebook: Rulebook, changes: dict[str, object], label: str, points: int, gravest: str
) -> None:
    ask = tell(rulebook, changed(rulebook, changes)).clinician.ask
    line = next(line for line in ask if line.label == label)
    assert (line.points, line.priority) == (points, gravest)


def test_a_lift_that_is_only_possible_is_asked_as_urgent(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, {"med_list": ["ibuprofen", "sertraline"], "cond_bleed": None}))
    assert told.fired["dis_bleed_nsaid"].priority is Priority.DISCUSS
    (line,) = [line for line in told.clinician.ask if line.label == "Ulcer/bleeding"]
    assert line.priority is Priority.URGENT


def test_what_was_not_asked_or_not_reached_is_not_asked_of_a_patient_as_left_blank(
    rulebook: Rulebook,
) -> None:
    told = tell(rulebook, {"sym_stroke": "yes"}, passed=["warning-signs"])
    assert {line.why for line in told.clinician.ask} == {"left blank", "not reached"}
    blank = [line.label for line in told.clinician.ask if line.why == "left blank"]
    assert blank == [
        "Overdose/slow breathing, Took too much, Sudden severe pain, Sudden bad headache, "
        "Serious bleeding, Eye pain"
    ]


@pytest.mark.parametrize(
    ("screen", "but", "label"),
    [
        ("warning-signs", (), "Is any of this happening now, or in the last day? (7 questions)"),
        (
            "warning-signs",
            ("sym_stroke",),
            "Overdose/slow breathing, Took too much, Sudden severe pain, Sudden bad headache, "
            "Serious bleeding, Eye pain",
        ),
        ("pain-week", (), "PEG (3 questions)"),
        ("pain-week", ("peg_pain",), "PEG enjoyment, PEG activity"),
    ],
)
def test_a_line_bears_the_name_of_its_list_only_when_all_of_the_list_is_unknown(
    rulebook: Rulebook, screen: str, but: tuple[str, ...], label: str
) -> None:
    blank = [id for id in rulebook.screens[screen].questions if id not in but]
    assert lines(rulebook, dict.fromkeys(blank)) == [(label, "left blank")]


def test_a_line_for_part_of_a_long_list_names_its_questions(rulebook: Rulebook) -> None:
    some = ["cond_seizure", "rf_cancer", "rf_infection_risk", "cond_memory", "cond_falls"]
    named = lines(rulebook, {**dict.fromkeys(some), "med_list": ["tramadol", "amitriptyline"]})
    labels = {label for line, _ in named for label in line.split(", ")}
    assert {rulebook.questions[id].label for id in some} <= labels
