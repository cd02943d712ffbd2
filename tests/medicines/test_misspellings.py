"""What patients write: taken when exact, offered when near, never taken when it is neither."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from screener.medicines import Matcher, Part
from screener.model.response import Recognition
from screener.model.vocabulary import Vocabulary

with Path(__file__).with_name("misspellings.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["typed"], row["expected"], row["mode"]) for row in csv.DictReader(file)]

COUNTS = {"exact": 95, "suggest": 65, "none": 21}


@pytest.mark.parametrize(("typed", "expected", "mode"), ROWS)
def test_row(typed: str, expected: str, mode: str, *, matcher: Matcher, vocabulary: Vocabulary) -> None:
    assert _is_as_expected(matcher.recognize(typed), expected, mode, vocabulary=vocabulary)


def test_every_row_counts(matcher: Matcher, vocabulary: Vocabulary) -> None:
    right = Counter(
        mode
        for typed, expected, mode in ROWS
        if _is_as_expected(matcher.recognize(typed), expected, mode, vocabulary=vocabulary)
    )
    assert Counter(mode for _, _, mode in ROWS) == COUNTS
    assert right == COUNTS


def _is_as_expected(parts: tuple[Part, ...], expected: str, mode: str, *, vocabulary: Vocabulary) -> bool:
    taken = [part.generic for part in parts if part.recognition is Recognition.RECOGNIZED]
    names = expected.split("|") if expected else []
    if mode == "exact":
        return len(taken) == len(parts) and _substances(taken, vocabulary) == _substances(names, vocabulary)
    offered = [generic for part in parts for generic in part.suggestions][:3]
    return not taken and (mode == "none" or set(names) <= set(offered))


def _substances(generics: list[str], vocabulary: Vocabulary) -> set[str]:
    return {name for generic in generics for name in vocabulary.medicines[generic].substances}
