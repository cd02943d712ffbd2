"""Comparisons: a subject, an operator that fits it, and a value that it can take."""

from __future__ import annotations

from decimal import Decimal

from screener.model.condition import Chosen, Compare, Condition, Count, FactHolds, Has, Pair, Twice
from screener.model.question import Question
from screener.rulebook.containers import BlockOf
from screener.rulebook.fields import Fields, fields, listed_nodes, number
from screener.rulebook.kinds import Check
from screener.rulebook.names import Names
from screener.rulebook.nodes import Block, Broken, Node, Value
from screener.rulebook.operators import FITTING, Operator, fitting_words, operator_of, subject_kind
from screener.rulebook.report import advice, found, listed
from screener.rulebook.selectors import read_selector
from screener.rulebook.spans import Span, scale_span

COMPARISON = BlockOf("comparison")
STATES = {
    "not_sure": "write `unsure: {id}`",
    "prefer_not": "write `unanswered: {id}`",
    "not_ticked": "write `{id}: no`, or ask for what was ticked",
    "none": "write `{id}: {{at_most: 0}}`",
}


def compare(key: Value, node: Node, names: Names, check: Check) -> Condition | None:
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


def _report_misfit(key: Value, node: Node, kind: str, check: Check) -> None:
    sort, operators = FITTING[kind]
    what = f"{_shape(node)} does not fit `{key.written}`, which is {sort}"
    if isinstance(node, Value) and isinstance(node.value, bool) and Operator.OPTIONS in operators:
        what = f"`{key.written}` takes an option, and `{node.written}` is a yes-or-no switch, not an option"
    mend = (
        f"write {fitting_words(key.written, operators)}"
        if operators
        else "use a question with options instead"
    )
    check.problems.add(node.place, "operator_misfit", what=what, mend=mend)


def _shape(node: Node) -> str:
    if isinstance(node, Block):
        keys = listed(key.written for key, _ in node.entries)
        return f"a comparison with {keys}" if keys else "an empty comparison"
    return found(node)


def _chosen(key: Value, node: Node, names: Names, check: Check) -> Condition | None:
    question = names.questions[key.written]
    if question is None:
        return None
    allowed = ("yes", "no") if question.type == "yes_no" else tuple(question.options)
    nodes = listed_nodes(node)
    if not nodes:
        what = f"`{key.written}` is compared with {found(node)}"
        check.problems.add(node.place, "wrong_kind", what=what, mend=f"write one of {listed(allowed)}")
    given = (_option(item, question, allowed, check) for item in nodes)
    return Chosen(key.written, tuple(dict.fromkeys(option for option in given if option)))


def _option(item: Node, question: Question, allowed: tuple[str, ...], check: Check) -> str:
    """The option that stands there, or nothing where it is none."""
    if isinstance(item, Broken):
        return ""
    if not isinstance(item, Value) or not isinstance(item.value, str):
        what = f"`{question.id}` takes an option, and here stands {found(item)}"
        check.problems.add(item.place, "wrong_kind", what=what, mend=f"write one of {listed(allowed)}")
        return ""
    if item.value in allowed or not allowed:
        return item.value
    if item.value in STATES:
        what = f"`{item.value}` is a state of the answer to `{question.id}`, not an answer to compare with"
        mend = STATES[item.value].format(id=question.id)
        check.problems.add(item.place, "compared_with_state", what=what, mend=mend)
        return ""
    what = f"`{question.id}` has no option `{item.written}`"
    check.problems.add(item.place, "unknown_option", what=what, mend=advice(item.written, allowed))
    return ""


def _number(key: Value, node: Node, names: Names, check: Check) -> Condition | None:
    keys, span = fields(node), _span(key.written, names)
    if keys is None or span is None:
        return None
    low, high = number(keys.nodes.get("at_least")), number(keys.nodes.get("at_most"))
    for bound in keys.nodes.values():
        value = number(bound)
        if value is not None and not span.holds(value):
            what = f"`{key.written}` can never be {value}"
            mend = f"write a number from {span.words}"
            check.problems.add(bound.place, "out_of_scale", what=what, mend=mend)
    if low is not None and high is not None and low > high:
        what = f"`{key.written}` cannot be at least {low} and at most {high}"
        check.problems.add(
            node.place, "never_holds", what=what, mend="write the smaller number at `at_least`"
        )
    return Compare(key.written, at_least=low, at_most=high)


def _span(name: str, names: Names) -> Span | None:
    if name in names.scores:
        return names.spans.get(name)
    question = names.questions.get(name)
    if question is None:
        return None
    if question.type == "scale":
        return scale_span(question)
    return Span(Decimal(0), Decimal(len(question.options)), Decimal(1))


def _fact(key: Value, node: Node, check: Check) -> Condition:
    if isinstance(node, Value) and node.value is False:
        what = f"a fact is only ever asked for `true`, and `{key.written}` is compared with `false`"
        mend = f"write `not: {{{key.written}: true}}`"
        check.problems.add(node.place, "fact_false", what=what, mend=mend)
    return FactHolds(key.written)


def _medicines(key: Value, node: Node, operator: Operator, names: Names, check: Check) -> Condition | None:
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
        check.problems.add(node.place, "out_of_range", what=what, mend=mend)
        return Count(id, 1, selector)
    return Count(id, int(least), selector)
