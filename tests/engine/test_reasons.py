"""Why a rule fires: the answers behind it, in the patient's words."""

from __future__ import annotations

import pytest

from screener.model.condition import All, Any, Chosen, Condition, Count, FactHolds, Twice
from screener.model.evaluation import Reason
from screener.model.response import Answer
from tests.engine.small import BLANK, book, has, medicines, outcome, pair, rule, said, selector, takes, yes_no

A, B = Chosen("a", ("yes",)), Chosen("b", ("yes",))


def reasons(condition: Condition, **answers: Answer) -> list[tuple[str, bool]]:
    """The subjects of a fired rule's reasons, and whether each is a medicine."""
    rulebook = book(
        [yes_no("a"), yes_no("b"), medicines("meds")], rules=[rule("r", condition)], facts={"f": A}
    )
    return [(reason.subject, reason.medicine) for reason in outcome(rulebook, **answers).reasons]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (A, [("a", False)]),
        (All((A, has("meds", "ssri"))), [("a", False), ("meds", True)]),
        (Any((A, B)), [("a", False)]),
        (FactHolds("f"), [("a", False)]),
        (pair("meds", "ssri", "opioid"), [("meds", True), ("meds", True)]),
    ],
)
def test_only_answers_that_made_it_fire_are_reasons(
    condition: Condition, expected: list[tuple[str, bool]]
) -> None:
    answers = {"a": said("yes"), "b": said("no"), "meds": takes("Zoloft", "tramadol", "ibuprofen")}
    assert reasons(condition, **answers) == expected


def test_a_medicine_is_a_reason_as_it_was_typed() -> None:
    rulebook = book([medicines("meds")], rules=[rule("r", has("meds", "ssri"))])
    (reason,) = outcome(rulebook, meds=takes("Zoloft", "ibuprofen")).reasons
    assert isinstance(reason, Reason)
    assert (reason.answer, reason.medicine) == ("Zoloft", True)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (pair("meds", "maoi", "opioid"), ["Nardil", "Ultracet", "tramadol"]),
        (Count("meds", 2, selector("ssri", "maoi")), ["Lexapro", "citalopram", "Nardil"]),
        (Twice("meds", selector("any")), ["Lexapro", "citalopram", "Ultracet", "tramadol"]),
    ],
)
def test_every_row_that_makes_it_true_is_a_reason_once(condition: Condition, expected: list[str]) -> None:
    rulebook = book([medicines("meds")], rules=[rule("r", condition)])
    found = outcome(rulebook, meds=takes("Lexapro", "citalopram", "Nardil", "Ultracet", "tramadol"))
    assert [reason.answer for reason in found.reasons] == expected


def test_a_lift_has_reasons_of_its_own() -> None:
    rulebook = book([yes_no("a"), yes_no("b")], rules=[rule("r", A, urgent_when=B)])
    found = outcome(rulebook, a=said("yes"), b=said("yes"))
    assert [reason.subject for reason in found.reasons] == ["a"]
    assert [reason.subject for reason in found.lift_reasons] == ["b"]
    assert outcome(rulebook, a=said("yes"), b=BLANK).lift_reasons == ()
