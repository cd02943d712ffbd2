"""Conditions and promises that are odd: upper edges, idle parts, gaps between scores, late emergencies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from screener.codes import Code
from screener.engine import UNKNOWN, YES, value
from screener.errors import Problem
from screener.model.condition import All, Any, Chosen, Compare, Condition, Joined, Leaf, Not, Pair, Possibly
from screener.model.navigate import folded, leaves_of, questions_of, resolved
from screener.model.question import Score
from screener.model.rule import Invariant, Priority, Promise, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany
from screener.workbench.deciding import deciding_screens
from screener.workbench.examples import ExampleResponses, Raw, at, shortest, view_of
from screener.workbench.mutate import mutants


def upper_edges(rulebook: Rulebook, name: str, cases: Cases) -> tuple[Problem, ...]:
    """A warning for each rule that excludes what a graver rule of its topic asks for.

    With that answer blank neither of the two would fire. ``name`` is what places call the file.
    """
    sides = {rule.id: _sides(rulebook, rule.when) for rule in rulebook.rules.values()}
    return tuple(
        at(
            name,
            rule.line,
            Code.UPPER_EDGE,
            f"{rule.id} makes room for {graver.id} by excluding what it asks for ({subject})",
            f"take that condition out and write `hides: [{rule.id}]` in {graver.id}",
            _on_neither(rule, graver, cases),
        )
        for rule in rulebook.rules.values()
        for graver in rulebook.rules.values()
        if graver.topic == rule.topic and graver.priority.gravity > rule.priority.gravity
        for subject in sorted(sides[rule.id].excluded & sides[graver.id].wanted)
    )


def _on_neither(rule: Rule, graver: Rule, cases: Cases) -> Raw | None:
    """A patient on whom both rules stay open, though most of what the lesser one asks for holds."""
    parts = rule.when.members if isinstance(rule.when, All) else ()
    try:
        found = cases.of(rule.when, graver.when, *parts)
    except TooMany:
        return None
    neither = {values: raw for values, raw in found.items() if values[:2] == (UNKNOWN, UNKNOWN)}
    return neither[max(neither, key=lambda values: values.count(YES))] if neither else None


class _Sides(NamedTuple):
    """The questions and scores that a condition wants, and that it excludes by ``not`` or ``at_most``."""

    wanted: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()


def _sides(rulebook: Rulebook, condition: Condition) -> _Sides:
    return folded(rulebook, condition, leaf=_sides_of_leaf, joined=_sides_of_members)


def _sides_of_leaf(leaf: Leaf) -> _Sides:
    match leaf:
        case Chosen(question):
            return _Sides(wanted=frozenset({question}))
        case Compare(subject, at_least, at_most):
            wanted, excluded = ({subject} if bound is not None else () for bound in (at_least, at_most))
            return _Sides(frozenset(wanted), frozenset(excluded))
    return _Sides()


def _sides_of_members(condition: Joined, members: tuple[_Sides, ...]) -> _Sides:
    if isinstance(condition, Possibly):
        return _Sides()
    wanted = frozenset(id for member in members for id in member.wanted)
    excluded = frozenset(id for member in members for id in member.excluded)
    return _Sides(excluded, wanted) if isinstance(condition, Not) else _Sides(wanted, excluded)


def clause_findings(
    rulebook: Rulebook, name: str, cases: Cases, trials: ExampleResponses
) -> Iterator[Problem]:
    """A finding for each clause or option whose removal changes no case."""
    for rule in rulebook.rules.values():
        for mutant in mutants(rulebook, rule):
            if not mutant.leaves_out or trials.tell_apart(rule, mutant.when):
                continue
            try:
                differing = any(one != other for one, other in cases.of(rule.when, mutant.when))
            except TooMany:
                continue
            if not differing:
                what = f"a part of {rule.id} makes no difference ({mutant.what})"
                yield at(
                    name, rule.line, Code.IDLE_CLAUSE, what, "take it out, or say what it was meant to say"
                )


def hiding_findings(rulebook: Rulebook, name: str, cases: Cases) -> Iterator[Problem]:
    """A finding for each entry of `hides` that does nothing, with a patient who gets both points."""
    for rule in rulebook.rules.values():
        lifted = Priority.URGENT if rule.urgent_when is not None else rule.priority
        gravest = max(rule.priority.gravity, lifted.gravity)
        for graver in (rulebook.rules[id] for id in rule.hides):
            if graver.priority.gravity > gravest:
                what = f"{rule.id} cannot hide {graver.id}, which is graver"
                mend = f"take it out, and write `hides: [{rule.id}]` in {graver.id} if that was meant"
                both = cases.showing(rule.when, graver.when)
                yield at(name, rule.line, Code.IDLE_HIDES, what, mend, both)


def late_findings(rulebook: Rulebook, name: str, cases: Cases) -> Iterator[Problem]:
    """A finding for each emergency that waits for another screen, with a patient who waits for it."""
    screens = list(rulebook.screens)
    asked = {id: number for number, screen in enumerate(rulebook.screens.values()) for id in screen.questions}
    for rule_id, screen in deciding_screens(rulebook).items():
        rule = rulebook.rules[rule_id]
        first = min((asked[id] for id in questions_of(rulebook, rule.when)), default=0)
        if screens.index(screen) > first:
            what = (
                f"{rule_id} shows after the screen {screen} only; its first question is on {screens[first]}"
            )
            mend = "move what it waits for to that screen, if the emergency should not wait"
            yield at(name, rule.line, Code.LATE_EMERGENCY, what, mend, cases.showing(rule.when))


def promise_findings(rulebook: Rulebook, name: str, cases: Cases) -> Iterator[Problem]:
    """A finding for each invariant that some patient breaks, with the shortest such patient.

    One that speaks of several pairs of medicines is left out: it has too many cases.
    """
    for invariant in rulebook.invariants.values():
        conditions = tuple(_promised(rulebook, promise) for promise in invariant.promises)
        if len(_pairs(rulebook, (invariant.condition, *conditions))) > 1:
            continue
        try:
            found = cases.of(invariant.condition, *conditions)
        except TooMany:
            continue
        broken = [raw for raw in found.values() if _breaks(rulebook, raw, invariant, conditions)]
        if broken:
            what = f"the promise {invariant.id} is not kept: a patient meets its `if` and not its `then`"
            mend = "mend the rule that it speaks of, or the promise"
            yield at(name, invariant.line, Code.PROMISE_BROKEN, what, mend, shortest(broken))


def _promised(rulebook: Rulebook, promise: Promise) -> Condition:
    """When the rule of a promise fires at the priority that is promised."""
    rule, least = rulebook.rules[promise.rule], promise.at_least
    if least is None or rule.priority.gravity >= least.gravity:
        return rule.when
    if rule.urgent_when is not None and Priority.URGENT.gravity >= least.gravity:
        return All((rule.when, rule.urgent_when))
    return Any(())


def _pairs(rulebook: Rulebook, conditions: tuple[Condition, ...]) -> set[Leaf]:
    spoken = (leaf for condition in conditions for leaf in leaves_of(rulebook, condition))
    return {leaf for leaf in spoken if isinstance(leaf, Pair)}


def _breaks(rulebook: Rulebook, raw: Raw, invariant: Invariant, conditions: tuple[Condition, ...]) -> bool:
    view = view_of(rulebook, raw)
    if view is None or value(view, invariant.condition) != YES:
        return False
    pairs = zip(invariant.promises, conditions, strict=True)
    return not any((value(view, condition) == YES) == promise.fires for promise, condition in pairs)


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
        yield at(name, above.line, Code.SCORE_GAP, what, mend, _answers(rulebook, score, high + step))
    hidden = below.id in above.hides or above.id in below.hides
    if low <= high and not hidden and below.priority is not above.priority:
        what = f"{score.id} {low} fires both {below.id} and {above.id}"
        mend = f"write `hides: [{below.id}]` in {above.id}"
        if top > high or below.id != above.id:
            yield at(name, above.line, Code.SCORE_OVERLAP, what, mend, _answers(rulebook, score, low))


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
