"""A safety question that is not answered is listed with its state, and is never a no."""

from __future__ import annotations

import pytest

from screener.export.plain import as_plain
from screener.model.rulebook import Rulebook
from tests.content.telling import Told, changed, tell, words_in

PARENTS: dict[str, dict[str, object]] = {
    "sui_safe_now": {"phq9": 1},
    "alcohol_heavy": {"alcohol_freq": "weekly"},
}
SAFETY_QUESTIONS = 45

SKIPPED = [(None, "left blank"), ("prefer_not", "would rather not say")]


def left(rulebook: Rulebook, question: str, state: str | None) -> Told:
    return tell(rulebook, changed(rulebook, {**PARENTS.get(question, {}), question: state}))


def overleaf(told: Told, label: str) -> str:
    lines = [line for group in told.clinician.answers for line in group.answers]
    return next(line.answer for line in lines if line.label == label)


def test_the_number_of_safety_questions_is_as_the_clinicians_counted_them(rulebook: Rulebook) -> None:
    assert len(rulebook.safety_questions) == SAFETY_QUESTIONS


@pytest.mark.parametrize(("state", "words"), SKIPPED)
def test_each_that_is_skipped_is_listed_as_not_answered(
    rulebook: Rulebook, state: str | None, words: str
) -> None:
    for id in rulebook.safety_questions:
        question, told = rulebook.questions[id], left(rulebook, id, state)
        point = told.fired["sys_not_answered"]
        assert point.clinician.startswith("NOT ANSWERED (not 'no')"), id
        assert question.label in point.clinician, id
        assert [line.words for line in told.patient.ask] == [question.ask], id
        assert id in as_plain(rulebook, told.response, told.evaluation)["not_answered"], id
        assert overleaf(told, question.label) == words, id
        assert (question.label, words) in [(line.label, line.why) for line in told.clinician.ask], id


def test_each_that_is_not_sure_is_listed_as_not_sure(rulebook: Rulebook) -> None:
    for id in rulebook.safety_questions:
        question, told = rulebook.questions[id], left(rulebook, id, "not_sure")
        point = told.fired["sys_not_sure"]
        assert point.clinician.startswith("NOT SURE (unknown, not 'no')"), id
        assert question.label in point.clinician, id
        assert "sys_not_answered" not in told.fired, id
        assert id in as_plain(rulebook, told.response, told.evaluation)["not_sure"], id
        assert overleaf(told, question.label) == "not sure", id
        assert (question.label, "not sure") in [(line.label, line.why) for line in told.clinician.ask], id


def test_none_is_listed_when_all_are_answered(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, {}))
    assert not {"sys_not_answered", "sys_not_sure", "sys_unknown_medicine", "sys_suicide_not_answered"} & set(
        told.fired
    )
    assert told.clinician.ask == ()


def test_a_question_not_asked_is_not_listed(rulebook: Rulebook) -> None:
    told = tell(
        rulebook,
        changed(rulebook, {"age_band": "75_plus", "pregnancy": None, "phq9": 0, "sui_safe_now": None}),
    )
    assert "sys_not_answered" not in told.fired


def test_not_sure_of_a_warning_sign_is_never_left_to_the_visit(rulebook: Rulebook) -> None:
    first_two = [*rulebook.screens["warning-signs"].questions, *rulebook.screens["nerve-signs"].questions]
    for id in first_two:
        point = left(rulebook, id, "not_sure").fired["urg_not_sure_warning"]
        assert point.priority == "urgent", id
        assert rulebook.questions[id].label in point.clinician, id


@pytest.mark.parametrize(
    "name",
    [
        "little white pill",
        "<b>heart</b",
        "{list}",
        "{contact:crisis}",
        "Großmutters Tropfen",
        "pill “A”",
        "x" * 120,
    ],
)
def test_an_unrecognized_name_stands_as_typed_wherever_it_matters(rulebook: Rulebook, name: str) -> None:
    told = tell(rulebook, changed(rulebook, {"med_list": ["sertraline", name]}))
    typed = [line.typed for line in told.clinician.medicines if not line.recognized]
    assert typed
    for part in typed:
        assert part in name
        assert part in told.fired["sys_unknown_medicine"].patient
        assert part in told.fired["sys_unknown_medicine"].clinician
        assert part in " ".join(line.why for line in told.clinician.ask)
    medicines = as_plain(rulebook, told.response, told.evaluation)["medicines"]
    assert [one["typed"] for one in medicines] == ["sertraline", name]


def test_nothing_says_that_there_is_no_interaction(rulebook: Rulebook) -> None:
    for raw in ({"med_list": ["sertraline"]}, {"med_list": []}, {"med_list": ["little white pill"]}):
        told = tell(rulebook, changed(rulebook, raw))
        for words in (*words_in(told.patient), *words_in(told.clinician)):
            assert "no interactions" not in words.lower()
    assert "no interactions found" not in rulebook.text.lower()
