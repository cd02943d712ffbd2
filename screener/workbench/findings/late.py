"""Emergencies whose page shows later than their first question is asked."""

from __future__ import annotations

from collections.abc import Iterator

from screener.errors import Problem
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases
from screener.workbench.cases.speaking import questions_of
from screener.workbench.deciding import deciding_screens
from screener.workbench.findings.finding import at


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
            yield at(name, rule.line, "late-emergency", what, mend, cases.showing(rule.when))
