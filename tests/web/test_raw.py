"""What ticks and rows mean as raw answers."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from screener.model.question import Question, QuestionType
from screener.web.patient.form_fields import MOST_ROWS, TypedMedicines, TypedRow, shown_rows
from screener.web.patient.raw import FROM_RAW, TO_RAW, checklist_answers
from screener.web.security import without_control_characters

ITEMS = ("fever", "fall", "faint")


@pytest.mark.parametrize(
    ("ticked", "answers"),
    [
        pytest.param([], (None, None, None), id="nothing touched is blank"),
        pytest.param(["none"], ("no", "no", "no"), id="none alone is no"),
        pytest.param(["fall"], ("not_ticked", "yes", "not_ticked"), id="ticks alone: the rest is not ticked"),
        pytest.param(["not_sure"], ("not_sure",) * 3, id="not sure alone"),
        pytest.param(["fall", "not_sure"], ("not_sure", "yes", "not_sure"), id="ticks and not sure"),
        pytest.param(["fall", "prefer_not"], ("prefer_not", "yes", "prefer_not"), id="ticks and rather not"),
        pytest.param(["fall", "none"], ("not_ticked", "yes", "not_ticked"), id="ticks beside none count"),
        pytest.param(["none", "not_sure"], ("not_sure",) * 3, id="not sure beside none is not sure"),
        pytest.param(["prefer_not", "not_sure"], ("not_sure",) * 3, id="not sure outweighs rather not"),
        pytest.param(["fall", "fever", "faint"], ("yes",) * 3, id="all ticked"),
        pytest.param(["unheard_of"], (None, None, None), id="an unknown value is nothing"),
    ],
)
def test_a_checklist_answers_each_of_its_questions(
    ticked: list[str], answers: tuple[str | None, ...]
) -> None:
    assert tuple(checklist_answers(ITEMS, ticked).values()) == answers


MANY = Question(
    id="q", ask="Which?", label="Which", type=QuestionType.MANY, options={"a": "A", "b": "B"}, none="None"
)
ONE = Question(id="q", ask="Which?", label="Which", type=QuestionType.ONE, options={"a": "A", "b": "B"})
YES_NO = Question(id="q", ask="Is it?", label="Is it", type=QuestionType.YES_NO)
SCALE = Question(id="q", ask="How much?", label="How much", type=QuestionType.SCALE, low=0, high=10)
TEXT = Question(id="q", ask="What?", label="What", type=QuestionType.TEXT)
LIST = Question(id="q", ask="What?", label="What", type=QuestionType.MEDICINES)


@pytest.mark.parametrize(
    ("question", "data", "raw"),
    [
        (YES_NO, None, None),
        (YES_NO, "no", "no"),
        (YES_NO, "not_sure", "not_sure"),
        (YES_NO, "maybe", None),
        (ONE, "b", "b"),
        (ONE, "prefer_not", "prefer_not"),
        (ONE, "c", None),
        (MANY, [], None),
        (MANY, ["none"], ["none"]),
        (MANY, ["a", "not_sure"], ["a", "not_sure"]),
        (MANY, ["a", "none"], ["a", "none"]),
        (MANY, ["c"], None),
        (SCALE, "0", 0),
        (SCALE, "10", 10),
        (SCALE, "11", None),
        (SCALE, "２", None),
        (SCALE, "2,5", None),
        (SCALE, None, None),
        (TEXT, "  ", None),
        (TEXT, "two\nlines", "two\nlines"),
        (LIST, TypedMedicines(), None),
        (LIST, TypedMedicines(apart=("none",)), []),
        (LIST, TypedMedicines(apart=("not_sure",)), "not_sure"),
        (LIST, TypedMedicines((TypedRow("Prozac"),), ("none",)), [{"typed": "Prozac"}]),
        (
            LIST,
            TypedMedicines((TypedRow("Prozac", "mood", "2 years"),)),
            [{"typed": "Prozac", "reason": "mood", "since": "2 years"}],
        ),
        (
            LIST,
            TypedMedicines((TypedRow("prozak", take="fluoxetine", asked="prozak"),)),
            [{"typed": "prozak", "taken_as": "fluoxetine"}],
        ),
        (
            LIST,
            TypedMedicines((TypedRow("tramadol", take="fluoxetine", asked="prozak"),)),
            [{"typed": "tramadol"}],
        ),
        (
            LIST,
            TypedMedicines((TypedRow("prozak", take="keep", asked="prozak"),)),
            [{"typed": "prozak", "taken_as": ""}],
        ),
    ],
)
def test_a_field_becomes_a_raw_answer(question: Question, data: object, raw: object) -> None:
    assert TO_RAW[question.type](question, data) == raw


@pytest.mark.parametrize(
    ("question", "raw"),
    [
        (YES_NO, "yes"),
        (ONE, "prefer_not"),
        (MANY, ["a", "not_sure"]),
        (MANY, ["none"]),
        (SCALE, 0),
        (TEXT, "words"),
        (LIST, []),
        (LIST, "not_sure"),
        (LIST, [{"typed": "Prozac", "since": "2 years"}]),
        (LIST, [{"typed": "prozak", "taken_as": "fluoxetine"}]),
    ],
)
def test_a_stored_answer_fills_its_field_so_that_it_says_the_same(question: Question, raw: object) -> None:
    assert TO_RAW[question.type](question, FROM_RAW[question.type](raw)) == raw


@pytest.mark.parametrize(
    ("used", "more", "shown"),
    [(0, 0, 4), (3, 0, 4), (4, 0, 5), (4, 3, 7), (MOST_ROWS, 3, MOST_ROWS)],
)
def test_there_is_always_an_empty_row_until_the_list_is_full(used: int, more: int, shown: int) -> None:
    typed = TypedMedicines(tuple(TypedRow("tramadol") for _ in range(used)))
    assert len(shown_rows(typed, more=more)) == shown


@pytest.mark.parametrize(
    ("sent", "kept", "removed"),
    [
        ("plain", "plain", False),
        ("two\r\nlines\tand a tab", "two\r\nlines\tand a tab", False),
        ("a\x00b\x1b[31mc\x7fd\x85", "ab[31mcd", True),
        ("שלום 👍", "שלום 👍", False),
    ],
)
def test_control_characters_are_removed(sent: str, kept: str, removed: bool) -> None:
    form, found = without_control_characters(MultiDict({"name": sent}))
    assert (form["name"], found) == (kept, removed)
