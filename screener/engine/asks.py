"""What to ask: the unknown questions that keep a condition from being decided."""

from __future__ import annotations

from screener.engine.logic import value
from screener.engine.view import UNKNOWN_STATES, UNRECOGNIZED_OPTION, View
from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    Has,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.question import QuestionType
from screener.model.response import State


def asks(view: View, condition: Condition) -> tuple[str, ...]:
    """The unknown questions left when the decided parts are folded away, each once."""
    if value(view, condition).decided:
        return ()
    return tuple(dict.fromkeys(_asks(view, condition)))


def _asks(view: View, condition: Condition) -> list[str]:
    match condition:
        case All(members) | Any(members):
            return [question for member in members for question in asks(view, member)]
        case Not(member):
            return list(asks(view, member))
        case FactHolds(fact):
            return list(asks(view, view.rulebook.facts[fact].condition))
        case Compare(subject=score) if score in view.rulebook.scores:
            return [question for id in view.rulebook.scores[score].items for question in unknown(view, id)]
        case Chosen(question=subject) | Compare(subject=subject):
            return unknown(view, subject)
        case Has(set=set_id) | Count(set=set_id) | Twice(set=set_id):
            return _lists(view, set_id)
        case Pair(first, second):
            return [*_lists(view, first.set), *_lists(view, second.set)]
        case Possibly() | Form():
            return []


def unknown(view: View, question: str) -> list[str]:
    """The question when it is unknown; what decides its showing while that is not certain."""
    state = view.state(question)
    if state is State.NOT_SHOWN:
        return _showing(view, question)
    if state in UNKNOWN_STATES or view.answer(question).rest is not State.GIVEN:
        return [question]
    return []


def _showing(view: View, question: str) -> list[str]:
    return [id for condition in view.screen_conditions[question] for id in asks(view, condition)]


def _lists(view: View, set_id: str) -> list[str]:
    return [id for question in view.lists_of(set_id) for id in _list(view, question)]


def _list(view: View, question: str) -> list[str]:
    """What would close one list: the list itself, or what says that it is complete."""
    held = view.held(question)
    if not held.open and not held.maybe:
        return []
    found = unknown(view, question)
    if found:
        return found
    asked = view.rulebook.questions[question]
    complete = view.completeness(asked)
    named = [question] if view.unrecognized(question) or complete == (False, False) else []
    if asked.complete_if is None or complete.decided:
        return named
    return [*named, *asks(view, asked.complete_if)]


def why(view: View, question: str) -> str:
    """Why a question is still to be asked, in words for a clinician."""
    answer = view.answer(question)
    names = view.unrecognized(question) if _lists_medicines(view, question) else ()
    if names:
        return "not recognized: " + ", ".join(f"“{name}”" for name in names)
    for state in (answer.state, answer.rest):
        if state in WHY:
            return WHY[state]
    return "said not to be complete"


WHY = {
    State.NOT_SURE: "not sure",
    State.PREFER_NOT: "would rather not say",
    State.BLANK: "left blank",
    State.NOT_REACHED: "not reached",
    State.NOT_SHOWN: "not asked yet",
}


def _lists_medicines(view: View, question: str) -> bool:
    asked = view.rulebook.questions[question]
    return asked.type is QuestionType.MEDICINES or UNRECOGNIZED_OPTION in asked.medicines.values()
