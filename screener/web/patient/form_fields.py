"""The form fields that WTForms does not have: they read and keep what was typed, the macros print them.

WTForms carries no types, so deriving from its classes is marked where it happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, RadioField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

MOST_ROWS = 25
FEWEST_ROWS = 4
LONGEST_NAME = 200
LONGEST_TEXT = 2000
KEEP = "keep"
"""What an offer's last choice sends: the patient keeps the name as typed."""


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One medicine's row as typed.

    ``take`` is the offered generic that was chosen, or `KEEP`; ``asked`` the name that offers were
    shown for.
    """

    typed: str = ""
    reason: str = ""
    since: str = ""
    take: str = ""
    asked: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing at all was typed."""
        return not (self.typed or self.reason or self.since)


@dataclass(frozen=True, slots=True)
class TypedMedicines:
    """A medicine list as typed; ``apart`` holds none, not_sure or prefer_not where ticked."""

    rows: tuple[TypedRow, ...] = ()
    apart: tuple[str, ...] = ()


PARTS: Mapping[str, str] = {
    "typed": "",
    "reason": "-for",
    "since": "-since",
    "take": "-take",
    "asked": "-asked",
}
"""How each part of a row ends the name of its field."""


def one_line(text: str) -> str:
    """The text as typed, without space around it and without line ends in it."""
    return " ".join(text.splitlines()).strip()


class OneOf(RadioField):  # type: ignore[misc]
    """One choice or none at all; a choice that was not offered is refused in words."""

    def __init__(self, *, choices: Sequence[SelectChoice], **kwargs: Any) -> None:
        super().__init__(choices=list(choices), **kwargs)

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(_("Choose one of the answers shown."))


class AnyOf(SelectMultipleField):  # type: ignore[misc]
    """Any of the choices; those of ``alone`` exclude all others."""

    def __init__(self, *, choices: Sequence[SelectChoice], alone: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(choices=list(choices), **kwargs)
        self.alone = tuple(alone)

    def pre_validate(self, form: Form) -> None:
        words = {choice.value: choice.label for choice in self.choices}
        if any(value not in words for value in self.data or ()):
            raise ValidationError(_("Choose among the answers shown."))
        ticked = [value for value in words if value in (self.data or ())]
        alone = [value for value in ticked if value in self.alone]
        if alone and len(ticked) > 1:
            other = next(value for value in ticked if value != alone[0])
            raise ValidationError(
                _(
                    "You ticked “%(first)s” and also “%(second)s”. Untick one of the two.",
                    first=words[alone[0]],
                    second=words[other],
                )
            )


class Words(TextAreaField):  # type: ignore[misc]
    """Free words over several lines, up to a told length; line ends are plain newlines."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0].replace("\r\n", "\n").replace("\r", "\n")

    def pre_validate(self, form: Form) -> None:
        if len(self.data or "") > LONGEST_TEXT:
            raise ValidationError(
                _("This is longer than %(most)s characters. Please shorten it.", most=LONGEST_TEXT)
            )


class MedicineRows(Field):  # type: ignore[misc]
    """Several medicines, a row each, and the ticks that stand for a whole list."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        given = data if isinstance(data, TypedMedicines) else TypedMedicines()
        self.data = self._read(formdata) if formdata is not None else given

    def _read(self, formdata: Any) -> TypedMedicines:
        rows = []
        for number in range(MOST_ROWS):
            parts = {
                part: one_line(formdata.get(f"{self.name}-{number}{ending}", ""))
                for part, ending in PARTS.items()
            }
            rows.append(TypedRow(**parts))
        return TypedMedicines(tuple(rows), tuple(formdata.getlist(f"{self.name}-list")))

    def pre_validate(self, form: Form) -> None:
        rows = self.data.rows
        for number, row in enumerate(rows, start=1):
            if max(map(len, (row.typed, row.reason, row.since))) > LONGEST_NAME:
                raise ValidationError(
                    _(
                        "Row %(row)s is longer than %(most)s characters. Please shorten it.",
                        row=number,
                        most=LONGEST_NAME,
                    )
                )
            if not row.typed and not row.empty:
                raise ValidationError(
                    _("Row %(row)s has no medicine name. Write it, or clear the row.", row=number)
                )
        names = [row.typed for row in rows if row.typed]
        if names and "none" in self.data.apart:
            raise ValidationError(
                _(
                    "You ticked that there is none, and also wrote “%(name)s”. Untick it or clear the names.",
                    name=names[0],
                )
            )


def shown_rows(typed: TypedMedicines, *, more: int = 0) -> tuple[TypedRow, ...]:
    """The rows to print: all up to the last one used, then at least ``more`` empty ones."""
    used = max((number for number, row in enumerate(typed.rows, start=1) if not row.empty), default=0)
    count = min(max(FEWEST_ROWS, used + max(more, 1)), MOST_ROWS)
    rows = [replace(row) for row in typed.rows[:count]]
    return (*rows, *(TypedRow() for _number in range(count - len(rows))))
