"""Scores: what the answered items, and the range of the others, say of a published number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from screener.model.evaluation import ScoreResult, ScoreStatus
from screener.model.question import Question, Score
from screener.model.response import State

UNSEEN = (State.NOT_SHOWN, State.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a score: its question, its state, and its number when given."""

    question: Question
    state: State
    number: int | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a score can come to.

    ``administered`` is false when an item was surely not asked: then nothing holds. ``sure`` is false
    while an item may never be shown: then the bounds only tell what is possible.
    """

    low: Decimal
    high: Decimal
    administered: bool
    sure: bool


def bounds(score: Score, items: Sequence[Item]) -> Bounds:
    """The bounds of a score; an item without a number spans its range."""
    low = sum(item.question.low if item.number is None else item.number for item in items)
    high = sum(item.question.high if item.number is None else item.number for item in items)
    states = {item.state for item in items}
    return Bounds(
        low=_exact(score, low),
        high=_exact(score, high),
        administered=State.NOT_ASKED not in states,
        sure=State.NOT_SHOWN not in states,
    )


def _exact(score: Score, total: int) -> Decimal:
    """The total, or the mean rounded half up to the score's places, without floats."""
    if not score.mean:
        return Decimal(total)
    step = 10**score.places
    scaled = Fraction(total, len(score.items)) * step
    whole = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    rounded = int(whole.to_integral_value(ROUND_HALF_UP))
    return Decimal(rounded).scaleb(-score.places)


def result(score: Score, items: Sequence[Item]) -> ScoreResult:
    """What is printed of a score: a total when complete, a range when an item is blank, else nothing."""
    found = bounds(score, items)
    blank = sum(item.number is None for item in items)
    if not found.administered or any(item.state in UNSEEN for item in items):
        return ScoreResult(
            score.id, ScoreStatus.NOT_ADMINISTERED, None, None, band="", blank=blank, words="not administered"
        )
    band = next((band.name for band in score.bands if band.low <= found.low and found.high <= band.high), "")
    status = ScoreStatus.PARTIAL if blank else ScoreStatus.COMPLETE
    words = plain(found.low)
    if blank:
        plural = "s" if blank > 1 else ""
        words = f"between {words} and {plain(found.high)} ({blank} item{plural} blank)"
    return ScoreResult(score.id, status, found.low, found.high, band=band, blank=blank, words=words)


def plain(number: Decimal) -> str:
    """A number as people write it: ``6.7``, ``7``, ``0``."""
    return format(number.normalize(), "f")
