"""What can be wrong with a rulebook that is well written: each module finds one kind, all return problems.

``rules``       rules that never fire, always fire, fire on nothing, say the same twice, or can never be seen
``clauses``     parts of a condition that make no difference
``opposites``   points that tell one patient to do something and not to do it
``scores``      gaps and overlaps between the rules on one score
``promises``    invariants that the rules do not keep
``hiding``      entries of `hides` that hide nothing
``empty_lists`` texts with a list that is empty for some patients
``late``        emergencies that show later than their first question
``unused``      what is defined and used by nothing
``words``       texts that are hard to read, too long, or tell what they must not
``dates``       sources and sign-offs past their review
"""

from __future__ import annotations

from datetime import date

from screener.errors import Problem
from screener.model.rulebook import Rulebook
from screener.rulebook import AnswerPlaces
from screener.workbench.cases import Cases
from screener.workbench.edges import upper_edges
from screener.workbench.findings.clauses import clause_findings
from screener.workbench.findings.dates import date_findings
from screener.workbench.findings.empty_lists import empty_list_findings
from screener.workbench.findings.hiding import hiding_findings
from screener.workbench.findings.late import late_findings
from screener.workbench.findings.opposites import opposite_findings
from screener.workbench.findings.promises import promise_findings
from screener.workbench.findings.rules import rule_findings
from screener.workbench.findings.scores import score_findings
from screener.workbench.findings.unused import unused_findings
from screener.workbench.findings.words import word_findings
from screener.workbench.trials import Trials


def findings(rulebook: Rulebook, raw: bytes, name: str, *, today: date | None = None) -> tuple[Problem, ...]:
    """Everything found, the cheap first; ``today`` is needed to say what is past its review."""
    cases, trials, places = Cases(rulebook), Trials(rulebook), AnswerPlaces(raw, name)
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
