"""Gaps and overlaps between the rules of one topic on one score."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from screener.errors import Problem
from screener.model.condition import All, Compare, Condition
from screener.model.question import Score
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook
from screener.workbench.findings.finding import Raw, at
from screener.workbench.meaning import resolved


def score_findings(rulebook: Rulebook, name: str) -> Iterator[Problem]:
    """Numbers of a score on which no rule fires though rules fire below and above, or on which two meet."""
    for score in rulebook.scores.values():
        for topic in rulebook.topics:
            rules = [rule for rule in rulebook.rules.values() if rule.topic == topic and not rule.about_form]
            stretches = sorted(
                (stretch for rule in rules for stretch in _stretches(rulebook, rule, score)),
                key=lambda found: (found[0], found[1]),
            )
            for (_, high, lower), (low, top, upper) in pairwise(stretches):
                yield from _between(rulebook, name, score, (high, lower), (low, top, upper))


Stretch = tuple[Decimal, Decimal, Rule]


def _stretches(rulebook: Rulebook, rule: Rule, score: Score) -> Iterator[Stretch]:
    """From which number to which a rule asks for this score, where it asks for nothing beside."""
    condition = resolved(rulebook, rule.when)
    while isinstance(condition, All) and len(condition.members) == 1:
        condition = condition.members[0]
    bounds = _bounds(condition, score)
    if bounds is not None:
        yield (*bounds, rule)


def _bounds(condition: Condition, score: Score) -> tuple[Decimal, Decimal] | None:
    low, high = score.bands[0].low, score.bands[-1].high
    members = condition.members if isinstance(condition, All) else (condition,)
    for member in members:
        if not isinstance(member, Compare) or member.subject != score.id:
            return None
        low = low if member.at_least is None else max(low, member.at_least)
        high = high if member.at_most is None else min(high, member.at_most)
    return low, high


def _between(
    rulebook: Rulebook, name: str, score: Score, lower: tuple[Decimal, Rule], upper: Stretch
) -> Iterator[Problem]:
    (high, below), (low, top, above) = lower, upper
    step = Decimal(1).scaleb(-score.places) if score.mean else Decimal(1)
    if low > high + step:
        what = (
            f"{score.id} {high + step} fires nothing, though {below.id} fires below it and {above.id} above"
        )
        mend = f"let {below.id} end where {above.id} begins"
        yield at(name, above.line, "score-gap", what, mend, _answers(rulebook, score, high + step))
    hidden = below.id in above.hides or above.id in below.hides
    if low <= high and not hidden and below.priority is not above.priority:
        what = f"{score.id} {low} fires both {below.id} and {above.id}"
        mend = f"write `hides: [{below.id}]` in {above.id}"
        if top > high or below.id != above.id:
            yield at(name, above.line, "score-overlap", what, mend, _answers(rulebook, score, low))


def _answers(rulebook: Rulebook, score: Score, number: Decimal) -> Raw:
    """Answers to the items that come to this number, the first items taking the most."""
    left = int((number * len(score.items)).to_integral_value()) if score.mean else int(number)
    answers: dict[str, object] = {}
    for place, id in enumerate(score.items):
        question = rulebook.questions[id]
        rest = sum(rulebook.questions[other].low for other in score.items[place + 1 :])
        answers[id] = max(question.low, min(question.high, left - rest))
        left -= int(str(answers[id]))
    return answers
