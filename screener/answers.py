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

from screener.codes import Code
from screener.errors import AnswerPlace, Problem
from screener.medicines import Matcher, Part, matcher_for
from screener.model.question import Question, QuestionType
from screener.model.response import (
    BLANK,
    NOT_REACHED,
    Answer,
    MedicineRow,
    Recognition,
    Response,
    State,
    is_blank,
)
from screener.model.rulebook import Rulebook
from screener.model.vocabulary import Medicine

STATE_WORDS = {
    "not_sure": Answer(State.NOT_SURE),
    "prefer_not": Answer(State.PREFER_NOT),
    "not_reached": NOT_REACHED,
}
"""Words that stand for a state instead of an answer, for every question type."""

LIST_STATES = ("not_sure", "prefer_not")
"""Those of them that can stand in a list, for the options that are not chosen."""

QUESTION_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
MOST_DIGITS = 4
ROW_KEYS = ("typed", "taken_as", "reason", "since")
MOST_ROWS = 200
LONGEST_NAME = 200
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
    rows: list[MedicineRow] = []
    problems: list[Problem] = []
    for entry, item in enumerate(value):
        fields = {"typed": item} if isinstance(item, str) else item
        wrong = _wrong_row(question, fields, entry, matcher)
        if wrong is not None:
            problems.append(wrong)
        if (
            isinstance(fields, Mapping)
            and _is_whole(typed := fields.get("typed"))
            and not is_blank(str(typed))
        ):
            rows.extend(_rows(fields, entry, matcher))
    if value and not rows:
        return _Read(BLANK, tuple(problems))
    return _Read(Answer(State.GIVEN, rows=tuple(rows)), tuple(problems))


def _is_whole(words: object) -> bool:
    return isinstance(words, str) and not HALF_CHARACTER.search(words)


def _wrong_row(question: Question, fields: object, entry: int, matcher: Matcher) -> Problem | None:
    def wrong(what: str, mend: str, code: Code = Code.WRONG_MEDICINE) -> Problem:
        return Problem(AnswerPlace(question.id, row=entry + 1), code, what, mend)

    if not isinstance(fields, Mapping):
        return wrong("this is not a medicine", "write its name, or typed: and its name")
    if set(fields) - set(ROW_KEYS):
        return wrong("this row has a part that is not known", f"use {', '.join(ROW_KEYS)}")
    if "typed" not in fields:
        return wrong("this row has no medicine name", "write typed: and the name", Code.NO_NAME)
    for key, value in fields.items():
        if not isinstance(value, str):
            return wrong(f"{key} of this row holds no words", f"put them in quotes, or leave {key} out")
    if not all(_is_whole(words) for words in fields.values()):
        return wrong("this row holds half a character", "write the character itself")
    if max(map(len, fields.values())) > LONGEST_NAME:
        return wrong(f"this row is longer than {LONGEST_NAME} characters", "shorten it", Code.TOO_LONG)
    if is_blank(fields["typed"]) and not all(map(is_blank, fields.values())):
        return wrong("this row has no medicine name", "write it, or leave the row out", Code.NO_NAME)
    if fields.get("taken_as") and matcher.look_up(str(fields["taken_as"])) is None:
        return wrong("taken_as names no known medicine", "use a name that was offered")
    return None


def _rows(fields: Mapping[str, object], entry: int, matcher: Matcher) -> list[MedicineRow]:
    """The rows of one line; an empty ``taken_as`` says that nothing of what was offered was taken."""
    line = str(fields["typed"])
    words = {key: HALF_CHARACTER.sub("", str(fields.get(key) or "")) for key in ROW_KEYS}
    taken = matcher.look_up(words["taken_as"]) if words["taken_as"] else None
    parts = matcher.recognize(line)
    at = _taken_part(parts, taken.generic) if taken is not None else None
    return [
        _row(
            part,
            entry=entry,
            line=line,
            taken=taken if number == at else None,
            declined=fields.get("taken_as") == "",
            matcher=matcher,
            words=words,
        )
        for number, part in enumerate(parts)
    ]


def _row(
    part: Part,
    *,
    entry: int,
    line: str,
    taken: Medicine | None,
    declined: bool,
    matcher: Matcher,
    words: Mapping[str, str],
) -> MedicineRow:
    medicine = taken or (matcher.look_up(part.generic) if part.generic else None)
    return MedicineRow(
        typed=part.typed,
        entry=entry,
        line=line,
        recognition=part.recognition if taken is None else Recognition.RECOGNIZED,
        generic=medicine.generic if medicine else "",
        generics=medicine.substances if medicine else (),
        suggestions=part.suggestions if taken is None else (),
        taken_as=taken.generic if taken else "",
        reason=words["reason"] or part.reason,
        since=words["since"],
        offered=part.suggestions,
        declined=declined and part.recognition is Recognition.OFFERED,
    )


def _taken_part(parts: tuple[Part, ...], generic: str) -> int | None:
    """Which part of a line the patient said yes to: the one that offered it, else the first not known."""
    offered = [number for number, part in enumerate(parts) if generic in part.suggestions]
    unknown = [number for number, part in enumerate(parts) if part.recognition is not Recognition.RECOGNIZED]
    return next(iter((*offered, *unknown, *range(len(parts)))), None)


READERS: dict[QuestionType, Callable[[Question, object, Matcher], _Read]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _scale,
    QuestionType.TEXT: _text,
    QuestionType.MEDICINES: _medicines,
}
"""How each question type reads a raw value that is neither absent nor the name of a state."""
