"""The form that changes a made-up person's answers: its fields, and what was sent as raw answers.

Nothing is kept between two requests. The form shows the questions that its rules look at; the answers to
all others travel in it as one hidden field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from screener.engine.wording import STATES
from screener.model.question import Question, QuestionType
from screener.model.response import State
from screener.model.rulebook import Rulebook

Raw = Mapping[str, object]

NONE = "none"
UNKNOWN = {"not_sure": STATES[State.NOT_SURE], "prefer_not": STATES[State.PREFER_NOT]}
LEFT_BLANK = {"": STATES[State.BLANK]}
YES_NO = {"yes": "yes", "no": "no", "not_ticked": STATES[State.NOT_TICKED]}
TAKEN_AS = " = "
"""Parts a line that was not recognized from the offer that was taken."""


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One thing to choose, and whether it is chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One question in the form. ``shape`` is choice, ticks, text or medicines; ``state``: if not shown."""

    id: str
    ask: str
    shape: str
    choices: tuple[AnswerChoice, ...]
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one screen."""

    title: str
    fields: tuple[Field, ...]


def groups_of(
    rulebook: Rulebook, raw: Raw, wanted: Collection[str], *, states: Mapping[str, State]
) -> tuple[Group, ...]:
    """The wanted questions as fields that show these answers, screen by screen."""
    groups = (
        Group(
            screen.title,
            tuple(
                _field(rulebook.questions[id], raw.get(id), states[id])
                for id in screen.questions
                if id in wanted
            ),
        )
        for screen in rulebook.screens.values()
    )
    return tuple(group for group in groups if group.fields)


def field_name(question: str) -> str:
    """What a question's field is called."""
    return f"q.{question}"


def sent(rulebook: Rulebook, form: MultiDict[str, str]) -> dict[str, object]:
    """The raw answers that a form holds: those carried along, overlaid by those of its fields."""
    answers = carried(form.get("answers", ""))
    for id in form.get("fields", "").split():
        if id in rulebook.questions:
            question = rulebook.questions[id]
            answers[id] = SENT[question.type](form, field_name(id))
    return answers


def carried(text: str) -> dict[str, object]:
    """The answers in the hidden field; none where it is no JSON object."""
    try:
        answers = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return answers if isinstance(answers, dict) else {}


def carry(answers: Raw) -> str:
    """The answers for the hidden field."""
    return json.dumps(answers, ensure_ascii=False)


def changes(answers: Raw, person: Raw) -> dict[str, object]:
    """The answers that are not the person's own; what was left blank is None."""
    ids = dict.fromkeys((*person, *answers))
    return {id: answers.get(id) for id in ids if answers.get(id) != person.get(id)}


def _field(question: Question, raw: object, state: State) -> Field:
    unseen = state in (State.NOT_ASKED, State.NOT_SHOWN)
    return Field(
        id=question.id,
        ask=question.ask,
        shape=SHAPES.get(question.type, "choice"),
        choices=_choices(question, raw),
        text=_text(raw),
        state=STATES[state] if unseen else "",
    )


SHAPES = {QuestionType.MANY: "ticks", QuestionType.TEXT: "text", QuestionType.MEDICINES: "medicines"}
"""How questions look that are no choice among a few words."""


def _choices(question: Question, raw: object) -> tuple[AnswerChoice, ...]:
    words = {**_offered(question), **UNKNOWN}
    if question.type is not QuestionType.MANY:
        words = {**LEFT_BLANK, **words}
    chosen = _chosen(question, raw)
    return tuple(AnswerChoice(value, told, value in chosen) for value, told in words.items())


def _chosen(question: Question, raw: object) -> set[str]:
    if raw is None:
        return {""}
    if raw == [] and question.type in (QuestionType.MANY, QuestionType.MEDICINES):
        return {NONE}
    return {str(one) for one in raw} if isinstance(raw, list | tuple) else {str(raw)}


def _offered(question: Question) -> dict[str, str]:
    match question.type:
        case QuestionType.YES_NO:
            return YES_NO
        case QuestionType.SCALE:
            steps = question.steps
            numbers = range(question.low, question.high + 1)
            named = (
                {number: steps[number - question.low] for number in numbers} if steps else question.anchors
            )
            return {str(one): f"{one} {named.get(one, '')}".rstrip() for one in numbers}
        case QuestionType.MEDICINES:
            return {NONE: "takes none"}
        case QuestionType.TEXT:
            return {}
        case _:
            return {**question.options, **({NONE: question.none} if question.none else {})}


def _text(raw: object) -> str:
    if isinstance(raw, list | tuple):
        return "\n".join(_line(row) for row in raw)
    return raw if isinstance(raw, str) and raw not in UNKNOWN else ""


def _line(row: object) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    taken = row.get("taken_as")
    return f"{row.get('typed', '')}{TAKEN_AS}{taken}" if taken else str(row.get("typed", ""))


def _one(form: MultiDict[str, str], name: str) -> object:
    return form.get(name) or None


def _number(form: MultiDict[str, str], name: str) -> object:
    value = form.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else value or None


def _many(form: MultiDict[str, str], name: str) -> object:
    ticked = form.getlist(name)
    return [] if ticked == [NONE] else ticked or None


def _words(form: MultiDict[str, str], name: str) -> object:
    return form.get(name, "").strip() or form.get(f"{name}.state") or None


def _medicines(form: MultiDict[str, str], name: str) -> object:
    lines = [line.strip() for line in form.get(name, "").splitlines()]
    rows: list[object] = []
    for line in filter(None, lines):
        typed, _, taken = line.partition(TAKEN_AS)
        rows.append({"typed": typed, "taken_as": taken} if taken else line)
    state = form.get(f"{name}.state")
    return rows or ([] if state == NONE else state or None)


SENT: Mapping[QuestionType, Callable[[MultiDict[str, str], str], object]] = {
    QuestionType.YES_NO: _one,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _number,
    QuestionType.TEXT: _words,
    QuestionType.MEDICINES: _medicines,
}
"""What was sent for a question as a raw answer, by question type."""
