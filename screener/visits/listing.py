"""The clinic's list: what was sent, what is an emergency though it was not, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from screener.errors import StoreError
from screener.model.evaluation import Evaluation
from screener.model.visit import Visit
from screener.store import StoredVisit, StoredVisits, Unreadable
from screener.visits.records import Outline, from_json, outline_of, to_visit, too_old


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in a list: the gravest priority among its points (empty: none) and how many are shown."""

    visit: Visit
    gravest: str
    points: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Completed visits, newest first, and unfinished ones in which an emergency was shown.

    ``unreadable`` are visits that cannot be read, ``gone`` how many went out of the file without being
    deleted by Screener.
    """

    completed: tuple[VisitLine, ...]
    unfinished_emergencies: tuple[VisitLine, ...]
    unreadable: tuple[Unreadable, ...]
    gone: int


def list_of(found: StoredVisits, *, now: datetime, evaluation: Callable[[Visit], Evaluation]) -> Listing:
    """The list of these visits; ``evaluation`` says what the answers of an unfinished one come to now."""
    unreadable = list(found.unreadable)

    def emergency(stored: StoredVisit) -> VisitLine | None:
        visit = to_visit(stored)
        shown = visit.state.emergencies
        return _line(visit, outline_of(evaluation(visit))) if shown else None

    def lines(
        stored: Iterable[StoredVisit], line_of: Callable[[StoredVisit], VisitLine | None]
    ) -> Iterator[VisitLine]:
        for one in stored:
            try:
                line = line_of(one)
            except StoreError as error:
                unreadable.append(Unreadable(one.header.reference, why=str(error)))
            else:
                yield from (line,) if line is not None else ()

    alive = (stored for stored in found.in_progress if not too_old(stored, now=now))
    return Listing(
        completed=tuple(lines(found.completed, _sent)),
        unfinished_emergencies=tuple(lines(alive, emergency)),
        unreadable=tuple(unreadable),
        gone=found.gone,
    )


def _sent(stored: StoredVisit) -> VisitLine:
    return _line(to_visit(stored), from_json(Outline, stored.outline))


def _line(visit: Visit, outline: Outline) -> VisitLine:
    return VisitLine(visit, gravest=outline.gravest, points=outline.points)
