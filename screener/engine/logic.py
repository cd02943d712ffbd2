"""The value of a condition: one row a kind of node in `WALK`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any as Anything

from screener.engine import holdings
from screener.engine.holdings import Held
from screener.engine.values import CERTAIN, NO, UNKNOWN, YES, Value
from screener.engine.view import LEFT_OUT, View
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
from screener.model.navigate import subjects_of
from screener.model.question import QuestionType
from screener.model.response import Response, State
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook


def see(rulebook: Rulebook, response: Response) -> View:
    """A response seen through a rulebook."""
    return View(rulebook, response, value=value)


def value(view: View, condition: Condition) -> Value:
    """What the condition comes to; it never fails on a missing answer."""
    return WALK[type(condition)](view, condition)


def fires(view: View, rule: Rule) -> bool:
    """Whether a rule fires; one whose condition fails does, as for `judge`."""
    try:
        return value(view, rule.when).surely
    except Exception:
        return True


def _members(view: View, node: All | Any | Not) -> Value:
    return joined(node, [value(view, member) for member in node.members])


def joined(node: Condition, found: Sequence[Value]) -> Value:
    """What ``all``, ``any``, ``not`` and a fact come to, by what their parts do."""
    if isinstance(node, All):
        return min(found, default=YES)
    if isinstance(node, Any):
        return max(found, default=NO)
    (inner,) = found
    return Value(not inner.possibly, not inner.surely) if isinstance(node, Not) else inner


def _possibly(view: View, node: Possibly) -> Value:
    return CERTAIN[value(view.possible, node.member).possibly]


def _chosen(view: View, node: Chosen) -> Value:
    question = view.rulebook.questions[node.question]
    answer = view.answer(node.question)
    if answer.state is State.NOT_ASKED:
        return NO
    if question.type is QuestionType.MANY:
        taken, maybe = view.chosen(question)
        wanted = set(node.options)
        return Value(bool(wanted & taken), bool(wanted & (taken | maybe)))
    if answer.state is State.NOT_TICKED:
        return CERTAIN["no" in node.options]
    if answer.state is State.GIVEN:
        return CERTAIN[answer.chosen[0] in node.options]
    return UNKNOWN


def _compare(view: View, node: Compare) -> Value:
    if node.subject in view.rulebook.scores:
        bounds = view.bounds(node.subject)
        if not bounds.administered:
            return NO
        found = _between(node, bounds.low, bounds.high)
        return found if bounds.sure else Value(False, found.possibly)
    question = view.rulebook.questions[node.subject]
    answer = view.answer(node.subject)
    if answer.state is State.NOT_ASKED:
        return NO
    if question.type is QuestionType.MANY:
        taken, maybe = view.chosen(question)
        return _between(node, Decimal(len(taken)), Decimal(len(taken | maybe)))
    if answer.number is None:
        return UNKNOWN
    return _between(node, Decimal(answer.number), Decimal(answer.number))


def _between(node: Compare, low: Decimal, high: Decimal) -> Value:
    """What bounds on a number say of the comparison; between them every value is possible."""
    least, most = node.at_least, node.at_most
    surely = (least is None or low >= least) and (most is None or high <= most)
    possibly = (least is None or high >= least) and (most is None or low <= most)
    return Value(surely, possibly)


def _fact(view: View, node: FactHolds) -> Value:
    if node.fact not in view.truths:
        view.truths[node.fact] = value(view, view.rulebook.facts[node.fact].condition)
    return view.truths[node.fact]


def pairs_of(view: View, node: Pair) -> list[tuple[Held, Held]]:
    """Every two sources that make a pair surely true."""
    first, second = view.held(node.first.set), view.held(node.second.set)
    return holdings.pairs(
        list(first.matching(node.first.selector)), list(second.matching(node.second.selector))
    )


def sources_of(view: View, node: Has | Count | Twice | Pair) -> list[Held]:
    """The sources by which a condition on medicines surely holds; of a count all that match."""
    if isinstance(node, Pair):
        return [source for pair in pairs_of(view, node) for source in pair]
    matching = list(view.held(node.set).matching(node.selector))
    return holdings.repeated(matching) if isinstance(node, Twice) else matching


def _has(view: View, node: Has) -> Value:
    return holdings.has(view.held(node.set), node.selector)


def _count(view: View, node: Count) -> Value:
    return holdings.count(view.held(node.set), node.selector, node.at_least)


def _twice(view: View, node: Twice) -> Value:
    return holdings.twice(view.held(node.set), node.selector)


def _pair(view: View, node: Pair) -> Value:
    first, second = view.held(node.first.set), view.held(node.second.set)
    return holdings.pair(first, node.first.selector, second, node.second.selector)


def _form(view: View, node: Form) -> Value:
    return CERTAIN[bool(in_state(view, node))]


def in_state(view: View, node: Form) -> tuple[str, ...]:
    """The questions that are in the state which a form word names."""
    if node.word is FormWord.UNANSWERED:
        return tuple(question for question in node.subjects if unanswered(view, question))
    if node.word is FormWord.UNSURE:
        return tuple(question for question in node.subjects if unsure(view, question))
    lists = subjects_of(view.rulebook, node)
    if node.word is FormWord.INCOMPLETE:
        return tuple(question for question in lists if view.incomplete(question))
    return tuple(question for question in lists if view.unrecognized(question))


def unanswered(view: View, question: str) -> bool:
    """Whether the question, or the rest of its list, was left blank or not to be said."""
    answer = view.answer(question)
    return answer.state in LEFT_OUT or answer.rest is State.PREFER_NOT


def unsure(view: View, question: str) -> bool:
    """Whether the person was not sure of the question, or of the rest of its list."""
    answer = view.answer(question)
    return State.NOT_SURE in (answer.state, answer.rest)


WALK: dict[type[Anything], Callable[[View, Anything], Value]] = {
    All: _members,
    Any: _members,
    Not: _members,
    Possibly: _possibly,
    Chosen: _chosen,
    Compare: _compare,
    FactHolds: _fact,
    Has: _has,
    Count: _count,
    Twice: _twice,
    Pair: _pair,
    Form: _form,
}
"""How each kind of node comes to its value."""
