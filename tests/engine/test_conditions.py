"""Every operator in every state, read from what a rule does: fires = surely, open = only possibly."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from screener.model.condition import All, Any, Chosen, Compare, Condition, Count, FactHolds, Not, Pair, Twice
from screener.model.evaluation import Verdict
from screener.model.response import Answer
from screener.model.rulebook import Rulebook
from tests.engine.small import (
    BLANK,
    NOT_TICKED,
    UNKNOWNS,
    book,
    has,
    many,
    medicines,
    number,
    one,
    outcome,
    pair,
    rule,
    said,
    scale,
    score,
    selector,
    takes,
    ticked,
    yes_no,
)

FIRES, OPEN, RULED_OUT = Verdict.FIRES, Verdict.OPEN, Verdict.RULED_OUT
YES = Chosen("sign", ("yes",))


class Operator(NamedTuple):
    """A condition on one question, an answer on which it holds and one on which it does not."""

    name: str
    condition: Condition
    question: str
    holds: Answer
    fails: Answer


OPERATORS = [
    Operator("yes_no is yes", YES, "sign", said("yes"), said("no")),
    Operator("yes_no is no", Chosen("sign", ("no",)), "sign", said("no"), said("yes")),
    Operator("yes_no not ticked is no", Chosen("sign", ("no",)), "sign", NOT_TICKED, said("yes")),
    Operator("yes_no not ticked is not yes", YES, "sign", said("yes"), NOT_TICKED),
    Operator("one of two", Chosen("age", ("old", "older")), "age", said("older"), said("young")),
    Operator("many contains", Chosen("side", ("fall",)), "side", ticked("rash", "fall"), ticked("rash")),
    Operator("many contains any", Chosen("side", ("fall", "cough")), "side", ticked("cough"), ticked("rash")),
    Operator(
        "many at_least", Compare("side", at_least=Decimal(2)), "side", ticked("rash", "fall"), ticked("rash")
    ),
    Operator(
        "many at_most", Compare("side", at_most=Decimal(1)), "side", ticked("rash"), ticked("rash", "fall")
    ),
    Operator("scale at_least", Compare("pain", at_least=Decimal(7)), "pain", number(7), number(6)),
    Operator("scale at_most", Compare("pain", at_most=Decimal(3)), "pain", number(3), number(4)),
    Operator(
        "scale between",
        Compare("pain", at_least=Decimal(2), at_most=Decimal(3)),
        "pain",
        number(2),
        number(1),
    ),
    Operator("score at_least", Compare("total", at_least=Decimal(7)), "pain", number(7), number(6)),
    Operator("score at_most", Compare("total", at_most=Decimal(3)), "pain", number(3), number(4)),
    Operator("fact", FactHolds("severe"), "pain", number(9), number(8)),
    Operator("any_yes", Any((Chosen("never", ("yes",)), YES)), "sign", said("yes"), said("no")),
    Operator("has a tag", has("meds", "opioid"), "meds", takes("tramadol"), takes("ibuprofen")),
    Operator("has a generic", has("meds", "codeine"), "meds", takes("co-codamol"), takes("tramadol")),
    Operator("has a product", has("meds", "co-codamol"), "meds", takes("co-codamol"), takes("codeine")),
    Operator("has any", has("meds", "any"), "meds", takes("cannabis"), takes()),
    Operator(
        "at_least two of",
        Count("meds", 2, selector("nsaid")),
        "meds",
        takes("ibuprofen", "naproxen"),
        takes("ibuprofen", "ibuprofen"),
    ),
    Operator(
        "twice",
        Twice("meds", selector("acetaminophen")),
        "meds",
        takes("Tylenol", "co-codamol"),
        takes("Tylenol", "codeine"),
    ),
    Operator("pair", pair("meds", "ssri", "nsaid"), "meds", takes("Zoloft", "naproxen"), takes("Zoloft")),
    Operator(
        "pair over two sets",
        Pair(has("meds", "ssri"), has("both", "nsaid")),
        "meds",
        takes("Zoloft", "naproxen"),
        takes("naproxen"),
    ),
]
IDS = [operator.name for operator in OPERATORS]


def small(condition: Condition) -> Rulebook:
    """A first screen with a gate, and a second that is shown when the gate is open."""
    subjects = [
        yes_no("sign"),
        one("age", "young", "old", "older"),
        many("side", "rash", "fall", "cough"),
        scale("pain", 0, 10),
        medicines("meds"),
        medicines("others"),
    ]
    return book(
        [yes_no("gate"), yes_no("never")],
        subjects,
        rules=[rule("r", condition)],
        scores=[score("total", "pain", all=("0", "10"))],
        facts={"severe": Compare("pain", at_least=Decimal(9))},
        sets={"both": ("meds", "others")},
        show={"s2": Chosen("gate", ("yes",))},
    )


def verdict(operator: Operator, answer: Answer, *, gate: Answer, opposite: bool = False) -> Verdict:
    """What a rule with this condition, or its opposite, does on this answer."""
    condition = Not(operator.condition) if opposite else operator.condition
    answers = {"gate": gate, "never": said("no"), "others": takes(), operator.question: answer}
    return outcome(small(condition), **answers).verdict


@pytest.mark.parametrize("operator", OPERATORS, ids=IDS)
class TestEveryOperator:
    def test_fires_when_it_holds_and_its_opposite_is_ruled_out(self, operator: Operator) -> None:
        assert verdict(operator, operator.holds, gate=said("yes")) is FIRES
        assert verdict(operator, operator.holds, gate=said("yes"), opposite=True) is RULED_OUT

    def test_is_ruled_out_when_it_fails_and_its_opposite_fires(self, operator: Operator) -> None:
        assert verdict(operator, operator.fails, gate=said("yes")) is RULED_OUT
        assert verdict(operator, operator.fails, gate=said("yes"), opposite=True) is FIRES

    @pytest.mark.parametrize("answer", UNKNOWNS, ids=[answer.state.value for answer in UNKNOWNS])
    def test_is_open_when_unknown_and_so_is_its_opposite(self, operator: Operator, answer: Answer) -> None:
        assert verdict(operator, answer, gate=said("yes")) is OPEN
        assert verdict(operator, answer, gate=said("yes"), opposite=True) is OPEN

    def test_is_ruled_out_when_not_asked_whatever_is_stored(self, operator: Operator) -> None:
        assert verdict(operator, operator.holds, gate=said("no")) is RULED_OUT
        assert verdict(operator, operator.holds, gate=said("no"), opposite=True) is FIRES
        assert verdict(operator, operator.fails, gate=said("no")) is RULED_OUT

    @pytest.mark.parametrize("gate", UNKNOWNS, ids=[answer.state.value for answer in UNKNOWNS])
    def test_is_open_when_perhaps_never_asked(self, operator: Operator, gate: Answer) -> None:
        assert verdict(operator, operator.holds, gate=gate) is OPEN
        assert verdict(operator, operator.fails, gate=gate) is OPEN
        assert verdict(operator, operator.fails, gate=gate, opposite=True) is OPEN


A, B = Chosen("a", ("yes",)), Chosen("b", ("yes",))


@pytest.mark.parametrize(
    ("condition", "a", "b", "expected"),
    [
        (All((A, B)), said("yes"), said("yes"), FIRES),
        (All((A, B)), said("yes"), said("no"), RULED_OUT),
        (All((A, B)), BLANK, said("no"), RULED_OUT),
        (All((A, B)), BLANK, said("yes"), OPEN),
        (All((A, B)), BLANK, BLANK, OPEN),
        (All(()), BLANK, BLANK, FIRES),
        (Any((A, B)), said("yes"), BLANK, FIRES),
        (Any((A, B)), said("no"), said("no"), RULED_OUT),
        (Any((A, B)), said("no"), BLANK, OPEN),
        (Any(()), BLANK, BLANK, RULED_OUT),
        (Not(All((A, B))), said("no"), BLANK, FIRES),
        (Not(Any((A, B))), said("yes"), BLANK, RULED_OUT),
        (Not(Any((A, B))), said("no"), BLANK, OPEN),
        (Not(Not(A)), said("yes"), BLANK, FIRES),
        (Any((A, Not(A))), BLANK, BLANK, OPEN),
    ],
)
def test_members_are_joined_one_by_one(condition: Condition, a: Answer, b: Answer, expected: Verdict) -> None:
    rulebook = book([yes_no("a"), yes_no("b")], rules=[rule("r", condition)])
    assert outcome(rulebook, a=a, b=b).verdict is expected


def test_a_question_is_not_asked_when_its_own_condition_fails() -> None:
    child = yes_no("child", show_when=Chosen("parent", ("yes",)))
    rulebook = book([yes_no("parent")], [child], rules=[rule("r", Chosen("child", ("yes",)))])
    assert outcome(rulebook, parent=said("yes"), child=said("yes")).verdict is FIRES
    assert outcome(rulebook, parent=said("no"), child=said("yes")).verdict is RULED_OUT
    assert outcome(rulebook, parent=BLANK, child=said("yes")).verdict is OPEN


def test_changing_a_parent_takes_away_every_effect_of_its_grandchildren() -> None:
    child = yes_no("child", show_when=Chosen("parent", ("yes",)))
    grandchild = yes_no("grandchild", show_when=Chosen("child", ("yes",)))
    rulebook = book(
        [yes_no("parent")], [child], [grandchild], rules=[rule("r", Chosen("grandchild", ("yes",)))]
    )
    answers = {"child": said("yes"), "grandchild": said("yes")}
    assert outcome(rulebook, parent=said("yes"), **answers).verdict is FIRES
    assert outcome(rulebook, parent=said("no"), **answers).verdict is RULED_OUT
