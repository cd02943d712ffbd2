"""What a condition hangs on besides its own words: over other questions it means another thing."""

from __future__ import annotations

from screener.model.condition import (
    All,
    Any,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    Has,
    Leaf,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.question import Question, QuestionType
from screener.model.rulebook import Rulebook
from screener.workbench.cases.speaking import gates_of, leaves_of, lists_of, questions_of


def resolved(rulebook: Rulebook, condition: Condition) -> Condition:
    """The same condition with what its facts say instead of their names."""
    match condition:
        case All(members):
            return All(tuple(resolved(rulebook, member) for member in members))
        case Any(members):
            return Any(tuple(resolved(rulebook, member) for member in members))
        case Not(member):
            return Not(resolved(rulebook, member))
        case Possibly(member):
            return Possibly(resolved(rulebook, member))
        case FactHolds(fact):
            return resolved(rulebook, rulebook.facts[fact].condition)
    return condition


def subjects_of(rulebook: Rulebook, condition: Condition) -> frozenset[str]:
    """The ids of all questions, scores and sets behind a condition, and behind showing its questions."""
    found: set[str] = set()
    waiting = [condition]
    while waiting:
        spoken = waiting.pop()
        found.update(id for leaf in leaves_of(rulebook, spoken) for id in _named(leaf))
        for id in questions_of(rulebook, spoken):
            if id not in found:
                found.add(id)
                waiting.extend(gates_of(rulebook, id))
    return frozenset(found)


def nature_of(rulebook: Rulebook, id: str) -> object:
    """What decides how a question, score or set takes answers, to be compared; None for no such id."""
    if id in rulebook.scores:
        score = rulebook.scores[id]
        return score.items, score.mean, score.places
    if id in rulebook.sets:
        return lists_of(rulebook, id)
    if id not in rulebook.questions:
        return None
    gates = tuple(resolved(rulebook, gate) for gate in gates_of(rulebook, id))
    return _answers_to(rulebook, rulebook.questions[id]), gates


def _named(leaf: Leaf) -> tuple[str, ...]:
    match leaf:
        case Pair(first, second):
            return first.set, second.set
        case Compare(subject):
            return (subject,)
        case Form(_, subjects):
            return subjects
        case Has() | Count() | Twice():
            return (leaf.set,)
    return ()


def _answers_to(rulebook: Rulebook, question: Question) -> tuple[object, ...]:
    lists_medicines = question.type is QuestionType.MEDICINES or bool(question.medicines)
    medicines = rulebook.vocabulary.medicines.values() if lists_medicines else ()
    complete_if = question.complete_if and resolved(rulebook, question.complete_if)
    return (
        *(question.type, tuple(question.options), bool(question.none), question.alone),
        *(question.low, question.high, tuple(question.medicines.items()), complete_if),
        frozenset((one.generic, one.ingredients, one.brands) for one in medicines),
    )
