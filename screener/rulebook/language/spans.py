"""From where to where a scale or a score runs, and in which steps."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from screener.model.question import Question


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest value, and the step between two."""

    low: Decimal
    high: Decimal
    step: Decimal

    def holds(self, number: Decimal) -> bool:
        """Whether the number is one that can come up."""
        return self.low <= number <= self.high and (number - self.low) % self.step == 0

    @property
    def words(self) -> str:
        """The span in words."""
        return f"{self.low} to {self.high} in steps of {self.step}"


def scale_span(question: Question) -> Span:
    """The span of a scale."""
    return Span(Decimal(question.low), Decimal(question.high), Decimal(1))


def score_span(items: tuple[Question, ...], *, mean: bool, places: int) -> Span:
    """The span of a score of at least one item; a mean is rounded half up to its places."""
    low, high = sum(item.low for item in items), sum(item.high for item in items)
    if not mean:
        return Span(Decimal(low), Decimal(high), Decimal(1))
    step = Decimal(1).scaleb(-places)
    return Span(_rounded(low, len(items), step), _rounded(high, len(items), step), step)


def _rounded(total: int, count: int, step: Decimal) -> Decimal:
    return (Decimal(total) / count).quantize(step, rounding=ROUND_HALF_UP)
