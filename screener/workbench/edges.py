"""Conditions with an upper edge: those that make room for a graver rule instead of being hidden by it."""

from __future__ import annotations

from collections.abc import Iterator

from screener.engine.values import UNKNOWN, YES
from screener.errors import Problem
from screener.model.condition import All, Any, Chosen, Compare, Condition, FactHolds, Not
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany
from screener.workbench.findings.finding import Raw, at


def upper_edges(rulebook: Rulebook, name: str, cases: Cases) -> tuple[Problem, ...]:
    """A warning for each rule that excludes what a graver rule of its topic asks for.

    With that answer blank neither of the two would fire. ``name`` is what places call the file.
    """
    return tuple(
        at(
            name,
            rule.line,
            "upper-edge",
            f"{rule.id} makes room for {graver.id} by excluding what it asks for ({subject})",
            f"take that condition out and write `hides: [{rule.id}]` in {graver.id}",
            _on_neither(rule, graver, cases),
        )
        for rule in rulebook.rules.values()
        for graver in rulebook.rules.values()
        if graver.topic == rule.topic and graver.priority.gravity > rule.priority.gravity
        for subject in sorted(_excluded(rulebook, rule) & _wanted(rulebook, graver.when))
    )


def _on_neither(rule: Rule, graver: Rule, cases: Cases) -> Raw | None:
    """A patient on whom both rules stay open, though most of what the lesser one asks for holds."""
    parts = rule.when.members if isinstance(rule.when, All) else ()
    try:
        found = cases.of(rule.when, graver.when, *parts)
    except TooMany:
        return None
    neither = {values: raw for values, raw in found.items() if values[:2] == (UNKNOWN, UNKNOWN)}
    return neither[max(neither, key=lambda values: values.count(YES))] if neither else None


def _excluded(rulebook: Rulebook, rule: Rule) -> set[str]:
    return set(_subjects(rulebook, rule.when, excluded=True))


def _wanted(rulebook: Rulebook, condition: Condition) -> set[str]:
    return set(_subjects(rulebook, condition, excluded=False))


def _subjects(rulebook: Rulebook, condition: Condition, *, excluded: bool) -> Iterator[str]:
    """The questions and scores that a condition wants, or that it excludes by ``not`` or ``at_most``."""
    match condition:
        case All(members) | Any(members):
            for member in members:
                yield from _subjects(rulebook, member, excluded=excluded)
        case Not(member):
            yield from _subjects(rulebook, member, excluded=not excluded)
        case FactHolds(fact):
            yield from _subjects(rulebook, rulebook.facts[fact].condition, excluded=excluded)
        case Chosen(question) if not excluded:
            yield question
        case Compare(subject, at_least, at_most) if (at_most if excluded else at_least) is not None:
            yield subject
