"""What can be wrong with a rulebook that is well written: each module finds one kind, all return problems.

``rules``        rules that never fire, always fire, fire on nothing, say the same twice, or can never be seen
``conditions``   upper edges, idle parts, idle `hides`, gaps between scores, late emergencies, broken promises
``texts``        texts that are hard to read, tell what they must not, oppose another, or have a gap
``definitions``  what is defined and used by nothing, and what is past its review
"""

from __future__ import annotations

from datetime import date

from screener.errors import Problem
from screener.model.rulebook import Rulebook
from screener.rulebook import AnswerPlaces
from screener.workbench.cases import Cases
from screener.workbench.examples import ExampleResponses
from screener.workbench.findings.conditions import (
    clause_findings,
    hiding_findings,
    late_findings,
    promise_findings,
    score_findings,
    upper_edges,
)
from screener.workbench.findings.definitions import date_findings, unused_findings
from screener.workbench.findings.rules import rule_findings
from screener.workbench.findings.texts import empty_list_findings, opposite_findings, word_findings


def findings(rulebook: Rulebook, raw: bytes, name: str, *, today: date | None = None) -> tuple[Problem, ...]:
    """Everything found, the cheap first; ``today`` is needed to say what is past its review."""
    cases, trials, places = Cases(rulebook), ExampleResponses(rulebook), AnswerPlaces(raw, name)
    return (
        *upper_edges(rulebook, name, cases),
        *late_findings(rulebook, name, cases),
        *score_findings(rulebook, name),
        *unused_findings(rulebook, places),
        *(date_findings(rulebook, places, today) if today else ()),
        *word_findings(rulebook, name),
        *opposite_findings(rulebook, name, cases),
        *promise_findings(rulebook, name, cases),
        *hiding_findings(rulebook, name, cases),
        *empty_list_findings(rulebook, name, cases),
        *rule_findings(rulebook, name, cases, trials),
        *clause_findings(rulebook, name, cases, trials),
    )
