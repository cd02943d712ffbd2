"""What can be asked of what: the table of operators and kinds of subject."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from screener.rulebook.names import Names
from screener.rulebook.nodes import Block, Node, Value


class Operator(StrEnum):
    """A way to compare, as it is written after the colon."""

    OPTIONS = "`{id}: option` or `{id}: [option, option]`"
    NUMBER = "`{id}: {{at_least: n}}` or `{id}: {{at_most: n}}`"
    TRUE = "`{id}: true`"
    HAS = "`{id}: {{has: tag}}`"
    COUNT = "`{id}: {{at_least: n, of: tag}}`"
    TWICE = "`{id}: {{twice: tag}}`"
    PAIR = "`{id}: {{pair: [tag, tag]}}`"


OF_SETS = (Operator.HAS, Operator.COUNT, Operator.TWICE, Operator.PAIR)

# For every kind of subject: what to call it, and the operators that fit.
FITTING: Mapping[str, tuple[str, tuple[Operator, ...]]] = {
    "yes_no": ("a yes/no question", (Operator.OPTIONS,)),
    "one": ("a question with one answer", (Operator.OPTIONS,)),
    "many": ("a question with several answers", (Operator.OPTIONS, Operator.NUMBER)),
    "many_medicines": (
        "a question with several answers that are medicines",
        (Operator.OPTIONS, Operator.NUMBER, *OF_SETS),
    ),
    "scale": ("a scale", (Operator.NUMBER,)),
    "text": ("a free text, which no condition can compare", ()),
    "medicines": ("a list of medicines", OF_SETS),
    "score": ("a score", (Operator.NUMBER,)),
    "fact": ("a fact", (Operator.TRUE,)),
    "set": ("a set of medicines", OF_SETS),
}

# The keys of a comparison, and the operator that they write.
KEYS_OF: Mapping[frozenset[str], Operator] = {
    frozenset({"at_least"}): Operator.NUMBER,
    frozenset({"at_most"}): Operator.NUMBER,
    frozenset({"at_least", "at_most"}): Operator.NUMBER,
    frozenset({"at_least", "of"}): Operator.COUNT,
    frozenset({"has"}): Operator.HAS,
    frozenset({"twice"}): Operator.TWICE,
    frozenset({"pair"}): Operator.PAIR,
}


def operator_of(node: Node) -> Operator | None:
    """The operator that a node writes, or None where its keys do not go together."""
    if isinstance(node, Block):
        return KEYS_OF.get(frozenset(key.written for key, _ in node.entries))
    if isinstance(node, Value) and isinstance(node.value, bool):
        return Operator.TRUE
    return Operator.OPTIONS


def subject_kind(name: str, names: Names) -> str | None:
    """The row of `FITTING` for a name, or None where the thing of that name is faulty itself."""
    if name in names.sets:
        return "set"
    if name in names.truths:
        return "fact"
    if name in names.scores:
        return "score"
    question = names.questions.get(name)
    if question is None:
        return None
    return "many_medicines" if question.medicines else question.type.value


def fitting_words(name: str, operators: tuple[Operator, ...]) -> str:
    """How the operators are written for this name."""
    return ", ".join(operator.format(id=name) for operator in operators)
