"""Where medicines come from: the rows of lists and the options of ticks, known or maybe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from tests.properties.medicines import FORMS

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


def alike(generic: str, other: str) -> bool:
    """Whether both are one substance."""
    return generic == other or (generic in FORMS and FORMS[generic] == FORMS.get(other))


def are_as_many(sources: list[tuple[str, Row]], wanted: int) -> bool:
    """Whether so many rows can each show one of their generics, no two of which are one substance."""
    rows = [
        [generic for generic, at in sources if at == row] for row in dict.fromkeys(at for _, at in sources)
    ]
    return any(
        not any(alike(one, other) for one, other in combinations(shown, 2))
        for some in combinations(rows, wanted)
        for shown in product(*some)
    )


def pairs_of(first: list[tuple[str, Row]], second: list[tuple[str, Row]]) -> set[tuple[str, str]]:
    """Two generics of different substances from two different rows, one of each side."""
    return {(g, h) for g, row in first for h, other in second if row != other and not alike(g, h)}


def repeated(sources: list[tuple[str, Row]]) -> set[str]:
    """The generics whose substance stands in two rows."""
    return {g for g, row in sources for h, other in sources if row != other and alike(g, h)}
