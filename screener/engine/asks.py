"""What to ask: the unknown questions that keep a condition from being decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from screener.engine import holdings
from screener.engine.logic import joined, value
from screener.engine.values import NO, YES, Value
from screener.engine.view import UNKNOWN_STATES, View
from screener.engine.wording import not_recognized
from screener.model.condition import (
    All,
    Any,
    Condition,
    Count,
    Form,
    Has,
    InOneSet,
    Leaf,
    Not,
    Pair,
    Possibly,
    Selector,
)
from screener.model.navigate import items_of, lists_of, nodes, parts
from screener.model.response import State

Assumed = Mapping[Condition, Value]
"""What conditions beside the one looked at must come to, for it to matter."""


def asks(view: View, condition: Condition) -> tuple[str, ...]:
    """The unknown questions by which a condition may still be decided, each once.

    What is decided is folded away, and so is what no answer can change: a member of ``all`` matters only
    where the others hold, one of ``any`` only where they do not.
    """
    return tuple(dict.fromkeys(_asks(view, condition, {})))


def _asks(view: View, condition: Condition, assumed: Assumed) -> Iterator[str]:
    if _found(view, condition, assumed).decided:
        return
    if isinstance(condition, Leaf):
        yield from _of_leaf(view, condition, assumed)
    elif isinstance(condition, All | Any):
        yield from _of_members(view, condition, assumed)
    else:
        for part in parts(view.rulebook, condition):
            yield from _asks(view, part, assumed)


def _of_members(view: View, condition: All | Any, assumed: Assumed) -> Iterator[str]:
    """What the members ask, each in its turn; one by which nothing is asked says nothing of the others."""
    beside = YES if isinstance(condition, All) else NO
    undecided = (member for member in condition.members if not _found(view, member, assumed).decided)
    others = dict.fromkeys((_core(view, member, assumed) for member in undecided), beside)
    for member in tuple(others):
        del others[member]
        wanted = tuple(_asks(view, member, {**assumed, **others}))
        if wanted:
            others[member] = beside
        yield from wanted


def _core(view: View, condition: Condition, assumed: Assumed) -> Condition:
    """The condition, or the one part of it that keeps it open; what is said of the form may change."""
    inner = () if isinstance(condition, Not) else parts(view.rulebook, condition)
    left = [
        part for part in inner if _says_of_the_form(view, part) or not _found(view, part, assumed).decided
    ]
    return _core(view, left[0], assumed) if len(left) == 1 else condition


def _says_of_the_form(view: View, condition: Condition) -> bool:
    return any(isinstance(node, Possibly | Form) for node in nodes(condition, partial(parts, view.rulebook)))


def _found(view: View, condition: Condition, assumed: Assumed) -> Value:
    """What the condition comes to where the assumed ones come to what is assumed of them."""
    if condition in assumed:
        return assumed[condition]
    found = value(view, condition)
    if found.decided or not assumed:
        return found
    if not isinstance(condition, Leaf):
        return joined(condition, [_found(view, part, assumed) for part in parts(view.rulebook, condition)])
    if isinstance(condition, Has | Count) and _full(view, condition, assumed):
        return YES
    return NO if _barred(view, condition, assumed) else found


def _full(view: View, leaf: Has | Count, assumed: Assumed) -> bool:
    """Whether the medicines that are assumed to be taken are those that a count lacks."""
    known = list(view.held(leaf.set).matching(leaf.selector))
    counted = {source.substance for source in known}
    return any(
        max(_least(one), holdings.number(known) + counted.isdisjoint(view.substances(one.selector)))
        >= _least(leaf)
        for one, found in assumed.items()
        if found == YES and isinstance(one, Has | Count) and _within(view, one, leaf)
    )


def _least(leaf: Has | Count) -> int:
    return leaf.at_least if isinstance(leaf, Count) else 1


def _within(view: View, one: InOneSet, other: InOneSet) -> bool:
    """Whether whatever matches the one matches the other."""
    lists = [set(lists_of(view.rulebook, leaf.set)) for leaf in (one, other)]
    return one.selector.generics <= other.selector.generics and lists[0] <= lists[1]


def _barred(view: View, leaf: Leaf, assumed: Assumed) -> bool:
    """Whether a medicine that the leaf needs would make a pair which is assumed not to be there."""
    needed = (leaf.first, leaf.second) if isinstance(leaf, Pair) else (leaf,)
    sides = [
        sides
        for pair, found in assumed.items()
        if found == NO and isinstance(pair, Pair)
        for sides in ((pair.first, pair.second), (pair.second, pair.first))
    ]
    return any(
        isinstance(need, InOneSet)
        and _within(view, need, other)
        and not any(view.held(need.set).matching(need.selector))
        and not _lacks_partner(view, one, need)
        for need in needed
        for one, other in sides
    )


def _of_leaf(view: View, leaf: Leaf, assumed: Assumed) -> Iterator[str]:
    """What would decide an open leaf."""
    for subject in leaf.looks_at.subjects:
        for question in items_of(view.rulebook, subject):
            yield from _unknown(view, question, assumed)
    for side in _sides(view, leaf):
        for question in lists_of(view.rulebook, side.set):
            yield from _list(view, question, side.selector, assumed)


def _sides(view: View, leaf: Leaf) -> Iterator[InOneSet]:
    """The sets of a leaf with what in them would count; of a pair a side that lacks nothing is left out."""
    if isinstance(leaf, Pair):
        for one, other in ((leaf.first, leaf.second), (leaf.second, leaf.first)):
            if _lacks_partner(view, one, other):
                yield one
    elif isinstance(leaf, InOneSet):
        yield leaf


def _lacks_partner(view: View, one: Has, other: InOneSet) -> bool:
    """Whether the other side may hold something that makes no pair with what this one is known to hold."""
    known = list(view.held(one.set).matching(one.selector))
    partners = view.held(other.set)
    if not all(holdings.pairs(known, [partner]) for partner in partners.may_match(other.selector)):
        return True
    shared = view.substances(other.selector).intersection(*({source.substance} for source in known))
    return partners.open and bool(shared)


def _is_unknown(view: View, question: str) -> bool:
    answer = view.answer(question)
    return answer.state in UNKNOWN_STATES or answer.rest is not State.GIVEN


def _unknown(view: View, question: str, assumed: Assumed) -> Iterator[str]:
    """The question when it is unknown; what decides its showing while that is not certain."""
    if view.state(question) is State.NOT_SHOWN:
        for gate in view.rulebook.gates_of[question]:
            yield from _asks(view, gate, assumed)
    elif _is_unknown(view, question):
        yield question


def _list(view: View, question: str, selector: Selector, assumed: Assumed) -> Iterator[str]:
    """What would decide one list: the list itself, or what says that it is complete."""
    held = view.held(question)
    if not held.open and not any(source.generic in selector.generics for source in held.maybe):
        return
    if _is_unknown(view, question):
        yield from _unknown(view, question, assumed)
        return
    asked = view.rulebook.questions[question]
    complete = view.completeness(asked)
    if view.unrecognized(question) or complete == NO:
        yield question
    if asked.complete_if is not None and not complete.decided:
        yield from _asks(view, asked.complete_if, assumed)


def why(view: View, question: str) -> str:
    """Why a question is still to be asked, in words for a clinician."""
    answer, names = view.answer(question), view.unrecognized(question)
    if names:
        return not_recognized(view.rulebook.questions[question], names)
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
