"""Points that tell one patient to do something and not to do it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from screener.errors import Problem
from screener.model.rule import Priority, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases
from screener.workbench.findings.finding import Raw, at
from screener.workbench.findings.words import patient_texts

Advice = dict[tuple[str, bool], str]
"""What a text says of a verb, to do it or not, and the words that say so."""

MEND = "say the same in both, let one hide the other, or tell their conditions apart"
VERBS = "call|drive|drink|eat|go|lie|move|sit|wait|walk"
NOT_TO = re.compile(
    rf"\b(?:do not|don't|never|no need to|not need to|need not|should not|must not)(?: \w+ly)? ({VERBS})\b"
    rf"|\bavoid ({VERBS})ing\b",
    re.IGNORECASE,
)
TO = re.compile(
    rf"(?:^|[.!?:;] |\bplease |\bthen )({VERBS})\b"
    rf"|\b(?:can|may|safe to|fine to|ok to|all right to|go on to|need to|should|must) ({VERBS})\b",
    re.IGNORECASE,
)


def opposite_findings(rulebook: Rulebook, name: str, cases: Cases) -> Iterator[Problem]:
    """Findings about the patient texts of two rules that fire together, and of one rule and its lead line."""
    lead = advice(rulebook.leads[Priority.URGENT])
    told = {rule.id: advice(*patient_texts(rule)) for rule in rulebook.rules.values()}
    for rule in rulebook.rules.values():
        for own, over in opposed(told[rule.id], lead):
            if rule.priority is Priority.URGENT or rule.urgent_when is not None:
                what = f"{rule.id} says “{own}” under the line of urgent points, which says “{over}”"
                yield at(name, rule.line, "opposite-advice", what, MEND, _lifted(rule, cases))
    for one, other in combinations(rulebook.rules.values(), 2):
        pairs = opposed(told[one.id], told[other.id])
        if pairs and other.id not in one.hides and one.id not in other.hides:
            yield from _of_two(one, other, pairs[0], name, cases)


def advice(*texts: str) -> Advice:
    """What the texts tell to do and not to do."""
    said: Advice = {}
    for text in texts:
        rest = NOT_TO.sub(".", text)
        for pattern, part, does in ((NOT_TO, text, False), (TO, rest, True)):
            for match in pattern.finditer(part):
                verb = next(filter(None, match.groups())).lower()
                said.setdefault((verb, does), match.group().strip(" .!?:;"))
    return said


def opposed(one: Advice, other: Advice) -> list[tuple[str, str]]:
    """The words of both where one says to do what the other says not to."""
    both = [(words, other.get((verb, not does))) for (verb, does), words in one.items()]
    return [(own, others) for own, others in both if others is not None]


def _lifted(rule: Rule, cases: Cases) -> Raw | None:
    """A patient who reads the rule's text under the line of urgent points."""
    parts = (rule.when,) if rule.urgent_when is None else (rule.when, rule.urgent_when)
    return cases.showing(*parts)


def _of_two(one: Rule, other: Rule, words: tuple[str, str], name: str, cases: Cases) -> Iterator[Problem]:
    both = cases.showing(one.when, other.when)
    if both is not None:
        what = f"{one.id} says “{words[0]}” and {other.id} says “{words[1]}” to the same patient"
        yield at(name, other.line, "opposite-advice", what, MEND, both)
