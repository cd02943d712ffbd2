"""A visit as the store keeps it, and back."""

from __future__ import annotations

from dataclasses import replace

from screener.model.evaluation import Evaluation
from screener.model.visit import Visit
from screener.store import StoredVisit
from screener.visits.codec import from_json, to_json
from screener.visits.shapes import Outline, State, VisitLine


def to_stored(visit: Visit, *, link: str) -> StoredVisit:
    """A fresh visit to add, ``link`` being the hash of its come-back link."""
    return StoredVisit(
        id=visit.id,
        reference=visit.reference,
        rulebook=visit.rulebook,
        link=link,
        began=visit.began,
        saved=visit.saved,
        state=_state_of(visit),
        outline=to_json(Outline()),
    )


def changed(stored: StoredVisit, visit: Visit, *, evaluation: Evaluation | None = None) -> StoredVisit:
    """What the store holds after the visit changed; without an evaluation its outline stays."""
    outline = stored.outline if evaluation is None else to_json(outline_of(evaluation))
    return replace(
        stored, saved=visit.saved, completed=visit.completed, state=_state_of(visit), outline=outline
    )


def to_visit(stored: StoredVisit) -> Visit:
    """The visit that the store holds."""
    state = from_json(State, stored.state)
    return Visit(
        id=stored.id,
        reference=stored.reference,
        rulebook=stored.rulebook,
        began=stored.began,
        saved=stored.saved,
        completed=stored.completed,
        person=state.person,
        raw=state.raw,
        passed=state.passed,
        emergencies=state.emergencies,
        typed_in=state.typed_in,
    )


def to_line(stored: StoredVisit) -> VisitLine:
    """The line that a list shows of a completed visit."""
    outline = from_json(Outline, stored.outline)
    return VisitLine(to_visit(stored), gravest=outline.gravest, points=outline.points)


def outline_of(evaluation: Evaluation) -> Outline:
    """The gravest priority among the points shown, and their number."""
    points = evaluation.shown_points
    return Outline(gravest=points[0].priority.value if points else "", points=len(points))


def _state_of(visit: Visit) -> bytes:
    return to_json(
        State(
            person=visit.person,
            raw=visit.raw,
            passed=visit.passed,
            emergencies=visit.emergencies,
            typed_in=visit.typed_in,
        )
    )
