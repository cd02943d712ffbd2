"""The whole of one rulebook, read and found free of problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from screener.model.condition import Condition
from screener.model.question import Instrument, Question, Score, Screen
from screener.model.rule import Invariant, Priority, Rule
from screener.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Source:
    """What points stand on. ``status`` is ``seen`` or ``verify``; dates are ISO text or empty."""

    key: str
    title: str
    year: int
    status: str
    url: str = ""
    checked: str = ""
    review_by: str = ""
    note: str = ""


SET_BY_CLINIC = "clinic"
"""What stands for a number that each clinic sets."""
CLINIC_SETS = ("crisis", "poison")
"""The contacts that a clinic can set for itself."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """One region's words for whom to call, and the numbers to tap.

    ``words`` holds emergency, crisis, poison, urgent_line and ed; ``clinic`` is added by the caller
    of the engine. ``numbers`` maps names to telephone digits, or to `SET_BY_CLINIC` where the region has none
    and each clinic's settings must tell its own.
    """

    region: str
    words: Mapping[str, str] = field(hash=False)
    numbers: Mapping[str, str] = field(hash=False)

    @property
    def left_to_clinic(self) -> tuple[str, ...]:
        """The names of the numbers that the clinic's settings must tell."""
        return tuple(name for name, number in self.numbers.items() if number == SET_BY_CLINIC)

    def under(self, own: Contacts) -> Contacts:
        """The same with a clinic's own words and numbers in place of the region's."""
        return Contacts(self.region, {**self.words, **own.words}, {**self.numbers, **own.numbers})


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's sign-off of exactly the rulebook that bears ``hash``."""

    name: str
    role: str
    date: str
    hash: str


@dataclass(frozen=True, slots=True)
class Review:
    """Whether clinicians signed the rulebook off; ``status`` is ``draft`` or ``approved``."""

    status: str
    approved: tuple[Approval, ...] = ()
    review_by: str = ""


@dataclass(frozen=True, slots=True)
class MedicineAddition:
    """What the clinic lays over one row of the vocabulary, or a row of its own."""

    generic: str
    brands: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    untag: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """A named condition."""

    id: str
    condition: Condition
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Together:
    """A named set: the medicines of several lists (questions or other sets) as one."""

    id: str
    lists: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Crisis:
    """The questions by which a mental crisis shows: an item of an instrument, and whether one feels safe."""

    item: str
    safe: str


@dataclass(frozen=True, slots=True)
class Roles:
    """What the program must know by meaning; what a rulebook does not name is empty or None.

    ``taken_now`` is the set of what is taken now: a row of another list is told as stopped.
    ``for_another`` holds while somebody else fills in the form. The others name questions.
    """

    taken_now: str = ""
    for_another: Condition | None = None
    age: str = ""
    allergies: str = ""
    indication: str = ""
    tried: tuple[str, ...] = ()
    own_question: str = ""
    crisis: Crisis | None = None

    @property
    def players(self) -> Mapping[str, tuple[str, ...]]:
        """The set and the questions that play a part, by the part's name."""
        crisis = {"item": self.crisis.item, "safe": self.crisis.safe} if self.crisis else {}
        single = {
            "taken_now": self.taken_now,
            "age": self.age,
            "allergies": self.allergies,
            "indication": self.indication,
            "own_question": self.own_question,
            **crisis,
        }
        found = {"tried": self.tried, **{part: (id,) for part, id in single.items() if id}}
        return {part: ids for part, ids in found.items() if ids}


@dataclass(frozen=True)
class Rulebook:
    """Everything that one ``rules.yaml`` says; mappings keep the file's order.

    ``vocabulary`` is the shipped one with the clinic's additions laid over. ``hash`` is the SHA-256
    (hex) of the file's bytes, and ``text`` its words, kept so that a visit can finish on it. Without slots,
    so that each of its indexes is made once, when first wanted.
    """

    title: str
    version: str
    hash: str
    text: str = field(repr=False)
    review: Review
    leads: Mapping[Priority, str]
    topics: Mapping[str, str]
    sources: Mapping[str, Source]
    contacts: Mapping[str, Contacts]
    instruments: Mapping[str, Instrument]
    people: Mapping[str, Mapping[str, object]]
    screens: Mapping[str, Screen]
    questions: Mapping[str, Question]
    scores: Mapping[str, Score]
    facts: Mapping[str, Truth]
    sets: Mapping[str, Together]
    rules: Mapping[str, Rule]
    invariants: Mapping[str, Invariant]
    vocabulary: Vocabulary = field(repr=False)
    roles: Roles = field(default_factory=Roles)

    @property
    def approved(self) -> bool:
        """Whether clinicians signed off exactly this file."""
        signed = any(approval.hash == self.hash for approval in self.review.approved)
        return self.review.status == "approved" and signed

    def with_own(self, own: Contacts | None) -> Rulebook:
        """The same with a clinic's own contacts in place of those of its region, if it has that region."""
        if own is None or own.region not in self.contacts:
            return self
        here = self.contacts[own.region].under(own)
        return replace(self, contacts={**self.contacts, own.region: here})

    @cached_property
    def safety_questions(self) -> tuple[str, ...]:
        """Ids of the questions that are listed when blank or not sure."""
        return tuple(question.id for question in self.questions.values() if question.safety)

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of every question in the file's order, counted from 0."""
        return {id: place for place, id in enumerate(self.questions)}

    @cached_property
    def screen_of(self) -> Mapping[str, Screen]:
        """The screen of every question that stands on one."""
        return {id: screen for screen in self.screens.values() for id in screen.questions}

    @cached_property
    def gates_of(self) -> Mapping[str, tuple[Condition, ...]]:
        """The conditions under which every question on a screen is shown: its screen's and its own."""
        return {
            id: tuple(filter(None, (screen.show_when, self.questions[id].show_when)))
            for id, screen in self.screen_of.items()
        }

    @cached_property
    def lists_of(self) -> Mapping[str, tuple[str, ...]]:
        """The questions that every set is made of, in order, each once."""
        return {id: tuple(dict.fromkeys(self._lists(id))) for id in self.sets}

    def _lists(self, id: str) -> Iterator[str]:
        if id not in self.sets:
            yield id
            return
        for part in self.sets[id].lists:
            yield from self._lists(part)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The names of the form's parts, in order, each once."""
        return tuple(dict.fromkeys(screen.part for screen in self.screens.values()))
