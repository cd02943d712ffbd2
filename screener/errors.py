"""Every exception that Screener raises on purpose.

::

    ScreenerError
    ├── ReadingError            something given from outside cannot be used; carries problems
    │   ├── RulebookError       a rulebook with at least one problem
    │   └── AnswersError        answers with at least one problem
    ├── SettingsError           a setting is wrong or missing; one line says which and how to mend it
    ├── PdfError                a page cannot be had as PDF; it can still be printed
    │   ├── PdfBusy             another one is being made
    │   └── PdfFailed           this one could not be made
    └── StoreError              the store cannot do what was asked
        ├── WrongKey            the key file is missing, unsafe or not the one that locked a record
        ├── StoreBusy           another writer held the store for too long
        ├── StoreDoubted        the store as a whole is older than it was, empty, or not as its chain says
        ├── RowRefused          a row was changed, put back or put there outside of Screener
        └── VisitError          something about one visit
            ├── VisitNotFound   no visit bears this reference or link
            ├── VisitClosed     the visit was sent already, so it can no longer be changed
            └── LinkRefused     the link is unknown, worn out, or its birth date did not match
"""

from __future__ import annotations

from dataclasses import dataclass

from screener.codes import Code


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: its name, line and column, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where an answer stands: its question, and the row of a list, counted from 1 (0: the answer as a whole).

    Of answers that were read from a file also the line, counted from 1 (0: not known), and the file's name
    where it holds only this response. Never the answer's value.
    """

    question: str = ""
    row: int = 0
    line: int = 0
    file: str = ""

    def __str__(self) -> str:
        line, row = (f"line {self.line}" if self.line else ""), (f"row {self.row}" if self.row else "")
        return ", ".join(filter(None, (self.file, line, self.question, row)))


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault found in a rulebook or an answer: where it stands, what it is and how to mend it.

    ``code`` is the kind of fault. ``patient`` holds the answers of
    a made-up patient who shows the fault, in the form of an example, or nothing.
    """

    place: Place | AnswerPlace
    code: Code
    what: str
    mend: str
    patient: str = ""

    @property
    def question(self) -> str:
        """The question whose answer it is about; empty for anything else."""
        return self.place.question if isinstance(self.place, AnswerPlace) else ""

    def __str__(self) -> str:
        shown = f"; for example {self.patient}" if self.patient else ""
        return f"{self.place}: {self.what}; {self.mend}{shown}"


class ScreenerError(Exception):
    """Anything that Screener raises on purpose."""


class ReadingError(ScreenerError):
    """Something given from outside cannot be used; ``problems`` says why, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class RulebookError(ReadingError):
    """A rulebook with at least one problem: it never serves a patient."""


class AnswersError(ReadingError):
    """Answers with at least one problem."""


class SettingsError(ScreenerError):
    """A setting is wrong or missing."""


class PdfError(ScreenerError):
    """A page cannot be had as PDF; it can still be printed from the browser."""


class PdfBusy(PdfError):
    """Too many PDFs wait to be made; trying again may help."""


class PdfFailed(PdfError):
    """This PDF could not be made."""


class StoreError(ScreenerError):
    """The store cannot do what was asked."""


class WrongKey(StoreError):
    """The key file is missing, unsafe, or not the one that locked a record."""


class StoreBusy(StoreError):
    """Another writer held the store for too long; trying again may help."""


class StoreDoubted(StoreError):
    """The store as a whole cannot be trusted: it is older than it was, empty, or not as its chain says."""


class RowRefused(StoreError):
    """A row of the store cannot be trusted: row ``number`` of table ``place``, and ``why``."""

    def __init__(self, place: str, number: int, why: str) -> None:
        super().__init__(
            f"Row {number} of {place} in the store cannot be trusted: {why}; put the store back from your "
            "backup, or run screener verify to see all such rows."
        )
        self.place = place
        self.number = number
        self.why = why


class VisitError(StoreError):
    """Something about one visit."""


class VisitNotFound(VisitError):
    """No visit bears this reference or link."""


class VisitClosed(VisitError):
    """The visit was sent already, so it can no longer be changed."""


class LinkRefused(VisitError):
    """The link is worn out, or its birth date did not match."""
