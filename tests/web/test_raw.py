"""What ticks and rows mean as raw answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from screener.answers import change
from screener.journey import Step
from screener.model.question import TYPES, Layout, Question, QuestionType, Screen
from screener.model.response import BLANK, Answer, Response, State
from screener.model.rulebook import Rulebook
from screener.web.patient.field_views import field_views
from screener.web.patient.form_fields import FIELDS, MOST_ROWS, checklist_answers
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


def form_of(question: Question, **filled: object) -> BaseForm:
    """The form of one question."""
    form = BaseForm({"q": FIELDS[TYPES[question.type].control]()})
    form.process(**filled)
    return form


@pytest.mark.parametrize(
    ("question", "sent", "raw"),
    [
        (YES_NO, {}, None),
        (YES_NO, {"q": "no"}, "no"),
        (YES_NO, {"q": "not_sure"}, "not_sure"),
        (YES_NO, {"q": "maybe"}, "maybe"),
        (ONE, {"q": "b"}, "b"),
        (ONE, {"q": "prefer_not"}, "prefer_not"),
        (MANY, {}, None),
        (MANY, {"q": ["none"]}, ["none"]),
        (MANY, {"q": ["a", "not_sure"]}, ["a", "not_sure"]),
        (MANY, {"q": ["a", "none"]}, ["a", "none"]),
        (SCALE, {"q": "0"}, 0),
        (SCALE, {"q": "10"}, 10),
        (SCALE, {"q": "11"}, 11),
        (SCALE, {"q": "２"}, "２"),
        (SCALE, {"q": "2,5"}, "2,5"),
        (SCALE, {"q": "9" * 5000}, "9" * 5000),
        (SCALE, {"q": ""}, None),
        (TEXT, {"q": "  "}, None),
        (TEXT, {"q": "two\r\nlines"}, "two\nlines"),
        (LIST, {}, None),
        (LIST, {"q-list": "none"}, []),
        (LIST, {"q-list": "not_sure"}, "not_sure"),
        (LIST, {"q-0": "Prozac", "q-list": "none"}, [{"typed": "Prozac"}]),
        (LIST, {"q-3": "Prozac"}, [{"typed": "Prozac"}]),
        (LIST, {"q-0-for": "sleep"}, [{"typed": "", "reason": "sleep"}]),
        (
            LIST,
            {"q-0": " Prozac\n", "q-0-for": "mood", "q-0-since": "2 years"},
            [{"typed": "Prozac", "reason": "mood", "since": "2 years"}],
        ),
        (
            LIST,
            {"q-0": "prozak", "q-0-take": "fluoxetine", "q-0-asked": "prozak"},
            [{"typed": "prozak", "taken_as": "fluoxetine"}],
        ),
        (
            LIST,
            {"q-0": "tramadol", "q-0-take": "fluoxetine", "q-0-asked": "prozak"},
            [{"typed": "tramadol"}],
        ),
        (
            LIST,
            {"q-0": "prozak", "q-0-take": "keep", "q-0-asked": "prozak"},
            [{"typed": "prozak", "taken_as": ""}],
        ),
    ],
)
def test_a_field_holds_the_raw_answer_and_leaves_it_to_others_to_judge(
    question: Question, sent: dict[str, str | list[str]], raw: object
) -> None:
    assert form_of(question, formdata=MultiDict(sent)).data["q"] == raw


REFUSED = [
    # question, what was sent, the answer that the rest of the program gets
    (YES_NO, {"q": "maybe"}, BLANK),
    (ONE, {"q": "c"}, BLANK),
    (MANY, {"q": ["c"]}, BLANK),
    (MANY, {"q": ["c", "a"]}, Answer(State.GIVEN, chosen=("a",))),
    (SCALE, {"q": "11"}, BLANK),
    (SCALE, {"q": "２"}, BLANK),
    (SCALE, {"q": "2,5"}, BLANK),
    (SCALE, {"q": "9" * 5000}, BLANK),
    (TEXT, {"q": "x" * 2001}, Answer(State.GIVEN, text="x" * 2001)),
]


@pytest.mark.parametrize(("question", "sent", "answer"), REFUSED)
def test_what_a_field_cannot_mean_is_refused_where_answers_are_judged(
    rulebook: Rulebook, question: Question, sent: dict[str, str | list[str]], answer: Answer
) -> None:
    asked = replace(rulebook, questions={"q": question})
    parsed = change(asked, Response(), form_of(question, formdata=MultiDict(sent)).data)
    assert [problem.question for problem in parsed.problems] == ["q"]
    assert parsed.response.of("q") == answer


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
    assert form_of(question, data={"q": raw}).data["q"] == raw


@pytest.mark.parametrize(
    ("used", "more", "shown"),
    [(0, 0, 4), (3, 0, 4), (4, 0, 5), (4, 3, 7), (MOST_ROWS, 3, MOST_ROWS)],
)
def test_there_is_always_an_empty_row_until_the_list_is_full(
    rulebook: Rulebook, used: int, more: int, shown: int
) -> None:
    screen = Screen(id="s", part="p", title="t", layout=Layout.LIST, items=("q",))
    step = Step(screen, screen.items, screen.questions, "p", 1, 1)
    form = form_of(LIST, data={"q": [{"typed": "tramadol"}] * used})
    asked = replace(rulebook, questions={"q": LIST})
    (view,) = field_views(asked, step, form, Response(), errors={}, more=more)
    assert len(view.rows) == shown


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
