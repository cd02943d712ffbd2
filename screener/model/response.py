"""What one person answered at one time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from unicodedata import category


class State(StrEnum):
    """How a question stands. The last two are never stored; the engine finds them."""

    GIVEN = "given"
    NOT_TICKED = "not_ticked"
    NOT_SURE = "not_sure"
    PREFER_NOT = "prefer_not"
    BLANK = "blank"
    NOT_REACHED = "not_reached"
    NOT_ASKED = "not_asked"
    NOT_SHOWN = "not_shown"


class Recognition(StrEnum):
    """What became of a medicine name: known, known only once the patient says yes, or not known."""

    RECOGNIZED = "recognized"
    OFFERED = "offered"
    UNRECOGNIZED = "unrecognized"


@dataclass(frozen=True, slots=True)
class MedicineRow:
    """One medicine that a patient typed.

    A line that names several medicines makes several rows with the same ``entry`` (counted from 0)
    and ``line`` (the whole line). ``typed`` is this row's own words. ``generic`` is the vocabulary's
    row (a substance or a product) and ``generics`` its substances, both empty unless recognized.
    ``suggestions`` are generics, at most three. ``taken_as`` is the offer that the patient took, one of
    ``offered``; ``declined`` says that none of them was taken. Records of visits sent before these two were
    kept lack them, so they do not tell rows apart.
    """

    typed: str
    entry: int
    line: str
    recognition: Recognition
    generic: str = ""
    generics: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    taken_as: str = ""
    reason: str = ""
    since: str = ""
    offered: tuple[str, ...] = field(default=(), compare=False)
    declined: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question's answer and state.

    With state ``given``: ``chosen`` holds the option (yes_no, one) or options (many; empty is the
    none of a question that has one), ``number`` the value of a scale, ``text`` the words, ``rows``
    the medicines (empty: takes none). ``rest`` is the state of a ``many``'s options that were not
    chosen: given (they are not the case), not_sure or prefer_not.
    """

    state: State
    chosen: tuple[str, ...] = ()
    number: int | None = None
    text: str = ""
    rows: tuple[MedicineRow, ...] = ()
    rest: State = State.GIVEN


FILLERS = frozenset(
    chr(code)
    for code in (
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    )
)
"""Characters that show nothing, though Unicode counts them as letters, marks or symbols."""


def is_blank(text: str) -> bool:
    """Whether nobody can see anything in a text: it is empty, or all space, joiners, fillers and controls.

    Beside letters such characters have a meaning, and stay.
    """
    return all(sign.isspace() or sign in FILLERS or category(sign) in ("Cc", "Cf") for sign in text)


BLANK = Answer(State.BLANK)
NOT_REACHED = Answer(State.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class Response:
    """All answers by question id; a question that is absent was left blank."""

    answers: Mapping[str, Answer] = field(default_factory=dict)

    def of(self, question: str) -> Answer:
        """The answer to this question, blank when there is none."""
        return self.answers.get(question, BLANK)
