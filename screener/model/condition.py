"""What a rule, a fact or a screen waits for: a tree of conditions.

The reader of the rulebook makes these; every id in them is known to exist and every operator to fit
its question. The engine gives each a value of two readings, surely and possibly.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Selector:
    """Which medicines are meant: ``words`` as written, ``generics`` all that they stand for.

    ``words`` are tags, generics or ``any``. A product named by itself stands in ``generics`` only
    where none of its ingredients does.
    """

    words: tuple[str, ...]
    generics: frozenset[str]


class LooksAt(NamedTuple):
    """What a leaf looks at, by id: ``subjects`` are questions and scores, ``sets`` lists of medicines.

    ``selectors`` tell which medicines are meant, one a set; there are none where a list itself is meant.
    """

    subjects: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    selectors: tuple[Selector, ...] = ()


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

    @property
    def members(self) -> tuple[Condition, ...]:
        """The one member."""
        return (self.member,)


@dataclass(frozen=True, slots=True)
class Possibly:
    """The member's possible reading taken as a definite yes; speaks of the form."""

    member: Condition

    @property
    def members(self) -> tuple[Condition, ...]:
        """The one member."""
        return (self.member,)


@dataclass(frozen=True, slots=True)
class FactHolds:
    """The fact of this id holds."""

    fact: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question's answer is one of ``options`` (yes_no, one), or contains one of them (many)."""

    question: str
    options: tuple[str, ...]

    @property
    def looks_at(self) -> LooksAt:
        """What it looks at."""
        return LooksAt(subjects=(self.question,))


@dataclass(frozen=True, slots=True)
class Compare:
    """A scale question, a score, or the number of options chosen of a ``many`` lies within bounds."""

    subject: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    @property
    def looks_at(self) -> LooksAt:
        """What it looks at."""
        return LooksAt(subjects=(self.subject,))


@dataclass(frozen=True, slots=True)
class Has:
    """A medicine of the set matches. ``set`` is a fact of kind set, or a question that lists medicines."""

    set: str
    selector: Selector

    @property
    def looks_at(self) -> LooksAt:
        """What it looks at."""
        return LooksAt(sets=(self.set,), selectors=(self.selector,))


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``at_least`` medicines of the set match: rows that share no substance."""

    set: str
    at_least: int
    selector: Selector

    @property
    def looks_at(self) -> LooksAt:
        """What it looks at."""
        return LooksAt(sets=(self.set,), selectors=(self.selector,))


@dataclass(frozen=True, slots=True)
class Twice:
    """Two rows of the set hold one matching substance."""

    set: str
    selector: Selector

    @property
    def looks_at(self) -> LooksAt:
        """What it looks at."""
        return LooksAt(sets=(self.set,), selectors=(self.selector,))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two different substances from two different rows: one of ``first``, one of ``second``.

    Both sets are the same where the rulebook wrote ``SET: {pair: [s, t]}``.
    """

    first: Has
    second: Has

    @property
    def looks_at(self) -> LooksAt:
        """What it looks at."""
        return LooksAt(
            sets=(self.first.set, self.second.set), selectors=(self.first.selector, self.second.selector)
        )


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

    @property
    def looks_at(self) -> LooksAt:
        """What it looks at."""
        if self.word in (FormWord.INCOMPLETE, FormWord.UNRECOGNIZED):
            return LooksAt(sets=self.subjects)
        return LooksAt(subjects=self.subjects)


Joined = All | Any | Not | Possibly
"""Conditions made of others, their ``members``."""
InOneSet = Has | Count | Twice
"""Leaves that look for one ``selector`` in one ``set``."""
Leaf = Chosen | Compare | InOneSet | Pair | Form
"""Conditions that look at answers themselves; each says by ``looks_at`` at which."""
Condition = Joined | FactHolds | Leaf
