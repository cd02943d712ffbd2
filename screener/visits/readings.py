"""What the answers of visits come to, worked out once and kept while a visit is being filled in.

A page asks several times for the same: before it saves, after it, and when the next page is shown. What is
kept is found by the very bytes that the store holds, so that it is never another's and never older.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import cached_property
from threading import Lock

from screener.answers import Parsed, parse
from screener.engine import contacts_for, evaluate, judge, see
from screener.journey import emergency_blocks
from screener.model.evaluation import EmergencyBlock, Evaluation, Verdict
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from screener.model.visit import Visit
from screener.store import StoredVisit
from screener.summary.clinician import clinician_summary
from screener.summary.patient import patient_summary
from screener.visits.answering import declined, reached
from screener.visits.keeping import to_visit
from screener.visits.rulebooks import Rulebooks
from screener.visits.shapes import Record

MOST_KEPT = 64


class Reading:
    """One visit's answers read through its rulebook; each part is worked out when it is first wanted.

    ``stands`` is the visit with the state under which the store holds it, empty while it does not.
    """

    def __init__(
        self,
        visit: Visit,
        rulebooks: Rulebooks,
        *,
        region: str,
        clinic: str,
        parsed: Parsed | None = None,
    ) -> None:
        self.stands = (visit, b"")
        self._parsed = parsed
        self._raw, self._passed, self._hash = visit.raw, visit.passed, visit.rulebook
        self._rulebooks = rulebooks
        self._region = region
        self._clinic = clinic

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rulebook that the visit began on."""
        return self._rulebooks.of(self._hash)

    @cached_property
    def words(self) -> dict[str, str]:
        """The words for whom to call."""
        return contacts_for(self.rulebook, region=self._region, clinic=self._clinic)

    @cached_property
    def parsed(self) -> Parsed:
        """The answers as if every screen was passed, and what is wrong with them."""
        return self._parsed or parse(self.rulebook, self._raw)

    @cached_property
    def response(self) -> Response:
        """The answers, as far as their screens were reached."""
        return reached(self.rulebook, self.parsed.response, passed=self._passed)

    @cached_property
    def emergencies(self) -> Evaluation | None:
        """What the emergency rules alone say, None when none of them fires, which is soon found."""
        grave = self._rulebooks.emergencies_of(self._hash)
        view = see(grave, self.response)
        fires = any(judge(view, rule).verdict is Verdict.FIRES for rule in grave.rules.values())
        return self._evaluated(grave) if fires else None

    @property
    def blocks(self) -> tuple[EmergencyBlock, ...]:
        """The blocks of the emergency page."""
        if self.emergencies is None:
            return ()
        return emergency_blocks(self.rulebook, self.emergencies, words=self.words)

    @cached_property
    def evaluation(self) -> Evaluation:
        """What the whole rulebook says."""
        return self._evaluated(self.rulebook)

    def record(self, visit: Visit) -> Record:
        """What is stored of the visit when it is sent with these answers, and printed of it before."""
        emergency = emergency_blocks(self.rulebook, self.evaluation, words=self.words)
        given = (self.rulebook, self.response, self.evaluation)
        return Record(
            evaluation=self.evaluation,
            patient=patient_summary(*given, emergency=emergency, words=self.words),
            clinician=clinician_summary(*given, shown=visit.emergencies, declined=declined(visit.raw)),
            contacts=self.words,
        )

    def answered(self, visit: Visit) -> bool:
        """Whether these are the answers of this visit."""
        return visit.raw is self._raw

    def holds(self, visit: Visit) -> bool:
        """Whether these are the answers of this visit, and the screens that it passed."""
        return self.answered(visit) and visit.passed == self._passed

    def _evaluated(self, rulebook: Rulebook) -> Evaluation:
        return evaluate(rulebook, self.response, region=self._region, contacts=self.words)


class Readings:
    """The readings of the visits that were in use last, one a visit; nothing of a visit that was sent."""

    def __init__(self, rulebooks: Rulebooks, *, region: str, clinic: str) -> None:
        self._rulebooks = rulebooks
        self._region = region
        self._clinic = clinic
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._lock = Lock()

    def visit(self, stored: StoredVisit) -> Visit:
        """The visit that the store holds."""
        with self._lock:
            kept = self._kept.get(stored.id)
        visit, state = kept.stands if kept is not None else (None, b"")
        if visit is not None and state == stored.state:
            return replace(visit, saved=stored.saved, completed=stored.completed)
        visit = to_visit(stored)
        if visit.completed is None:
            self.of(visit).stands = (visit, stored.state)
        return visit

    def of(self, visit: Visit) -> Reading:
        """What this visit's answers come to."""
        with self._lock:
            kept = self._kept.get(visit.id)
        if kept is not None and kept.holds(visit):
            return kept
        parsed = kept.parsed if kept is not None and kept.answered(visit) else None
        reading = Reading(visit, self._rulebooks, region=self._region, clinic=self._clinic, parsed=parsed)
        if visit.completed is None:
            self._keep(visit.id, reading)
        return reading

    def written(self, visit: Visit, stored: StoredVisit) -> None:
        """The store holds the visit so from now on."""
        if visit.completed is not None:
            self.forget(visit.id)
            return
        self.of(visit).stands = (visit, stored.state)

    def forget(self, visit_id: str) -> None:
        """Keep nothing of this visit any longer."""
        with self._lock:
            self._kept.pop(visit_id, None)

    def _keep(self, visit_id: str, reading: Reading) -> None:
        with self._lock:
            self._kept[visit_id] = reading
            self._kept.move_to_end(visit_id)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
