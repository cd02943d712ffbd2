"""A rule that fails is a defect of ours: it becomes a point that says so, and the rest goes on."""

from __future__ import annotations

import pytest

from screener.model.condition import All, Chosen
from screener.model.evaluation import Evaluation, Verdict
from screener.model.rule import Rule
from tests.engine.small import book, judged, rule, said, yes_no

SIGN = Chosen("sign", ("yes",))
NO_SUCH_QUESTION = Chosen("no_such_question", ("yes",))

BROKEN = [
    pytest.param(rule("broken", All((SIGN, NO_SUCH_QUESTION))), id="when"),
    pytest.param(rule("broken", SIGN, urgent_when=NO_SUCH_QUESTION), id="urgent_when"),
    pytest.param(rule("broken", SIGN, clinician="{answer:no_such_question}"), id="text"),
    pytest.param(rule("broken", SIGN, patient="{contact:nobody}"), id="contact"),
]


def evaluated(broken: Rule) -> Evaluation:
    """Sound rules before and after the broken one; each would hide, or be hidden by, the broken one."""
    before = rule("before", SIGN, hides=("broken",))
    after = rule("after", SIGN)
    return judged(book([yes_no("sign")], rules=[before, broken, after]), sign=said("yes"))


@pytest.mark.parametrize("broken", BROKEN)
def test_it_is_a_point_that_says_so_with_the_raw_answers(broken: Rule) -> None:
    found = evaluated(broken).outcomes[1]
    assert (found.rule, found.verdict, found.failed) == ("broken", Verdict.FIRES, True)
    assert found.priority is broken.priority
    assert "could not be evaluated" in found.headline.casefold()
    assert "sign: yes" in found.clinician.casefold()
    assert found.patient


@pytest.mark.parametrize("broken", BROKEN)
def test_the_rest_goes_on_and_nothing_hides_it(broken: Rule) -> None:
    evaluation = evaluated(broken)
    assert [point.rule for point in evaluation.shown_points] == ["before", "broken", "after"]
    assert [point.failed for point in evaluation.shown_points] == [False, True, False]


def test_a_failed_rule_hides_nothing() -> None:
    broken = rule("broken", SIGN, hides=("after",), clinician="{answer:no_such_question}")
    assert [outcome.hidden_by for outcome in evaluated(broken).outcomes] == [None, None, None]
