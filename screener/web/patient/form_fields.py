"""A screen as a form: one field a question or checklist, whose data is the raw answer that it holds.

A field reads what was sent and keeps what was typed; whether an answer can be taken is for
`screener.answers` to say. Only what no raw answer can hold, ticks that contradict each other, is found here.
WTForms carries no types, so deriving from its classes is marked where it happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError
from wtforms.form import BaseForm

from screener.answers import LIST_STATES, typed_number
from screener.journey import Step
from screener.model.question import TYPES, Checklist, Control
from screener.model.response import is_blank
from screener.model.rulebook import Rulebook

MOST_ROWS = 25
FEWEST_ROWS = 4
NONE = "none"
KEEP = "keep"
"""What an offer's last choice sends: the patient keeps the name as typed."""

PARTS: Mapping[str, str] = {"typed": "", "reason": "-for", "since": "-since"}
"""How each part of a row ends the name of its field."""


def one_line(text: str) -> str:
    """The text as typed, without space around it and without line ends in it; empty where nothing shows."""
    return "" if is_blank(text) else " ".join(text.splitlines()).strip()


class OneOf(Field):  # type: ignore[misc]
    """One choice or none at all."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] or None if valuelist else None


class OneStep(Field):  # type: ignore[misc]
    """One step of a scale or none at all."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = typed_number(valuelist[0]) if valuelist and valuelist[0] else None


class AnyOf(Field):  # type: ignore[misc]
    """Any of the choices."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist or None


class Ticks(Field):  # type: ignore[misc]
    """What is ticked in a checklist; its data are ids of questions and the ticks that stand for the rest."""

    def __init__(self, *, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist

    def pre_validate(self, form: Form) -> None:
        if any(value not in self.words for value in self.data or ()):
            raise ValidationError(_("Choose among the answers shown."))
        opposed = opposed_words(self.words, self.data or (), alone=[NONE])
        if opposed:
            raise ValidationError(opposed)


class Words(Field):  # type: ignore[misc]
    """Free words over several lines; line ends are plain newlines."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].replace("\r\n", "\n").replace("\r", "\n") if valuelist else ""
        self.data = None if is_blank(text) else text


class MedicineRows(Field):  # type: ignore[misc]
    """Several medicines, a row each, and the ticks that stand for a whole list.

    ``rows`` are the rows as they stand on the page, empty ones between others too; ``ticked`` the ticks;
    ``asked`` the numbers, from 0, of the rows for whose name offers were shown.
    """

    def process(self, formdata: Any, data: Any = None, **_: Any) -> None:
        self.process_errors: list[str] = []
        self.asked: set[int] = set()
        if formdata is None:
            self.data = data
            self.rows = _rows_of(data)
            self.ticked = [] if self.rows else ticks_of(data)
            return
        self.rows = [self._read_row(formdata, number) for number in range(MOST_ROWS)]
        while self.rows and not any(self.rows[-1].values()):
            self.rows.pop()
        self.ticked = formdata.getlist(f"{self.name}-list")
        state = next((word for word in LIST_STATES if word in self.ticked), None)
        used = [self.rows[number] for number in self.used]
        self.data = used or state or ([] if NONE in self.ticked else None)

    def _read_row(self, formdata: Any, number: int) -> Mapping[str, str]:
        name = f"{self.name}-{number}"
        parts = {part: one_line(formdata.get(f"{name}{ending}", "")) for part, ending in PARTS.items()}
        row = {part: words for part, words in parts.items() if words or part == "typed"}
        taken = one_line(formdata.get(f"{name}-take", ""))
        if row["typed"] and one_line(formdata.get(f"{name}-asked", "")) == row["typed"]:
            self.asked.add(number)
            if taken:
                row["taken_as"] = "" if taken == KEEP else taken
        return row

    @property
    def used(self) -> list[int]:
        """The numbers, from 0, of the rows that hold something: they make the answer, in this order."""
        return [number for number, row in enumerate(self.rows) if any(row.values())]

    def pre_validate(self, form: Form) -> None:
        names = [row["typed"] for row in self.rows if row["typed"]]
        if names and NONE in self.ticked:
            raise ValidationError(
                _(
                    "You ticked that there is none, and also wrote “%(name)s”. Untick it or clear the names.",
                    name=names[0],
                )
            )


FIELDS: Mapping[Control, type[Field]] = {
    Control.RADIOS: OneOf,
    Control.TICKS: AnyOf,
    Control.STEPS: OneStep,
    Control.WORDS: Words,
    Control.MEDICINES: MedicineRows,
}
"""The field of each control."""


def field_name(step: Step, place: int) -> str:
    """The form's name of the item at this place of the step: a question's id, or ``list-`` and the place."""
    item = step.items[place]
    return f"list-{place}" if isinstance(item, Checklist) else item


def make_form(rulebook: Rulebook, step: Step) -> BaseForm:
    """The empty form of one screen as it is shown now."""
    fields = {}
    for place, item in enumerate(step.items):
        if isinstance(item, Checklist):
            words = {id: rulebook.questions[id].ask for id in item.questions} | checklist_words(item)
            fields[field_name(step, place)] = Ticks(words=words)
        else:
            fields[item] = FIELDS[TYPES[rulebook.questions[item].type].control]()
    return BaseForm(fields)


def raw_answers(step: Step, form: BaseForm) -> dict[str, object]:
    """The raw answers of every question that the step shows; None = left blank."""
    raw: dict[str, object] = {}
    for place, item in enumerate(step.items):
        data = form[field_name(step, place)].data
        if isinstance(item, Checklist):
            raw.update(checklist_answers(item.questions, data or ()))
        else:
            raw[item] = data
    return raw


def form_values(step: Step, raw: Mapping[str, object]) -> dict[str, object]:
    """What fills the step's form so that it shows the stored answers again."""
    return {
        field_name(step, place): _ticked(item.questions, raw)
        if isinstance(item, Checklist)
        else raw.get(item)
        for place, item in enumerate(step.items)
    }


def checklist_words(checklist: Checklist) -> dict[str, str]:
    """The words of the ticks that stand for the whole checklist."""
    words = {NONE: _("None of these"), "not_sure": _("I am not sure about some")}
    return words | ({"prefer_not": _("I would rather not say")} if checklist.rather_not else {})


def checklist_answers(questions: Sequence[str], ticked: Sequence[str]) -> dict[str, str | None]:
    """Each question's raw answer by what was ticked in its list.

    Ticked = yes. The rest: not_sure or prefer_not where that was ticked, ``no`` for a lone "none",
    not_ticked beside other ticks, and blank when nothing was touched. A tick together with "none"
    counts, so that no danger waits for the mistake to be mended.
    """
    yes = [question for question in questions if question in ticked]
    rest = next((word for word in LIST_STATES if word in ticked), None)
    if rest is None and yes:
        rest = "not_ticked"
    elif rest is None and NONE in ticked:
        rest = "no"
    return {question: "yes" if question in yes else rest for question in questions}


def _ticked(questions: Sequence[str], raw: Mapping[str, object]) -> list[str]:
    answers = [raw.get(question) for question in questions]
    ticked = [question for question, answer in zip(questions, answers, strict=True) if answer == "yes"]
    ticked += [word for word in LIST_STATES if word in answers]
    if not ticked and answers and all(answer == "no" for answer in answers):
        ticked = [NONE]
    return ticked


def ticks_of(raw: object) -> list[str]:
    """What is ticked for a raw answer: its options, a state, or what stands for an empty list."""
    if isinstance(raw, list | tuple):
        return [str(value) for value in raw] or [NONE]
    return [str(raw)] if raw is not None else []


def opposed_words(words: Mapping[str, str], ticked: Sequence[str], *, alone: Sequence[str]) -> str:
    """What to say of a choice that excludes all others and stands beside one; empty where none does."""
    chosen = [value for value in words if value in ticked]
    first = next((value for value in chosen if value in alone), None)
    if first is None or len(chosen) < 2:
        return ""
    second = next(value for value in chosen if value != first)
    told: str = _(
        "You ticked “%(first)s” and also “%(second)s”. Untick one of the two.",
        first=words[first],
        second=words[second],
    )
    return told


def _rows_of(raw: object) -> list[Mapping[str, str]]:
    rows = raw if isinstance(raw, list | tuple) else ()
    return [row if isinstance(row, Mapping) else {"typed": str(row)} for row in rows]
