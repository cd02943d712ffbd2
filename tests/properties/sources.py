"""Where medicines come from: the rows of lists and the options of ticks, known or maybe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Row = tuple[str, object]


@dataclass(frozen=True)
class Medicines:
    """What is known of a set: sources (generic, row) that are known, those that may be, and openness."""

    known: tuple[tuple[str, Row], ...] = ()
    maybe: tuple[tuple[str, Row], ...] = ()
    open: bool = False

    def possible(self, generics: frozenset[str]) -> list[tuple[str, Row]]:
        """Every matching source, known or maybe."""
        return matching((*self.known, *self.maybe), generics)


def matching(sources: Iterable[tuple[str, Row]], generics: frozenset[str]) -> list[tuple[str, Row]]:
    """The sources whose generic is one of these."""
    return [source for source in sources if source[0] in generics]


def pairs_of(first: list[tuple[str, Row]], second: list[tuple[str, Row]]) -> set[tuple[str, str]]:
    """Two different generics from two different rows, one of each side."""
    return {(g, h) for g, row in first for h, other in second if g != h and row != other}


def repeated(sources: list[tuple[str, Row]]) -> set[str]:
    """The generics that stand in two rows."""
    return {g for g, row in sources for h, other in sources if g == h and row != other}
