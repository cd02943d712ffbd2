"""The form that changes a made-up person's answers: its fields, and what was sent as raw answers.

Nothing is kept between two requests. The form shows the questions that its rules look at; the answers to
all others travel in it as one hidden field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from screener.answers import typed_number
from screener.engine import STATES
from screener.model.question import TYPES, Control, Question, QuestionType, choices_of
from screener.model.response import State
from screener.model.rulebook import Rulebook

Raw = Mapping[str, object]

NONE = "none"
UNKNOWN = {"not_sure": STATES[State.NOT_SURE], "prefer_not": STATES[State.PREFER_NOT]}
LEFT_BLANK = {"": STATES[State.BLANK]}
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
            given = SENT[_shape(question)](form, field_name(id))
            answers[id] = typed_number(given) if isinstance(given, str) and question.is_number else given
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
        shape=_shape(question),
        choices=_choices(question, raw),
        text=_text(raw),
        state=STATES[state] if unseen else "",
    )


def _shape(question: Question) -> str:
    control = _control(question)
    if control in (Control.TICKS, Control.MEDICINES):
        return control.value
    return "choice" if choices_of(question) else "text"


def _choices(question: Question, raw: object) -> tuple[AnswerChoice, ...]:
    words = {**_offered(question), **UNKNOWN}
    if _control(question) is not Control.TICKS:
        words = {**LEFT_BLANK, **words}
    chosen = _chosen(question, raw)
    return tuple(AnswerChoice(value, told, value in chosen) for value, told in words.items())


def _chosen(question: Question, raw: object) -> set[str]:
    if raw is None:
        return {""}
    if isinstance(raw, list | tuple):
        return {str(one) for one in raw} or {NONE}
    return {str(raw)}


def _offered(question: Question) -> dict[str, str]:
    match _control(question):
        case Control.STEPS:
            words = {**choices_of(question), **{str(one): text for one, text in question.anchors.items()}}
            return {one: one if one == text else f"{one} {text}" for one, text in words.items()}
        case Control.MEDICINES:
            return {NONE: "takes none"}
        case _:
            unticked = (
                {"not_ticked": STATES[State.NOT_TICKED]} if question.type is QuestionType.YES_NO else {}
            )
            return {**choices_of(question), **unticked, **({NONE: question.none} if question.none else {})}


def _control(question: Question) -> Control:
    return TYPES[question.type].control


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


SENT: Mapping[str, Callable[[MultiDict[str, str], str], object]] = {
    "choice": _one,
    "ticks": _many,
    "text": _words,
    "medicines": _medicines,
}
"""What was sent for a question as a raw answer, by the field's shape."""
