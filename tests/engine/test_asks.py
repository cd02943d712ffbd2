"""What to ask at the visit: the unknown questions that still matter, gravest first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.model.condition import All, Any, Chosen, Compare, Condition, Count, FactHolds, Not, Pair
from screener.model.evaluation import Verdict
from screener.model.response import Answer, State
from screener.model.rule import Page, Priority
from screener.model.rulebook import Rulebook
from tests.engine.small import (
    BLANK,
    NONE,
    NOT_REACHED,
    NOT_SURE,
    PREFER_NOT,
    book,
    has,
    judged,
    many,
    medicines,
    number,
    one,
    outcome,
    rule,
    said,
    scale,
    score,
    takes,
    ticked,
    yes_no,
)

A, B, C = (Chosen(id, ("yes",)) for id in ("a", "b", "c"))
CHILD = Chosen("child", ("yes",))
RAISED = Compare("total", at_least=Decimal(4))
OPIOID, NSAID = has("now", "opioid"), has("now", "nsaid")
ALSO_OPIOID = has("now", "codeine", "tramadol")
TWO_OPIOIDS = Count("now", 2, OPIOID.selector)
TWO_SETS = Pair(has("others", "opioid"), NSAID)
ONE_MAY_BE_BOTH = Pair(has("others", "opioid"), OPIOID)
WHOLE = {
    "a": said("no"),
    "b": said("no"),
    "c": said("no"),
    "x": number(0),
    "y": number(0),
    "meds": takes(),
    "sure": said("complete"),
    "extras": NONE,
    "others": takes(),
    "child": said("no"),
}


def small(condition: Condition) -> Rulebook:
    """Three signs, a score of two items, lists of medicines, and a child of the first sign."""
    return book(
        [
            *(yes_no(id) for id in ("a", "b", "c")),
            scale("x", 0, 3),
            scale("y", 0, 3),
            medicines("meds", complete_if=Chosen("sure", ("complete",))),
            one("sure", "complete", "incomplete"),
            many("extras", "oil", "syrup", "tea", medicines={"oil": "cannabis", "syrup": "codeine"}),
            medicines("others"),
        ],
        [yes_no("child", show_when=A)],
        rules=[rule("r", condition)],
        scores=[score("total", "x", "y", all=("0", "6"))],
        facts={"fact": Any((A, B))},
        sets={"now": ("meds", "extras")},
    )


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (A, {"a": BLANK}, {"a"}),
        (A, {"a": NOT_REACHED}, {"a"}),
        (Not(A), {"a": NOT_SURE}, {"a"}),
        # decided parts are folded away
        (Any((A, B)), {"a": BLANK}, {"a"}),
        (Any((A, B)), {"a": BLANK, "b": BLANK}, {"a", "b"}),
        (All((A, B)), {"a": BLANK, "b": said("yes")}, {"a"}),
        (Any((A, All((B, C)))), {"a": BLANK, "b": BLANK}, {"a"}),
        (All((A, Any((B, C)))), {"a": BLANK, "b": said("yes"), "c": BLANK}, {"a"}),
        (All((C, FactHolds("fact"))), {"c": said("yes"), "a": BLANK}, {"a"}),
        # a question perhaps never asked: ask what decides its showing
        (CHILD, {"a": BLANK, "child": BLANK}, {"a"}),
        (CHILD, {"a": BLANK, "child": NOT_REACHED}, {"a"}),
        (CHILD, {"a": said("yes"), "child": NOT_REACHED}, {"child"}),
        # scores: the items without a number
        (RAISED, {"x": number(3), "y": BLANK}, {"y"}),
        (RAISED, {"x": BLANK, "y": PREFER_NOT}, {"x", "y"}),
        # medicines: the list, or what closes it
        (OPIOID, {"meds": BLANK}, {"meds"}),
        (OPIOID, {"meds": NOT_SURE, "sure": BLANK}, {"meds"}),
        (OPIOID, {"meds": takes("?pill")}, {"meds"}),
        (OPIOID, {"meds": takes("~tramadoll")}, {"meds"}),
        (OPIOID, {"sure": said("incomplete")}, {"meds"}),
        (OPIOID, {"sure": BLANK}, {"sure"}),
        (OPIOID, {"sure": NOT_SURE}, {"sure"}),
        (OPIOID, {"extras": BLANK}, {"extras"}),
        (OPIOID, {"extras": ticked("tea", rest=State.NOT_SURE)}, {"extras"}),
        (OPIOID, {"meds": BLANK, "extras": BLANK}, {"meds", "extras"}),
        # the unknown rest of a list holds no medicine
        (NSAID, {"meds": BLANK, "extras": ticked("oil", "syrup", rest=State.NOT_SURE)}, {"meds"}),
        (OPIOID, {"meds": BLANK, "others": BLANK}, {"meds"}),
        (Pair(has("others", "ssri"), OPIOID), {"others": BLANK, "meds": takes("tramadol")}, {"others"}),
        # what may be ticked of a list, where it would count
        (OPIOID, {"meds": BLANK, "extras": ticked("tea", rest=State.NOT_SURE)}, {"meds", "extras"}),
        (NSAID, {"meds": BLANK, "extras": BLANK}, {"meds"}),
        # of a pair the side that something may still come to make a pair with
        (TWO_SETS, {"others": BLANK, "meds": BLANK}, {"others", "meds"}),
        (TWO_SETS, {"others": takes("tramadol", "?pill"), "meds": BLANK}, {"meds"}),
        (TWO_SETS, {"others": takes("?pill"), "meds": takes("ibuprofen"), "sure": BLANK}, {"others"}),
        (ONE_MAY_BE_BOTH, {"others": takes("tramadol", "?pill"), "meds": BLANK}, {"others", "meds"}),
        (ONE_MAY_BE_BOTH, {"others": takes("tramadol", "codeine", "?pill"), "meds": BLANK}, {"meds"}),
        # a part that is true where the others hold
        (All((A, Any((A, B)))), {"a": BLANK, "b": BLANK}, {"a"}),
        (All((Any((A, B)), A)), {"a": BLANK, "b": BLANK}, {"a"}),
        (Any((A, All((A, B)))), {"a": BLANK, "b": BLANK}, {"a"}),
        (Any((A, All((B, Not(A))))), {"a": BLANK, "b": BLANK}, {"a", "b"}),
        (All((A, FactHolds("fact"), C)), {"a": BLANK, "b": BLANK, "c": BLANK}, {"a", "c"}),
        (All((A, A)), {"a": BLANK}, {"a"}),
        (All((FactHolds("fact"), Any((A, B)))), {"a": BLANK, "b": BLANK}, {"a", "b"}),
        (All((A, Not(A))), {"a": BLANK}, {"a"}),
        # a child that is shown where the others hold
        (All((A, Any((CHILD, B)))), {"a": BLANK, "b": BLANK, "child": BLANK}, {"a", "b"}),
        # a count that another part makes full
        (All((OPIOID, Any((TWO_OPIOIDS, A)))), {"meds": takes("?pill"), "a": BLANK}, {"meds", "a"}),
        (
            All((has("now", "tramadol"), Any((TWO_OPIOIDS, A)))),
            {"meds": takes("codeine", "?pill"), "a": BLANK},
            {"meds"},
        ),
        (
            All((has("others", "tramadol"), Any((TWO_OPIOIDS, A)))),
            {"meds": takes("codeine", "?pill"), "others": BLANK, "a": BLANK},
            {"others", "meds", "a"},
        ),
        (
            All((OPIOID, Any((TWO_OPIOIDS, A)))),
            {"meds": takes("?pill"), "extras": ticked("syrup"), "a": BLANK},
            {"meds", "a"},
        ),
        (All((OPIOID, ALSO_OPIOID)), {"meds": BLANK}, {"meds"}),
        # a part that only one thing keeps open says what that thing must be
        (
            All((Any((OPIOID, B)), Any((C, TWO_OPIOIDS)))),
            {"meds": takes("?pill"), "b": BLANK},
            {"meds"},
        ),
        (Any((Any((A, B)), Any((C, A)))), {"a": BLANK, "b": said("no")}, {"a"}),
        # a medicine that a pair needs, and that would make another one
        (
            Any((Pair(NSAID, OPIOID), Pair(has("others", "ssri"), OPIOID))),
            {"meds": takes("ibuprofen", "?pill"), "others": BLANK},
            {"meds"},
        ),
        (
            Any((Pair(NSAID, OPIOID), All((OPIOID, A)))),
            {"meds": takes("ibuprofen", "?pill"), "a": BLANK},
            {"meds"},
        ),
        (
            Any((Pair(NSAID, OPIOID), Pair(has("others", "ssri"), OPIOID))),
            {"meds": takes("?pill"), "others": BLANK},
            {"meds", "others"},
        ),
    ],
)
def test_an_open_rule_asks_what_keeps_it_open(
    condition: Condition, answers: dict[str, Answer], expected: set[str]
) -> None:
    found = outcome(small(condition), **{**WHOLE, **answers})
    assert (found.verdict, set(found.asks)) == (Verdict.OPEN, expected)


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        (A, {"a": said("yes")}),
        (A, {"a": said("no")}),
        (Any((A, B)), {"a": said("yes"), "b": BLANK}),
        (All((A, B)), {"a": said("no"), "b": BLANK}),
        (CHILD, {"a": said("no"), "child": BLANK}),
        (OPIOID, {"meds": takes("tramadol", "?pill"), "sure": BLANK}),
    ],
)
def test_a_decided_rule_asks_nothing(condition: Condition, answers: dict[str, Answer]) -> None:
    assert outcome(small(condition), **{**WHOLE, **answers}).asks == ()


PAGE = Page("Heading", "Call {contact:emergency}.", "emergency")
LISTED = book(
    [
        yes_no("information"),
        yes_no("safety", safety=True),
        yes_no("shared"),
        yes_no("lift"),
        yes_no("grave"),
        yes_no("idle"),
        yes_no("gate"),
        medicines("meds"),
    ],
    [yes_no("hidden", safety=True, show_when=Chosen("gate", ("yes",)))],
    [yes_no("later", safety=True)],
    rules=[
        rule("r1", Chosen("information", ("yes",)), priority=Priority.INFORMATION),
        rule("r2", Chosen("shared", ("yes",))),
        rule("r3", All((Chosen("shared", ("yes",)), Chosen("gate", ("no",)))), priority=Priority.URGENT),
        rule("r4", Chosen("gate", ("no",)), urgent_when=Chosen("lift", ("yes",))),
        rule("r5", Chosen("grave", ("yes",)), priority=Priority.EMERGENCY, page=PAGE),
        rule("r6", Chosen("gate", ("yes",)), urgent_when=Chosen("idle", ("yes",))),
        rule("r7", has("meds", "opioid"), priority=Priority.INFORMATION),
    ],
)
ALL_BLANK = {"gate": said("no"), "meds": takes("?little white pill"), "later": NOT_REACHED}


def test_the_list_is_gravest_first_and_says_what_hangs_on_each() -> None:
    asks = judged(LISTED, **ALL_BLANK).ask
    assert [(ask.question, ask.priority, ask.rules) for ask in asks] == [
        ("grave", Priority.EMERGENCY, ("r5",)),
        ("shared", Priority.URGENT, ("r2", "r3")),
        ("lift", Priority.URGENT, ("r4",)),
        ("safety", Priority.DISCUSS, ()),
        ("information", Priority.INFORMATION, ("r1",)),
        ("meds", Priority.INFORMATION, ("r7",)),
    ]


def test_the_list_says_why_each_is_unknown() -> None:
    answers = {**ALL_BLANK, "grave": NOT_SURE, "shared": PREFER_NOT}
    why = {ask.question: (ask.state, ask.why) for ask in judged(LISTED, **answers).ask}
    assert why["safety"] == (State.BLANK, "left blank")
    assert why["grave"] == (State.NOT_SURE, "not sure")
    assert why["shared"][0] is State.PREFER_NOT
    assert "little white pill" in why["meds"][1]


@pytest.mark.parametrize(
    ("answer", "listed"),
    [(BLANK, True), (PREFER_NOT, True), (NOT_SURE, True), (said("no"), False), (NOT_REACHED, False)],
)
def test_a_safety_question_is_listed_when_shown_and_not_answered(answer: Answer, listed: bool) -> None:
    asked = {ask.question for ask in judged(LISTED, **{**ALL_BLANK, "later": answer}).ask}
    assert ("later" in asked) is listed
    assert "hidden" not in asked
