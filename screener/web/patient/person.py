"""Who you are: a name and two dates, each asked in day, month by name and year, each optional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import get_month_names
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from screener.answers import LONGEST_NAME
from screener.model.visit import Person
from screener.web.context import app_context
from screener.web.patient.form_fields import one_line
from screener.web.shapes import Choice, DateView, ErrorLink, PersonPage

OLDEST = 120
LATEST = 10
"""Years of age, and years until a visit, that are believed."""


class DateForm(Form):  # type: ignore[misc]
    """The three parts of a date."""

    day = StringField()
    month = SelectField(choices=[SelectChoice(""), *(SelectChoice(str(number)) for number in range(1, 13))])
    year = StringField()


class NameForm(Form):  # type: ignore[misc]
    """The name."""

    name = StringField(filters=[lambda text: one_line(text or "")])

    def validate_name(self, field: Field) -> None:
        if len(field.data) > LONGEST_NAME:
            raise ValidationError(
                _("This is longer than %(most)s characters. Please shorten it.", most=LONGEST_NAME)
            )


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as typed, and the date that it is: None when left empty or wrong."""

    view: DateView
    date: date | None

    @property
    def error(self) -> str:
        """What is wrong with it, empty when nothing is."""
        return self.view.error

    def refused(self) -> tuple[DateView, tuple[ErrorLink, ...]]:
        """How a birth date is asked for again that does not open the form, and what is to be mended."""
        wrong = _("This is not the date of birth given in the form.")
        asked = self.error or (wrong if self.date else _("Please give the date of birth."))
        return replace(self.view, error=asked), (ErrorLink(f"{self.view.name}-day", asked),)


def read_person(
    posted: MultiDict[str, str], *, today: date, typed_in: bool
) -> tuple[PersonPage, Person | None]:
    """The page as typed, and the person, None when something is to be mended.

    What is ``typed_in`` from paper may be of a visit that was.
    """
    earliest = date.min if typed_in else today
    form = NameForm(posted)
    form.validate()
    name_error = str(form.name.errors[0]) if form.name.errors else ""
    born = read_birth_date(posted, born_view(), today=today)
    appointment = _read_date(posted, _appointment_view(), lambda found: _wrong_visit(found, earliest, today))
    page = _page(form.name.data, name_error, born.view, appointment.view)
    if page.errors:
        return page, None
    return page, Person(name=form.name.data, born=born.date, appointment=appointment.date)


def person_page(person: Person) -> PersonPage:
    """The page filled with what is stored."""
    return _page(
        person.name, "", _filled(born_view(), person.born), _filled(_appointment_view(), person.appointment)
    )


def without_errors(page: PersonPage) -> PersonPage:
    """The page as typed, before anything is judged."""
    return _page(page.name, "", replace(page.born, error=""), replace(page.appointment, error=""))


def born_view() -> DateView:
    """The birth date, not filled in."""
    return _empty(
        "born",
        _("Your date of birth"),
        _("For example 4 April 1961"),
        complete="bday" if app_context().idle is None else "",
    )


def read_birth_date(posted: MultiDict[str, str], view: DateView, *, today: date) -> ReadDate:
    """The birth date that three fields make: of nobody older than 120, and not to come."""
    return _read_date(posted, view, lambda found: _wrong_birth(found, today))


def _wrong_birth(found: date, today: date) -> str:
    if found > today:
        return str(_("This date is in the future. Check the year."))
    return str(_("Check the year of birth.")) if found.year < today.year - OLDEST else ""


def _wrong_visit(found: date, earliest: date, today: date) -> str:
    if found < earliest:
        return str(_("Write the date of the coming visit, or leave it empty."))
    return str(_("Check the year of the visit.")) if found.year > today.year + LATEST else ""


def _read_date(posted: MultiDict[str, str], view: DateView, wrong: Callable[[date], str]) -> ReadDate:
    """The date that three fields make; ``wrong`` says what is wrong with one that there is."""
    form = DateForm(posted, prefix=view.name)
    day, month, year = ((part.data or "").strip()[:20] for part in (form.day, form.month, form.year))
    found, error = _to_date(day, month, year, wrong)
    return ReadDate(_typed(view, day, month, year, error=error), found)


def _to_date(day: str, month: str, year: str, wrong: Callable[[date], str]) -> tuple[date | None, str]:
    if not (day or month or year):
        return None, ""
    if not (day and month and year):
        return None, _("Give the day, the month and the year, or leave all three empty.")
    if not (day.isdecimal() and month.isdecimal() and year.isdecimal()):
        return None, _("Write the day and the year in digits, such as 4 and 1961.")
    if len(year) == 2:
        return None, _("Write all four digits of the year.")
    try:
        found = date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None, _("There is no such date. Please check the day, the month and the year.")
    error = wrong(found)
    return (None, error) if error else (found, "")


def _appointment_view() -> DateView:
    return _empty("visit", _("The date of your visit to the clinic"), _("If you know it"))


def _empty(name: str, legend: str, hint: str, *, complete: str = "") -> DateView:
    return _typed(DateView(name, legend, hint, "", "", "", "", (), complete), "", "", "", error="")


def _filled(view: DateView, given: date | None) -> DateView:
    if given is None:
        return view
    return _typed(view, str(given.day), str(given.month), str(given.year), error="")


def _typed(view: DateView, day: str, month: str, year: str, *, error: str) -> DateView:
    names = get_month_names("wide", locale=get_locale() or "en")
    words = {"": _("Month"), **{str(number): names[number] for number in range(1, 13)}}
    months = tuple(
        Choice(f"{view.name}-month-{value}", value, text, chosen=value == month)
        for value, text in words.items()
    )
    return DateView(view.name, view.legend, view.hint, error, day, month, year, months, view.complete)


def _page(name: str, name_error: str, born: DateView, appointment: DateView) -> PersonPage:
    errors = [ErrorLink("name", name_error)] if name_error else []
    errors += [ErrorLink(f"{view.name}-day", view.error) for view in (born, appointment) if view.error]
    return PersonPage(name, name_error, born, appointment, tuple(errors))
