"""Form words speak of the form: they hold or they do not, and never leave a rule open."""

from __future__ import annotations

import pytest

from screener.model.condition import Chosen, Form, FormWord, Possibly
from screener.model.evaluation import Verdict
from screener.model.response import Answer, State
from tests.engine.small import (
    BLANK,
    NONE,
    NOT_REACHED,
    NOT_SURE,
    NOT_TICKED,
    PREFER_NOT,
    book,
    has,
    many,
    medicines,
    one,
    outcome,
    rule,
    said,
    takes,
    ticked,
    yes_no,
)

GATE = Chosen("gate", ("yes",))


def fires(form: Form | Possibly, *, gate: Answer | None = None, **answers: Answer) -> bool:
    """Whether a rule made of the form word fires; it must not be open."""
    rulebook = book(
        [yes_no("gate")],
        [
            yes_no("sign"),
            yes_no("other"),
            many("extras", "oil", "other", medicines={"oil": "cannabis", "other": "unrecognized"}),
            medicines("meds", complete_if=Chosen("sure", ("complete",))),
            one("sure", "complete", "incomplete"),
        ],
        rules=[rule("r", form, about_form=True)],
        sets={"all_meds": ("meds", "extras")},
        show={"s2": GATE},
    )
    whole = {
        "sign": said("no"),
        "other": said("no"),
        "extras": NONE,
        "meds": takes(),
        "sure": said("complete"),
    }
    found = outcome(rulebook, **{"gate": gate or said("yes"), **whole, **answers}).verdict
    assert found is not Verdict.OPEN
    return found is Verdict.FIRES


@pytest.mark.parametrize(
    ("answer", "unanswered", "unsure"),
    [
        (BLANK, True, False),
        (PREFER_NOT, True, False),
        (NOT_SURE, False, True),
        (said("yes"), False, False),
        (said("no"), False, False),
        (NOT_TICKED, False, False),
        (NOT_REACHED, False, False),
    ],
    ids=lambda value: value.state.value if isinstance(value, Answer) else str(value),
)
def test_unanswered_and_unsure(answer: Answer, unanswered: bool, unsure: bool) -> None:
    for subjects in (("sign",), ("sign", "other"), ("other", "sign")):
        assert fires(Form(FormWord.UNANSWERED, subjects), sign=answer) is unanswered
        assert fires(Form(FormWord.UNSURE, subjects), sign=answer) is unsure


@pytest.mark.parametrize(
    "gate", [said("no"), BLANK, NOT_SURE, NOT_REACHED], ids=lambda gate: gate.state.value
)
@pytest.mark.parametrize(
    "answer", [BLANK, NOT_SURE, PREFER_NOT, NOT_REACHED], ids=lambda one: one.state.value
)
def test_no_form_word_holds_for_what_is_not_surely_shown(gate: Answer, answer: Answer) -> None:
    for word in (FormWord.UNANSWERED, FormWord.UNSURE):
        assert not fires(Form(word, ("sign",)), gate=gate, sign=answer)
    for word in (FormWord.INCOMPLETE, FormWord.UNRECOGNIZED):
        assert not fires(Form(word, ("all_meds",)), gate=gate, meds=answer, sure=answer, extras=answer)


@pytest.mark.parametrize(
    ("answers", "incomplete", "unrecognized"),
    [
        ({"meds": BLANK}, True, False),
        ({"meds": NOT_SURE}, True, False),
        ({"meds": PREFER_NOT}, True, False),
        ({"meds": takes("Zoloft"), "sure": said("incomplete")}, True, False),
        ({"meds": takes("Zoloft"), "sure": BLANK}, True, False),
        ({"meds": takes("Zoloft"), "sure": NOT_SURE}, True, False),
        ({"meds": takes("?white pill"), "sure": NOT_SURE}, True, True),
        ({"meds": takes("?white pill")}, False, True),
        ({"meds": takes("Zoloft", "~zolof")}, False, True),
        ({"extras": ticked("other")}, False, True),
        ({"extras": ticked("oil")}, False, False),
        ({"meds": takes("Zoloft")}, False, False),
        ({"meds": takes()}, False, False),
        ({"meds": NOT_REACHED, "sure": NOT_REACHED}, False, False),
    ],
)
def test_incomplete_and_unrecognized(
    answers: dict[str, Answer], incomplete: bool, unrecognized: bool
) -> None:
    assert fires(Form(FormWord.INCOMPLETE, ("all_meds",)), **answers) is incomplete
    assert fires(Form(FormWord.UNRECOGNIZED, ("all_meds",)), **answers) is unrecognized


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said("yes"), True),
        (BLANK, True),
        (NOT_SURE, True),
        (PREFER_NOT, True),
        (said("no"), False),
        (NOT_TICKED, False),
        (NOT_REACHED, False),
    ],
    ids=lambda value: value.state.value if isinstance(value, Answer) else str(value),
)
def test_possibly_takes_unknown_as_danger_but_not_what_was_not_reached(
    answer: Answer, expected: bool
) -> None:
    assert fires(Possibly(Chosen("sign", ("yes",))), sign=answer) is expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"meds": takes("tramadol")}, True),
        ({"meds": takes("?white pill")}, True),
        ({"meds": takes(), "sure": NOT_SURE}, True),
        ({"meds": BLANK}, True),
        ({"extras": ticked("other")}, True),
        ({"extras": ticked("oil", rest=State.NOT_SURE)}, True),
        ({"meds": takes("Zoloft")}, False),
        ({"meds": NOT_REACHED, "sure": NOT_REACHED, "extras": NOT_REACHED}, False),
    ],
)
def test_possibly_of_medicines(answers: dict[str, Answer], expected: bool) -> None:
    assert fires(Possibly(has("all_meds", "opioid")), **answers) is expected


def test_possibly_of_what_is_not_asked_is_no() -> None:
    assert not fires(Possibly(Chosen("sign", ("yes",))), gate=said("no"), sign=said("yes"))


def test_possibly_of_what_hangs_on_a_question_not_reached_is_no() -> None:
    assert not fires(Possibly(Chosen("sign", ("yes",))), gate=NOT_REACHED, sign=BLANK)
    assert fires(Possibly(Chosen("sign", ("yes",))), gate=BLANK, sign=BLANK)
