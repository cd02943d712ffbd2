"""Which fired points stand under a graver one of their topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from screener.model.evaluation import Outcome, Verdict
from screener.model.rule import Priority, Rule


def hide(outcomes: Sequence[Outcome], rules: Mapping[str, Rule]) -> tuple[Outcome, ...]:
    """The same outcomes, each hidden one naming the point that hides it.

    Where several do, it is one that is shown itself before one that is hidden, then the gravest, then the
    first in the file.
    """
    fired = [outcome for outcome in outcomes if outcome.verdict is Verdict.FIRES and not outcome.failed]
    hiders = {
        lesser.rule: [graver for graver in fired if _hides(rules[graver.rule], graver, lesser)]
        for lesser in fired
    }
    hidden = {rule for rule, found in hiders.items() if found}

    def top(rule: str) -> str | None:
        found = hiders.get(rule)
        if not found:
            return None
        return min(found, key=lambda outcome: (outcome.rule in hidden, -outcome.priority.gravity)).rule

    return tuple(replace(outcome, hidden_by=top(outcome.rule)) for outcome in outcomes)


def _hides(rule: Rule, graver: Outcome, lesser: Outcome) -> bool:
    return (
        lesser.rule in rule.hides
        and graver.topic == lesser.topic
        and graver.priority.gravity >= lesser.priority.gravity
        and lesser.priority is not Priority.EMERGENCY
        and lesser.names <= graver.names
    )
