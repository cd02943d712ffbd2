"""What the answers of visits come to, worked out once and kept while a visit is being filled in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from threading import Lock

from screener.answers import Parsed, parse
from screener.engine import contacts_for, evaluate, fires, see
from screener.errors import Problem, VisitError
from screener.journey import emergency_blocks, step
from screener.model.evaluation import EmergencyBlock, Evaluation
from screener.model.response import NOT_REACHED, Response, State
from screener.model.rulebook import Rulebook
from screener.model.visit import EmergencyShown, Visit
from screener.store import StoredVisit
from screener.summary.clinician import clinician_summary
from screener.summary.patient import patient_summary
from screener.visits.records import Record, to_visit
from screener.visits.rulebooks import Rulebooks


def reached(rulebook: Rulebook, response: Response, *, passed: Collection[str]) -> Response:
    """The same response where only what was passed or answered counts as reached.

    On a screen that was not passed, a blank question was not reached; an answer there stands beside a
    problem, and must not be lost on an emergency.
    """
    waiting = [screen for screen in rulebook.screens.values() if screen.id not in passed]
    blank = [id for screen in waiting for id in screen.questions if response.of(id).state is State.BLANK]
    return Response({**response.answers, **dict.fromkeys(blank, NOT_REACHED)})


def shown_questions(rulebook: Rulebook, response: Response, screen_id: str) -> frozenset[str]:
    """The questions that a screen shows now; empty when it is not shown itself."""
    found = step(rulebook, response, screen_id)
    if found is None:
        return frozenset()
    return frozenset(found.questions)


def with_screen(
    rulebook: Rulebook,
    kept: Mapping[str, object],
    sent: Mapping[str, object],
    *,
    screen_id: str,
    shown: Collection[str],
) -> dict[str, object]:
    """All raw answers after one screen was sent, in the rulebook's order.

    A shown question that was not sent is blank now; one that is not shown keeps what it had. Raises
    `VisitError` for a screen that is not in the rulebook or a question that is not on the screen.
    """
    if screen_id not in rulebook.screens or sent.keys() - set(rulebook.screens[screen_id].questions):
        raise VisitError("These answers belong to no screen of this form; please load the page again.")
    given = {id: value for id, value in sent.items() if value is not None}
    merged = {id: value for id, value in kept.items() if id not in shown} | given
    return {id: merged[id] for id in rulebook.questions if id in merged}


def problems_of(problems: Collection[Problem], questions: Collection[str]) -> tuple[Problem, ...]:
    """The problems that stand at one of these questions, or at a row of it."""
    return tuple(problem for problem in problems if problem.question in questions)


def declined(raw: Mapping[str, object]) -> frozenset[str]:
    """The medicine lines for which something near was offered and none of it taken: ``taken_as`` is empty."""
    rows = [row for value in raw.values() if isinstance(value, list | tuple) for row in value]
    return frozenset(
        str(row["typed"]) for row in rows if isinstance(row, Mapping) and row.get("taken_as") == ""
    )


def to_be_shown(
    shown: tuple[EmergencyShown, ...], before: Evaluation | None, now: Evaluation | None, *, at: datetime
) -> tuple[EmergencyShown, ...]:
    """The emergencies with a page that fire now and whose page is to be shown.

    That is every one that was not shown with this instruction yet, and one that was taken back: it did not
    fire so in ``before``, what the answers came to until now. None: no emergency fires.
    """
    firing = {(one.rule, one.page.do) for one in before.emergencies if one.page} if before else set()
    known = {(emergency.rule, emergency.instruction) for emergency in shown} & firing
    return tuple(
        EmergencyShown(
            rule=outcome.rule,
            heading=outcome.page.heading,
            instruction=outcome.page.do,
            at=at,
            answers=tuple((reason.subject, reason.answer) for reason in outcome.reasons),
        )
        for outcome in (now.emergencies if now else ())
        if outcome.page and (outcome.rule, outcome.page.do) not in known
    )


MOST_KEPT = 64


class VisitEvaluation:
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
        return self._evaluated(grave) if any(fires(view, rule) for rule in grave.rules.values()) else None

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


class VisitEvaluations:
    """The readings of the visits that were in use last, one a visit; nothing of a visit that was sent."""

    def __init__(self, rulebooks: Rulebooks, *, region: str, clinic: str) -> None:
        self._rulebooks = rulebooks
        self._region = region
        self._clinic = clinic
        self._kept: OrderedDict[str, VisitEvaluation] = OrderedDict()
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

    def of(self, visit: Visit) -> VisitEvaluation:
        """What this visit's answers come to."""
        with self._lock:
            kept = self._kept.get(visit.id)
        if kept is not None and kept.holds(visit):
            return kept
        parsed = kept.parsed if kept is not None and kept.answered(visit) else None
        reading = VisitEvaluation(
            visit, self._rulebooks, region=self._region, clinic=self._clinic, parsed=parsed
        )
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

    def _keep(self, visit_id: str, reading: VisitEvaluation) -> None:
        with self._lock:
            self._kept[visit_id] = reading
            self._kept.move_to_end(visit_id)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
