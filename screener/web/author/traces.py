"""What the rules make of a person's answers: each condition with every part marked true, false or unknown."""

from __future__ import annotations

from dataclasses import dataclass

from screener.engine import Explained, View, explain
from screener.model.condition import Condition
from screener.model.evaluation import Outcome, Verdict
from screener.model.rule import Page
from screener.summary.shared import subject_name
from screener.workbench.book import RuleEntry
from screener.workbench.english import Piece, Told, tell

VERDICTS = {Verdict.FIRES: "fires", Verdict.OPEN: "stays open", Verdict.RULED_OUT: "ruled out"}
"""How each outcome is told."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A part of a condition: its words, ``true``, ``false`` or ``unknown``, and the answers it looks at."""

    pieces: tuple[Piece, ...]
    verdict: str
    answers: str
    parts: tuple[Traced, ...]


@dataclass(frozen=True, slots=True)
class Traces:
    """One rule on these answers: its entry in the book, what became of it, and why.

    ``patient``, ``clinician`` and ``page`` are filled in where it fires. ``asks`` are labels.
    """

    rule: RuleEntry
    verdict: str
    state: str
    priority: str
    lifted: bool
    may_lift: bool
    hidden_by: str
    when: Traced
    urgent_when: Traced | None
    asks: tuple[str, ...]
    patient: str
    clinician: str
    page: Page | None

    @property
    def opened(self) -> bool:
        """Whether there is something to see on these answers."""
        return self.verdict != Verdict.RULED_OUT


def traces(view: View, entry: RuleEntry, outcome: Outcome) -> Traces:
    """What became of one rule and why."""
    rule = view.rulebook.rules[entry.id]
    fires = outcome.verdict is Verdict.FIRES
    asked = dict.fromkeys((*outcome.asks, *outcome.lift_asks))
    return Traces(
        rule=entry,
        verdict=outcome.verdict,
        state=VERDICTS[outcome.verdict],
        priority=outcome.priority,
        lifted=outcome.lifted,
        may_lift=outcome.may_lift,
        hidden_by=outcome.hidden_by or "",
        when=trace(view, rule.when),
        urgent_when=trace(view, rule.urgent_when) if rule.urgent_when is not None else None,
        asks=tuple(view.rulebook.questions[id].label for id in asked),
        patient=outcome.patient if fires else rule.patient,
        clinician=outcome.clinician if fires else rule.clinician,
        page=outcome.page if fires else rule.page,
    )


def trace(view: View, condition: Condition) -> Traced:
    """A condition in plain English with the value of every part."""
    return _marked(view, tell(view.rulebook, condition), explain(view, condition))


def _marked(view: View, told: Told, explained: Explained) -> Traced:
    parts = zip(told.parts, explained.parts, strict=True)
    return Traced(
        pieces=told.pieces,
        verdict=explained.verdict,
        answers=_answers(view, explained.answers),
        parts=tuple(_marked(view, one, other) for one, other in parts),
    )


def _answers(view: View, answers: tuple[tuple[str, str], ...]) -> str:
    """The answers in words, each after its question's label where there are several."""
    if len(answers) == 1:
        return answers[0][1]
    return "; ".join(f"{subject_name(view.rulebook, subject)}: {words}" for subject, words in answers)
