"""The clinician's page: gravest first, every line with the answers and sources behind it."""

from __future__ import annotations

from screener.engine import see
from screener.model.evaluation import Evaluation, Outcome, Reason
from screener.model.response import Response
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from screener.model.visit import EmergencyShown
from screener.summary.medicine_lines import medicine_lines, medicine_notes
from screener.summary.pages import ClinicianPoint, ClinicianSummary, EmergencyLine, Reference
from screener.summary.sections import answer_groups, ask_lines, glance, score_lines
from screener.summary.shared import own_words, subject_name


def clinician_summary(
    rulebook: Rulebook,
    response: Response,
    evaluation: Evaluation,
    *,
    shown: tuple[EmergencyShown, ...],
) -> ClinicianSummary:
    """What the clinician reads; ``shown`` are the emergency pages that the patient saw."""
    view = see(rulebook, response)
    points = _printed(rulebook, evaluation)
    footnotes = _footnotes(rulebook, points)
    told = [point for point in points if point.priority is Priority.INFORMATION]
    return ClinicianSummary(
        title=rulebook.title,
        emergencies=_emergencies(rulebook, evaluation, shown, footnotes),
        own_words=own_words(rulebook, response, evaluation),
        scores=score_lines(view, evaluation),
        glance=glance(view),
        medicines=medicine_lines(view),
        medicine_notes=medicine_notes(view),
        points=tuple(
            _point(rulebook, evaluation, point, footnotes)
            for point in points
            if point.priority in (Priority.URGENT, Priority.DISCUSS)
        ),
        told=tuple(point.headline for point in told),
        ask=ask_lines(view, evaluation),
        sources=tuple(_reference(rulebook, key, number) for key, number in footnotes.items()),
        answers=answer_groups(view),
        draft=not rulebook.approved,
        footer=_footer(evaluation),
    )


def _printed(rulebook: Rulebook, evaluation: Evaluation) -> list[Outcome]:
    """The shown points by priority, by topic inside it, less those that the ask list carries."""
    topics = list(rulebook.topics)
    points = [
        point
        for point in evaluation.shown_points
        if point.failed or not rulebook.rules[point.rule].print_asks
    ]
    return sorted(points, key=lambda point: (-point.priority.gravity, topics.index(point.topic)))


def _footnotes(rulebook: Rulebook, points: list[Outcome]) -> dict[str, int]:
    """Sources by number, in the order of the points that are printed in full."""
    keys = [
        key
        for point in points
        if point.priority is not Priority.INFORMATION
        for key in rulebook.rules[point.rule].sources
    ]
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def _reference(rulebook: Rulebook, key: str, number: int) -> Reference:
    source = rulebook.sources[key]
    return Reference(number, f"{source.title}, {source.year}", source.url)


def _point(
    rulebook: Rulebook, evaluation: Evaluation, point: Outcome, footnotes: dict[str, int]
) -> ClinicianPoint:
    reasons, lift = because(rulebook, point.reasons), because(rulebook, point.lift_reasons)
    return ClinicianPoint(
        rule=point.rule,
        priority=point.priority,
        topic=rulebook.topics[point.topic],
        headline=point.headline,
        text=point.clinician,
        because=() if set(reasons) == set(lift) else reasons,
        lift=lift,
        sources=tuple(footnotes[key] for key in rulebook.rules[point.rule].sources),
        folded=_folded(evaluation, point.rule),
        failed=point.failed,
        may_lift=tuple(subject_name(rulebook, id) for id in point.lift_asks),
    )


def because(rulebook: Rulebook, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """Answers as a clinician reads them: medicines as typed, the others after their label."""
    told = [
        reason.label if reason.medicine else f"{subject_name(rulebook, reason.subject)}: {reason.label}"
        for reason in reasons
    ]
    return tuple(dict.fromkeys(told))


def _folded(evaluation: Evaluation, top: str) -> tuple[str, ...]:
    """The headlines of the points that end under this one, however long the chain."""
    by_rule = {point.rule: point for point in evaluation.points}

    def under(point: Outcome) -> str:
        while point.hidden_by is not None:
            point = by_rule[point.hidden_by]
        return point.rule

    return tuple(
        point.headline for point in evaluation.points if point.hidden_by is not None and under(point) == top
    )


def _emergencies(
    rulebook: Rulebook,
    evaluation: Evaluation,
    shown: tuple[EmergencyShown, ...],
    footnotes: dict[str, int],
) -> tuple[EmergencyLine, ...]:
    """Those that fire, with when their page was first shown; then those shown whose answer changed since."""
    first: dict[str, EmergencyShown] = {}
    again: dict[str, str] = {}
    for page in shown:
        earlier = first.setdefault(page.rule, page)
        if earlier is not page and earlier.instruction == page.instruction:
            again[page.rule] = page.at.isoformat()
    firing = [
        EmergencyLine(
            rule=point.rule,
            headline=point.headline,
            text=point.clinician,
            because=because(rulebook, point.reasons),
            at=first[point.rule].at.isoformat() if point.rule in first else "",
            changed=False,
            again=again.get(point.rule, ""),
            sources=tuple(footnotes[key] for key in rulebook.rules[point.rule].sources),
            folded=_folded(evaluation, point.rule),
        )
        for point in evaluation.emergencies
    ]
    rules = {point.rule for point in evaluation.emergencies}
    changed = [
        EmergencyLine(
            rule=page.rule,
            headline=rulebook.rules[page.rule].headline,
            text="Emergency answer changed by the patient.",
            because=tuple(f"{subject_name(rulebook, id)}: {words}" for id, words in page.answers),
            at=page.at.isoformat(),
            changed=True,
            again=again.get(page.rule, ""),
        )
        for page in first.values()
        if page.rule not in rules
    ]
    return (*firing, *changed)


def _footer(evaluation: Evaluation) -> str:
    basis = evaluation.basis
    return (
        f"Rulebook {basis.version} ({basis.rulebook[:8]}) · medicines {basis.vocabulary[:8]} · "
        f"contacts {basis.region} {basis.contacts[:8]} · Screener {basis.engine}"
    )
