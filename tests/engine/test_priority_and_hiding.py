"""How grave a point is, and which graver point stands over it."""

from __future__ import annotations

import pytest

from screener.model.condition import Chosen
from screener.model.evaluation import Verdict
from screener.model.response import Answer
from screener.model.rule import BindMedicines, Page, Priority, Rule
from screener.model.rulebook import Rulebook
from tests.engine.small import (
    BLANK,
    NOT_SURE,
    book,
    judged,
    medicines,
    outcome,
    rule,
    said,
    selector,
    takes,
    yes_no,
)

EMERGENCY, URGENT, DISCUSS, INFORMATION = Priority
SIGN, LIFT = Chosen("sign", ("yes",)), Chosen("lift", ("yes",))
PAGE = Page("Heading", "Call {contact:emergency}.", "emergency")


@pytest.mark.parametrize(
    ("base", "lift", "priority", "lifted", "may_lift"),
    [
        (DISCUSS, said("yes"), URGENT, True, False),
        (INFORMATION, said("yes"), URGENT, True, False),
        (DISCUSS, said("no"), DISCUSS, False, False),
        (INFORMATION, said("no"), INFORMATION, False, False),
        (DISCUSS, BLANK, DISCUSS, False, True),
        (INFORMATION, NOT_SURE, INFORMATION, False, True),
        (URGENT, said("yes"), URGENT, False, False),
        (URGENT, BLANK, URGENT, False, False),
        (EMERGENCY, said("yes"), EMERGENCY, False, False),
    ],
)
def test_a_rule_is_lifted_to_urgent_when_that_is_sure(
    base: Priority, lift: Answer, priority: Priority, lifted: bool, may_lift: bool
) -> None:
    page = PAGE if base is EMERGENCY else None
    rulebook = book(
        [yes_no("sign"), yes_no("lift")],
        rules=[rule("r", SIGN, priority=base, urgent_when=LIFT, page=page)],
    )
    found = outcome(rulebook, sign=said("yes"), lift=lift)
    assert (found.priority, found.lifted, found.may_lift) == (priority, lifted, may_lift)
    asked = {ask.question: ask.priority for ask in judged(rulebook, sign=said("yes"), lift=lift).ask}
    assert asked == ({"lift": URGENT} if may_lift else {})


def test_points_come_gravest_first_and_in_file_order() -> None:
    rules = [
        rule("a", SIGN, priority=INFORMATION),
        rule("b", SIGN, priority=DISCUSS),
        rule("c", SIGN, priority=EMERGENCY, page=PAGE),
        rule("d", SIGN, priority=DISCUSS),
        rule("e", SIGN, priority=INFORMATION, urgent_when=SIGN),
    ]
    found = judged(book([yes_no("sign")], rules=rules), sign=said("yes"))
    assert [outcome.rule for outcome in found.outcomes] == ["a", "b", "c", "d", "e"]
    assert [point.rule for point in found.points] == ["c", "e", "b", "d", "a"]
    assert [point.rule for point in found.emergencies] == ["c"]


def taking(*words: str) -> dict[str, object]:
    """A rule's parts that name the medicines of the list which these words match."""
    return {"patient": "{list}", "bindings": {"list": BindMedicines("meds", selector(*words))}}


def small(graver: Rule, lesser: Rule, *others: Rule) -> Rulebook:
    """Two rules over one sign, a second sign, a lift and a list."""
    questions = [yes_no("sign"), yes_no("second"), yes_no("lift"), medicines("meds")]
    return book(questions, rules=[lesser, graver, *others])


HIDING = {"priority": URGENT, "hides": ("lesser",)}


@pytest.mark.parametrize(
    ("graver", "lesser", "hidden"),
    [
        (rule("graver", SIGN, **HIDING), rule("lesser", SIGN), True),
        # each condition for it, switched off
        (rule("graver", SIGN, priority=URGENT), rule("lesser", SIGN), False),
        (rule("graver", Chosen("second", ("yes",)), **HIDING), rule("lesser", SIGN), False),
        (rule("graver", Chosen("lift", ("no",)), **HIDING), rule("lesser", SIGN), False),
        (rule("graver", SIGN, priority=INFORMATION, hides=("lesser",)), rule("lesser", SIGN), False),
        (rule("graver", SIGN, **HIDING), rule("lesser", SIGN, priority=EMERGENCY, page=PAGE), False),
        (
            rule("graver", SIGN, priority=EMERGENCY, page=PAGE, hides=("lesser",)),
            rule("lesser", SIGN, priority=EMERGENCY, page=PAGE),
            False,
        ),
        (rule("graver", SIGN, **HIDING), rule("lesser", SIGN, **taking("opioid")), False),
        (
            rule("graver", SIGN, **HIDING, **taking("opioid")),
            rule("lesser", SIGN, **taking("opioid", "nsaid")),
            False,
        ),
        # and what does not matter
        (rule("graver", SIGN, **HIDING, **taking("any")), rule("lesser", SIGN, **taking("opioid")), True),
        (rule("graver", SIGN, **HIDING), rule("lesser", SIGN, **taking("maoi")), True),
        (rule("graver", SIGN, hides=("lesser",)), rule("lesser", SIGN), True),
        (rule("graver", SIGN, **HIDING), rule("lesser", SIGN, topic="other"), True),
        # information carries no danger, so its medicines need not be named; once lifted it is none
        (
            rule("graver", SIGN, **HIDING),
            rule("lesser", SIGN, priority=INFORMATION, **taking("opioid")),
            True,
        ),
        (
            rule("graver", SIGN, **HIDING),
            rule("lesser", SIGN, priority=INFORMATION, urgent_when=LIFT, **taking("opioid")),
            False,
        ),
        # effective priorities count
        (
            rule("graver", SIGN, priority=INFORMATION, hides=("lesser",), urgent_when=LIFT),
            rule("lesser", SIGN),
            True,
        ),
        (rule("graver", SIGN, hides=("lesser",)), rule("lesser", SIGN, urgent_when=LIFT), False),
    ],
)
def test_what_a_point_hides(graver: Rule, lesser: Rule, hidden: bool) -> None:
    answers = {"sign": said("yes"), "second": BLANK, "lift": said("yes")}
    found = judged(small(graver, lesser), **answers, meds=takes("tramadol", "ibuprofen"))
    hidden_by = {outcome.rule: outcome.hidden_by for outcome in found.outcomes}
    assert hidden_by == {"graver": None, "lesser": "graver" if hidden else None}
    assert ("lesser" in {point.rule for point in found.shown_points}) is not hidden
    assert "lesser" in {point.rule for point in found.points}


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([rule("x", SIGN, priority=EMERGENCY, page=PAGE, hides=("lesser",))], "x"),
        ([rule("x", SIGN, priority=URGENT, hides=("lesser",))], "graver"),
        ([rule("x", SIGN, priority=EMERGENCY, page=PAGE, hides=("graver",))], "graver"),
        (
            [
                rule("x", SIGN, priority=EMERGENCY, page=PAGE, hides=("graver",)),
                rule("y", SIGN, hides=("lesser",)),
            ],
            "y",
        ),
    ],
    ids=["the gravest", "the first in the file", "a hidden one still hides", "one shown before one hidden"],
)
def test_which_point_is_said_to_hide(others: list[Rule], expected: str) -> None:
    rulebook = small(rule("graver", SIGN, **HIDING), rule("lesser", SIGN), *others)
    assert outcome(rulebook, "lesser", sign=said("yes"), meds=takes()).hidden_by == expected


def test_a_rule_that_does_not_fire_is_not_hidden() -> None:
    rulebook = small(rule("graver", SIGN, **HIDING), rule("lesser", Chosen("second", ("yes",))))
    found = outcome(rulebook, "lesser", sign=said("yes"), second=BLANK)
    assert (found.verdict, found.hidden_by) == (Verdict.OPEN, None)
