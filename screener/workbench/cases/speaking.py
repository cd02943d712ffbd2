"""What a condition speaks of: its leaves, and the questions whose answers they look at."""

from __future__ import annotations

from collections.abc import Iterator

from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    FactHolds,
    Form,
    FormWord,
    Leaf,
    Not,
    Pair,
    Possibly,
)
from screener.model.rulebook import Rulebook


def leaves_of(rulebook: Rulebook, condition: Condition) -> Iterator[Leaf]:
    """Every leaf, those of facts included; what speaks of several parts of the form counts once a part."""
    match condition:
        case All(members) | Any(members):
            for member in members:
                yield from leaves_of(rulebook, member)
        case Not(member) | Possibly(member):
            yield from leaves_of(rulebook, member)
        case FactHolds(fact):
            yield from leaves_of(rulebook, rulebook.facts[fact].condition)
        case Form(word, subjects):
            yield from (Form(word, (subject,)) for subject in subjects)
        case _:
            yield condition


def questions_of(rulebook: Rulebook, condition: Condition) -> tuple[str, ...]:
    """The questions whose answers the condition looks at, each once."""
    found = (id for leaf in leaves_of(rulebook, condition) for id in _questions(rulebook, leaf))
    return tuple(dict.fromkeys(found))


def lists_of(rulebook: Rulebook, subject: str) -> tuple[str, ...]:
    """The questions that a set is made of; a question is its own list."""
    if subject not in rulebook.sets:
        return (subject,)
    parts = rulebook.sets[subject].lists
    return tuple(dict.fromkeys(id for part in parts for id in lists_of(rulebook, part)))


def gates_of(rulebook: Rulebook, question: str) -> tuple[Condition, ...]:
    """The conditions under which a question is shown: its screen's and its own."""
    screen = next(screen for screen in rulebook.screens.values() if question in screen.questions)
    gates = (screen.show_when, rulebook.questions[question].show_when)
    return tuple(gate for gate in gates if gate is not None)


def _questions(rulebook: Rulebook, leaf: Leaf) -> Iterator[str]:
    match leaf:
        case Chosen(question):
            yield question
        case Pair(first, second):
            yield from _questions(rulebook, first)
            yield from _questions(rulebook, second)
        case Compare(subject) if subject in rulebook.scores:
            yield from rulebook.scores[subject].items
        case Compare(subject):
            yield subject
        case Form(FormWord.UNANSWERED | FormWord.UNSURE, subjects):
            yield from subjects
        case Form(_, subjects):
            for subject in subjects:
                yield from _listed(rulebook, subject)
        case FactHolds():
            raise AssertionError("leaves_of has replaced every fact")
        case _:
            yield from _listed(rulebook, leaf.set)


def _listed(rulebook: Rulebook, subject: str) -> Iterator[str]:
    """The lists of a set, with the questions that tell whether they are complete."""
    for id in lists_of(rulebook, subject):
        yield id
        complete_if = rulebook.questions[id].complete_if
        if complete_if is not None:
            yield from questions_of(rulebook, complete_if)
