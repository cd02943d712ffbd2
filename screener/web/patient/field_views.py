"""From a form to what the macros print: labels, choices, errors, offers; no request, no html."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms.form import BaseForm

from screener.journey import Step
from screener.model.question import TYPES, Checklist, Control, Layout, Question, QuestionType, choices_of
from screener.model.response import MedicineRow, Recognition, Response
from screener.model.rulebook import Rulebook
from screener.model.vocabulary import Vocabulary
from screener.web.patient.form_fields import (
    FEWEST_ROWS,
    KEEP,
    MOST_ROWS,
    NONE,
    MedicineRows,
    checklist_words,
    field_name,
    ticks_of,
)
from screener.web.shapes import Choice, ErrorLink, FieldView, RowView

TICK_ALL = "Tick all that apply"
"""Where a question says so itself, it is not said again."""


def field_views(
    rulebook: Rulebook,
    step: Step,
    form: BaseForm,
    response: Response,
    *,
    errors: Mapping[str, str],
    more: int = 0,
) -> tuple[FieldView, ...]:
    """Every item of the step, in order; ``errors`` by field name, ``more`` empty medicine rows.

    ``response`` says what became of the medicines that stand in the form.
    """
    views = []
    for place, item in enumerate(step.items):
        field = form[field_name(step, place)]
        if isinstance(item, Checklist):
            view = _checklist(rulebook, step, item, name=field.name, data=field.data)
        else:
            question = rulebook.questions[item]
            view = VIEWS[TYPES[question.type].control](question, field.data)
            if isinstance(field, MedicineRows):
                rows = response.of(item).rows
                view = _with_rows(view, field, rows, rulebook.vocabulary, more=more)
        views.append(replace(view, error=errors.get(field.name, "")))
    return tuple(views)


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


def apart_words(question: Question) -> dict[str, str]:
    """The words of what is offered apart from a question's own options; no key where it is not offered."""
    offered = {NONE: question.none, "not_sure": question.not_sure, "prefer_not": question.prefer_not}
    return {value: words for value, words in offered.items() if words}


def _picked(name: str, words: Mapping[str, str], ticked: Iterable[str]) -> tuple[Choice, ...]:
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


def _radios(question: Question, data: Any) -> FieldView:
    words = {**choices_of(question), **apart_words(question)}
    words.pop(NONE, None)
    if question.type is QuestionType.YES_NO:
        words = {
            "yes": _("Yes"),
            "no": _("No"),
            "not_sure": _("I am not sure"),
            "prefer_not": _("I would rather not say"),
        }
    return _one_of(question, words, data, kind="radios")


def _scale(question: Question, data: Any) -> FieldView:
    view = _one_of(question, choices_of(question), data, kind="steps" if question.steps else "numbers")
    low, high = question.anchors.get(question.low, ""), question.anchors.get(question.high, "")
    return replace(view, low=low, high=high)


def _one_of(question: Question, words: Mapping[str, str], data: Any, *, kind: str) -> FieldView:
    choices = _picked(question.id, words, ticks_of(data))
    return FieldView(
        kind=kind,
        name=question.id,
        id=choices[0].id,
        legend=question.ask,
        hint=question.hint,
        choices=choices,
    )


def _ticks(question: Question, data: Any) -> FieldView:
    ticked = ticks_of(data)
    choices = _picked(question.id, question.options, ticked)
    return FieldView(
        kind="ticks",
        name=question.id,
        id=choices[0].id,
        legend=question.ask,
        hint=question.hint or ("" if TICK_ALL in question.ask else _("Tick all that apply.")),
        choices=choices,
        apart=_picked(question.id, apart_words(question), ticked),
    )


def _words(question: Question, data: Any) -> FieldView:
    return FieldView(
        kind="words",
        name=question.id,
        id=question.id,
        legend=question.ask,
        hint=question.hint,
        text=data or "",
    )


def _medicines(question: Question, data: Any) -> FieldView:
    none = question.none or (_("I take none") if question.complete_if else _("None"))
    words = {NONE: none, "not_sure": question.not_sure or _("I am not sure")}
    words |= {"prefer_not": question.prefer_not} if question.prefer_not else {}
    return FieldView(
        kind="medicines",
        name=question.id,
        id=f"{question.id}-0",
        legend=question.ask,
        hint=question.hint or _("One medicine in each row. Spelling need not be perfect."),
        apart=_picked(f"{question.id}-list", words, ()),
    )


VIEWS: Mapping[Control, Callable[[Question, Any], FieldView]] = {
    Control.RADIOS: _radios,
    Control.TICKS: _ticks,
    Control.STEPS: _scale,
    Control.WORDS: _words,
    Control.MEDICINES: _medicines,
}
"""How each control looks."""


def _with_rows(
    view: FieldView,
    field: MedicineRows,
    known: tuple[MedicineRow, ...],
    vocabulary: Vocabulary,
    *,
    more: int,
) -> FieldView:
    """The view with its rows: all that were typed, then at least ``more`` empty ones."""
    count = min(max(FEWEST_ROWS, len(field.rows) + max(more, 1)), MOST_ROWS)
    rows = [*field.rows, *({"typed": ""},) * (count - len(field.rows))]
    lines = {number: _of_line(known, entry) for entry, number in enumerate(field.used)}
    printed = tuple(
        _row(f"{view.name}-{number}", number, row, lines.get(number, []), vocabulary)
        for number, row in enumerate(rows)
    )
    apart = tuple(replace(choice, chosen=choice.value in field.ticked) for choice in view.apart)
    return replace(view, rows=printed, apart=apart, can_add=count < MOST_ROWS)


def _row(
    id: str, number: int, row: Mapping[str, str], parts: list[MedicineRow], vocabulary: Vocabulary
) -> RowView:
    kept = row.get("taken_as") == ""
    words = {generic: _named(generic, vocabulary) for generic in (() if kept else _offers(parts))}
    if words:
        words[KEEP] = _("None of these. Keep what I wrote.")
    known = [
        part.generic for part in parts if part.recognition is Recognition.RECOGNIZED and not part.taken_as
    ]
    return RowView(
        number=number + 1,
        name=id,
        id=id,
        typed=row["typed"],
        reason=row.get("reason", ""),
        since=row.get("since", ""),
        known="; ".join(_named(generic, vocabulary) for generic in known),
        offers=_picked(f"{id}-take", words, [row.get("taken_as", "")]),
        kept=kept,
        more=bool(row.get("reason") or row.get("since")),
    )


def _of_line(rows: tuple[MedicineRow, ...], entry: int) -> list[MedicineRow]:
    """What one line of the answer, counted from 0, was taken for."""
    return [row for row in rows if row.entry == entry]


def _offers(parts: list[MedicineRow]) -> tuple[str, ...]:
    """What to offer for a line: only a line of one name has offers; the one that was taken stays one."""
    if len(parts) != 1:
        return ()
    taken = (parts[0].taken_as,) if parts[0].taken_as else ()
    return tuple(dict.fromkeys((*parts[0].offered, *taken)))


def _named(generic: str, vocabulary: Vocabulary) -> str:
    medicine = vocabulary.medicines.get(generic)
    return f"{generic} ({medicine.group})" if medicine is not None and medicine.group else generic
