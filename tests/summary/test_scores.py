"""Scores as printed: a total only when complete, a range when an item is blank, else no number."""

from __future__ import annotations

import json
import re

import pytest

from screener.export.plain import as_plain
from screener.model.rulebook import Rulebook
from screener.summary.pages import ScoreLine
from tests.content.telling import Told, changed, tell

MIDDLE = {f"phq{number}": 2 for number in range(3, 9)}


def line(rulebook: Rulebook, changes: dict[str, object], label: str) -> ScoreLine:
    told = tell(rulebook, changed(rulebook, changes))
    return next(score for score in told.clinician.scores if score.label == label)


@pytest.mark.parametrize(
    ("label", "changes", "words", "band", "low", "high"),
    [
        ("PHQ-2", {"phq1": 0, "phq2": 0}, "0 of 6", "low", 0, 0),
        ("PHQ-2", {"phq1": 1, "phq2": 1}, "2 of 6", "low", 33, 33),
        ("PHQ-2", {"phq1": 2, "phq2": 1}, "3 of 6", "raised", 50, 50),
        ("PHQ-2", {"phq1": 3, "phq2": 3}, "6 of 6", "raised", 100, 100),
        ("GAD-2", {"gad1": 2, "gad2": 2}, "4 of 6", "raised", 66, 66),
        ("PEG", {"peg_pain": 0, "peg_enjoyment": 0, "peg_activity": 0}, "0 of 10", "lower", 0, 0),
        ("PEG", {"peg_pain": 7, "peg_enjoyment": 7, "peg_activity": 6}, "6.7 of 10", "middle", 67, 67),
        ("PEG", {"peg_pain": 4, "peg_enjoyment": 4, "peg_activity": 3}, "3.7 of 10", "lower", 37, 37),
        ("PEG", {"peg_pain": 7, "peg_enjoyment": 7, "peg_activity": 7}, "7 of 10", "high", 70, 70),
        ("PEG", {"peg_pain": 10, "peg_enjoyment": 10, "peg_activity": 10}, "10 of 10", "high", 100, 100),
        (
            "PHQ-9",
            {"phq1": 2, "phq2": 2, **MIDDLE, "phq8": 1, "phq9": 0},
            "15 of 27",
            "moderately severe",
            55,
            55,
        ),
        ("PHQ-9", {"phq1": 3, "phq2": 0, **MIDDLE, "phq9": 0}, "15 of 27", "moderately severe", 55, 55),
        (
            "PHQ-9",
            {"phq1": 2, "phq2": 2, "phq9": 0, **dict.fromkeys(MIDDLE, 0)},
            "4 of 27",
            "minimal",
            14,
            14,
        ),
        (
            "PHQ-9",
            {"phq1": 3, "phq2": 3, "phq9": 3, **dict.fromkeys(MIDDLE, 3)},
            "27 of 27",
            "severe",
            100,
            100,
        ),
    ],
)
def test_a_complete_score_prints_its_total_its_range_and_its_band(
    rulebook: Rulebook, label: str, changes: dict[str, object], words: str, band: str, low: int, high: int
) -> None:
    found = line(rulebook, changes, label)
    assert found.words == words
    assert found.band == band
    assert found.low is not None
    assert abs(found.low - low) <= 1
    assert found.high == found.low


@pytest.mark.parametrize(
    ("label", "changes", "words", "band", "low", "high"),
    [
        (
            "PHQ-9",
            {"phq1": 2, "phq2": 2, **MIDDLE, "phq8": None, "phq9": None},
            "between 14 and 20 of 27 (2 items blank)",
            "",
            52,
            74,
        ),
        (
            "PHQ-9",
            {"phq1": 2, "phq2": 2, **MIDDLE, "phq7": 0, "phq8": None, "phq9": 0, "phq6": 0, "phq5": 2},
            "between 10 and 13 of 27 (1 item blank)",
            "moderate",
            37,
            48,
        ),
        (
            "PHQ-9",
            {"phq1": 2, "phq2": 2, **MIDDLE, "phq9": "not_sure"},
            "between 16 and 19 of 27 (1 item blank)",
            "moderately severe",
            59,
            70,
        ),
        ("PHQ-2", {"phq1": 1, "phq2": None}, "between 1 and 4 of 6 (1 item blank)", "", 16, 66),
        (
            "PHQ-2",
            {"phq1": 3, "phq2": "prefer_not"},
            "between 3 and 6 of 6 (1 item blank)",
            "raised",
            50,
            100,
        ),
        (
            "PEG",
            {"peg_pain": 8, "peg_enjoyment": 8, "peg_activity": None},
            "between 5.3 and 8.7 of 10 (1 item blank)",
            "",
            53,
            87,
        ),
    ],
)
def test_a_blank_item_spans_its_range_and_the_band_is_named_only_when_both_ends_fall_in_it(
    rulebook: Rulebook, label: str, changes: dict[str, object], words: str, band: str, low: int, high: int
) -> None:
    found = line(rulebook, changes, label)
    assert found.words == words
    assert found.band == band
    assert found.low is not None
    assert found.high is not None
    assert abs(found.low - low) <= 1
    assert abs(found.high - high) <= 1


@pytest.mark.parametrize(
    "changes",
    [
        {"phq1": 0, "phq2": 0},
        {"phq1": 1, "phq2": 1, **MIDDLE},
        {"phq1": 2, "phq2": None, **MIDDLE},
        {"phq1": None, "phq2": None, **MIDDLE},
    ],
)
def test_a_score_that_was_not_administered_prints_no_number_anywhere(
    rulebook: Rulebook, changes: dict[str, object]
) -> None:
    told = tell(rulebook, changed(rulebook, {**changes, "phq9": 0}))
    found = next(score for score in told.clinician.scores if score.label == "PHQ-9")
    assert (found.words, found.band, found.low, found.high) == ("not administered", "", None, None)
    plain = as_plain(rulebook, told.response, told.evaluation)
    assert plain["scores"]["phq9_score"] == {
        "min": None,
        "max": None,
        "band": None,
        "status": "not_administered",
    }
    assert not re.search(r"PHQ-9 = \d", json.dumps(plain))


@pytest.mark.parametrize("rule", ["dis_phq9_moderate", "urg_phq9_severe"])
def test_items_three_to_eight_count_for_nothing_once_phq2_falls_below_three(
    rulebook: Rulebook, rule: str
) -> None:
    high = {"phq1": 3, "phq2": 3, "phq9": 0, **dict.fromkeys(MIDDLE, 3)}
    assert rule in tell(rulebook, changed(rulebook, high)).fired
    assert rule not in tell(rulebook, changed(rulebook, {**high, "phq1": 0, "phq2": 0})).fired


@pytest.mark.parametrize(
    ("phq9", "words"),
    [
        (0, "0 (Not at all); one answer, not a risk assessment"),
        (1, "1 (Several days); one answer, not a risk assessment"),
        (3, "3 (Nearly every day); one answer, not a risk assessment"),
        (None, "left blank"),
        ("prefer_not", "would rather not say"),
    ],
)
def test_item_nine_has_its_own_line_that_is_no_reassurance(
    rulebook: Rulebook, phq9: object, words: str
) -> None:
    assert line(rulebook, {"phq9": phq9}, "PHQ item 9").words == words


def test_the_scores_stand_in_the_rulebooks_order_with_item_nine_last(everyone: dict[str, Told]) -> None:
    for name, told in everyone.items():
        labels = [score.label for score in told.clinician.scores]
        assert [label for label in labels if label != "PHQ-2"] == ["PHQ-9", "GAD-2", "PEG", "PHQ item 9"], (
            name
        )
        assert "PHQ-2" not in labels[1:], name


def test_a_score_inside_a_longer_complete_one_is_left_to_it(everyone: dict[str, Told]) -> None:
    for name, told in everyone.items():
        lines = {score.label: score for score in told.clinician.scores}
        longer_is_complete = lines["PHQ-9"].low is not None and lines["PHQ-9"].low == lines["PHQ-9"].high
        assert ("PHQ-2" in lines) is not longer_is_complete, name


def test_a_score_with_every_item_blank_prints_no_number(everyone: dict[str, Told]) -> None:
    for score in everyone["empty"].clinician.scores:
        assert (score.band, score.low, score.high) == ("", None, None)
        assert not re.search(r"\d", score.words)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ((None, None, None), "left blank"),
        (("not_sure", "not_sure", "not_sure"), "not sure"),
        (("prefer_not", "prefer_not", "prefer_not"), "would rather not say"),
        (("not_reached", "not_reached", "not_reached"), "not administered"),
        (("not_sure", None, "prefer_not"), "not answered"),
    ],
)
def test_a_score_without_any_answer_says_in_which_state_its_items_are(
    rulebook: Rulebook, answers: tuple[str | None, ...], words: str
) -> None:
    items = ["peg_pain", "peg_enjoyment", "peg_activity"]
    assert line(rulebook, dict(zip(items, answers, strict=True)), "PEG").words == words
