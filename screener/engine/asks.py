"""What to ask: the unknown questions that keep a condition from being decided."""

from __future__ import annotations

from collections.abc import Iterator

from screener.engine.logic import value
from screener.engine.view import UNKNOWN_STATES, UNRECOGNIZED_OPTION, View
from screener.model.condition import Condition, Leaf
from screener.model.navigate import items_of, lists_of, parts
from screener.model.question import QuestionType
from screener.model.response import State


def asks(view: View, condition: Condition) -> tuple[str, ...]:
    """The unknown questions left when the decided parts are folded away, each once."""
    if value(view, condition).decided:
        return ()
    if isinstance(condition, Leaf):
        return tuple(dict.fromkeys(_of_leaf(view, condition)))
    inner = parts(view.rulebook, condition)
    return tuple(dict.fromkeys(question for part in inner for question in asks(view, part)))


def _of_leaf(view: View, leaf: Leaf) -> Iterator[str]:
    """What would decide an open leaf."""
    looks_at = leaf.looks_at
    for subject in looks_at.subjects:
        for question in items_of(view.rulebook, subject):
            yield from unknown(view, question)
    for set_id in looks_at.sets:
        for question in lists_of(view.rulebook, set_id):
            yield from _list(view, question)


def unknown(view: View, question: str) -> list[str]:
    """The question when it is unknown; what decides its showing while that is not certain."""
    state = view.state(question)
    if state is State.NOT_SHOWN:
        return _showing(view, question)
    if state in UNKNOWN_STATES or view.answer(question).rest is not State.GIVEN:
        return [question]
    return []


def _showing(view: View, question: str) -> list[str]:
    return [id for gate in view.rulebook.gates_of[question] for id in asks(view, gate)]


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
