"""What the answers of a visit come to, screen by screen; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from screener.errors import Problem, VisitError
from screener.journey import step
from screener.model.evaluation import Evaluation
from screener.model.question import Checklist
from screener.model.response import NOT_REACHED, Response, State
from screener.model.rulebook import Rulebook
from screener.model.visit import EmergencyShown


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
    groups = (item.questions if isinstance(item, Checklist) else (item,) for item in found.items)
    return frozenset(question for group in groups for question in group)


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
    return tuple(problem for problem in problems if str(problem.place).partition(",")[0] in questions)


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
