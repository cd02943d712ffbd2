"""The way through conditions: their parts, their leaves, and the questions, scores, sets and facts they name.

Whoever walks conditions walks them by these functions; what a new kind of condition names it says itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from screener.model.condition import Condition, FactHolds, Form, Joined, Leaf, LooksAt, Not, Possibly
from screener.model.rulebook import Rulebook

Found = TypeVar("Found")


def parts(rulebook: Rulebook, condition: Condition) -> tuple[Condition, ...]:
    """What a condition is made of: its members, or what its fact says; nothing for a leaf."""
    if isinstance(condition, FactHolds):
        return (rulebook.facts[condition.fact].condition,)
    return condition.members if isinstance(condition, Joined) else ()


def everything(condition: Condition) -> bool:
    """Whether to go into a condition: always."""
    return True


def nodes(
    rulebook: Rulebook, condition: Condition, *, into: Callable[[Condition], bool] = everything
) -> Iterator[Condition]:
    """The condition and all that it is made of, what facts say included, in its order.

    What ``into`` refuses is left out with all that it is made of.
    """
    if into(condition):
        yield condition
        for part in parts(rulebook, condition):
            yield from nodes(rulebook, part, into=into)


def leaves(
    rulebook: Rulebook, condition: Condition, *, into: Callable[[Condition], bool] = everything
) -> Iterator[Leaf]:
    """The leaves among the nodes."""
    return (node for node in nodes(rulebook, condition, into=into) if isinstance(node, Leaf))


def single(leaf: Leaf) -> tuple[Leaf, ...]:
    """The leaf; one that speaks of several parts of the form as one for each part."""
    if isinstance(leaf, Form):
        return tuple(Form(leaf.word, (subject,)) for subject in leaf.subjects)
    return (leaf,)


def folded(
    condition: Condition,
    *,
    leaf: Callable[[Leaf | FactHolds], Found],
    joined: Callable[[Joined, tuple[Found, ...]], Found],
) -> Found:
    """What a condition comes to, from its leaves up; a fact is a leaf here, unless it was `resolved`."""
    if isinstance(condition, Joined):
        members = (folded(member, leaf=leaf, joined=joined) for member in condition.members)
        return joined(condition, tuple(members))
    return leaf(condition)


def with_members(condition: Joined, members: tuple[Condition, ...]) -> Condition:
    """The same kind of condition with other members, as many as it has."""
    if isinstance(condition, Not | Possibly):
        (member,) = members
        return type(condition)(member)
    return type(condition)(members)


def resolved(rulebook: Rulebook, condition: Condition) -> Condition:
    """The same condition with what its facts say instead of their names."""

    def opened(leaf: Leaf | FactHolds) -> Condition:
        return resolved(rulebook, *parts(rulebook, leaf)) if isinstance(leaf, FactHolds) else leaf

    return folded(condition, leaf=opened, joined=with_members)


def names_of(rulebook: Rulebook, condition: Condition) -> Iterator[str]:
    """Every question, score, set and fact that a condition names, what they are made of included."""
    for node in nodes(rulebook, condition):
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
    for leaf in leaves(rulebook, condition):
        found += leaf.looks_at.subjects
        for set_id in leaf.looks_at.sets:
            found += lists_of(rulebook, set_id)
    return tuple(dict.fromkeys(found))


def questions_of(rulebook: Rulebook, condition: Condition) -> tuple[str, ...]:
    """The questions whose answers a condition looks at, each once, items of scores and what closes lists too."""
    found = (id for leaf in leaves(rulebook, condition) for id in _questions(rulebook, leaf.looks_at))
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
    return tuple(dict.fromkeys(id for id in parts_of_set(rulebook, set_id) if id in rulebook.questions))
