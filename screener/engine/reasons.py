"""Why a condition holds: the answers behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any as Anything

from screener.engine.asks import asks, why
from screener.engine.logic import in_state, sources_of, value
from screener.engine.scores import result
from screener.engine.view import View
from screener.engine.wording import answer_words, listed, not_recognized
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
from screener.model.evaluation import Reason
from screener.model.navigate import subjects_of
from screener.model.question import QuestionType


def reasons(view: View, condition: Condition) -> tuple[Reason, ...]:
    """The answers that make the condition surely hold, each once, in the order of the condition.

    Of two reasons that name one question the one that says more stays.
    """
    found = list(dict.fromkeys(REASONS[type(condition)](view, condition)))
    return tuple(reason for reason in found if not any(_says_more(other, reason) for other in found))


def _says_more(other: Reason, reason: Reason) -> bool:
    same = other.subject == reason.subject and not other.medicine and not reason.medicine
    return same and other != reason and reason.answer in other.answer


def _all(view: View, node: All) -> list[Reason]:
    return [reason for member in node.members for reason in reasons(view, member)]


def _any(view: View, node: Any) -> list[Reason]:
    holding = [member for member in node.members if value(view, member).surely]
    return [reason for member in holding for reason in reasons(view, member)]


def _not(view: View, node: Not) -> list[Reason]:
    """A thing is not so because of every answer that its condition looks at."""
    return [answered(view, subject) for subject in subjects_of(view.rulebook, node.member)]


def _possibly(view: View, node: Possibly) -> list[Reason]:
    if value(view.possible, node.member).surely:
        return list(reasons(view.possible, node.member))
    unknown = ((question, why(view.possible, question)) for question in asks(view.possible, node.member))
    return [Reason(question, answer=words, label=words) for question, words in unknown]


def _chosen(view: View, node: Chosen) -> list[Reason]:
    question = view.rulebook.questions[node.question]
    if question.type is not QuestionType.MANY:
        return [answered(view, node.question)]
    chosen = [option for option in view.answer(node.question).chosen if option in node.options]
    words = listed([question.options[option] for option in chosen])
    return [Reason(node.question, answer=words, label=words)]


def _compare(view: View, node: Compare) -> list[Reason]:
    return [answered(view, node.subject)]


def answered(view: View, subject: str) -> Reason:
    """A question with its answer or state, or a score with its number."""
    if subject in view.rulebook.scores:
        words = result(view.rulebook.scores[subject], view.items(subject)).words
    else:
        words = answer_words(view.rulebook.questions[subject], view.answer(subject))
    return Reason(subject, answer=words, label=words)


def _fact(view: View, node: FactHolds) -> tuple[Reason, ...]:
    return reasons(view, view.rulebook.facts[node.fact].condition)


def _taken(view: View, node: Has | Count | Twice | Pair) -> list[Reason]:
    return [
        Reason(source.question, source.words, source.words, medicine=True)
        for source in sources_of(view, node)
    ]


def _form(view: View, node: Form) -> list[Reason]:
    return [_state(view, question) for question in in_state(view, node)]


def _state(view: View, question: str) -> Reason:
    unknown = view.unrecognized(question)
    if not unknown:
        return answered(view, question)
    words = not_recognized(view.rulebook.questions[question], unknown)
    return Reason(question, answer=words, label=words)


REASONS: dict[type[Anything], Callable[[View, Anything], list[Reason] | tuple[Reason, ...]]] = {
    All: _all,
    Any: _any,
    Not: _not,
    Possibly: _possibly,
    Chosen: _chosen,
    Compare: _compare,
    FactHolds: _fact,
    Has: _taken,
    Count: _taken,
    Twice: _taken,
    Pair: _taken,
    Form: _form,
}
"""How each kind of node tells why it holds."""
