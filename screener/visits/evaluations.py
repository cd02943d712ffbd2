"""What the answers of visits come to, worked out once and kept while a visit is being filled in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property

from screener.answers import Parsed, parse, reached
from screener.cache import BoundedCache
from screener.codes import Code
from screener.engine import contacts_for, evaluate, fires, see
from screener.errors import AnswerPlace, Problem, VisitError
from screener.journey import emergency_blocks, step
from screener.model.evaluation import EmergencyBlock, Evaluation
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from screener.model.visit import EmergencyShown, Visit, VisitState
from screener.store import StoredVisit
from screener.summary.clinician import clinician_summary
from screener.summary.patient import patient_summary
from screener.visits.records import Record, to_visit
from screener.visits.rulebooks import Rulebooks


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


def with_offers_judged(
    problems: Collection[Problem], raw: Mapping[str, object], *, before: VisitState, screen_id: str
) -> tuple[tuple[Problem, ...], dict[str, object]]:
    """The problems and raw answers, where what was not on offer is not taken; what was typed stays.

    A row that stands alike on the screen as it was passed is no problem: its offer may have gone since.
    """
    kept = before.raw if screen_id in before.passed else {}
    left: list[Problem] = []
    judged = dict(raw)
    for problem in problems:
        rows, accepted = judged.get(problem.question), kept.get(problem.question)
        at = problem.place.row - 1 if isinstance(problem.place, AnswerPlace) else -1
        if problem.code is Code.NOT_OFFERED and isinstance(rows, list):
            row = rows[at]
            if isinstance(accepted, list) and row in accepted:
                continue
            untaken = {key: words for key, words in row.items() if key != "taken_as"}
            judged[problem.question] = [*rows[:at], untaken, *rows[at + 1 :]]
        left.append(problem)
    return tuple(left), judged


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
    """What one visit's answers come to by its rulebook; each part is worked out when it is first wanted.

    ``stands`` is the visit's state with the bytes under which the store holds it, empty while it does not.
    """

    def __init__(
        self,
        state: VisitState,
        hash: str,
        rulebooks: Rulebooks,
        *,
        region: str,
        clinic: str,
        parsed: Parsed | None = None,
    ) -> None:
        self.stands = (state, b"")
        self._raw, self._passed = state.raw, state.passed
        self._parsed = parsed
        self._hash = hash
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
            clinician=clinician_summary(*given, shown=visit.state.emergencies),
            contacts=self.words,
        )

    def answered(self, visit: Visit) -> bool:
        """Whether these are the answers of this visit."""
        return visit.state.raw is self._raw

    def holds(self, visit: Visit) -> bool:
        """Whether these are the answers of this visit, and the screens that it passed."""
        return self.answered(visit) and visit.state.passed == self._passed

    def _evaluated(self, rulebook: Rulebook) -> Evaluation:
        return evaluate(rulebook, self.response, region=self._region, contacts=self.words)


class VisitEvaluations:
    """The evaluations of the visits that were in use last, one a visit; nothing of a visit that was sent."""

    def __init__(self, rulebooks: Rulebooks, *, region: str, clinic: str) -> None:
        self._rulebooks = rulebooks
        self._region = region
        self._clinic = clinic
        self._kept: BoundedCache[str, VisitEvaluation] = BoundedCache(MOST_KEPT)

    def visit(self, stored: StoredVisit) -> Visit:
        """The visit that the store holds."""
        kept = self._kept.get(stored.header.id)
        if kept is not None and kept.stands[1] == stored.state:
            return Visit(stored.header, kept.stands[0])
        visit = to_visit(stored)
        if visit.completed is None:
            self.written(visit, stored)
        return visit

    def of(self, visit: Visit) -> VisitEvaluation:
        """What this visit's answers come to."""
        kept = self._kept.get(visit.id)
        if kept is not None and kept.holds(visit):
            return kept
        parsed = kept.parsed if kept is not None and kept.answered(visit) else None
        found = VisitEvaluation(
            visit.state,
            visit.header.rulebook,
            self._rulebooks,
            region=self._region,
            clinic=self._clinic,
            parsed=parsed,
        )
        if visit.completed is None:
            self._kept.put(visit.id, found)
        return found

    def unsaved(self, raw: Mapping[str, object], rulebook: Rulebook, *, over: VisitState) -> VisitEvaluation:
        """What these raw answers come to over those of a state, every screen passed; nothing is kept."""
        state = VisitState(raw={**over.raw, **raw}, passed=tuple(rulebook.screens))
        return VisitEvaluation(
            state, rulebook.hash, self._rulebooks, region=self._region, clinic=self._clinic
        )

    def written(self, visit: Visit, stored: StoredVisit) -> None:
        """The store holds the visit so from now on."""
        if visit.completed is not None:
            self.forget(visit.id)
        else:
            self.of(visit).stands = (visit.state, stored.state)

    def forget(self, visit_id: str) -> None:
        """Keep nothing of this visit any longer."""
        self._kept.forget(visit_id)
