"""A screen as a form: one field a question or checklist, made from one table of question types.

WTForms reads and validates; `screener.web.patient.raw` turns the outcome into raw answers and
`screener.web.patient.field_views` into what the macros of ``templates/fields`` print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm

from screener.journey import Step
from screener.model.question import Checklist, Question, QuestionType
from screener.model.rulebook import Rulebook
from screener.web.patient.form_fields import AnyOf, MedicineRows, OneOf, Words

NONE, NOT_SURE, PREFER_NOT = "none", "not_sure", "prefer_not"
APART = (NONE, NOT_SURE, PREFER_NOT)
"""The ticks that stand for a whole list; they are printed apart, in this order."""


def field_name(step: Step, place: int) -> str:
    """The form's name of the item at this place of the step: a question's id, or ``list-`` and the place."""
    item = step.items[place]
    return f"list-{place}" if isinstance(item, Checklist) else item


def make_form(rulebook: Rulebook, step: Step) -> BaseForm:
    """The empty form of one screen as it is shown now."""
    fields = {}
    for place, item in enumerate(step.items):
        name = field_name(step, place)
        if isinstance(item, Checklist):
            fields[name] = _checklist(rulebook.questions, item)
        else:
            question = rulebook.questions[item]
            fields[name] = FIELDS[question.type](question)
    return BaseForm(fields)


def apart_words(question: Question) -> dict[str, str]:
    """The words of what is offered apart from a question's own options; no key where it is not offered."""
    offered = {NONE: question.none, NOT_SURE: question.not_sure, PREFER_NOT: question.prefer_not}
    return {value: words for value, words in offered.items() if words}


def yes_no_words() -> dict[str, str]:
    """The four answers of a yes/no question that stands by itself."""
    return {
        "yes": _("Yes"),
        "no": _("No"),
        NOT_SURE: _("I am not sure"),
        PREFER_NOT: _("I would rather not say"),
    }


def checklist_words(checklist: Checklist) -> dict[str, str]:
    """The words of the ticks that stand for the whole checklist."""
    words = {NONE: _("None of these"), NOT_SURE: _("I am not sure about some")}
    return words | ({PREFER_NOT: _("I would rather not say")} if checklist.rather_not else {})


def medicine_words(question: Question) -> dict[str, str]:
    """The words of the ticks that stand for a whole medicine list."""
    none = question.none or (_("I take none") if question.complete_if else _("None"))
    words = {NONE: none, NOT_SURE: question.not_sure or _("I am not sure")}
    return words | ({PREFER_NOT: question.prefer_not} if question.prefer_not else {})


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in words.items()]


def _checklist(questions: Mapping[str, Question], checklist: Checklist) -> Any:
    words = {id: questions[id].ask for id in checklist.questions}
    return AnyOf(choices=_choices(words | checklist_words(checklist)), alone=[NONE])


def _yes_no(question: Question) -> Any:
    return OneOf(choices=_choices(yes_no_words()))


def _one(question: Question) -> Any:
    apart = {value: words for value, words in apart_words(question).items() if value != NONE}
    return OneOf(choices=_choices({**question.options, **apart}))


def _many(question: Question) -> Any:
    return AnyOf(
        choices=_choices({**question.options, **apart_words(question)}), alone=[*question.alone, NONE]
    )


def _scale(question: Question) -> Any:
    numbers = range(question.low, question.high + 1)
    return OneOf(choices=[SelectChoice(str(number)) for number in numbers])


def _text(question: Question) -> Any:
    return Words()


def _medicines(question: Question) -> Any:
    return MedicineRows()


FIELDS: Mapping[QuestionType, Callable[[Question], Any]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _scale,
    QuestionType.TEXT: _text,
    QuestionType.MEDICINES: _medicines,
}
"""The field of each question type."""
