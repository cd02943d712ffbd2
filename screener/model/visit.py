"""One person's visit: the response, what was shown, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who fills in the form; every part may be left out. No rule ever sees it.

    ``appointment`` is the date of the visit to the clinic.
    """

    name: str = ""
    born: date | None = None
    appointment: date | None = None


@dataclass(frozen=True, slots=True)
class EmergencyShown:
    """An emergency page that the patient was shown: which rule, when (UTC), and the answers that caused it.

    ``answers`` pairs question ids with the words of the answer at that time.
    """

    rule: str
    heading: str
    instruction: str
    at: datetime
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VisitHeader:
    """What is known of a visit without opening it.

    ``id`` is random and opaque; ``reference`` is what people read aloud. ``rulebook`` is the hash of the
    rulebook that this visit began on and finishes on, ``link`` the hash of its come-back link. ``began``,
    ``saved`` and ``completed`` are UTC.
    """

    id: str
    reference: str
    rulebook: str
    link: str
    began: datetime
    saved: datetime
    completed: datetime | None = None


@dataclass(frozen=True, slots=True)
class VisitState:
    """What of a visit changes with each save; the store seals it.

    ``raw`` holds raw answers by question, ``passed`` the screens that were continued from. ``typed_in``
    says that the clinic typed it in from a paper form.
    """

    person: Person = field(default_factory=Person)
    raw: Mapping[str, object] = field(default_factory=dict, hash=False)
    passed: tuple[str, ...] = ()
    emergencies: tuple[EmergencyShown, ...] = ()
    typed_in: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it stands: its header and its state."""

    header: VisitHeader
    state: VisitState = field(default_factory=VisitState)

    @property
    def id(self) -> str:
        """The opaque id."""
        return self.header.id

    @property
    def reference(self) -> str:
        """What people read aloud to name it."""
        return self.header.reference

    @property
    def completed(self) -> datetime | None:
        """When it was sent; None while it is in progress."""
        return self.header.completed
