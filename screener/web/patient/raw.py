"""Between forms and raw answers: what a form says, and how stored answers fill a form again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wtforms.form import BaseForm

from screener.journey import Step
from screener.model.question import Checklist, Question, QuestionType
from screener.model.rulebook import Rulebook
from screener.web.patient.form_fields import KEEP, TypedMedicines, TypedRow
from screener.web.patient.forms import APART, NONE, NOT_SURE, PREFER_NOT, field_name

MOST_DIGITS = 4
"""More are no answer; reading thousands of them is an error in Python."""


def raw_answers(rulebook: Rulebook, step: Step, form: BaseForm) -> dict[str, object]:
    """The raw answers of every question that the step shows; None = left blank."""
    raw: dict[str, object] = {}
    for place, item in enumerate(step.items):
        data = form[field_name(step, place)].data
        if isinstance(item, Checklist):
            raw.update(checklist_answers(item.questions, data or ()))
        else:
            raw[item] = TO_RAW[rulebook.questions[item].type](rulebook.questions[item], data)
    return raw


def form_values(rulebook: Rulebook, step: Step, raw: Mapping[str, object]) -> dict[str, Any]:
    """What fills the step's form so that it shows the stored answers again."""
    values: dict[str, Any] = {}
    for place, item in enumerate(step.items):
        name = field_name(step, place)
        if isinstance(item, Checklist):
            values[name] = _ticks(item.questions, raw)
        else:
            values[name] = FROM_RAW[rulebook.questions[item].type](raw.get(item))
    return values


def checklist_answers(questions: Sequence[str], ticked: Sequence[str]) -> dict[str, str | None]:
    """Each question's raw answer by what was ticked in its list.

    Ticked = yes. The rest: not_sure or prefer_not where that was ticked, ``no`` for a lone "none",
    not_ticked beside other ticks, and blank when nothing was touched. A tick together with "none"
    counts, so that no danger waits for the mistake to be mended.
    """
    yes = [question for question in questions if question in ticked]
    rest = next((word for word in (NOT_SURE, PREFER_NOT) if word in ticked), None)
    if rest is None and yes:
        rest = "not_ticked"
    elif rest is None and NONE in ticked:
        rest = "no"
    return {question: "yes" if question in yes else rest for question in questions}


def _ticks(questions: Sequence[str], raw: Mapping[str, object]) -> list[str]:
    answers = [raw.get(question) for question in questions]
    ticked = [question for question, answer in zip(questions, answers, strict=True) if answer == "yes"]
    ticked += [word for word in (NOT_SURE, PREFER_NOT) if word in answers]
    if not ticked and answers and all(answer == "no" for answer in answers):
        ticked = [NONE]
    return ticked


def _yes_no(question: Question, data: Any) -> object:
    return data if data in ("yes", "no", NOT_SURE, PREFER_NOT) else None


def _one(question: Question, data: Any) -> object:
    return data if data in {*question.options, NOT_SURE, PREFER_NOT} else None


def _many(question: Question, data: Any) -> object:
    allowed = {*question.options, *APART}
    chosen = [value for value in data or () if value in allowed]
    return chosen or None


def _number(question: Question, data: Any) -> object:
    text = str(data or "")
    plain = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if plain and question.low <= int(text) <= question.high else None


def _words(question: Question, data: Any) -> object:
    return data if data and data.strip() else None


def _medicines(question: Question, data: TypedMedicines) -> object:
    rows = [_row(row) for row in data.rows if row.typed]
    if rows:
        return rows
    state = next((word for word in (NOT_SURE, PREFER_NOT) if word in data.apart), None)
    return state or ([] if NONE in data.apart else None)


def _row(row: TypedRow) -> dict[str, str]:
    """One row; an empty ``taken_as`` says that the patient took nothing of what was offered."""
    parts = {"typed": row.typed, "reason": row.reason, "since": row.since}
    given = {key: value for key, value in parts.items() if value}
    if row.take and row.asked == row.typed:
        given["taken_as"] = "" if row.take == KEEP else row.take
    return given


TO_RAW: Mapping[QuestionType, Callable[[Question, Any], object]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _number,
    QuestionType.TEXT: _words,
    QuestionType.MEDICINES: _medicines,
}
"""A field's value as a raw answer, by question type."""


def _one_value(raw: object) -> Any:
    return None if raw is None else str(raw)


def _many_values(raw: object) -> Any:
    if isinstance(raw, list | tuple):
        return [str(value) for value in raw] or [NONE]
    return [str(raw)] if raw is not None else []


def _typed_medicines(raw: object) -> TypedMedicines:
    if isinstance(raw, list | tuple):
        rows = tuple(_typed_row(row) for row in raw)
        return TypedMedicines(rows, () if rows else (NONE,))
    return TypedMedicines((), (str(raw),) if raw is not None else ())


def _typed_row(row: object) -> TypedRow:
    if not isinstance(row, Mapping):
        return TypedRow(typed=str(row))
    typed, taken = str(row["typed"]), str(row.get("taken_as", "")) or (KEEP if "taken_as" in row else "")
    reason, since = str(row.get("reason") or ""), str(row.get("since") or "")
    return TypedRow(typed=typed, reason=reason, since=since, take=taken, asked=typed)


FROM_RAW: Mapping[QuestionType, Callable[[object], Any]] = {
    QuestionType.YES_NO: _one_value,
    QuestionType.ONE: _one_value,
    QuestionType.MANY: _many_values,
    QuestionType.SCALE: _one_value,
    QuestionType.TEXT: _one_value,
    QuestionType.MEDICINES: _typed_medicines,
}
"""A stored raw answer as the value of its field, by question type."""
