"""What stands in the readable rulebook; the template lays it out and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.model.rule import Page
from screener.model.rulebook import Approval
from screener.workbench.english import Piece, Told


@dataclass(frozen=True, slots=True)
class Ref:
    """Something elsewhere in the book: its kind ("rule", "question"), its id, and words beside the id."""

    kind: str
    id: str
    words: str = ""

    @property
    def anchor(self) -> str:
        """The name of its place in the book."""
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True)
class UsedBy:
    """What uses one part of the rulebook; ``way`` says how ("rules that it decides")."""

    way: str
    by: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class OtherWords:
    """Words that take the place of a rule's own; ``when`` is None where ``occasion`` says it all."""

    occasion: str
    when: Told | None = None
    patient: str | None = None
    clinician: str | None = None
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One source in full; the reader takes no ``url`` but one of the web."""

    key: str
    title: str
    year: int
    status: str
    url: str
    checked: str
    review_by: str
    note: str
    used_by: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule. ``slots`` pairs a slot with what it stands for, ``examples`` an outcome with changes.

    ``shows`` are sentences on where the point is seen, ``line`` where the rule begins in the file.
    """

    id: str
    line: int
    topic: str
    priority: str
    headline: str
    when: Told
    urgent_when: Told | None
    patient: str
    clinician: str
    page: Page | None
    others: tuple[OtherWords, ...]
    slots: tuple[tuple[str, tuple[Piece, ...]], ...]
    shows: tuple[str, ...]
    hides: tuple[Ref, ...]
    hidden_by: tuple[Ref, ...]
    sources: tuple[SourceEntry, ...]
    strength: str
    seed: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]
    promises: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class TopicPart:
    """A topic with its rules, in the file's order."""

    id: str
    title: str
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """What can be answered: its id as rules write it, its words, and what it means beside that."""

    id: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question; ``kind`` says in words how it is answered, ``notes`` what else holds for it."""

    id: str
    line: int
    ask: str
    label: str
    hint: str
    kind: str
    safety: bool
    options: tuple[Option, ...]
    notes: tuple[str, ...]
    show_when: Told | None
    complete_if: Told | None
    uses: tuple[UsedBy, ...]


@dataclass(frozen=True, slots=True)
class ScreenPart:
    """One screen with its questions in the form's order; ``number`` counts from 1."""

    id: str
    number: int
    part: str
    title: str
    intro: str
    stem: str
    credit: str
    below: str
    show_when: Told | None
    questions: tuple[QuestionEntry, ...]


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """One score: how it is made, and its bands with the numbers they span."""

    id: str
    name: str
    line: int
    made: str
    items: tuple[Ref, ...]
    bands: tuple[tuple[str, str], ...]
    source: Ref
    loinc: str
    uses: tuple[UsedBy, ...]


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A named condition, or a named set with the lists it unites."""

    id: str
    name: str
    line: int
    means: Told | None
    lists: tuple[Ref, ...]
    uses: tuple[UsedBy, ...]


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A part that something plays for the program: a set or questions, or a condition."""

    id: str
    players: tuple[Ref, ...]
    means: Told | None


@dataclass(frozen=True, slots=True)
class InvariantEntry:
    """What must hold for every patient: the condition, and what is promised then."""

    id: str
    line: int
    when: Told
    promises: tuple[tuple[Ref, str], ...]


@dataclass(frozen=True, slots=True)
class ContactsEntry:
    """One region's words, and its numbers to tap."""

    region: str
    words: Mapping[str, str]
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TagEntry:
    """One tag that conditions name: its medicines, and what uses it."""

    id: str
    medicines: tuple[str, ...]
    uses: tuple[UsedBy, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """One medicine that the clinic added or changed: all that now holds for it, in words."""

    generic: str
    words: str


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One example person, with the answers as written."""

    id: str
    answers: tuple[tuple[Ref, str], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The whole of a rulebook for reading and signing."""

    title: str
    version: str
    hash: str
    vocabulary: str
    signed: bool
    approved: tuple[Approval, ...]
    review_by: str
    leads: Mapping[str, str]
    topics: tuple[TopicPart, ...]
    screens: tuple[ScreenPart, ...]
    scores: tuple[ScoreEntry, ...]
    facts: tuple[FactEntry, ...]
    roles: tuple[RoleEntry, ...]
    contacts: tuple[ContactsEntry, ...]
    sources: tuple[SourceEntry, ...]
    tags: tuple[TagEntry, ...]
    additions: tuple[Addition, ...]
    invariants: tuple[InvariantEntry, ...]
    people: tuple[PersonEntry, ...]

    @property
    def rules(self) -> tuple[RuleEntry, ...]:
        """Every rule, topic by topic."""
        return tuple(rule for topic in self.topics for rule in topic.rules)

    @property
    def questions(self) -> tuple[QuestionEntry, ...]:
        """Every question, in the form's order."""
        return tuple(question for screen in self.screens for question in screen.questions)

    @property
    def to_verify(self) -> tuple[SourceEntry, ...]:
        """The sources that nobody has seen yet."""
        return tuple(source for source in self.sources if source.status == "verify")
