"""One line of the table that ``make bench`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

WIDTH = 62


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in its unit, beside the same thing done barely in the same run.

    ``budget`` bounds the ratio where there is a ``baseline``, else the value; None: there is no budget.
    """

    what: str
    value: float
    unit: str
    baseline: float | None = None
    budget: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the baseline it is."""
        return self.value / self.baseline if self.baseline else None

    @property
    def within(self) -> bool:
        """Whether it keeps its budget; without a budget there is nothing to miss."""
        measured = self.value if self.ratio is None else self.ratio
        return self.budget is None or measured <= self.budget

    def line(self) -> str:
        """The figure as it is printed."""
        digits = 0 if self.value >= 1000 else 3 if self.unit == "s" else 2
        baseline = "" if self.baseline is None else f"{self.baseline:.{digits}f}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        bound = "" if self.budget is None else f"{self.budget:g}{'x' if self.ratio is not None else ''}"
        told = "" if self.budget is None else "yes" if self.within else "NO"
        cells = f"{self.value:>9.{digits}f} {self.unit:<5} {baseline:>9} {ratio:>6} {bound:>7} {told:>4}"
        return f"{self.what:<{WIDTH}}{cells}"


HEAD = f"{'what':<{WIDTH}}{'figure':>9} {'unit':<5} {'baseline':>9} {'ratio':>6} {'budget':>7} {'kept':>4}"


def in_ms(what: str, ours: Sequence[float], bare: Sequence[float], *, budget: float | None) -> Figure:
    """The medians of two samples taken in turn, given in seconds."""
    return Figure(what, median(ours) * 1000, "ms", median(bare) * 1000, budget)
