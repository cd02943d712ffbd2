"""Somebody under 18 gets every emergency page of an adult, and is told that the form is made for adults."""

from __future__ import annotations

import pytest

from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.content.telling import changed, tell
from tests.content.test_regions import TRIGGERS

YOUNG = {"age_band": "under_18"}


@pytest.mark.parametrize("rule", TRIGGERS)
def test_every_emergency_page_is_that_of_an_adult(rulebook: Rulebook, rule: str) -> None:
    young, adult = (tell(rulebook, {**TRIGGERS[rule], "age_band": age}) for age in ("under_18", "25_64"))
    assert adult.blocks
    assert young.blocks == adult.blocks
    assert rule in young.fired


def test_both_pages_say_that_the_form_is_made_for_adults(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, YOUNG))
    point = told.fired["out_of_scope_minor"]
    assert point.priority is Priority.DISCUSS
    assert "This form is made for adults." in point.patient
    assert "out_of_scope_minor" in told.patient_rules
    assert "out_of_scope_minor" in [one.rule for one in told.clinician.points]


def test_an_adult_is_not_told_so(rulebook: Rulebook) -> None:
    assert "out_of_scope_minor" not in tell(rulebook, changed(rulebook, {})).fired
