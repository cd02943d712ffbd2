"""Raw values turned into a response, or problems: one table, a row a question type.

Used by the web, the command line, the store and the examples. A raw value has the form that the command
line takes: an option, a list of options, a whole number, words, a list of medicines, or a state's name.
No problem ever repeats the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from screener.answers.medicine_rows import HALF_CHARACTER, LONGEST_NAME, read_rows
from screener.codes import Code
from screener.errors import AnswerPlace, Problem
from screener.medicines import Matcher, matcher_for
from screener.model.question import Question, QuestionType
from screener.model.response import BLANK, NOT_REACHED, Answer, Response, State, is_blank
from screener.model.rulebook import Rulebook

__all__ = [
    "LIST_STATES",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "STATE_WORDS",
    "Parsed",
    "change",
    "parse",
    "reached",
    "typed_number",
]

STATE_WORDS = {
    "not_sure": Answer(State.NOT_SURE),
    "prefer_not": Answer(State.PREFER_NOT),
    "not_reached": NOT_REACHED,
}
"""Words that stand for a state instead of an answer, for every question type."""

LIST_STATES = ("not_sure", "prefer_not")
"""Those of them that can stand in a list, for the options that are not chosen."""

QUESTION_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
MOST_DIGITS = 4
MOST_ROWS = 200
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A response, and what was wrong with the raw values.

    A question with a problem keeps what can be used of its answer (ticks beside "none"), else it is
    blank.
    """

    response: Response
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    answer: Answer
    problems: tuple[Problem, ...] = ()


def parse(rulebook: Rulebook, raw: Mapping[str, object]) -> Parsed:
    """Turn raw values by question id into a response, as if every screen was passed."""
    return change(rulebook, Response(), {**dict.fromkeys(rulebook.questions), **raw})


def reached(rulebook: Rulebook, response: Response, *, passed: Collection[str]) -> Response:
    """The same response where only what was passed or answered counts as reached.

    On a screen that was not passed, a blank question was not reached; an answer there stands beside a
    problem, and must not be lost on an emergency.
    """
    waiting = [screen for screen in rulebook.screens.values() if screen.id not in passed]
    blank = [
        id
        for screen in waiting
        for id in screen.questions
        if response.answers.get(id, BLANK).state is State.BLANK
    ]
    return Response({**response.answers, **dict.fromkeys(blank, NOT_REACHED)})


def change(rulebook: Rulebook, response: Response, raw: Mapping[str, object]) -> Parsed:
    """The response with these raw values instead of what it holds for their questions."""
    matcher = matcher_for(rulebook.vocabulary)
    known = {id: value for id, value in raw.items() if id in rulebook.questions}
    reads = {id: _read(rulebook.questions[id], value, matcher) for id, value in known.items()}
    problems = [problem for read in reads.values() for problem in read.problems]
    problems.extend(_unknown(rulebook, str(id)) for id in raw if id not in rulebook.questions)
    answers = {**response.answers, **{id: read.answer for id, read in reads.items()}}
    return Parsed(Response(answers), tuple(problems))


def _unknown(rulebook: Rulebook, id: str) -> Problem:
    nearest = get_close_matches(id, rulebook.questions, n=1)
    mend = f'did you mean "{nearest[0]}"?' if nearest else "use a question id of the rulebook"
    place = AnswerPlace(id if QUESTION_ID.fullmatch(id) else "answers")
    return Problem(place, Code.UNKNOWN_QUESTION, "a question that the rulebook does not have", mend)


def _read(question: Question, value: object, matcher: Matcher) -> _Read:
    if value is None:
        return _Read(BLANK)
    if isinstance(value, str) and value in STATE_WORDS:
        return _Read(STATE_WORDS[value])
    return READERS[question.type](question, value, matcher)


def _refuse(question: Question, what: str, mend: str, *, code: Code = Code.WRONG_ANSWER) -> _Read:
    return _Read(BLANK, (Problem(AnswerPlace(question.id), code, what, mend),))


def _yes_no(question: Question, value: object, _: Matcher) -> _Read:
    if value == "not_ticked":
        return _Read(Answer(State.NOT_TICKED, chosen=("no",)))
    if isinstance(value, str) and value in ("yes", "no"):
        return _Read(Answer(State.GIVEN, chosen=(value,)))
    return _refuse(
        question,
        "this is not an answer to a yes/no question",
        "use yes, no, not_ticked, not_sure or prefer_not",
    )


def _one(question: Question, value: object, _: Matcher) -> _Read:
    if isinstance(value, str) and value in question.options:
        return _Read(Answer(State.GIVEN, chosen=(value,)))
    return _refuse(question, "this is not one of the options", f"use one of {', '.join(question.options)}")


def _many(question: Question, value: object, _: Matcher) -> _Read:
    if not isinstance(value, list | tuple):
        return _refuse(question, "this question takes a list", "put the options in square brackets")
    allowed = {*question.options, *LIST_STATES, *(["none"] if question.none else [])}
    words = [item for item in value if isinstance(item, str) and item in allowed]
    chosen = tuple(option for option in question.options if option in words)
    rest = next((STATE_WORDS[word].state for word in words if word in LIST_STATES), State.GIVEN)
    if len(words) < len(value):
        what, mend = "one entry is not an option", f"use options of {', '.join(question.options)}"
        problems = _refuse(question, what, mend).problems
    else:
        problems = _conflicts(question, chosen, words)
    if chosen:
        return _Read(Answer(State.GIVEN, chosen=chosen, rest=rest), problems)
    if rest is not State.GIVEN:
        return _Read(Answer(rest), problems)
    return _Read(Answer(State.GIVEN) if question.none and not problems else BLANK, problems)


def _conflicts(question: Question, chosen: tuple[str, ...], words: list[str]) -> tuple[Problem, ...]:
    alone = {option: question.options[option] for option in question.alone if option in chosen}
    if "none" in words:
        alone["none"] = question.none
    others = [question.options[option] for option in chosen if option not in alone]
    others += [word for word in words if word in LIST_STATES]
    if not alone or len(alone) + len(others) < 2:
        return ()
    first = next(iter(alone.values()))
    what = f"“{first}” is chosen together with another answer"
    return (
        Problem(AnswerPlace(question.id), Code.CONTRADICTION, what, f"keep “{first}” alone, or the others"),
    )


def _scale(question: Question, value: object, _: Matcher) -> _Read:
    number = typed_number(value) if isinstance(value, str) else value
    if isinstance(number, int) and not isinstance(number, bool) and question.low <= number <= question.high:
        return _Read(Answer(State.GIVEN, number=number))
    return _refuse(
        question,
        "this is not a step of the scale",
        f"use a whole number from {question.low} to {question.high}",
    )


def typed_number(text: str) -> int | str:
    """A whole number as typed in a form; what is none stays as it is, to be judged like any raw value."""
    return int(text) if _is_short_number(text) else text


def _is_short_number(text: str) -> bool:
    """Whether it is plain decimal digits; a leading zero may be a code or a slip, so it is no number."""
    plain = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return plain and (text == "0" or not text.startswith("0"))


def _text(question: Question, value: object, _: Matcher) -> _Read:
    if not isinstance(value, str):
        return _refuse(question, "this question takes words", "put the words in quotes")
    if HALF_CHARACTER.search(value):
        return _refuse(question, "these words hold half a character", "write the character itself")
    answer = BLANK if is_blank(value) else Answer(State.GIVEN, text=value)
    if len(value) <= LONGEST_TEXT:
        return _Read(answer)
    what, mend = f"this is longer than {LONGEST_TEXT} characters", "shorten it"
    return _Read(answer, _refuse(question, what, mend, code=Code.TOO_LONG).problems)


def _medicines(question: Question, value: object, matcher: Matcher) -> _Read:
    if not isinstance(value, list | tuple) or len(value) > MOST_ROWS:
        return _refuse(
            question,
            "this question takes a list of medicines",
            f"write a name an entry, at most {MOST_ROWS}",
        )
    rows, problems = read_rows(question.id, value, matcher)
    return _Read(Answer(State.GIVEN, rows=rows) if rows or not value else BLANK, problems)


READERS: dict[QuestionType, Callable[[Question, object, Matcher], _Read]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _scale,
    QuestionType.TEXT: _text,
    QuestionType.MEDICINES: _medicines,
}
"""How each question type reads a raw value that is neither absent nor the name of a state."""
