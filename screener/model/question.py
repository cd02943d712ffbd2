"""What is asked: questions, the screens that show them, and the scores made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from screener.model.condition import Condition


class QuestionType(StrEnum):
    """What form of answer a question takes."""

    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    SCALE = "scale"
    TEXT = "text"
    MEDICINES = "medicines"


class Layout(StrEnum):
    """How a screen arranges its questions."""

    LIST = "list"
    CHECKLIST = "checklist"
    GRID = "grid"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A published instrument: its verbatim stem, credit line, and our own words below its grid."""

    id: str
    title: str = ""
    stem: str = ""
    credit: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form.

    ``options`` maps option ids to words in file order, without ``not_sure`` and ``prefer_not``:
    their words, where the question offers them, are ``not_sure`` and ``prefer_not`` (empty: not
    offered; a yes_no always takes both as answers). ``none`` is the words of the empty choice.
    A scale runs from ``low`` to ``high`` with ``steps`` (words of every step) or ``anchors``.
    ``medicines`` maps options to a generic or ``unrecognized``.
    """

    id: str
    ask: str
    label: str
    type: QuestionType
    line: int = field(default=0, compare=False)
    hint: str = ""
    safety: bool = False
    mood: bool = False
    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    not_sure: str = ""
    prefer_not: str = ""
    none: str = ""
    alone: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    steps: tuple[str, ...] = ()
    anchors: Mapping[int, str] = field(default_factory=dict, hash=False)
    complete_if: Condition | None = None
    medicines: Mapping[str, str] = field(default_factory=dict, hash=False)
    show_when: Condition | None = None
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Yes/no questions shown as ticks in one list; ``rather_not`` offers not to say."""

    questions: tuple[str, ...]
    rather_not: bool = False


Items = tuple[str | Checklist, ...]
"""Question ids and checklists, in order."""


def questions_in(items: Items) -> tuple[str, ...]:
    """Every question id among the items, in order."""
    return tuple(
        question
        for item in items
        for question in (item.questions if isinstance(item, Checklist) else (item,))
    )


@dataclass(frozen=True)
class Screen:
    """What is shown at once; without slots, so that its questions are put together once."""

    id: str
    part: str
    title: str
    layout: Layout
    items: Items
    intro: str = ""
    instrument: str = ""
    show_when: Condition | None = None
    line: int = field(default=0, compare=False)

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """Every question id on this screen, in order."""
        return questions_in(self.items)


@dataclass(frozen=True, slots=True)
class Band:
    """A published label for a stretch of a score, both ends included."""

    name: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """A published instrument's number: a sum of items, or a mean rounded half up to ``places``."""

    id: str
    items: tuple[str, ...]
    mean: bool
    places: int
    bands: tuple[Band, ...]
    source: str
    loinc: str = ""
    line: int = field(default=0, compare=False)
