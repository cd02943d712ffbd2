"""Rules that never fire, always fire, fire on an empty form, say the same twice, or can never be seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from screener.codes import Code
from screener.engine import YES, judge, value
from screener.errors import Problem
from screener.model.condition import Any, Condition
from screener.model.evaluation import Verdict
from screener.model.navigate import leaves_of, questions_of
from screener.model.rule import Priority, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany
from screener.workbench.examples import ExampleResponses, Raw, at, shortest, view_of


def rule_findings(rulebook: Rulebook, name: str, cases: Cases, trials: ExampleResponses) -> Iterator[Problem]:
    """Findings about whole rules, alone and two by two within a topic."""
    single = _Single(rulebook, name, cases, trials)
    for rule in rulebook.rules.values():
        yield from single.findings(rule)
    double = _Double(rulebook, name, cases, trials)
    for rule in rulebook.rules.values():
        yield from double.unseen(rule)
    for one, other in permutations(rulebook.rules.values(), 2):
        if one.topic == other.topic and not one.about_form and not other.about_form:
            yield from double.findings(one, other)


class _Single:
    """Findings about one rule; where its examples show that there is none, no case is gone through."""

    def __init__(self, rulebook: Rulebook, name: str, cases: Cases, trials: ExampleResponses) -> None:
        self._rulebook, self._name = rulebook, name
        self._cases, self._trials = cases, trials

    def findings(self, rule: Rule) -> Iterator[Problem]:
        """What is wrong with a rule by itself."""
        if not rule.about_form:
            yield from self._on_nothing(rule)
        shown = {value(view, rule.when) for view, _wanted in self._trials.of(rule)}
        if shown and (YES not in shown or len(shown) == 1):
            yield from self._one_value(rule)
        if rule.urgent_when is not None:
            yield from self._lift(rule, rule.urgent_when)

    def _one_value(self, rule: Rule) -> Iterator[Problem]:
        try:
            found = {values[0] for values in self._cases.of(rule.when)}
        except TooMany:
            return
        if YES not in found:
            yield self._at(
                rule,
                Code.NEVER_FIRES,
                f"{rule.id} fires for nobody: no answers make its condition hold",
                "look for clauses that exclude each other, or for a number that its score cannot reach",
            )
        elif found == {YES}:
            yield self._at(
                rule,
                Code.ALWAYS_FIRES,
                f"{rule.id} fires for everybody, whatever is answered",
                "take out the clause that always holds, or the rule",
                {},
            )

    def _on_nothing(self, rule: Rule) -> Iterator[Problem]:
        view = view_of(self._rulebook, {})
        if view is not None and judge(view, rule).verdict is Verdict.FIRES:
            yield self._at(
                rule,
                Code.FIRES_ON_NOTHING,
                f"{rule.id} fires although nothing was answered",
                "a blank is never a no: ask for an answer that was given",
                {},
            )

    def _lift(self, rule: Rule, urgent_when: Condition) -> Iterator[Problem]:
        tried = self._trials.of(rule)
        fires = [view for view, _wanted in tried if value(view, rule.when) == YES]
        if not tried or len({value(view, urgent_when) == YES for view in fires}) == 2:
            return
        try:
            found = self._cases.of(rule.when, urgent_when)
        except TooMany:
            return
        lifts = {urgent for when, urgent in found if when == YES}
        if lifts and YES not in lifts:
            yield self._at(
                rule,
                Code.NEVER_URGENT,
                f"{rule.id} is never lifted to urgent: where it fires, its urgent_when does not hold",
                "change urgent_when, or take it out",
                next(raw for values, raw in found.items() if values[0] == YES),
            )
        elif lifts == {YES}:
            yield self._at(
                rule,
                Code.ALWAYS_URGENT,
                f"{rule.id} is urgent whenever it fires",
                "write `priority: urgent` and take out urgent_when",
                next(raw for values, raw in found.items() if values == (YES, YES)),
            )

    def _at(self, rule: Rule, code: Code, what: str, mend: str, patient: Raw | None = None) -> Problem:
        return at(self._name, rule.line, code, what, mend, patient)


class _Double:
    """Findings about two rules of one topic.

    Before all cases are gone through, the examples of both are tried: mostly one of them shows at once that
    there is nothing to find.
    """

    def __init__(self, rulebook: Rulebook, name: str, cases: Cases, trials: ExampleResponses) -> None:
        self._rulebook, self._name = rulebook, name
        self._cases, self._trials = cases, trials

    def findings(self, one: Rule, other: Rule) -> Iterator[Problem]:
        """What the first rule has to do with the other."""
        if not self._may_be_within(one, other):
            return
        alike = one.priority is other.priority is not Priority.INFORMATION
        apart = {one.id, other.id} & {*one.hides, *other.hides}
        if self._may_be_within(other, one) and self._within(one.when, other.when):
            if self._within(other.when, one.when):
                if one.line < other.line:
                    yield from self._twins(one, other)
            elif alike and not apart:
                yield from self._implied(one, other)
        elif alike and not apart and self._within(one.when, other.when):
            yield from self._implied(one, other)

    def _may_be_within(self, one: Rule, other: Rule) -> bool:
        shared = set(questions_of(self._rulebook, one.when)) & set(questions_of(self._rulebook, other.when))
        return bool(shared) and self._trials.may_be_within(one.when, other.when, one)

    def _within(self, inner: Condition, outer: Condition) -> bool:
        """Whether whoever makes the inner condition hold makes the outer one hold too."""
        try:
            found = self._cases.of(inner, outer)
        except TooMany:
            return False
        holding = [values for values in found if values[0] == YES]
        return bool(holding) and all(values[1] == YES for values in holding)

    def _twins(self, one: Rule, other: Rule) -> Iterator[Problem]:
        yield at(
            self._name,
            other.line,
            Code.SAME_CONDITION,
            f"{other.id} fires exactly when {one.id} fires",
            "make one rule of the two, or tell their conditions apart",
            self._first(one.when, other.when),
        )

    def _implied(self, one: Rule, other: Rule) -> Iterator[Problem]:
        yield at(
            self._name,
            one.line,
            Code.IMPLIED,
            f"whenever {one.id} fires {other.id} fires too, and both are shown",
            f"write `hides: [{other.id}]` in {one.id}, or tell their conditions apart",
            self._first(one.when, other.when),
        )

    def unseen(self, lesser: Rule) -> Iterator[Problem]:
        """Whether a rule is hidden whenever it fires."""
        hiders = [
            rule
            for rule in self._rulebook.rules.values()
            if lesser.id in rule.hides and rule.priority.gravity >= lesser.priority.gravity
        ]
        if not hiders or lesser.urgent_when is not None or _must_be_named(self._rulebook, lesser):
            return
        outer = Any(tuple(rule.when for rule in hiders))
        if self._trials.may_be_within(lesser.when, outer, lesser) and self._within(lesser.when, outer):
            yield at(
                self._name,
                lesser.line,
                Code.NEVER_SEEN,
                f"{lesser.id} is hidden whenever it fires, by {' or '.join(rule.id for rule in hiders)}",
                "take it out of their `hides`, or take the rule out",
                self._first(lesser.when, outer),
            )

    def _first(self, one: Condition, other: Condition) -> Raw:
        """The shortest patient on whom the first condition holds."""
        return shortest(raw for values, raw in self._cases.of(one, other).items() if values[0] == YES)


def _must_be_named(rulebook: Rulebook, rule: Rule) -> bool:
    """Whether the point may name medicines, which one that hides it would have to name too."""
    if rule.priority is Priority.INFORMATION:
        return False
    return any(leaf.looks_at.selectors for leaf in leaves_of(rulebook, rule.when))
