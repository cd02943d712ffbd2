"""The use cases of visits: what a page or a command asks for, each one call."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from screener.errors import Problem, VisitClosed, VisitNotFound
from screener.model.evaluation import EmergencyBlock, Evaluation
from screener.model.response import Response
from screener.model.rulebook import Contacts, Rulebook
from screener.model.visit import Person, Visit, VisitHeader, VisitState
from screener.store import Store, StoredVisit, Writing
from screener.summary.pages import ClinicianSummary, PatientSummary
from screener.visits.evaluations import (
    VisitEvaluations,
    problems_of,
    shown_questions,
    to_be_shown,
    with_offers_judged,
    with_screen,
)
from screener.visits.links import (
    Links,
    free_reference,
    hash_link,
    make_link,
    plain_reference,
)
from screener.visits.listing import Listing, list_of
from screener.visits.readiness import Readiness
from screener.visits.records import (
    KEPT,
    Begun,
    Rounds,
    Saved,
    alive,
    changed,
    from_plain,
    to_json,
    to_stored,
    to_visit,
    with_state,
)
from screener.visits.rulebooks import Rulebooks, Today
from screener.visits.sessions import COOKIES_GOOD_FOR, EndedSessions
from screener.visits.throttle import Throttle

Part = TypeVar("Part")


class Visits:
    """Every visit in a store; safe to share by threads.

    ``rulebook`` is the one that fresh visits begin on, until another is adopted where it ``follows``.
    ``clinic`` are the words for the clinic, ``own`` its contacts in place of the region's. ``clock`` gives
    the time with its zone, ``steady`` seconds that go on whoever sets the clock. ``links`` opens visits by
    their come-back links, ``ended`` are the sessions of browsers that were ended, ``throttle`` slows down
    guessing and flooding.
    """

    def __init__(
        self,
        *,
        store: Store,
        rulebook: Rulebook,
        region: str,
        clinic: str,
        clock: Callable[[], datetime],
        steady: Callable[[], float] = time.monotonic,
        follows: bool = False,
        own: Contacts | None = None,
    ) -> None:
        self.region = region
        self.clinic = clinic
        self._store = store
        self._clock = clock
        self._rulebooks = Rulebooks(store, rulebook, own)
        self._evaluations = VisitEvaluations(self._rulebooks, region=region, clinic=clinic)
        self._rounds = Rounds(steady)
        self.links = Links(store, clock)
        self.ended = EndedSessions(store, clock)
        self.throttle = Throttle(store, clock, steady)
        self._today = Today(store, self._rulebooks, rulebook, region=region, follows=follows, steady=steady)
        self.readiness = Readiness(store, self._today, clock, steady)

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that fresh visits begin on."""
        self._today.glance()
        return self._today.rulebook

    def begin(self, *, typed_in: bool = False) -> Begun:
        """A fresh visit on the rulebook adopted last, or the one that we began with.

        ``typed_in`` says that the clinic types it in from a paper form.
        """
        now = self._clock()
        self._today.look()
        rulebook = self._today.rulebook
        if self._rounds.due(now):
            self.purge()
        link = make_link()
        with self._store.writing() as writing:
            header = VisitHeader(
                id=secrets.token_hex(16),
                reference=free_reference(writing.reference_taken),
                rulebook=rulebook.hash,
                link=hash_link(link),
                began=now,
                saved=now,
            )
            visit = Visit(header, VisitState(typed_in=typed_in))
            writing.keep_rulebook(rulebook.hash, rulebook.text, at=now)
            writing.add(to_stored(visit))
        return Begun(visit, link)

    def get(self, visit_id: str) -> Visit:
        """The visit of this id, in progress or completed; raises `VisitNotFound`."""
        return self._evaluations.visit(alive(self._store.visit(visit_id), now=self._clock()))

    def find(self, reference: str) -> Visit:
        """The visit of this reference; case and hyphen do not matter. Raises `VisitNotFound`."""
        return to_visit(alive(self._store.visit_by_reference(plain_reference(reference)), now=self._clock()))

    def rulebook_of(self, visit: Visit) -> Rulebook:
        """The rulebook that this visit began on."""
        return self._rulebooks.of(visit.header.rulebook)

    def tell_person(self, visit_id: str, person: Person) -> Visit:
        """Note who fills in the form; raises `VisitClosed` once it was sent."""
        with self._store.writing() as writing:
            stored, visit = self._open(writing, visit_id)
            visit = with_state(visit, at=self._clock(), person=person)
            stored = changed(stored, visit)
            writing.change(stored)
        self._evaluations.written(visit, stored)
        return visit

    def save(
        self, visit_id: str, screen_id: str, raw: Mapping[str, object], *, settled: bool = True
    ) -> Saved:
        """Keep the answers of one screen, find what they mean, and note the emergencies that they raise.

        ``raw`` holds raw answers by question; what the screen shows and ``raw`` does not hold is blank. A
        screen with a problem, or not ``settled`` because its page found one, is not passed yet. Raises
        `VisitClosed` once the visit was sent.
        """
        now = self._clock()
        with self._store.writing() as writing:
            stored, visit = self._open(writing, visit_id)
            shown = visit.state.emergencies
            before = self._evaluations.of(visit).emergencies if shown else None
            visit, problems = self._with_answers(visit, screen_id, raw, settled=settled)
            fresh = to_be_shown(shown, before, self._evaluations.of(visit).emergencies, at=now)
            visit = with_state(visit, at=now, emergencies=shown + fresh)
            stored = changed(stored, visit)
            writing.change(stored)
        self._evaluations.written(visit, stored)
        return Saved(visit, problems, new_emergencies=bool(fresh))

    def response(self, visit: Visit) -> Response:
        """The response that the visit's answers make now."""
        return self._evaluations.of(visit).response

    def evaluation(self, visit: Visit) -> Evaluation:
        """What the rulebook says of this visit: of its answers now, or as stored at completion."""
        if visit.completed:
            return self._stored_part(visit, "evaluation", Evaluation)
        return self._evaluations.of(visit).evaluation

    def emergency(self, visit: Visit) -> tuple[EmergencyBlock, ...]:
        """The blocks of the emergency page, empty when nothing is an emergency."""
        if visit.completed:
            return self.patient_summary(visit).emergency
        return self._evaluations.of(visit).blocks

    def emergency_in(
        self, raw: Mapping[str, object], rulebook: Rulebook, *, over: VisitState
    ) -> tuple[EmergencyBlock, ...]:
        """The blocks of the emergency page for raw answers that are not saved, laid ``over`` those that are.

        All screens count as passed.
        """
        return self._evaluations.unsaved(raw, rulebook, over=over).blocks

    def complete(self, visit_id: str) -> Visit:
        """Send the visit; any number of calls complete it once and give the same visit."""
        visit = self.get(visit_id)
        if visit.completed:
            return visit
        now = self._clock()
        with self._store.writing() as writing:
            stored = alive(writing.visit(visit_id), now=self._clock())
            visit = to_visit(stored)
            if visit.completed:
                return visit
            # Once sent, a screen that was skipped counts as left blank, not as still to come.
            visit = with_state(visit, at=now, passed=tuple(self.rulebook_of(visit).screens))
            record = self._evaluations.of(visit).record(visit)
            visit = replace(visit, header=replace(visit.header, completed=now))
            stored = changed(stored, visit, evaluation=record.evaluation)
            writing.change(stored, record=to_json(record))
        self._evaluations.written(visit, stored)
        return visit

    def patient_summary(self, visit: Visit) -> PatientSummary:
        """What the patient keeps: as stored at completion, else of the answers now."""
        if visit.completed:
            return self._stored_part(visit, "patient", PatientSummary)
        return self._evaluations.of(visit).record(visit).patient

    def clinician_summary(self, visit: Visit) -> ClinicianSummary:
        """What the clinician reads: as stored at completion, else of the answers now."""
        if visit.completed:
            return self._stored_part(visit, "clinician", ClinicianSummary)
        return self._evaluations.of(visit).record(visit).clinician

    def forget(self, visit_id: str) -> None:
        """Delete a visit in progress, if there is one of this id; raises `VisitClosed` once it was sent."""
        with self._store.writing() as writing:
            try:
                self._open(writing, visit_id)
            except VisitNotFound:
                return
            writing.remove(visit_id)
        self._evaluations.forget(visit_id)
        self._store.forget_deleted()

    def code_accepted(self, typed: str) -> bool:
        """Whether this is the clinic's access code."""
        return self._store.check_code(typed)

    def code_mark(self) -> str:
        """A mark of the access code that is good now: it changes when a new code is made."""
        return self._store.code_mark()

    def listing(self) -> Listing:
        """Sent visits, unfinished ones in which an emergency was shown, and those that cannot be read."""
        return list_of(self._store.visits(), now=self._clock(), evaluation=self.evaluation)

    def delete(self, reference: str) -> None:
        """Delete the visit of this reference; raises `VisitNotFound`.

        One that cannot be read goes by the reference in the file, or by its row as lists name it.
        """
        with self._store.writing() as writing:
            visit_id = writing.remove_named(plain_reference(reference))
        self._evaluations.forget(visit_id)
        self._store.forget_deleted()

    def purge(self) -> int:
        """Delete the visits in progress that were not saved for seven days; returns how many.

        Ended sessions whose cookies are too old by themselves are forgotten.
        """
        now = self._clock()
        with self._store.writing() as writing:
            gone = writing.remove_unsaved_since(now - KEPT)
            writing.forget_ended_sessions(now - COOKIES_GOOD_FOR)
        self._rounds.note(now)
        if gone:
            self._store.forget_deleted()
        return gone

    def _with_answers(
        self, visit: Visit, screen_id: str, sent: Mapping[str, object], *, settled: bool
    ) -> tuple[Visit, tuple[Problem, ...]]:
        """The visit with one screen's answers, the screen passed if it is shown, settled, without problem."""
        before = self._evaluations.of(visit)
        shown = shown_questions(before.rulebook, before.response, screen_id)
        raw = with_screen(before.rulebook, visit.state.raw, sent, screen_id=screen_id, shown=shown)
        after = self._evaluations.of(replace(visit, state=replace(visit.state, raw=raw)))
        problems = problems_of(after.parsed.problems, shown | sent.keys())
        problems, raw = with_offers_judged(problems, raw, before=visit.state, screen_id=screen_id)
        others = tuple(passed for passed in visit.state.passed if passed != screen_id)
        passed = (*others, screen_id) if shown and settled and not problems else others
        return replace(visit, state=replace(visit.state, raw=raw, passed=passed)), problems

    def _stored_part(self, visit: Visit, name: str, kind: type[Part]) -> Part:
        return from_plain(kind, json.loads(self._store.record(visit.id))[name])

    def _open(self, writing: Writing, visit_id: str) -> tuple[StoredVisit, Visit]:
        """A visit that can still be changed."""
        stored = alive(writing.visit(visit_id), now=self._clock())
        if stored.header.completed:
            raise VisitClosed("This form was sent already, so its answers can no longer be changed.")
        return stored, self._evaluations.visit(stored)
