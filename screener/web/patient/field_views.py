"""From a form to what the macros print: labels, choices, errors, offers; no request, no html."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms.form import BaseForm

from screener.journey import Step
from screener.medicines.recognize import Part, matcher_for
from screener.model.question import Checklist, Layout, Question, QuestionType
from screener.model.response import Recognition
from screener.model.rulebook import Rulebook
from screener.model.vocabulary import Vocabulary
from screener.web.patient.form_fields import KEEP, MOST_ROWS, TypedMedicines, TypedRow, shown_rows
from screener.web.patient.forms import (
    NONE,
    apart_words,
    checklist_words,
    field_name,
    medicine_words,
    yes_no_words,
)
from screener.web.shapes import Choice, ErrorLink, FieldView, RowView

TICK_ALL = "Tick all that apply"
"""Where a question says so itself, it is not said again."""
_CONTACT = re.compile(r"\{contact:(\w+)\}")


def field_views(
    rulebook: Rulebook, step: Step, form: BaseForm, *, errors: Mapping[str, str], more: int = 0
) -> tuple[FieldView, ...]:
    """Every item of the step, in order; ``errors`` by field name, ``more`` empty medicine rows."""
    views = []
    for place, item in enumerate(step.items):
        name = field_name(step, place)
        if isinstance(item, Checklist):
            view = _checklist(rulebook, step, item, name=name, data=form[name].data)
        else:
            question = rulebook.questions[item]
            view = VIEWS[question.type](question, form[name].data)
            if question.type is QuestionType.MEDICINES:
                view = _with_rows(view, form[name].data, rulebook.vocabulary, more=more)
        views.append(replace(view, error=errors.get(name, "")))
    return tuple(views)


def form_errors(form: BaseForm) -> dict[str, str]:
    """The first error of each field that has one, by field name."""
    return {name: str(errors[0]) for name, errors in form.errors.items() if name and errors}


def error_links(views: tuple[FieldView, ...]) -> tuple[ErrorLink, ...]:
    """The lines of the error summary, in the order of the page."""
    return tuple(ErrorLink(view.id, view.error) for view in views if view.error)


def open_offers(views: tuple[FieldView, ...]) -> tuple[ErrorLink, ...]:
    """The medicine names whose offers wait for a choice, each leading to its offers."""
    rows = [row for view in views for row in view.rows]
    waiting = [row for row in rows if row.offers and not any(offer.chosen for offer in row.offers)]
    return tuple(ErrorLink(f"{row.id}-offers", row.typed) for row in waiting)


def columns_of(rulebook: Rulebook, step: Step) -> tuple[str, ...]:
    """The words of a grid's steps; empty when the screen is no grid of one set of steps."""
    items = [item for item in step.items if isinstance(item, str)]
    steps = {rulebook.questions[item].steps for item in items}
    alike = len(items) == len(step.items) and len(steps) == 1
    return steps.pop() if alike and step.screen.layout is Layout.GRID else ()


def with_contacts(text: str, words: Mapping[str, str]) -> str:
    """The text with each contact's words in its slot."""
    return _CONTACT.sub(lambda slot: words[slot[1]], text)


def offers_waiting(rulebook: Rulebook, step: Step, form: BaseForm) -> bool:
    """Whether a typed medicine name has offers that the patient has not been shown yet."""
    matcher = matcher_for(rulebook.vocabulary)
    for item in step.items:
        if isinstance(item, Checklist) or rulebook.questions[item].type is not QuestionType.MEDICINES:
            continue
        rows = [row for row in form[item].data.rows if row.typed and row.asked != row.typed]
        if any(_offered(matcher.recognize(row.typed)) for row in rows):
            return True
    return False


def _picked(name: str, words: Mapping[str, str], chosen: Any) -> tuple[Choice, ...]:
    ticked = chosen if isinstance(chosen, list | tuple) else [chosen]
    return tuple(
        Choice(f"{name}-{value}", value, text, chosen=value in ticked) for value, text in words.items()
    )


def _checklist(rulebook: Rulebook, step: Step, item: Checklist, *, name: str, data: Any) -> FieldView:
    words = {id: rulebook.questions[id].ask for id in item.questions}
    heading = step.items[0] is item and (step.screen.title.endswith("?") or len(step.items) == 1)
    choices = _picked(name, words, data or ())
    return FieldView(
        kind="ticks",
        name=name,
        id=choices[0].id,
        legend=step.screen.title if heading else _("Do any of these apply to you?"),
        heading=heading,
        hint=_("Tick all that apply, or “None of these”."),
        choices=choices,
        apart=_picked(name, checklist_words(item), data or ()),
    )


def _yes_no(question: Question, data: Any) -> FieldView:
    return _radios(question, yes_no_words(), data)


def _one(question: Question, data: Any) -> FieldView:
    apart = {value: words for value, words in apart_words(question).items() if value != NONE}
    return _radios(question, {**question.options, **apart}, data)


def _radios(question: Question, words: Mapping[str, str], data: Any) -> FieldView:
    choices = _picked(question.id, words, data)
    return FieldView(
        kind="radios",
        name=question.id,
        id=choices[0].id,
        legend=question.ask,
        hint=question.hint,
        choices=choices,
    )


def _many(question: Question, data: Any) -> FieldView:
    choices = _picked(question.id, question.options, data or ())
    return FieldView(
        kind="ticks",
        name=question.id,
        id=choices[0].id,
        legend=question.ask,
        hint=question.hint or ("" if TICK_ALL in question.ask else _("Tick all that apply.")),
        choices=choices,
        apart=_picked(question.id, apart_words(question), data or ()),
    )


def _scale(question: Question, data: Any) -> FieldView:
    numbers = range(question.low, question.high + 1)
    words = {str(n): question.steps[n - question.low] if question.steps else str(n) for n in numbers}
    choices = _picked(question.id, words, data)
    return FieldView(
        kind="steps" if question.steps else "numbers",
        name=question.id,
        id=choices[0].id,
        legend=question.ask,
        hint=question.hint,
        choices=choices,
        low=question.anchors.get(question.low, ""),
        high=question.anchors.get(question.high, ""),
    )


def _text(question: Question, data: Any) -> FieldView:
    return FieldView(
        kind="words",
        name=question.id,
        id=question.id,
        legend=question.ask,
        hint=question.hint,
        text=data or "",
    )


def _medicines(question: Question, data: TypedMedicines) -> FieldView:
    apart = _picked(f"{question.id}-list", medicine_words(question), data.apart)
    return FieldView(
        kind="medicines",
        name=question.id,
        id=f"{question.id}-0",
        legend=question.ask,
        hint=question.hint or _("One medicine in each row. Spelling need not be perfect."),
        apart=apart,
    )


VIEWS: Mapping[QuestionType, Callable[[Question, Any], FieldView]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _scale,
    QuestionType.TEXT: _text,
    QuestionType.MEDICINES: _medicines,
}
"""How each question type looks."""


def _with_rows(view: FieldView, data: TypedMedicines, vocabulary: Vocabulary, *, more: int) -> FieldView:
    rows = shown_rows(data, more=more)
    printed = tuple(_row(view.name, number, row, vocabulary) for number, row in enumerate(rows))
    return replace(view, rows=printed, can_add=len(rows) < MOST_ROWS)


def _row(name: str, number: int, row: TypedRow, vocabulary: Vocabulary) -> RowView:
    id = f"{name}-{number}"
    parts = matcher_for(vocabulary).recognize(row.typed) if row.typed else ()
    kept = row.take == KEEP and row.asked == row.typed
    suggestions = parts[0].suggestions if _offered(parts) and not kept else ()
    words = {generic: _named(generic, vocabulary) for generic in suggestions}
    if words:
        words[KEEP] = _("None of these. Keep what I wrote.")
    return RowView(
        number=number + 1,
        name=id,
        id=id,
        typed=row.typed,
        reason=row.reason,
        since=row.since,
        known=_known(parts, vocabulary),
        offers=_picked(f"{id}-take", words, row.take),
        kept=kept,
        more=bool(row.reason or row.since),
    )


def _offered(parts: tuple[Part, ...]) -> bool:
    return len(parts) == 1 and parts[0].recognition is Recognition.OFFERED and bool(parts[0].suggestions)


def _known(parts: tuple[Part, ...], vocabulary: Vocabulary) -> str:
    known = [part.generic for part in parts if part.recognition is Recognition.RECOGNIZED]
    return "; ".join(_named(generic, vocabulary) for generic in known)


def _named(generic: str, vocabulary: Vocabulary) -> str:
    medicine = vocabulary.medicines.get(generic)
    return f"{generic} ({medicine.group})" if medicine is not None and medicine.group else generic
