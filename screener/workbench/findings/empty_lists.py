"""Texts for patients with a list that is empty for some of them."""

from __future__ import annotations

from collections.abc import Iterator

from screener.engine.logic import value
from screener.engine.values import YES
from screener.errors import Problem
from screener.model.condition import Any, Chosen, Condition, Has
from screener.model.rule import BindForm, Binding, BindMedicines, BindTicked, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany
from screener.workbench.findings.finding import Raw, at, view_of
from screener.workbench.findings.words import patient_texts


def empty_list_findings(rulebook: Rulebook, name: str, cases: Cases) -> Iterator[Problem]:
    """A finding for each slot of a patient text that a patient reads as nothing."""
    for rule in rulebook.rules.values():
        for slot, binding in rule.bindings.items():
            filled = _filled(binding)
            if filled is not None and any(f"{{{slot}}}" in text for text in patient_texts(rule)):
                patient = _without(rulebook, rule, filled, cases)
                if patient is not None:
                    what = f"{rule.id} fires on a patient for whom {{{slot}}} is empty"
                    mend = f"let `{slot}` name all that `when` asks for, or say it without a list"
                    yield at(name, rule.line, "empty-list", what, mend, patient)


def _filled(binding: Binding) -> Condition | None:
    """When a slot stands for something; None for the words of the form."""
    match binding:
        case BindTicked(questions):
            return Any(tuple(Chosen(id, ("yes",)) for id in questions))
        case BindMedicines(set_id, selector):
            return Has(set_id, selector)
        case BindForm():
            return None


def _without(rulebook: Rulebook, rule: Rule, filled: Condition, cases: Cases) -> Raw | None:
    try:
        found = cases.of(rule.when, filled)
    except TooMany:
        return None
    for values, raw in found.items():
        view = view_of(rulebook, raw) if values[0] == YES != values[1] else None
        if view is not None and value(view, rule.when) == YES != value(view, filled):
            return raw
    return None
