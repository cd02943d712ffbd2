"""Examples for a rule that nobody has to make up: shortest changes of the first person of the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from screener.answers import change, parse
from screener.engine import judge, see
from screener.engine.values import NO, UNKNOWN, YES, Value
from screener.model.condition import Condition
from screener.model.evaluation import Verdict
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases

VALUE = {Verdict.FIRES: YES, Verdict.OPEN: UNKNOWN, Verdict.RULED_OUT: NO}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the first person, as an example holds it, and what the rule does on it."""

    verdict: Verdict
    answers: Mapping[str, object]


def basic(rulebook: Rulebook, cases: Cases, rule: Rule) -> tuple[Proposal, ...]:
    """For each verdict that the rule can have one proposal; raises `TooMany`."""
    found = cases.of(rule.when)
    made: list[Proposal] = []
    for verdict, wanted in VALUE.items():

        def told(answers: Mapping[str, object], verdict: Verdict = verdict) -> Proposal | None:
            proposal = _on_person(rulebook, rule, answers)
            return proposal if proposal and proposal.verdict is verdict else None

        proposal = told(_changed(rulebook, found[(wanted,)])) if (wanted,) in found else None
        if proposal is not None:
            made.append(_shortened(proposal, told))
    return tuple(made)


def proposed(rulebook: Rulebook, cases: Cases, rule: Rule, *, other: Condition) -> Proposal | None:
    """The shortest proposal on which the rule does something else than it would with another condition.

    None where there is none. Raises `TooMany`.
    """
    faulty = replace(rule, when=other)

    def told(answers: Mapping[str, object]) -> Proposal | None:
        mine, theirs = _on_person(rulebook, rule, answers), _on_person(rulebook, faulty, answers)
        return mine if mine and theirs and mine.verdict is not theirs.verdict else None

    found = cases.of(rule.when, other)
    differing = [(values, raw) for values, raw in found.items() if values[0] != values[1]]
    for _values, raw in sorted(differing, key=_worth):
        proposal = told(_changed(rulebook, raw))
        if proposal is not None:
            return _shortened(proposal, told)
    return None


def _worth(found: tuple[tuple[Value, ...], Mapping[str, object]]) -> tuple[bool, int]:
    """Decided cases before open ones, short before long."""
    values, raw = found
    return any(value == UNKNOWN for value in values), sum(answer is not None for answer in raw.values())


def _shortened(proposal: Proposal, told: Callable[[Mapping[str, object]], Proposal | None]) -> Proposal:
    """The proposal without the answers that it can do without."""
    for id in proposal.answers:
        fewer = told({other: answer for other, answer in proposal.answers.items() if other != id})
        if fewer is not None and fewer.verdict is proposal.verdict:
            proposal = fewer
    return proposal


def _changed(rulebook: Rulebook, raw: Mapping[str, object]) -> dict[str, object]:
    """What of the answers differs from those of the first person."""
    person = next(iter(rulebook.people.values()))
    return {id: answer for id, answer in raw.items() if answer != person.get(id)}


def _on_person(rulebook: Rulebook, rule: Rule, answers: Mapping[str, object]) -> Proposal | None:
    """What the rule does on the first person so changed; None where nobody can answer so."""
    person = next(iter(rulebook.people.values()))
    parsed = change(rulebook, parse(rulebook, person).response, answers)
    if parsed.problems:
        return None
    return Proposal(judge(see(rulebook, parsed.response), rule).verdict, answers)
