"""The way through conditions: their parts, their leaves, and the questions, scores, sets and facts they name.

Whoever walks conditions walks them by these functions; what a new kind of condition names it says itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from screener.model.condition import Condition, FactHolds, Form, Joined, Leaf, LooksAt, Not, Possibly
from screener.model.rulebook import Rulebook

Found = TypeVar("Found")


def members(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that a condition joins; nothing for a leaf or a fact."""
    return condition.members if isinstance(condition, Joined) else ()


def parts(rulebook: Rulebook, condition: Condition) -> tuple[Condition, ...]:
    """What a condition is made of: its members, or what its fact says; nothing for a leaf."""
    if isinstance(condition, FactHolds):
        return (rulebook.facts[condition.fact].condition,)
    return members(condition)


def nodes(condition: Condition, inside: Callable[[Condition], Iterable[Condition]]) -> Iterator[Condition]:
    """The condition and all that is ``inside`` it, in its order."""
    yield condition
    for part in inside(condition):
        yield from nodes(part, inside)


def leaves_of(rulebook: Rulebook, condition: Condition) -> Iterator[Leaf]:
    """The leaves of a condition, those of its facts included."""
    return (node for node in nodes(condition, partial(parts, rulebook)) if isinstance(node, Leaf))


def one_by_one(leaf: Leaf) -> tuple[Leaf, ...]:
    """The leaf; one that speaks of several parts of the form as one for each part."""
    if isinstance(leaf, Form):
        return tuple(Form(leaf.word, (subject,)) for subject in leaf.subjects)
    return (leaf,)


def folded(
    rulebook: Rulebook,
    condition: Condition,
    *,
    leaf: Callable[[Leaf], Found],
    joined: Callable[[Joined, tuple[Found, ...]], Found],
) -> Found:
    """What a condition comes to, from its leaves up; a fact comes to what its condition does."""
    if isinstance(condition, Leaf):
        return leaf(condition)
    inner = (folded(rulebook, part, leaf=leaf, joined=joined) for part in parts(rulebook, condition))
    return next(inner) if isinstance(condition, FactHolds) else joined(condition, tuple(inner))


def with_members(condition: Joined, members: tuple[Condition, ...]) -> Condition:
    """The same kind of condition with other members, as many as it has."""
    if isinstance(condition, Not | Possibly):
        (member,) = members
        return type(condition)(member)
    return type(condition)(members)


def resolved(rulebook: Rulebook, condition: Condition) -> Condition:
    """The same condition with what its facts say instead of their names."""
    return folded(rulebook, condition, leaf=lambda leaf: leaf, joined=with_members)


def names_of(rulebook: Rulebook, condition: Condition) -> Iterator[str]:
    """Every question, score, set and fact that a condition names, what they are made of included."""
    for node in nodes(condition, partial(parts, rulebook)):
        if isinstance(node, FactHolds):
            yield node.fact
        elif isinstance(node, Leaf):
            for subject in node.looks_at.subjects:
                yield from (subject, *items_of(rulebook, subject))
            for set_id in node.looks_at.sets:
                yield from parts_of_set(rulebook, set_id)


def subjects_of(rulebook: Rulebook, condition: Condition) -> tuple[str, ...]:
    """The questions and scores that a condition looks at, each once; of a set the questions it is made of."""
    found: list[str] = []
    for leaf in leaves_of(rulebook, condition):
        found += leaf.looks_at.subjects
        for set_id in leaf.looks_at.sets:
            found += lists_of(rulebook, set_id)
    return tuple(dict.fromkeys(found))


def questions_of(rulebook: Rulebook, condition: Condition) -> tuple[str, ...]:
    """The questions whose answers a condition looks at, each once: items of scores, what closes lists."""
    found = (id for leaf in leaves_of(rulebook, condition) for id in _questions(rulebook, leaf.looks_at))
    return tuple(dict.fromkeys(found))


def _questions(rulebook: Rulebook, at: LooksAt) -> Iterator[str]:
    for subject in at.subjects:
        yield from items_of(rulebook, subject)
    for question in (id for set_id in at.sets for id in lists_of(rulebook, set_id)):
        yield question
        complete_if = rulebook.questions[question].complete_if
        if complete_if is not None:
            yield from questions_of(rulebook, complete_if)


def items_of(rulebook: Rulebook, subject: str) -> tuple[str, ...]:
    """The questions that a score is made of; a question is its own."""
    return rulebook.scores[subject].items if subject in rulebook.scores else (subject,)


def parts_of_set(rulebook: Rulebook, set_id: str) -> Iterator[str]:
    """The set with the sets and questions that it is made of; a question that lists medicines is its own."""
    yield set_id
    if set_id in rulebook.sets:
        for part in rulebook.sets[set_id].lists:
            yield from parts_of_set(rulebook, part)


def lists_of(rulebook: Rulebook, set_id: str) -> tuple[str, ...]:
    """The questions that a set is made of, in order, each once; a question is its own."""
    return rulebook.lists_of.get(set_id, (set_id,))
