"""The patient's copy: what to do, in order, each with why."""

from __future__ import annotations

from collections.abc import Mapping

from screener.engine import fill_contacts, listed
from screener.model.evaluation import EmergencyBlock, Evaluation, Outcome, Reason
from screener.model.question import QuestionType
from screener.model.response import Response, State
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from screener.summary.pages import PatientAsk, PatientGroup, PatientPoint, PatientSummary
from screener.summary.shared import is_mood, own_words, part_of

HEADINGS = {
    Priority.EMERGENCY: "Get help now",
    Priority.URGENT: "Call today",
    Priority.DISCUSS: "Talk about at your visit",
    Priority.INFORMATION: "Good to know",
}
MOST_INFORMATION = 5


def patient_summary(
    rulebook: Rulebook,
    response: Response,
    evaluation: Evaluation,
    *,
    emergency: tuple[EmergencyBlock, ...],
    words: Mapping[str, str],
) -> PatientSummary:
    """What the patient keeps; ``emergency`` is the box on top, ``words`` the region's contacts.

    Points of which the list of what was left open says more (``print: asks``) do not repeat it.
    Points that another hides are left to that other. Of the information the first five are shown, those
    that the rulebook keeps before the others; the rest is ``more``.
    """
    groups: list[PatientGroup] = []
    more: tuple[PatientPoint, ...] = ()
    for priority, heading in HEADINGS.items():
        points = [point for point in evaluation.shown_points if point.priority is priority]
        if priority is Priority.INFORMATION:
            points, rest = _first(rulebook, points)
            more = tuple(_point(rulebook, evaluation, point) for point in rest)
        if points:
            lead = fill_contacts(rulebook.leads[priority], words)
            told = tuple(_point(rulebook, evaluation, point) for point in points)
            groups.append(PatientGroup(priority, heading, lead, told))
    return PatientSummary(
        title=rulebook.title,
        emergency=emergency,
        own_words=own_words(rulebook, response, evaluation),
        groups=tuple(groups),
        more=more,
        ask=_ask(rulebook, evaluation),
    )


def _first(rulebook: Rulebook, points: list[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    kept = [point for point in points if rulebook.rules[point.rule].keep]
    others = [point for point in points if point not in kept]
    first = set((kept + others)[:MOST_INFORMATION])
    return [point for point in points if point in first], [point for point in points if point not in first]


def _point(rulebook: Rulebook, evaluation: Evaluation, point: Outcome) -> PatientPoint:
    rule = rulebook.rules[point.rule]
    reasons = (*point.reasons, *point.lift_reasons)
    moods = [is_mood(rulebook, reason.subject) for reason in reasons]
    return PatientPoint(
        rule=point.rule,
        text=point.patient,
        because=() if rule.print_asks else _because(rulebook, reasons),
        sources=tuple(f"{rulebook.sources[key].title}, {rulebook.sources[key].year}" for key in rule.sources),
        mood=bool(moods) and (all(moods) if rule.print_asks else any(moods)),
    )


def _because(rulebook: Rulebook, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """The patient's own answers in words; of scores and mood items only which part they stand in."""
    medicines = [reason.answer for reason in reasons if reason.medicine]
    told = [listed(medicines)] if medicines else []
    told += [_why(rulebook, reason) for reason in reasons if not reason.medicine]
    return tuple(dict.fromkeys(told))


def _why(rulebook: Rulebook, reason: Reason) -> str:
    question = rulebook.questions.get(reason.subject)
    if question is None or question.type is QuestionType.SCALE:
        return f"the part “{part_of(rulebook, reason.subject)}”"
    return f"“{question.ask}”: {reason.answer}"


def _ask(rulebook: Rulebook, evaluation: Evaluation) -> tuple[PatientAsk, ...]:
    """What was left open, a line a screen or a single question, in the form's order."""
    unknown = {State.BLANK, State.NOT_SURE, State.PREFER_NOT}
    asked = {ask.question for ask in evaluation.ask}
    lines = []
    for screen in rulebook.screens.values():
        open_here = [id for id in screen.questions if id in asked and evaluation.states[id] in unknown]
        mood = any(is_mood(rulebook, id) for id in open_here)
        if len(open_here) > 1:
            lines.append(PatientAsk(screen.title, mood))
        else:
            lines += [PatientAsk(rulebook.questions[id].ask, mood) for id in open_here]
    return tuple(dict.fromkeys(lines))
