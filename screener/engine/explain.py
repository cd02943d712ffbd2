"""One rule's condition as a tree, each part with its words and its value."""

from __future__ import annotations

from dataclasses import dataclass

from screener.engine.logic import value
from screener.engine.reasons import answered
from screener.engine.values import Value
from screener.engine.view import View
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
    Joined,
    Leaf,
    Not,
    Pair,
    Possibly,
    Selector,
    Twice,
)
from screener.model.navigate import parts, subjects_of


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of a condition: its words as the rulebook has them, its value, the answers it looks at.

    ``answers`` pairs questions or scores with words, for leaves only; ``parts`` are its members.
    """

    words: str
    value: Value
    answers: tuple[tuple[str, str], ...] = ()
    parts: tuple[Explained, ...] = ()

    @property
    def verdict(self) -> str:
        """``true``, ``false`` or ``unknown``."""
        return "true" if self.value.surely else "unknown" if self.value.possibly else "false"


def explain(view: View, condition: Condition) -> Explained:
    """The condition's tree; facts are opened up, leaves carry the answers that they look at."""
    looked = subjects_of(view.rulebook, condition) if isinstance(condition, Leaf) else ()
    told = (answered(view, subject) for subject in looked)
    inside = view.possible if isinstance(condition, Possibly) else view
    return Explained(
        words=written(condition),
        value=value(view, condition),
        answers=tuple((reason.subject, reason.answer) for reason in told),
        parts=tuple(explain(inside, part) for part in parts(view.rulebook, condition)),
    )


JOINED: dict[type[Joined], str] = {All: "all of", Any: "any of", Not: "not", Possibly: "possibly"}
"""How each kind of joining is told."""


def written(condition: Condition) -> str:
    """A condition as the rulebook writes it; of one that is made of others, how it joins them."""
    if isinstance(condition, Joined):
        return JOINED[type(condition)]
    return f"{condition.fact}: true" if isinstance(condition, FactHolds) else _leaf(condition)


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Chosen(question, options):
            return f"{question}: {_many(options)}"
        case Compare(subject, at_least, at_most):
            bounds = {"at_least": at_least, "at_most": at_most}
            wanted = ", ".join(f"{key}: {bound}" for key, bound in bounds.items() if bound is not None)
            return f"{subject}: {{{wanted}}}"
        case Has(set_id, selector):
            return f"{set_id}: {{has: {_words(selector)}}}"
        case Count(set_id, at_least, selector):
            return f"{set_id}: {{at_least: {at_least}, of: {_words(selector)}}}"
        case Twice(set_id, selector):
            return f"{set_id}: {{twice: {_words(selector)}}}"
        case Pair(Has(first, s), Has(second, t)) if first == second:
            return f"{first}: {{pair: [{_words(s)}, {_words(t)}]}}"
        case Pair(Has(first, s), Has(second, t)):
            return f"pair: [{first}: {_words(s)}, {second}: {_words(t)}]"
        case Form(word, ids):
            return f"{word}: {_many(ids)}"


def _words(selector: Selector) -> str:
    return _many(selector.words)


def _many(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"
