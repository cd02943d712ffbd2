"""The smallest rulebook and answers that still go wrong, found by taking one thing away at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from screener.model.condition import All, Any, Condition, FactHolds, Not, Possibly
from screener.model.question import Question, Screen
from screener.model.response import BLANK, Response
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook, Truth
from tests.properties.rulebooks import changed

Responses = tuple[Response, ...]
Case = tuple[Rulebook, Responses]
Faulty = Callable[[Rulebook, Responses], Mapping[str, str]]


def smallest(rulebook: Rulebook, responses: Responses, faulty: Faulty) -> Case:
    """The case from which nothing can be taken without the fault going away."""
    case = (rulebook, responses)
    while True:
        better = next((one for one in _smaller(*case) if faulty(*one)), None)
        if better is None:
            return case
        case = better


def _smaller(rulebook: Rulebook, responses: Responses) -> Iterator[Case]:
    for rules in _fewer(rulebook.rules):
        yield changed(rulebook, rules=rules), responses
    yield from ((smaller, responses) for smaller in _simpler_rulebooks(rulebook))
    for id in rulebook.questions:
        for fewer in _fewer_answers(id, responses):
            yield rulebook, fewer


def _fewer(rules: Mapping[str, Rule]) -> Iterator[dict[str, Rule]]:
    for dropped in rules:
        yield {id: rule for id, rule in rules.items() if id != dropped}


def _simpler_rulebooks(rulebook: Rulebook) -> Iterator[Rulebook]:
    facts = rulebook.facts
    for id, rule in rulebook.rules.items():
        for simpler in _simpler_rules(rule, facts):
            yield changed(rulebook, rules={**rulebook.rules, id: simpler})
    for id, fact in facts.items():
        for condition in _simpler(fact.condition, facts):
            yield changed(rulebook, facts={**facts, id: Truth(id, condition)})
    for id, screen in rulebook.screens.items():
        for shown in _simpler_or_none(screen.show_when, facts):
            one: Screen = replace(screen, show_when=shown)
            yield changed(rulebook, screens={**rulebook.screens, id: one})
    for id, question in rulebook.questions.items():
        for smaller in _simpler_questions(question, facts):
            yield changed(rulebook, questions={**rulebook.questions, id: smaller})


def _simpler_questions(question: Question, facts: Mapping[str, Truth]) -> Iterator[Question]:
    for shown in _simpler_or_none(question.show_when, facts):
        yield replace(question, show_when=shown)
    for complete in _simpler_or_none(question.complete_if, facts):
        yield replace(question, complete_if=complete)
    if question.safety:
        yield replace(question, safety=False)


def _simpler_rules(rule: Rule, facts: Mapping[str, Truth]) -> Iterator[Rule]:
    bare = replace(rule, patient="", clinician="", bindings={}, variants=(), regions={})
    if bare != rule:
        yield bare
    if rule.hides:
        yield replace(rule, hides=())
    for urgent_when in _simpler_or_none(rule.urgent_when, facts):
        yield replace(rule, urgent_when=urgent_when)
    for when in _simpler(rule.when, facts):
        yield replace(rule, when=when)


def _simpler_or_none(condition: Condition | None, facts: Mapping[str, Truth]) -> Iterator[Condition | None]:
    if condition is not None:
        yield None
        yield from _simpler(condition, facts)


def _simpler(condition: Condition, facts: Mapping[str, Truth]) -> Iterator[Condition]:
    match condition:
        case All(members) | Any(members):
            yield from members
            for place, member in enumerate(members):
                before, after = members[:place], members[place + 1 :]
                yield type(condition)((*before, *after))
                for simpler in _simpler(member, facts):
                    yield type(condition)((*before, simpler, *after))
        case Not(member) | Possibly(member):
            if isinstance(condition, Not):
                yield member
            for simpler in _simpler(member, facts):
                yield type(condition)(simpler)
        case FactHolds(fact):
            yield facts[fact].condition


def _fewer_answers(id: str, responses: Responses) -> Iterator[Responses]:
    """All leave this question blank, or all say what the first one says."""
    for answer in (BLANK, responses[0].of(id)):
        fewer = tuple(Response({**response.answers, id: answer}) for response in responses)
        if any(old.of(id) != answer for old in responses):
            yield fewer
