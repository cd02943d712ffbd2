"""Every name of a vocabulary by its key, and which of them are easily confused."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from screener.medicines.words import DOSE_LIKE, METALS, MORE_NAMES, TypedWord, joined, key
from screener.model.vocabulary import Medicine, Vocabulary


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name found among words: ``words[first:end]`` written together is the key ``name``."""

    name: str
    first: int
    end: int
    rows: tuple[str, ...]


class NameIndex:
    """The names of one vocabulary: generics, brands and other names, each by its key."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.medicines = vocabulary.medicines
        rows: dict[str, list[str]] = defaultdict(list)
        self.plain: set[str] = set()
        for medicine in vocabulary.medicines.values():
            for name in (medicine.generic, *medicine.brands):
                folded = key(name)
                if medicine.generic not in rows[folded]:
                    rows[folded].append(medicine.generic)
                if name == medicine.generic or name[:1].islower() or name.isupper():
                    self.plain.add(folded)
        for name, generic in MORE_NAMES.items():
            if generic in vocabulary.medicines and name not in rows:
                rows[name].append(generic)
        self.rows = {name: tuple(generics) for name, generics in rows.items() if name}
        self._beginnings = {name[:end] for name in self.rows for end in range(len(name) + 1)}
        self.products = _products(vocabulary.medicines.values())
        self.partners = _partners(self.rows)

    def spans(self, among: Sequence[TypedWord], barred: frozenset[int] = frozenset()) -> list[NameSpan]:
        """The names among these words from left to right, the longest first at each place.

        A metal right behind a name is its salt, not a medicine. ``barred`` positions are numbers
        that belong to no name.
        """
        found: list[NameSpan] = []
        at = 0
        while at < len(among):
            span = self._longest(among, at, barred)
            is_salt = among[at].text in METALS and bool(found) and found[-1].end == at
            if span is None or (is_salt and span.end == at + 1 and not self._mineral(found[-1])):
                at += 1
            else:
                found.append(span)
                at = span.end
        return found

    def substances(self, rows: Iterable[str]) -> frozenset[str]:
        """The substances of these rows together."""
        return frozenset(substance for row in rows for substance in self.medicines[row].substances)

    def mineral(self, row: str) -> bool:
        """Whether a salt behind this row's name would make it another medicine."""
        group = self.medicines[row].group
        return any(kind in group for kind in ("mineral", "vitamin", "supplement", "antacid"))

    def _mineral(self, span: NameSpan) -> bool:
        return any(map(self.mineral, span.rows))

    def _longest(self, among: Sequence[TypedWord], first: int, barred: frozenset[int]) -> NameSpan | None:
        longest, name = None, ""
        for position in range(first, len(among)):
            name += joined(among[position : position + 1])
            if position in barred or name not in self._beginnings:
                break
            if name in self.rows and name not in DOSE_LIKE:
                longest = NameSpan(name, first, position + 1, self.rows[name])
        return longest


def _products(medicines: Iterable[Medicine]) -> dict[frozenset[str], str]:
    products: dict[frozenset[str], str] = {}
    for medicine in medicines:
        if medicine.ingredients:
            products.setdefault(frozenset(medicine.ingredients), medicine.generic)
    return products


@lru_cache(maxsize=1)
def pairs() -> tuple[tuple[str, str], ...]:
    """The pairs of names that look or sound alike and mean medicines with different rules.

    Those that were mixed up in practice come first, then those that were only computed.
    """
    content = resources.files("screener.medicines").joinpath("lookalikes.csv").read_text("utf-8")
    rows = list(csv.reader(content.splitlines()))[1:]
    return tuple((one, another) for one, another, _source in rows)


def _partners(rows: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The look-alikes of each name, as keys, in the order of the pairs."""
    partners: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs():
        a, b = key(one), key(other)
        if a in rows and b in rows:
            partners[a].append(b)
            partners[b].append(a)
    return {name: tuple(dict.fromkeys(others)) for name, others in partners.items()}
