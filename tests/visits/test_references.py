"""References: short, easy to read aloud, and found however they are typed."""

import re

import pytest

from screener.visits.links import ALPHABET, make_reference, plain_reference


def test_a_reference_is_two_groups_of_three() -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}", make_reference())


@pytest.mark.parametrize("look_alike", list("0O1IL"))
def test_no_sign_looks_like_another(look_alike: str) -> None:
    assert look_alike not in ALPHABET


def test_references_are_spread_out() -> None:
    drawn = [make_reference() for _ in range(2000)]
    assert len(set(drawn)) > 1990
    assert {sign for reference in drawn for sign in reference} == {*ALPHABET, "-"}


@pytest.mark.parametrize("typed", ["K74-Q2M", "k74-q2m", "K74Q2M", " k74 q2m ", "K74–Q2M"])
def test_case_and_hyphen_do_not_matter(typed: str) -> None:
    assert plain_reference(typed) == "K74-Q2M"


@pytest.mark.parametrize("typed", ["", "-", "K7", "K74-Q2MX", "'; drop table visits"])
def test_what_is_no_reference_names_nothing(typed: str) -> None:
    assert not re.fullmatch(f"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}", plain_reference(typed))
