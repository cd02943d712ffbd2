"""Computing sent visits again: what another rulebook, or another version of Screener, would say of them.

Nothing that a patient wrote is told, only ids of the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from screener.errors import StoreError
from screener.model.evaluation import Basis, Evaluation, Outcome, Verdict
from screener.model.rulebook import Contacts, Rulebook
from screener.model.visit import Visit
from screener.store import Store, StoredVisit
from screener.visits.evaluations import VisitEvaluation
from screener.visits.records import Record, from_json, to_visit
from screener.visits.rulebooks import Rulebooks

WORDS = ("headline", "patient", "clinician", "page", "reasons", "lift_reasons")
"""What is printed of a point."""
HASHES = tuple(field.name for field in fields(Basis) if field.name != "region")


@dataclass(frozen=True, slots=True)
class Replayed:
    """One sent visit computed again.

    ``changes`` say in a few words each what would differ, ``rests_on`` names what differs of what it rests
    on. ``fault`` says why it could not be computed, empty when it could.
    """

    reference: str
    changes: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    fault: str = ""

    @property
    def same(self) -> bool:
        """Whether it was computed and says what it said."""
        return not self.changes and not self.fault


def replay(store: Store, rulebook: Rulebook, *, own: Contacts | None = None) -> Iterator[Replayed]:
    """Every sent visit of the store, newest first, as this rulebook and this engine see it.

    ``own`` are the clinic's contacts in place of its region's.
    """
    rulebooks = Rulebooks(store, rulebook, own)
    found = store.visits()
    for one in found.unreadable:
        yield Replayed(one.reference or one.row, fault=one.why)
    for stored in found.completed:
        try:
            yield _replayed(store, rulebooks, rulebook, stored)
        except StoreError as error:
            yield Replayed(stored.header.reference, fault=str(error))


def _replayed(store: Store, rulebooks: Rulebooks, rulebook: Rulebook, stored: StoredVisit) -> Replayed:
    visit = to_visit(stored)
    record = from_json(Record, store.record(visit.id))
    region = record.evaluation.basis.region
    if region not in rulebook.contacts:
        return Replayed(stored.header.reference, fault=f"the rulebook has no region {region}")
    clinic = record.contacts["clinic"]
    again = VisitEvaluation(visit.state, rulebook.hash, rulebooks, region=region, clinic=clinic)
    changes = (*_answers_lost(rulebooks, visit, again), *differences(record.evaluation, again.evaluation))
    before, now = record.evaluation.basis, again.evaluation.basis
    rests_on = tuple(name for name in HASHES if getattr(before, name) != getattr(now, name))
    return Replayed(stored.header.reference, changes, rests_on)


def _answers_lost(rulebooks: Rulebooks, visit: Visit, now: VisitEvaluation) -> Iterator[str]:
    """Answers that cannot be taken any more, less those that could not be taken at the time either."""
    try:
        began_on = visit.header.rulebook
        before = VisitEvaluation(visit.state, began_on, rulebooks, region="", clinic="").parsed.problems
    except StoreError:
        before = ()
    known = {problem.place for problem in before}
    lost = (problem.question for problem in now.parsed.problems if problem.place not in known)
    for question in dict.fromkeys(lost):
        yield f"the answer to {question} cannot be taken"


def differences(before: Evaluation, now: Evaluation) -> Iterator[str]:
    """In which points, open rules, scores, medicines and questions to ask two evaluations differ."""
    old = {outcome.rule: outcome for outcome in before.outcomes}
    new = {outcome.rule: outcome for outcome in now.outcomes}
    for rule in {**old, **new}:
        yield from _of_rule(rule, old.get(rule), new.get(rule))
    for what, was, now_is in (
        ("score", before.scores, now.scores),
        ("medicines in", before.medicines, now.medicines),
    ):
        for id in {**was, **now_is}:
            if was.get(id) != now_is.get(id):
                yield f"{what} {id} would differ"
    asked = {ask.question: (ask.why, ask.priority) for ask in before.ask}
    asks = {ask.question: (ask.why, ask.priority) for ask in now.ask}
    for question in {**asked, **asks}:
        if question not in asks:
            yield f"{question} would no longer be asked"
        elif question not in asked:
            yield f"{question} would be asked"
        elif asked[question] != asks[question]:
            yield f"{question} would be asked otherwise"


def _of_rule(rule: str, was: Outcome | None, now: Outcome | None) -> Iterator[str]:
    """What becomes of one rule, None where the rulebook has no such rule."""
    fired, fires = _fires(was), _fires(now)
    if fired is not None and fires is not None:
        yield from _of_point(rule, fired, fires)
    elif fired is not None:
        yield f"{rule} would vanish, {fired.priority}" + (", and be open" if _open(now) else "")
    elif fires is not None:
        yield f"{rule} would appear, {fires.priority}"
    elif _open(was) != _open(now):
        yield f"{rule} would be open" if _open(now) else f"{rule} would no longer be open"


def _of_point(rule: str, was: Outcome, now: Outcome) -> Iterator[str]:
    if was.priority is not now.priority:
        yield f"{rule} would change from {was.priority} to {now.priority}"
    if was.hidden_by != now.hidden_by:
        yield f"{rule} would be hidden by {now.hidden_by}" if now.hidden_by else f"{rule} would be shown"
    words = [name for name in WORDS if getattr(was, name) != getattr(now, name)]
    if words:
        yield f"{rule} would change its words: {', '.join(words).replace('_', ' ')}"


def _fires(outcome: Outcome | None) -> Outcome | None:
    return outcome if outcome is not None and outcome.verdict is Verdict.FIRES else None


def _open(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.verdict is Verdict.OPEN
