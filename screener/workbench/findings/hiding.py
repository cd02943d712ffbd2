"""Rules under `hides` that are graver than the rule that would hide them: they are never hidden."""

from __future__ import annotations

from collections.abc import Iterator

from screener.errors import Problem
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases
from screener.workbench.findings.finding import at


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
                yield at(name, rule.line, "idle-hides", what, mend, both)
