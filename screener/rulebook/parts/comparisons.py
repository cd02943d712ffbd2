"""Comparisons: a subject, an operator that fits it, and a value that it can take."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from screener.codes import Code
from screener.model.condition import Chosen, Compare, Condition, Count, FactHolds, Has, Pair, Twice
from screener.model.question import TYPES, Comparison, Question, choices_of
from screener.rulebook.language.containers import BlockOf
from screener.rulebook.language.kinds import Check
from screener.rulebook.language.spans import Span, scale_span
from screener.rulebook.parts.names import Names
from screener.rulebook.parts.selectors import read_selector
from screener.rulebook.yaml.fields import Fields, fields, listed_nodes, number
from screener.rulebook.yaml.nodes import Block, Broken, Node, Scalar
from screener.rulebook.yaml.problems import advice, found, listed


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

OF_COMPARISON: Mapping[Comparison, tuple[Operator, ...]] = {
    Comparison.OPTIONS: (Operator.OPTIONS,),
    Comparison.NUMBER: (Operator.NUMBER,),
    Comparison.MEDICINES: OF_SETS,
}
"""The operators that ask for each thing which a condition can ask of an answer."""

# For every kind of subject: what to call it, and the operators that fit.
FITTING: Mapping[str, tuple[str, tuple[Operator, ...]]] = {
    **{
        kind.value: (row.called, tuple(one for asked in row.comparisons for one in OF_COMPARISON[asked]))
        for kind, row in TYPES.items()
    },
    "many_medicines": (
        "a question with several answers that are medicines",
        (Operator.OPTIONS, Operator.NUMBER, *OF_SETS),
    ),
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
    if isinstance(node, Scalar) and isinstance(node.value, bool):
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


COMPARISON = BlockOf("comparison")
STATES = {
    "not_sure": "write `unsure: {id}`",
    "prefer_not": "write `unanswered: {id}`",
    "not_ticked": "write `{id}: no`, or ask for what was ticked",
    "none": "write `{id}: {{at_most: 0}}`",
}


def compare(key: Scalar, node: Node, names: Names, check: Check) -> Condition | None:
    """The comparison of the subject that ``key`` names, or None (and problems) where it makes no sense."""
    if isinstance(node, Broken):
        return None
    if isinstance(node, Block):
        pruned = COMPARISON.prune(node, check, name=key.written)
        if not isinstance(pruned, Block) or len(pruned.entries) < len(node.entries):
            return None
    kind = subject_kind(key.written, names)
    if kind is None:
        return None
    operator = operator_of(node)
    if operator is None or operator not in FITTING[kind][1]:
        _report_misfit(key, node, kind, check)
        return None
    match operator:
        case Operator.OPTIONS:
            return _chosen(key, node, names, check)
        case Operator.NUMBER:
            return _number(key, node, names, check)
        case Operator.TRUE:
            return _fact(key, node, check)
    return _medicines(key, node, operator, names, check)


def _report_misfit(key: Scalar, node: Node, kind: str, check: Check) -> None:
    sort, operators = FITTING[kind]
    what = f"{_shape(node)} does not fit `{key.written}`, which is {sort}"
    if isinstance(node, Scalar) and isinstance(node.value, bool) and Operator.OPTIONS in operators:
        what = f"`{key.written}` takes an option, and `{node.written}` is a yes-or-no switch, not an option"
    mend = (
        f"write {fitting_words(key.written, operators)}"
        if operators
        else "use a question with options instead"
    )
    check.problems.add(node.place, Code.OPERATOR_MISFIT, what=what, mend=mend)


def _shape(node: Node) -> str:
    if isinstance(node, Block):
        keys = listed(key.written for key, _ in node.entries)
        return f"a comparison with {keys}" if keys else "an empty comparison"
    return found(node)


def _chosen(key: Scalar, node: Node, names: Names, check: Check) -> Condition | None:
    question = names.questions[key.written]
    if question is None:
        return None
    allowed = tuple(choices_of(question))
    nodes = listed_nodes(node)
    if not nodes:
        what = f"`{key.written}` is compared with {found(node)}"
        check.problems.add(node.place, Code.WRONG_KIND, what=what, mend=f"write one of {listed(allowed)}")
    given = (_option(item, question, allowed, check) for item in nodes)
    return Chosen(key.written, tuple(dict.fromkeys(option for option in given if option)))


def _option(item: Node, question: Question, allowed: tuple[str, ...], check: Check) -> str:
    """The option that stands there, or nothing where it is none."""
    if isinstance(item, Broken):
        return ""
    if not isinstance(item, Scalar) or not isinstance(item.value, str):
        what = f"`{question.id}` takes an option, and here stands {found(item)}"
        check.problems.add(item.place, Code.WRONG_KIND, what=what, mend=f"write one of {listed(allowed)}")
        return ""
    if item.value in allowed or not allowed:
        return item.value
    if item.value in STATES:
        what = f"`{item.value}` is a state of the answer to `{question.id}`, not an answer to compare with"
        mend = STATES[item.value].format(id=question.id)
        check.problems.add(item.place, Code.COMPARED_WITH_STATE, what=what, mend=mend)
        return ""
    what = f"`{question.id}` has no option `{item.written}`"
    check.problems.add(item.place, Code.UNKNOWN_OPTION, what=what, mend=advice(item.written, allowed))
    return ""


def _number(key: Scalar, node: Node, names: Names, check: Check) -> Condition | None:
    keys, span = fields(node), _span(key.written, names)
    if keys is None or span is None:
        return None
    low, high = number(keys.nodes.get("at_least")), number(keys.nodes.get("at_most"))
    for bound in keys.nodes.values():
        value = number(bound)
        if value is not None and not span.holds(value):
            what = f"`{key.written}` can never be {value}"
            mend = f"write a number from {span.words}"
            check.problems.add(bound.place, Code.OUT_OF_SCALE, what=what, mend=mend)
    if low is not None and high is not None and low > high:
        what = f"`{key.written}` cannot be at least {low} and at most {high}"
        check.problems.add(
            node.place, Code.NEVER_HOLDS, what=what, mend="write the smaller number at `at_least`"
        )
    return Compare(key.written, at_least=low, at_most=high)


def _span(name: str, names: Names) -> Span | None:
    if name in names.scores:
        return names.spans.get(name)
    question = names.questions.get(name)
    if question is None:
        return None
    if question.is_number:
        return scale_span(question)
    return Span(Decimal(0), Decimal(len(question.options)), Decimal(1))


def _fact(key: Scalar, node: Node, check: Check) -> Condition:
    if isinstance(node, Scalar) and node.value is False:
        what = f"a fact is only ever asked for `true`, and `{key.written}` is compared with `false`"
        mend = f"write `not: {{{key.written}: true}}`"
        check.problems.add(node.place, Code.FACT_FALSE, what=what, mend=mend)
    return FactHolds(key.written)


def _medicines(key: Scalar, node: Node, operator: Operator, names: Names, check: Check) -> Condition | None:
    keys = fields(node)
    if keys is None:
        return None
    id = key.written
    match operator:
        case Operator.HAS:
            return Has(id, read_selector(keys.nodes["has"], check, names.vocabulary, name="has"))
        case Operator.TWICE:
            return Twice(id, read_selector(keys.nodes["twice"], check, names.vocabulary, name="twice"))
        case Operator.COUNT:
            return _count(id, keys, names, check)
    sides = [read_selector(side, check, names.vocabulary, name="pair") for side in keys.items("pair")]
    return Pair(Has(id, sides[0]), Has(id, sides[1])) if len(sides) == 2 else None


def _count(id: str, keys: Fields, names: Names, check: Check) -> Condition:
    selector = read_selector(keys.nodes["of"], check, names.vocabulary, name="of")
    node = keys.nodes["at_least"]
    least = number(node)
    if least is None or least < 1 or least % 1:
        what, mend = f"a count of medicines cannot be {least}", "write a whole number from 1"
        check.problems.add(node.place, Code.OUT_OF_RANGE, what=what, mend=mend)
        return Count(id, 1, selector)
    return Count(id, int(least), selector)
