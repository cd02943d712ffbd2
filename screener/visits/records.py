"""What the store keeps of a visit, what use cases hand back, and when a visit is deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from screener.errors import Problem
from screener.model.evaluation import Evaluation
from screener.model.visit import Visit, VisitState
from screener.store import StoredVisit
from screener.summary.pages import ClinicianSummary, PatientSummary
from screener.visits.codec import from_json, to_json


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


def to_stored(visit: Visit) -> StoredVisit:
    """A fresh visit to add."""
    return StoredVisit(visit.header, state=to_json(visit.state), outline=to_json(Outline()))


def changed(stored: StoredVisit, visit: Visit, *, evaluation: Evaluation | None = None) -> StoredVisit:
    """What the store holds after the visit changed; without an evaluation its outline stays."""
    outline = stored.outline if evaluation is None else to_json(outline_of(evaluation))
    return replace(stored, header=visit.header, state=to_json(visit.state), outline=outline)


def to_visit(stored: StoredVisit) -> Visit:
    """The visit that the store holds."""
    return Visit(stored.header, from_json(VisitState, stored.state))


def to_line(stored: StoredVisit) -> VisitLine:
    """The line that a list shows of a completed visit."""
    outline = from_json(Outline, stored.outline)
    return VisitLine(to_visit(stored), gravest=outline.gravest, points=outline.points)


def outline_of(evaluation: Evaluation) -> Outline:
    """The gravest priority among the points shown, and their number."""
    points = evaluation.shown_points
    return Outline(gravest=points[0].priority.value if points else "", points=len(points))


KEPT = timedelta(days=7)
BETWEEN = timedelta(hours=1)
MOVED = timedelta(minutes=10)


def too_old(stored: StoredVisit, *, now: datetime) -> bool:
    """Whether a visit was not sent and is gone, whether or not it was deleted yet."""
    return stored.header.completed is None and stored.header.saved < now - KEPT


class Rounds:
    """Says when the next round of deleting is due.

    ``steady`` counts seconds and cannot be set, unlike the clock. Where both disagree, the clock was moved:
    forms that seem old may be fresh, so that the round is put off by an hour, time to set the clock right.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def due(self, now: datetime) -> bool:
        """Whether a round is due by the clock's time ``now``."""
        if self._last is None:
            return True
        told, counted = now - self._last[0], timedelta(seconds=self._steady() - self._last[1])
        if abs(told - counted) > MOVED:
            self.note(now)
            return False
        return told >= BETWEEN

    def note(self, now: datetime) -> None:
        """A round was made, or put off, at this time."""
        self._last = (now, self._steady())
