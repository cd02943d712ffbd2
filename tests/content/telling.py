"""One response told in full: evaluated, with its emergency page and both summaries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from screener.answers import parse, reached
from screener.engine import contacts_for, evaluate, judge, see
from screener.journey import emergency_blocks
from screener.model.evaluation import EmergencyBlock, Evaluation, Outcome, Verdict
from screener.model.response import Response
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from screener.model.visit import EmergencyShown
from screener.summary.clinician import clinician_summary
from screener.summary.pages import ClinicianSummary, PatientSummary
from screener.summary.patient import patient_summary


@dataclass(frozen=True, slots=True)
class Told:
    """What one response comes to, for every reader."""

    response: Response
    evaluation: Evaluation
    blocks: tuple[EmergencyBlock, ...]
    patient: PatientSummary
    clinician: ClinicianSummary

    @property
    def fired(self) -> dict[str, Outcome]:
        """The rules that fired, hidden ones included."""
        return {point.rule: point for point in self.evaluation.points}

    @property
    def patient_rules(self) -> list[str]:
        """The rules on the patient's copy from top to bottom, those behind "more" last."""
        groups = [point.rule for group in self.patient.groups for point in group.points]
        return groups + [point.rule for point in self.patient.more]


def tell(
    rulebook: Rulebook,
    raw: Mapping[str, object],
    *,
    region: str = "us",
    passed: Collection[str] | None = None,
    shown: tuple[EmergencyShown, ...] = (),
) -> Told:
    """Raw answers, evaluated and told; with ``passed``, only those on the screens that were passed."""
    screens = rulebook.screens if passed is None else passed
    given = {id: raw[id] for screen in screens for id in rulebook.screens[screen].questions if id in raw}
    response = reached(rulebook, parse(rulebook, given).response, passed=screens)
    words = contacts_for(rulebook, region=region, clinic="your clinic")
    evaluation = evaluate(rulebook, response, region=region, contacts=words)
    blocks = emergency_blocks(rulebook, evaluation, words=words)
    return Told(
        response=response,
        evaluation=evaluation,
        blocks=blocks,
        patient=patient_summary(rulebook, response, evaluation, emergency=blocks, words=words),
        clinician=clinician_summary(rulebook, response, evaluation, shown=shown),
    )


def changed(rulebook: Rulebook, changes: Mapping[str, object], *, person: str = "quiet") -> dict[str, object]:
    """An example person's raw answers with some of them changed."""
    return {**rulebook.people[person], **changes}


def fired(
    rulebook: Rulebook, response: Response, rules: Collection[str] | None = None
) -> dict[str, Priority]:
    """The rules that fire (all, or of these only) at which priority, without their texts."""
    view = see(rulebook, response)
    wanted = rulebook.rules if rules is None else rules
    outcomes = [judge(view, rulebook.rules[rule]) for rule in wanted]
    return {outcome.rule: outcome.priority for outcome in outcomes if outcome.verdict is Verdict.FIRES}


def gravest(points: Mapping[str, Priority]) -> int:
    """How grave the gravest of these points is; -1 where there is none."""
    return max((priority.gravity for priority in points.values()), default=-1)


def words_in(value: object) -> Iterator[str]:
    """Every text anywhere in a summary."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from words_in(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from words_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_in(getattr(value, field.name))
