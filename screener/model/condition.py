"""What a rule, a fact or a screen waits for: a tree of conditions.

The reader of the rulebook makes these; every id in them is known to exist and every operator to fit
its question. The engine gives each a value of two readings, surely and possibly.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Selector:
    """Which medicines are meant: ``words`` as written, ``generics`` all that they stand for.

    ``words`` are tags, generics or ``any``. A product named by itself stands in ``generics`` only
    where none of its ingredients does.
    """

    words: tuple[str, ...]
    generics: frozenset[str]


@dataclass(frozen=True, slots=True)
class All:
    """Every member holds; without members it holds."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one member holds; without members it does not."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The member does not hold."""

    member: Condition


@dataclass(frozen=True, slots=True)
class Possibly:
    """The member's possible reading taken as a definite yes; speaks of the form."""

    member: Condition


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question's answer is one of ``options`` (yes_no, one), or contains one of them (many)."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A scale question, a score, or the number of options chosen of a ``many`` lies within bounds."""

    subject: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FactHolds:
    """The fact of this id holds."""

    fact: str


@dataclass(frozen=True, slots=True)
class Has:
    """A medicine of the set matches. ``set`` is a fact of kind set, or a question that lists medicines."""

    set: str
    selector: Selector


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``at_least`` different generics of the set match."""

    set: str
    at_least: int
    selector: Selector


@dataclass(frozen=True, slots=True)
class Twice:
    """One matching generic stands in two rows of the set."""

    set: str
    selector: Selector


@dataclass(frozen=True, slots=True)
class Pair:
    """Two different medicines from two different rows: one of ``first``, one of ``second``.

    Both sets are the same where the rulebook wrote ``SET: {pair: [s, t]}``.
    """

    first: Has
    second: Has


class FormWord(StrEnum):
    """What can be said of the form itself."""

    UNANSWERED = "unanswered"
    UNSURE = "unsure"
    INCOMPLETE = "incomplete"
    UNRECOGNIZED = "unrecognized"


@dataclass(frozen=True, slots=True)
class Form:
    """One of ``subjects`` is in the state that ``word`` names; two-valued, never open.

    ``subjects`` are questions (``safety`` is already replaced by all safety questions) for unanswered
    and unsure, sets for incomplete and unrecognized.
    """

    word: FormWord
    subjects: tuple[str, ...]


Leaf = Chosen | Compare | FactHolds | Has | Count | Twice | Pair | Form
Condition = All | Any | Not | Possibly | Leaf
