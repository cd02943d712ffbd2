"""Parts of a condition that make no difference: with or without them the rule does the same for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from screener.errors import Problem
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany
from screener.workbench.findings.finding import at
from screener.workbench.mutants import mutants
from screener.workbench.trials import Trials


def clause_findings(rulebook: Rulebook, name: str, cases: Cases, trials: Trials) -> Iterator[Problem]:
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
                yield at(name, rule.line, "idle-clause", what, "take it out, or say what it was meant to say")
