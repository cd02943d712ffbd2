"""Raw values into answers: a row a form of answer, what it becomes, and what is refused with words."""

from __future__ import annotations

import pytest

from screener.answers import change, parse, reached
from screener.model.response import Recognition, State
from screener.model.rulebook import Rulebook

TAKEN = [
    # question, raw value, state, chosen, number, rest
    ("sym_eye", "yes", State.GIVEN, ("yes",), None, State.GIVEN),
    ("sym_eye", "no", State.GIVEN, ("no",), None, State.GIVEN),
    ("sym_eye", "not_ticked", State.NOT_TICKED, ("no",), None, State.GIVEN),
    ("sym_eye", "not_sure", State.NOT_SURE, (), None, State.GIVEN),
    ("sym_eye", "prefer_not", State.PREFER_NOT, (), None, State.GIVEN),
    ("sym_eye", None, State.BLANK, (), None, State.GIVEN),
    ("sym_eye", "not_reached", State.NOT_REACHED, (), None, State.GIVEN),
    ("age_band", "25_64", State.GIVEN, ("25_64",), None, State.GIVEN),
    ("age_band", "prefer_not", State.PREFER_NOT, (), None, State.GIVEN),
    ("pain_neuro", ["electric", "burning"], State.GIVEN, ("burning", "electric"), None, State.GIVEN),
    ("pain_neuro", ["burning", "not_sure"], State.GIVEN, ("burning",), None, State.NOT_SURE),
    ("pain_neuro", ["not_sure"], State.NOT_SURE, (), None, State.GIVEN),
    ("pain_neuro", [], State.GIVEN, (), None, State.GIVEN),
    ("pain_neuro", ["none"], State.GIVEN, (), None, State.GIVEN),
    ("pain_site", [], State.BLANK, (), None, State.GIVEN),
    ("peg_pain", 0, State.GIVEN, (), 0, State.GIVEN),
    ("peg_pain", 10, State.GIVEN, (), 10, State.GIVEN),
    ("peg_pain", "7", State.GIVEN, (), 7, State.GIVEN),
    ("visit_goal", "   ", State.BLANK, (), None, State.GIVEN),
    ("med_list", [], State.GIVEN, (), None, State.GIVEN),
    ("med_list", [""], State.BLANK, (), None, State.GIVEN),
    ("med_list", "not_sure", State.NOT_SURE, (), None, State.GIVEN),
]


@pytest.mark.parametrize(("question", "raw", "state", "chosen", "number", "rest"), TAKEN)
def test_a_raw_value_becomes_this_answer(
    rulebook: Rulebook, question: str, raw: object, state: State, chosen: tuple, number: int, rest: State
) -> None:
    parsed = parse(rulebook, {question: raw})
    answer = parsed.response.of(question)
    assert parsed.problems == ()
    assert (answer.state, answer.chosen, answer.number, answer.rest) == (state, chosen, number, rest)


REFUSED = [
    # question, raw value, words that the problem must hold
    ("sym_eye", True, "yes/no"),
    ("sym_eye", "maybe", "yes/no"),
    ("age_band", "30", "options"),
    ("pain_neuro", "burning", "list"),
    ("pain_neuro", ["burning", "stabbing"], "option"),
    ("pain_site", ["none"], "option"),
    ("peg_pain", 11, "scale"),
    ("peg_pain", -1, "scale"),
    ("peg_pain", "2,5", "scale"),
    ("peg_pain", "12.", "scale"),
    ("peg_pain", "７", "scale"),
    ("peg_pain", 2.5, "scale"),
    ("peg_pain", True, "scale"),
    ("peg_pain", "9" * 5000, "scale"),
    ("pain_site", ["not_reached"], "option"),
    ("pain_site", ["neck", "not_reached"], "option"),
    ("pain_site", [["neck"]], "option"),
    ("visit_goal", ["x"], "words"),
    ("visit_goal", "half \ud800", "half a character"),
    ("med_list", ["Prozac \ud800"], "half a character"),
    ("med_list", [{"typed": "Prozac", "reason": "\udfff"}], "half a character"),
    ("med_list", "Prozac", "list"),
    ("med_list", [3], "medicine"),
    ("med_list", [{"typed": "x", "dose": "y"}], "part"),
    ("med_list", [{"typed": "zolof", "taken_as": "nonsense"}], "taken_as"),
    ("med_list", [{"typed": "Prozac", "taken_as": "acetaminophen"}], "taken_as"),
    ("med_list", ["Prozac", {"typed": "zolof", "taken_as": "acetaminophen"}], "taken_as"),
    ("med_list", [{"typed": "little white pill", "taken_as": "sertraline"}], "taken_as"),
    ("med_list", [{"typed": "zolof and tramadol", "taken_as": "fluoxetine"}], "taken_as"),
    ("med_stopped_5w", [{"typed": "ibuprofen", "taken_as": "naproxen"}], "taken_as"),
]


@pytest.mark.parametrize(("question", "raw", "words"), REFUSED)
def test_what_cannot_be_read_is_told_by_question_and_never_repeated(
    rulebook: Rulebook, question: str, raw: object, words: str
) -> None:
    parsed = parse(rulebook, {question: raw, "phq1": 2})
    (problem,) = parsed.problems
    assert str(problem.place).startswith(question)
    assert words in problem.what
    assert problem.mend
    assert parsed.response.of("phq1").number == 2


CONTRADICTIONS = [
    ("pain_neuro", ["none", "burning"], ("burning",), "None of these"),
    ("pain_neuro", ["none", "not_sure"], (), "None of these"),
    ("pain_tried", ["nothing", "exercise"], ("exercise", "nothing"), "Nothing yet"),
]


@pytest.mark.parametrize(("question", "raw", "chosen", "named"), CONTRADICTIONS)
def test_none_beside_a_tick_is_a_problem_and_the_ticks_count(
    rulebook: Rulebook, question: str, raw: object, chosen: tuple, named: str
) -> None:
    parsed = parse(rulebook, {question: raw})
    assert [str(problem.code) for problem in parsed.problems] == ["contradiction"]
    assert named in parsed.problems[0].what
    assert parsed.response.of(question).chosen == chosen


def test_an_unknown_question_names_the_nearest(rulebook: Rulebook) -> None:
    (problem,) = parse(rulebook, {"sym_eyes": "yes"}).problems
    assert "sym_eye" in problem.mend


def test_blank_questions_of_screens_not_passed_are_not_reached(rulebook: Rulebook) -> None:
    given = parse(rulebook, {"sym_eye": "yes", "peg_pain": 3}).response
    response = reached(rulebook, given, passed={"warning-signs"})
    assert response.of("sym_eye").state is State.GIVEN
    assert response.of("sym_stroke").state is State.BLANK
    assert response.of("peg_enjoyment").state is State.NOT_REACHED
    assert (response.of("peg_pain").state, response.of("peg_pain").number) == (State.GIVEN, 3)


def test_a_line_of_two_medicines_makes_two_rows_of_one_entry(rulebook: Rulebook) -> None:
    rows = parse(rulebook, {"med_list": ["Prozac", "ibuprofen, tylenol"]}).response.of("med_list").rows
    assert [(row.entry, row.generics) for row in rows] == [
        (0, ("fluoxetine",)),
        (1, ("ibuprofen",)),
        (1, ("acetaminophen",)),
    ]


def test_an_offer_counts_only_once_it_is_taken(rulebook: Rulebook) -> None:
    typed = {"typed": "zolof"}
    offered = parse(rulebook, {"med_list": [typed]}).response.of("med_list").rows[0]
    taken = (
        parse(rulebook, {"med_list": [{**typed, "taken_as": "sertraline"}]}).response.of("med_list").rows[0]
    )
    assert (offered.recognition, offered.generics) == (Recognition.OFFERED, ())
    assert "sertraline" in offered.suggestions
    assert (taken.recognition, taken.generics, taken.typed) == (
        Recognition.RECOGNIZED,
        ("sertraline",),
        "zolof",
    )


TAKEN_PARTS = [
    # what was typed, the offer that was taken, each part with what it is and whether the yes was about it
    ("zolof", "sertraline", [("zolof", "sertraline", "sertraline")]),
    ("zolof and tramadol", "sertraline", [("zolof", "sertraline", "sertraline"), ("tramadol", "", "")]),
    ("blue pill, zolof", "sertraline", [("blue pill", "", ""), ("zolof", "sertraline", "sertraline")]),
    ("t3", "liothyronine", [("t3", "liothyronine", "liothyronine")]),
]


@pytest.mark.parametrize(("typed", "taken_as", "parts"), TAKEN_PARTS)
def test_an_offer_taken_for_one_medicine_of_a_line_leaves_the_others(
    rulebook: Rulebook, typed: str, taken_as: str, parts: list
) -> None:
    raw = {"med_list": [{"typed": typed, "taken_as": taken_as}]}
    rows = parse(rulebook, raw).response.of("med_list").rows
    assert [(row.typed, row.generic, row.taken_as) for row in rows] == parts


def test_what_was_not_on_offer_is_refused_with_what_was(rulebook: Rulebook) -> None:
    rows = [{"typed": "Prozac", "taken_as": "acetaminophen"}, {"typed": "zolof", "taken_as": "acetaminophen"}]
    exact, near = parse(rulebook, {"med_list": rows}).problems
    offered = parse(rulebook, {"med_list": ["zolof"]}).response.of("med_list").rows[0].suggestions
    assert str(exact) == (
        "med_list, row 1: taken_as is none of the names that are offered; leave taken_as out"
    )
    assert near.mend == f"use {' or '.join(offered)}, or leave taken_as out"
    assert "sertraline" in offered


def test_a_change_replaces_only_its_questions(rulebook: Rulebook) -> None:
    before = parse(rulebook, {"sym_eye": "yes", "peg_pain": 3}).response
    parsed = change(rulebook, before, {"peg_pain": None, "peg_pains": 1, "phq9": 9})
    assert parsed.response.of("sym_eye").chosen == ("yes",)
    assert parsed.response.of("peg_pain").state is State.BLANK
    assert sorted(str(problem.place) for problem in parsed.problems) == ["peg_pains", "phq9"]


def test_an_unknown_question_is_named_unless_it_is_no_id(rulebook: Rulebook) -> None:
    places = [parse(rulebook, {id: "x"}).problems[0].place for id in ("sym_eyes", "my Secret", "a" * 99)]
    assert list(map(str, places)) == ["sym_eyes", "answers", "answers"]
