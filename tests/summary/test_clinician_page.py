"""The clinician's page: emergencies, footnotes, and all answers overleaf."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from screener.model.rulebook import Rulebook
from screener.model.visit import EmergencyShown
from tests.content.telling import Told, changed, tell

MORNING = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 10, 50, tzinfo=UTC)
STROKE = EmergencyShown(
    rule="emg_stroke",
    heading="These can be signs of a stroke",
    instruction="Call 911 now, even if it has passed.",
    at=MORNING,
    answers=(("sym_stroke", "yes"),),
)


def overleaf(told: Told) -> dict[str, str]:
    return {line.label: line.answer for group in told.clinician.answers for line in group.answers}


def test_an_emergency_that_fires_says_when_its_page_was_first_shown(rulebook: Rulebook) -> None:
    again = EmergencyShown("emg_stroke", STROKE.heading, "Call 911.", LATER)
    told = tell(rulebook, changed(rulebook, {"sym_stroke": "yes"}), shown=(STROKE, again))
    (line,) = told.clinician.emergencies
    assert (line.rule, line.at, line.changed) == ("emg_stroke", "2026-11-25T10:42:00+00:00", False)
    assert line.because == ("Stroke/TIA signs: yes",)
    assert line.headline == "Stroke signs reported"


def test_an_emergency_answer_changed_later_is_still_told(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, {"sym_stroke": "no"}), shown=(STROKE,))
    (line,) = told.clinician.emergencies
    assert line.changed
    assert line.text == "Emergency answer changed by the patient."
    assert line.because == ("Stroke/TIA signs: yes",)
    assert line.at == "2026-11-25T10:42:00+00:00"
    assert told.patient.emergency == ()


def test_what_fires_stands_before_what_was_changed(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, {"sym_eye": "yes"}), shown=(STROKE,))
    assert [(line.rule, line.changed) for line in told.clinician.emergencies] == [
        ("emg_eye", False),
        ("emg_stroke", True),
    ]


def test_an_emergency_whose_page_was_never_shown_has_no_time(rulebook: Rulebook) -> None:
    (line,) = tell(rulebook, changed(rulebook, {"sym_eye": "yes"})).clinician.emergencies
    assert line.at == ""


def test_footnotes_count_up_and_each_point_leads_to_its_sources(
    rulebook: Rulebook, everyone: dict[str, Told]
) -> None:
    for name, told in everyone.items():
        numbers = [reference.number for reference in told.clinician.sources]
        assert numbers == list(range(1, len(numbers) + 1)), name
        firing = [line for line in told.clinician.emergencies if not line.changed]
        printed = [*firing, *told.clinician.points]
        assert {number for one in printed for number in one.sources} == set(numbers), name
        words = {reference.number: reference.words for reference in told.clinician.sources}
        for point in printed:
            keys = rulebook.rules[point.rule].sources
            titles = [f"{rulebook.sources[key].title}, {rulebook.sources[key].year}" for key in keys]
            assert [words[number] for number in point.sources] == titles, name


@pytest.mark.parametrize(
    ("changes", "shown", "sources"),
    [
        ({"sym_stroke": "yes"}, (), [(1,)]),
        ({"sym_stroke": "no"}, (STROKE,), [()]),
        ({"sym_stroke": "no", "sym_bleed": "yes"}, (STROKE,), [(1,), ()]),
    ],
)
def test_an_emergency_that_fires_leads_to_its_sources_and_one_taken_back_to_none(
    rulebook: Rulebook,
    changes: dict[str, object],
    shown: tuple[EmergencyShown, ...],
    sources: list[tuple[int, ...]],
) -> None:
    page = tell(rulebook, changed(rulebook, changes), shown=shown).clinician
    assert [line.sources for line in page.emergencies] == sources


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"rf_cancer": None}, "sys_not_answered"),
        ({"rf_cancer": "not_sure"}, "sys_not_sure"),
        ({"med_list": ["little white pill"]}, "sys_unknown_medicine"),
    ],
)
def test_what_the_ask_list_carries_is_no_point_of_the_clinicians_page(
    rulebook: Rulebook, changes: dict[str, object], rule: str
) -> None:
    told = tell(rulebook, changed(rulebook, changes))
    assert rule in told.patient_rules
    assert rule not in [point.rule for point in told.clinician.points]
    assert rulebook.rules[rule].headline not in told.clinician.told
    assert told.clinician.ask


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("not_ticked", "not ticked"),
        ("not_sure", "not sure"),
        ("prefer_not", "would rather not say"),
        (None, "left blank"),
    ],
)
def test_each_state_of_a_yes_no_question_has_its_own_words(
    rulebook: Rulebook, answer: str | None, words: str
) -> None:
    questions = [question for question in rulebook.questions.values() if question.type == "yes_no"]
    raw = changed(rulebook, {question.id: answer for question in questions})
    told = tell(rulebook, {**raw, "med_list": ["oxycodone"], "alcohol_freq": "weekly"})
    answers = overleaf(told)
    assert {answers[question.label] for question in questions} == {words}


@pytest.mark.parametrize(
    ("changes", "label", "words"),
    [
        ({"phq1": 0}, "PHQ item 1", "0 (Not at all)"),
        ({"peg_pain": 0}, "PEG pain", "0"),
        ({"peg_pain": 10}, "PEG pain", "10"),
        ({"pain_neuro": []}, "Nerve-type words", "None of these"),
        ({"pain_neuro": None}, "Nerve-type words", "left blank"),
        ({"pain_neuro": ["burning", "electric"]}, "Nerve-type words", "Burning and Electric shocks"),
        ({"pain_neuro": ["burning", "not_sure"]}, "Nerve-type words", "Burning; the rest: not sure"),
        ({"pain_site": []}, "Site", "left blank"),
        ({"age_band": "prefer_not"}, "Age", "would rather not say"),
        ({"med_list": []}, "Medicines", "none"),
        ({"med_list": ["Zoloft", "Advil"]}, "Medicines", "Zoloft and Advil"),
        ({"visit_goal": None}, "Patient's question", "left blank"),
        ({}, "PHQ item 3", "not asked"),
        ({}, "Naloxone at home", "not asked"),
        ({"phq9": None}, "Safe now", "not asked yet"),
        ({"med_list": None}, "Naloxone at home", "not asked yet"),
    ],
)
def test_answers_stand_overleaf_in_words(
    rulebook: Rulebook, changes: dict[str, object], label: str, words: str
) -> None:
    assert overleaf(tell(rulebook, changed(rulebook, changes)))[label] == words


def test_overleaf_holds_every_question_once_a_group_a_screen(
    rulebook: Rulebook, everyone: dict[str, Told]
) -> None:
    for name, told in everyone.items():
        groups = told.clinician.answers
        assert [group.title for group in groups] == [screen.title for screen in rulebook.screens.values()], (
            name
        )
        labels = [line.label for group in groups for line in group.answers]
        assert sorted(labels) == sorted(question.label for question in rulebook.questions.values()), name


def test_an_empty_form_prints_no_answer_as_no(everyone: dict[str, Told]) -> None:
    states = set(overleaf(everyone["empty"]).values())
    assert states == {"left blank", "not asked yet"}


def test_what_was_not_reached_is_told_apart_from_what_was_left_blank(rulebook: Rulebook) -> None:
    answers = overleaf(tell(rulebook, {"sym_stroke": "no"}, passed=["warning-signs"]))
    assert answers["Stroke/TIA signs"] == "no"
    assert answers["Serious bleeding"] == "left blank"
    assert answers["Saddle numbness"] == "not reached"


def test_at_a_glance_only_what_was_said(rulebook: Rulebook) -> None:
    told = tell(
        rulebook, changed(rulebook, {"cond_bp": "yes", "cond_kidney": "not_ticked", "cond_liver": None})
    )
    glance = {line.label: line.words for line in told.clinician.glance}
    assert glance["Health"] == "Hypertension · Pregnancy/feeding: No / does not apply to me"
    assert glance["Pain"].startswith("Site: Low back · Duration: More than a year")
    assert "kidney" not in " ".join(glance.values()).lower()


def test_the_page_says_draft_and_names_what_it_rests_on(
    rulebook: Rulebook, everyone: dict[str, Told]
) -> None:
    page = everyone["P1"].clinician
    assert page.draft
    assert f"Rulebook 2026.11 ({rulebook.hash[:8]})" in page.footer
    assert "contacts us" in page.footer
