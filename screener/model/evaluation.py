"""What a rulebook says of one response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum, auto

from screener.model.response import MedicineRow, State
from screener.model.rule import Page, Priority


class Verdict(StrEnum):
    """The three outcomes of a rule."""

    FIRES = "fires"
    OPEN = "open"
    RULED_OUT = "ruled_out"


class ScoreStatus(StrEnum):
    """How much of a score there is to print."""

    COMPLETE = auto()
    PARTIAL = auto()
    NOT_ADMINISTERED = auto()


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A score's lowest and highest value, both None when not administered.

    ``band`` is named only when both ends fall in it. ``blank`` counts the items without a number.
    ``words`` is what is printed: "12", "between 14 and 20 (2 items blank)", "not administered".
    """

    id: str
    status: ScoreStatus
    low: Decimal | None
    high: Decimal | None
    band: str
    blank: int
    words: str

    @property
    def complete(self) -> bool:
        """Whether every item has a number."""
        return self.status is ScoreStatus.COMPLETE


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer that made a rule fire.

    ``subject`` is a question or a score; ``answer`` its words for the patient, ``label`` for the
    clinician. ``medicine`` says that the answer is a medicine as typed.
    """

    subject: str
    answer: str
    label: str
    medicine: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one rule.

    ``priority`` is the effective one. ``lifted`` says that `urgent_when` surely holds and raised it;
    ``may_lift`` that it only possibly holds. ``asks`` are the unknown questions that keep an open rule
    open, ``lift_asks`` those that keep the lift open. ``reasons`` and ``lift_reasons`` are what made it
    fire and rise. ``names`` are the generics that its texts name. ``patient``, ``clinician`` and ``page``
    are filled in, and empty unless it fires. ``failed`` marks a rule that could not be evaluated.
    """

    rule: str
    topic: str
    verdict: Verdict
    priority: Priority
    lifted: bool = False
    may_lift: bool = False
    asks: tuple[str, ...] = ()
    lift_asks: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    lift_reasons: tuple[Reason, ...] = ()
    names: frozenset[str] = frozenset()
    headline: str = ""
    patient: str = ""
    clinician: str = ""
    page: Page | None = None
    hidden_by: str | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to ask at the visit.

    ``why`` are words: "left blank", "not sure", "not recognized: little white pill". ``rules`` hang on
    it; ``priority`` is the gravest of them, or discuss for a safety question on which none hangs.
    """

    question: str
    state: State
    why: str
    priority: Priority
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What an evaluation rests on: version and the SHA-256 hashes that name each part."""

    version: str
    rulebook: str
    vocabulary: str
    contacts: str
    engine: str
    region: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Outcomes of all rules, in file order, for one response.

    ``states`` gives every question's state as the engine saw it. ``medicines`` are the rows of every
    medicine list that was shown, by question.
    """

    basis: Basis
    outcomes: tuple[Outcome, ...]
    scores: Mapping[str, ScoreResult] = field(hash=False)
    states: Mapping[str, State] = field(hash=False)
    medicines: Mapping[str, tuple[MedicineRow, ...]] = field(hash=False)
    ask: tuple[Ask, ...]

    @property
    def points(self) -> tuple[Outcome, ...]:
        """The rules that fired, gravest first, ties in file order; hidden ones included."""
        fired = [outcome for outcome in self.outcomes if outcome.verdict is Verdict.FIRES]
        return tuple(sorted(fired, key=lambda outcome: -outcome.priority.gravity))

    @property
    def shown_points(self) -> tuple[Outcome, ...]:
        """The points that no other hides."""
        return tuple(outcome for outcome in self.points if outcome.hidden_by is None)

    @property
    def emergencies(self) -> tuple[Outcome, ...]:
        """The emergencies that fired, in file order."""
        return tuple(point for point in self.points if point.priority is Priority.EMERGENCY)


@dataclass(frozen=True, slots=True)
class EmergencyBlock:
    """One emergency on the full page or in the box: heading, instruction, and the number to tap.

    ``tel`` is the digits of the tappable number, empty where an earlier block has the same one;
    ``number_words`` are the contact's words for it.
    """

    rule: str
    heading: str
    instruction: str
    tel: str
    number_words: str
    lines: tuple[str, ...]
