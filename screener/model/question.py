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


class Control(StrEnum):
    """How an answer is given, on a page as on paper."""

    RADIOS = "radios"
    TICKS = "ticks"
    STEPS = "steps"
    WORDS = "words"
    MEDICINES = "medicines"


class Comparison(StrEnum):
    """What a condition can ask of an answer."""

    OPTIONS = "options"
    NUMBER = "number"
    MEDICINES = "medicines"


@dataclass(frozen=True, slots=True)
class TypeRow:
    """What every room must know of one question type.

    ``called`` is what messages call such a question, ``answered`` what the book says of its answer. ``keys``
    are the rulebook's keys that go with it but not with every type.
    """

    called: str
    answered: str
    control: Control
    keys: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


TYPES: Mapping[QuestionType, TypeRow] = {
    QuestionType.YES_NO: TypeRow(
        "a yes/no question", "yes or no", Control.RADIOS, comparisons=(Comparison.OPTIONS,)
    ),
    QuestionType.ONE: TypeRow(
        "a question with one answer", "one of", Control.RADIOS, ("options",), (Comparison.OPTIONS,)
    ),
    QuestionType.MANY: TypeRow(
        "a question with several answers",
        "tick all that apply",
        Control.TICKS,
        ("options", "none", "alone", "medicines"),
        (Comparison.OPTIONS, Comparison.NUMBER),
    ),
    QuestionType.SCALE: TypeRow(
        "a scale", "a number", Control.STEPS, ("steps", "range", "anchors"), (Comparison.NUMBER,)
    ),
    QuestionType.TEXT: TypeRow("a free text, which no condition can compare", "own words", Control.WORDS),
    QuestionType.MEDICINES: TypeRow(
        "a list of medicines",
        "a list of medicines",
        Control.MEDICINES,
        ("complete_if",),
        (Comparison.MEDICINES,),
    ),
}
"""The question types: forms on pages, on paper and of the author, keys and comparisons come from here."""


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

    @property
    def is_number(self) -> bool:
        """Whether the answer is a number of a range."""
        return self.low < self.high


def choices_of(question: Question) -> dict[str, str]:
    """What can be chosen as the answer, with its words, by raw value; nothing where it is typed."""
    match TYPES[question.type].control:
        case Control.STEPS:
            numbers = range(question.low, question.high + 1)
            return {str(n): question.steps[n - question.low] if question.steps else str(n) for n in numbers}
        case _ if question.type is QuestionType.YES_NO:
            return {"yes": "yes", "no": "no"}
        case Control.RADIOS | Control.TICKS:
            return dict(question.options)
        case _:
            return {}


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
