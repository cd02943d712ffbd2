"""Scores: bounds when items are blank, exact means, bands, and scores that were not administered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.model.condition import Chosen, Compare, Not
from screener.model.evaluation import ScoreStatus, Verdict
from screener.model.response import Answer
from screener.model.rulebook import Rulebook
from tests.engine.small import (
    BLANK,
    NOT_REACHED,
    book,
    number,
    outcome,
    rule,
    said,
    scale,
    score,
    scored,
    yes_no,
)

FIRES, OPEN, RULED_OUT = Verdict.FIRES, Verdict.OPEN, Verdict.RULED_OUT
PHQ9 = {
    "minimal": ("0", "4"),
    "mild": ("5", "9"),
    "moderate": ("10", "14"),
    "moderately_severe": ("15", "19"),
    "severe": ("20", "27"),
}
PHQ_ITEMS = [f"phq{item}" for item in range(1, 10)]


def phq(*conditions: Compare) -> Rulebook:
    """The nine items, and a rule r1, r2, … for every comparison."""
    return book(
        [scale(item, 0, 3) for item in PHQ_ITEMS],
        rules=[rule(f"r{count}", condition) for count, condition in enumerate(conditions, start=1)],
        scores=[score("total", *PHQ_ITEMS, **PHQ9)],
    )


def phq_answers(*values: int | None) -> dict[str, Answer]:
    """Nine values, None for a blank."""
    return {
        item: BLANK if value is None else number(value) for item, value in zip(PHQ_ITEMS, values, strict=True)
    }


TWO_BLANK = phq_answers(2, 2, 2, None, 2, None, 2, 2, 2)


def test_two_blank_items_give_bounds_and_no_band() -> None:
    found = scored(phq(), "total", **TWO_BLANK)
    assert (found.low, found.high, found.band, found.blank) == (14, 20, "", 2)
    assert found.status is ScoreStatus.PARTIAL
    assert found.words == "between 14 and 20 (2 items blank)"


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (Compare("total", at_least=Decimal(14)), FIRES),
        (Compare("total", at_most=Decimal(20)), FIRES),
        (Compare("total", at_least=Decimal(15)), OPEN),
        (Compare("total", at_least=Decimal(20)), OPEN),
        (Compare("total", at_most=Decimal(14)), OPEN),
        (Compare("total", at_least=Decimal(21)), RULED_OUT),
        (Compare("total", at_most=Decimal(13)), RULED_OUT),
    ],
)
def test_comparisons_hold_for_the_whole_of_the_bounds(comparison: Compare, expected: Verdict) -> None:
    assert outcome(phq(comparison), "r1", **TWO_BLANK).verdict is expected


@pytest.mark.parametrize(
    ("values", "low", "high", "band", "words"),
    [
        ((0, 0, 0, 0, 0, 0, 0, 0, 0), 0, 0, "minimal", "0"),
        ((3, 3, 3, 3, 3, 3, 3, 3, 3), 27, 27, "severe", "27"),
        ((2, 2, 2, 2, 2, 0, 0, 0, 0), 10, 10, "moderate", "10"),
        ((2, 2, 2, 2, 1, 0, 0, 0, 0), 9, 9, "mild", "9"),
        ((3, 3, 3, 3, 3, 3, 3, None, 3), 24, 27, "severe", "between 24 and 27 (1 item blank)"),
        ((1, 1, 1, 1, 0, 0, 0, 0, None), 4, 7, "", "between 4 and 7 (1 item blank)"),
    ],
)
def test_a_band_is_named_when_both_ends_fall_in_it(
    values: tuple[int | None, ...], low: int, high: int, band: str, words: str
) -> None:
    found = scored(phq(), "total", **phq_answers(*values))
    assert (found.low, found.high, found.band, found.words) == (low, high, band, words)


def peg(comparison: Compare | None = None) -> Rulebook:
    """Three scales from 0 to 10, and their mean to one place."""
    return book(
        [scale(id, 0, 10) for id in ("p", "e", "g")],
        rules=[rule("r", comparison)] if comparison else [],
        scores=[score("peg", "p", "e", "g", mean=True, places=1, lower=("0", "6.6"), upper=("6.7", "10"))],
    )


SEVEN_SEVEN_SIX = {"p": number(7), "e": number(7), "g": number(6)}


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (Compare("peg", at_least=Decimal("6.7")), FIRES),
        (Compare("peg", at_most=Decimal("6.7")), FIRES),
        (Compare("peg", at_least=Decimal("6.8")), RULED_OUT),
        (Compare("peg", at_most=Decimal("6.6")), RULED_OUT),
    ],
)
def test_a_mean_is_rounded_before_it_is_compared(comparison: Compare, expected: Verdict) -> None:
    assert outcome(peg(comparison), **SEVEN_SEVEN_SIX).verdict is expected


def test_a_mean_is_rounded_before_it_is_banded_and_printed() -> None:
    found = scored(peg(), "peg", **SEVEN_SEVEN_SIX)
    assert (found.low, found.high) == (Decimal("6.7"), Decimal("6.7"))
    assert (found.band, found.words, found.status) == ("upper", "6.7", ScoreStatus.COMPLETE)


def test_all_zero_is_a_score_and_not_blank() -> None:
    found = scored(peg(), "peg", p=number(0), e=number(0), g=number(0))
    assert (found.low, found.high, found.blank) == (0, 0, 0)
    assert (found.band, found.words, found.status) == ("lower", "0", ScoreStatus.COMPLETE)


@pytest.mark.parametrize(
    ("values", "places", "expected"),
    [
        ((1, 0, 0, 0), 1, "0.3"),  # 0.25
        ((3, 0, 0, 0), 1, "0.8"),  # 0.75
        ((1, 1, 0, 0), 0, "1"),  # 0.5
        ((1, 1, 1, 3), 0, "2"),  # 1.5
        ((3, 3, 3, 1), 0, "3"),  # 2.5
        ((1, 0, 0, 0), 0, "0"),
        ((1, 0, 0, 0), 2, "0.25"),
    ],
)
def test_means_are_rounded_half_up(values: tuple[int, ...], places: int, expected: str) -> None:
    items = ["a", "b", "c", "d"]
    mean = score("mean", *items, mean=True, places=places, all=("0", "3"))
    rulebook = book([scale(item, 0, 3) for item in items], scores=[mean])
    answers = {item: number(value) for item, value in zip(items, values, strict=True)}
    found = scored(rulebook, "mean", **answers)
    assert found.low == found.high == Decimal(expected)


def gated(comparison: Compare, *, opposite: bool = False) -> Rulebook:
    """Two items, the second on a screen that may not be shown."""
    return book(
        [yes_no("gate"), scale("first", 0, 3)],
        [scale("second", 0, 3)],
        rules=[rule("r", Not(comparison) if opposite else comparison)],
        scores=[score("total", "first", "second", low=("0", "2"), high=("3", "6"))],
        show={"s2": Chosen("gate", ("yes",))},
    )


COMPARISONS = [
    Compare("total", at_least=Decimal(0)),
    Compare("total", at_least=Decimal(3)),
    Compare("total", at_most=Decimal(6)),
]


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_an_item_not_asked_means_not_administered_and_no_comparison_holds(comparison: Compare) -> None:
    answers = {"gate": said("no"), "first": number(3), "second": number(3)}
    assert outcome(gated(comparison), **answers).verdict is RULED_OUT
    assert outcome(gated(comparison, opposite=True), **answers).verdict is FIRES
    found = scored(gated(comparison), "total", **answers)
    assert found.status is ScoreStatus.NOT_ADMINISTERED
    assert (found.low, found.high, found.band, found.words) == (None, None, "", "not administered")


@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize("second", [number(3), BLANK, NOT_REACHED], ids=["stored", "blank", "not_reached"])
def test_an_item_not_shown_yet_leaves_nothing_sure(comparison: Compare, second: Answer) -> None:
    answers = {"gate": BLANK, "first": number(3), "second": second}
    assert outcome(gated(comparison), **answers).verdict is OPEN
    assert scored(gated(comparison), "total", **answers).words == "not administered"


@pytest.mark.parametrize("second", [number(3), BLANK, NOT_REACHED], ids=["stored", "blank", "not_reached"])
def test_bounds_rule_out_what_no_answer_could_reach(second: Answer) -> None:
    comparison = Compare("total", at_least=Decimal(5))
    answers = {"gate": BLANK, "first": number(1), "second": second}
    assert outcome(gated(comparison), **answers).verdict is RULED_OUT
