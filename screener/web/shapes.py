"""The shapes that the templates receive from the web side; plain values, nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """The crisis line's words: those before and after the ones to tap, and the digits to dial."""

    before: str
    number: str
    after: str
    tel: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page.

    ``kiosk`` says that one person after the other uses this device, ``larger`` that the page is shown in
    large print; ``here`` is the page's own address. ``reminders`` say who the one at the screen is, where
    that is not the patient.
    """

    lang: str
    title: str
    clinic: str
    clinic_phone: str
    crisis: CrisisLine
    draft: bool
    kiosk: bool
    larger: bool
    here: str
    reminders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or tick: its html id, what it sends, its words, and whether it is chosen."""

    id: str
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a medicine list.

    ``name`` is the start of its fields' names. ``known`` says quietly what a recognized name is.
    ``offers`` are what a name that was not recognized may have meant, keeping it as the last; ``kept`` says
    that they were offered and none was taken.
    """

    number: int
    name: str
    id: str
    typed: str
    reason: str
    since: str
    known: str
    offers: tuple[Choice, ...]
    kept: bool
    more: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question or checklist as its macro prints it.

    ``kind`` names the macro. ``id`` is the html id of its first control, to which an error links.
    ``heading`` says that the legend is the page's heading. ``apart`` are the choices that stand for
    the whole list. ``low`` and ``high`` are a scale's anchors. ``notice`` is a word that is no error.
    """

    kind: str
    name: str
    id: str
    legend: str
    heading: bool = False
    hint: str = ""
    error: str = ""
    notice: str = ""
    choices: tuple[Choice, ...] = ()
    apart: tuple[Choice, ...] = ()
    low: str = ""
    high: str = ""
    text: str = ""
    rows: tuple[RowView, ...] = ()
    can_add: bool = False


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of a summary on top: what to look at, and the control it leads to."""

    target: str
    words: str


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """One screen of the form; ``page_number`` counts the pages of its part.

    ``columns`` are the words of a grid's steps, empty when the screen is no grid. ``address`` is
    where it is sent. ``checking`` says that the patient came to change an
    answer, ``title_in_legend`` that the first group's legend is the heading, ``asked`` that the soft
    prompt was shown. ``by_another`` tells who answers a published instrument for the patient how to.
    ``offers`` are the medicine names whose offers wait for a choice.
    """

    address: str
    title: str
    title_in_legend: bool
    intro: str
    part: str
    part_number: int
    parts: int
    page_number: int
    fields: tuple[FieldView, ...]
    columns: tuple[str, ...]
    stem: str
    below: str
    by_another: str
    credit: str
    errors: tuple[ErrorLink, ...]
    offers: tuple[ErrorLink, ...]
    checking: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One question and its answer in words."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """The answers of one screen and where to change them."""

    part: str
    title: str
    address: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class DateView:
    """A date asked in three parts, as typed."""

    name: str
    legend: str
    hint: str
    error: str
    day: str
    month: str
    year: str
    months: tuple[Choice, ...]
    complete: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Who you are: the name and two dates as typed."""

    name: str
    name_error: str
    born: DateView
    appointment: DateView
    errors: tuple[ErrorLink, ...]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One visit in the clinic's list; ``name`` is NAME NOT GIVEN without one."""

    reference: str
    address: str
    name: str
    born: str
    appointment: str
    at: str
    gravest: str
    points: int


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """One visit in the clinic's list that cannot be read.

    ``reference`` as it stands in the file, empty without one; ``named`` is what the command that deletes
    it takes.
    """

    reference: str
    named: str
    why: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Who and when, at the head of every printed page; what is not known is empty.

    ``at`` is when it was sent, or last saved where it is not ``finished``. ``typed_in`` says that the clinic
    typed it in from a paper form.
    """

    name: str
    born: str
    appointment: str
    at: str
    reference: str
    finished: bool
    typed_in: bool


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Something went wrong; ``carried`` can be sent once more to ``address``, where that is not empty.

    ``take_up`` says that ``button`` takes up a form again, ``born`` asks for the birth date with it.
    ``emergency_tel`` is the number to call in any emergency, empty at the clinic.
    """

    heading: str
    words: str
    address: str
    carried: tuple[tuple[str, str], ...]
    clinic: bool
    button: str
    take_up: bool
    born: DateView | None
    errors: tuple[ErrorLink, ...]
    emergency_tel: str


@dataclass(frozen=True, slots=True)
class PdfWait:
    """A PDF is not made yet: the browser's place in the queue, from 1, and the page that it belongs to."""

    number: int
    back: str
    clinic: bool
