"""Lists of ticks: the empty list, options that stand alone, ticks, and the rest that is unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.model.condition import Chosen, Compare, Condition
from screener.model.evaluation import Verdict
from screener.model.response import Answer, State
from tests.engine.small import BLANK, NONE, NOT_SURE, book, many, outcome, rule, ticked

FIRES, OPEN, RULED_OUT = Verdict.FIRES, Verdict.OPEN, Verdict.RULED_OUT
FALL = Chosen("side", ("fall",))
NEVER = Chosen("side", ("never",))
ONE = Compare("side", at_least=Decimal(1))
TWO = Compare("side", at_least=Decimal(2))
NOT_TWO = Compare("side", at_most=Decimal(1))
SOME_UNSURE = ticked("fall", rest=State.NOT_SURE)
SOME_UNSAID = ticked("fall", rest=State.PREFER_NOT)


@pytest.mark.parametrize(
    ("answer", "condition", "expected"),
    [
        # true
        (ticked("fall"), FALL, FIRES),
        (ticked("fall"), ONE, FIRES),
        (ticked("fall"), NOT_TWO, FIRES),
        (ticked("fall", "rash"), TWO, FIRES),
        (ticked("never"), NEVER, FIRES),
        (ticked("never"), ONE, FIRES),
        (NONE, NOT_TWO, FIRES),
        (SOME_UNSURE, FALL, FIRES),
        (SOME_UNSURE, ONE, FIRES),
        (SOME_UNSAID, FALL, FIRES),
        # false
        (NONE, FALL, RULED_OUT),
        (NONE, NEVER, RULED_OUT),
        (NONE, ONE, RULED_OUT),
        (ticked("rash"), FALL, RULED_OUT),
        (ticked("never"), FALL, RULED_OUT),
        (ticked("never"), TWO, RULED_OUT),
        (ticked("fall"), TWO, RULED_OUT),
        (ticked("fall", "rash"), NOT_TWO, RULED_OUT),
        # unknown
        (BLANK, FALL, OPEN),
        (BLANK, NEVER, OPEN),
        (BLANK, ONE, OPEN),
        (BLANK, NOT_TWO, OPEN),
        (NOT_SURE, FALL, OPEN),
        (SOME_UNSURE, Chosen("side", ("rash",)), OPEN),
        (SOME_UNSURE, TWO, OPEN),
        (SOME_UNSURE, NOT_TWO, OPEN),
        (SOME_UNSAID, Chosen("side", ("rash",)), OPEN),
        (SOME_UNSAID, TWO, OPEN),
    ],
)
def test_what_is_ticked_is_known_and_the_rest_is_no_unless_unsure(
    answer: Answer, condition: Condition, expected: Verdict
) -> None:
    side = many("side", "fall", "rash", "never", alone=("never",))
    rulebook = book([side], rules=[rule("r", condition)])
    assert outcome(rulebook, side=answer).verdict is expected
