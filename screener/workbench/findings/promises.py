"""Promises under `invariants` that the rules do not keep."""

from __future__ import annotations

from collections.abc import Iterator

from screener.engine.logic import value
from screener.engine.values import YES
from screener.errors import Problem
from screener.model.condition import All, Any, Condition, Leaf, Pair
from screener.model.rule import Invariant, Priority, Promise
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany
from screener.workbench.cases.speaking import leaves_of
from screener.workbench.findings.finding import Raw, at, shortest, view_of


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
            yield at(name, invariant.line, "promise-broken", what, mend, shortest(broken))


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
