"""What the literal reading makes of every rule: verdict, priority, asks, names and hiding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    FormWord,
    Has,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.evaluation import Outcome, Verdict
from screener.model.question import QuestionType
from screener.model.response import Recognition, Response
from screener.model.rule import BindMedicines, Priority, Rule
from screener.model.rulebook import Rulebook
from tests.properties.oracle import NO, UNKNOWN, YES, Reading, World
from tests.properties.sources import matching, repeated

VERDICTS: dict[Reading, Verdict] = {YES: Verdict.FIRES, UNKNOWN: Verdict.OPEN, NO: Verdict.RULED_OUT}


@dataclass(frozen=True)
class Expected:
    """What an outcome of one rule must say."""

    rule: str
    verdict: Verdict
    priority: Priority
    lifted: bool
    may_lift: bool
    asks: frozenset[str]
    lift_asks: frozenset[str]
    names: frozenset[str]
    hidden_by: str | None = None


def asks(world: World, condition: Condition) -> frozenset[str]:
    """The unknown questions left when decided parts are folded away."""
    if world.reading(condition) != UNKNOWN:
        return frozenset()
    match condition:
        case All(members) | Any(members):
            return frozenset().union(*(asks(world, member) for member in members))
        case Not(member):
            return asks(world, member)
        case FactHolds(fact):
            return asks(world, world.rulebook.facts[fact].condition)
        case Chosen(question, _):
            return question_asks(world, question)
        case Compare(subject):
            items = world.rulebook.scores[subject].items if subject in world.rulebook.scores else (subject,)
            wanted = [item for item in items if _lacks_number(world, item)]
            return frozenset().union(*(question_asks(world, item) for item in wanted))
        case Has(set_id, _) | Count(set_id, _, _) | Twice(set_id, _):
            return set_asks(world, set_id)
        case Pair(first, second):
            return set_asks(world, first.set) | set_asks(world, second.set)
        case Form() | Possibly():
            return frozenset()


def _lacks_number(world: World, item: str) -> bool:
    if world.rulebook.questions[item].type is QuestionType.MANY:
        return True
    return not world.given(item)


def question_asks(world: World, question: str) -> frozenset[str]:
    """The question itself, or what its showing hangs on while that is undecided."""
    if world.shown(question) == UNKNOWN:
        return asks(world, world.show_condition(question))
    return frozenset({question})


def set_asks(world: World, set_id: str) -> frozenset[str]:
    """What would close the lists of a set."""
    return frozenset().union(*(list_asks(world, question) for question in world.lists(set_id)))


def list_asks(world: World, id: str) -> frozenset[str]:
    """What would close one list: nothing when it is closed, itself, or what it is complete by."""
    value, question = world.list_medicines(id), world.rulebook.questions[id]
    if not value.open and not value.maybe:
        return frozenset()
    if world.shown(id) == UNKNOWN or question.type is QuestionType.MANY or not world.given(id):
        return question_asks(world, id)
    unrecognized = any(row.recognition is not Recognition.RECOGNIZED for row in world.response.of(id).rows)
    complete = YES if question.complete_if is None else world.reading(question.complete_if)
    itself = frozenset({id}) if unrecognized or complete == NO else frozenset()
    return itself | (asks(world, question.complete_if) if question.complete_if else frozenset())


def leaves(condition: Condition) -> Iterator[Condition]:
    """The leaves that stand under `all` and `any` only."""
    match condition:
        case All(members) | Any(members):
            for member in members:
                yield from leaves(member)
        case _:
            yield condition


def names(world: World, rule: Rule) -> frozenset[str]:
    """The medicines that the rule's texts name."""
    slots = set(re.findall(r"\{(\w+)", rule.patient + rule.clinician))
    named: set[str] = set()
    if slots & {"a", "b", "pairs"}:
        for leaf in leaves(rule.when):
            if isinstance(leaf, Pair):
                named |= {generic for pair in world.known_pairs(leaf) for generic in pair}
    if "list" not in slots:
        return frozenset(named)
    bound = rule.bindings.get("list")
    if isinstance(bound, BindMedicines):
        known = world.medicines(bound.set).known
        named |= {generic for generic, _ in matching(known, bound.selector.generics)}
    for leaf in leaves(rule.when):
        if bound is None and isinstance(leaf, Twice):
            known = world.medicines(leaf.set).known
            named |= repeated(matching(known, leaf.selector.generics))
    return frozenset(named)


def expect(world: World, rule: Rule) -> Expected:
    """What one rule comes to, hiding apart."""
    verdict = VERDICTS[world.reading(rule.when)]
    liftable = rule.urgent_when is not None and rule.priority.gravity < Priority.URGENT.gravity
    lift = world.reading(rule.urgent_when) if liftable and rule.urgent_when is not None else NO
    lift_asks = asks(world, rule.urgent_when) if liftable and rule.urgent_when is not None else frozenset()
    return Expected(
        rule=rule.id,
        verdict=verdict,
        priority=Priority.URGENT if lift == YES else rule.priority,
        lifted=lift == YES,
        may_lift=lift == UNKNOWN,
        asks=asks(world, rule.when),
        lift_asks=lift_asks,
        names=names(world, rule) if verdict is Verdict.FIRES else frozenset(),
    )


def hides(rulebook: Rulebook, x: Expected, y: Expected) -> bool:
    """Whether the fired x hides the fired y."""
    return (
        x.verdict is Verdict.FIRES
        and y.verdict is Verdict.FIRES
        and y.rule in rulebook.rules[x.rule].hides
        and x.priority.gravity >= y.priority.gravity
        and y.priority is not Priority.EMERGENCY
        and (not y.names - x.names or y.priority is Priority.INFORMATION)
    )


def hidden_by(rulebook: Rulebook, all_expected: list[Expected]) -> dict[str, str]:
    """Every hidden point, and the gravest that hides it; one that is shown itself is preferred."""
    hiders = {y.rule: [x for x in all_expected if hides(rulebook, x, y)] for y in all_expected}
    order = list(rulebook.rules)
    return {
        hidden: min(xs, key=lambda x: (bool(hiders[x.rule]), -x.priority.gravity, order.index(x.rule))).rule
        for hidden, xs in hiders.items()
        if xs
    }


def expected(rulebook: Rulebook, response: Response) -> dict[str, Expected]:
    """What every rule must come to on this response, by rule."""
    world = World(rulebook, response)
    found = [expect(world, rule) for rule in rulebook.rules.values()]
    hidden = hidden_by(rulebook, found)
    return {one.rule: replace(one, hidden_by=hidden.get(one.rule)) for one in found}


def expected_asks(rulebook: Rulebook, response: Response, outcomes: Iterable[Outcome]) -> frozenset[str]:
    """The questions of the whole list to ask at the visit, by what each rule asks."""
    world = World(rulebook, response)
    wanted = expected(rulebook, response)
    listed: set[str] = set()
    for outcome in outcomes:
        verdict = wanted[outcome.rule].verdict
        if verdict is Verdict.OPEN:
            listed |= set(outcome.asks)
        if verdict is not Verdict.RULED_OUT:
            listed |= set(outcome.lift_asks)
    return frozenset(listed) | {
        id
        for id in rulebook.safety_questions
        if world.form(FormWord.UNANSWERED, id) or world.form(FormWord.UNSURE, id)
    }
