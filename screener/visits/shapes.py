"""What the use cases hand back, and what the store keeps of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from screener.errors import Problem
from screener.model.evaluation import Evaluation
from screener.model.visit import EmergencyShown, Person, Visit
from screener.summary.pages import ClinicianSummary, PatientSummary


@dataclass(frozen=True, slots=True)
class Begun:
    """A fresh visit and the secret of its come-back link, which is told only now."""

    visit: Visit
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """A visit after one screen was saved.

    ``problems`` are those of this screen; with any it does not count as passed. ``new_emergencies`` says
    that an emergency fires whose page is to be shown now.
    """

    visit: Visit
    problems: tuple[Problem, ...]
    new_emergencies: bool


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in a list: the gravest priority among its points (empty: none) and how many are shown."""

    visit: Visit
    gravest: str
    points: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Completed visits, newest first, and unfinished ones in which an emergency was shown."""

    completed: tuple[VisitLine, ...]
    unfinished_emergencies: tuple[VisitLine, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The sealed part of a visit that changes with each save."""

    person: Person = field(default_factory=Person)
    raw: Mapping[str, object] = field(default_factory=dict, hash=False)
    passed: tuple[str, ...] = ()
    emergencies: tuple[EmergencyShown, ...] = ()
    typed_in: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The sealed part of a completed visit that a list needs."""

    gravest: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """The sealed part of a completed visit: what was found and what was printed, as it was.

    ``evaluation`` holds the hashes that it rests on, ``contacts`` the words for whom to call.
    """

    evaluation: Evaluation
    patient: PatientSummary
    clinician: ClinicianSummary
    contacts: Mapping[str, str] = field(hash=False)
