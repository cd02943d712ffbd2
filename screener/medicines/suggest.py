"""What to offer for a name that is not exact: near names, and their look-alikes beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from screener.medicines.index import NameIndex
from screener.medicines.words import (
    NICKNAMES,
    NOISE,
    NOTE,
    ORDINARY,
    REASONS,
    SALTS,
    TypedWord,
    joined,
    latinized,
    words,
)

MOST = 3
WHOLE = 0.85
CUTOFF = 0.62
CUTOFF_WITHIN = 0.70
SPREAD = 0.22
LONGEST_QUERY = 64
MOST_QUERIES = 8
MOST_NEAR = 12
INSIDE, SHORT = 2.0, 1.5


@dataclass(frozen=True, slots=True)
class Offer:
    """At most three rows to offer, best first, and whether look-alike names are among them."""

    rows: tuple[str, ...] = ()
    lookalike: bool = False


class Suggester:
    """Offers for text that names no medicine exactly; nothing that it finds is ever taken."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names
        self._choices = sorted(name for name in names.rows if len(name) >= 5)

    def offer(self, text: str) -> Offer:
        """The rows whose names stand in the text, begin with it or are nearest to it."""
        core = self._core(text)
        typed = joined(core)
        if len(typed) <= 3 and typed not in NICKNAMES:
            return Offer()
        scores = self._scores(core)
        ranked = sorted(
            scores, key=lambda name: (-scores[name], -Prefix.similarity(name, typed), len(name), name)
        )
        if not ranked:
            return Offer()
        best = scores[ranked[0]]
        return self._chosen([name for name in ranked if scores[name] >= best - SPREAD], best)

    def nearest(self, typed: str) -> tuple[float, tuple[str, ...]]:
        """How near a key comes to a name, 0 (not at all) to 1, and that name's rows."""
        if not 5 <= len(typed) <= LONGEST_QUERY:
            return 0.0, ()
        found = process.extractOne(
            typed, self._choices, scorer=OSA.normalized_similarity, score_cutoff=CUTOFF
        )
        return (found[1], self._names.rows[found[0]]) if found else (0.0, ())

    def _core(self, text: str) -> tuple[TypedWord, ...]:
        head = NOTE.split(text, maxsplit=1)[0]
        return _without_noise(head) or _without_noise(text)

    def _chosen(self, ranked: list[str], best: float) -> Offer:
        """The rows of the ranked names; the best one's look-alikes stand right behind it."""
        is_near = not SHORT <= best <= INSIDE
        partners = self._names.partners.get(ranked[0], ()) if is_near else ()
        ordered = [ranked[0], *partners, *ranked[1:]]
        rows = dict.fromkeys(row for name in ordered for row in self._names.rows[name])
        return Offer(tuple(rows)[:MOST], lookalike=bool(partners))

    def _scores(self, core: tuple[TypedWord, ...]) -> dict[str, float]:
        scores: dict[str, float] = {}
        for span in self._names.spans(core):
            if len(span.name) >= 4 and span.name not in ORDINARY:
                scores[span.name] = INSIDE - span.first / 1000
        for word in core:
            for generic in NICKNAMES.get(word.text, ()):
                scores.update(self._nicknamed(generic, len(scores)))
        if scores:
            # A misspelled product may hold the exact name of one ingredient.
            near = {name: INSIDE + score for name, score in self._near(joined(core), WHOLE)}
            return near | scores
        for query, cutoff in self._queries(core):
            for name, score in (*self._near(query, cutoff), *self._begun(query)):
                scores[name] = max(score, scores.get(name, 0.0))
        return scores

    def _nicknamed(self, generic: str, rank: int) -> dict[str, float]:
        name = joined(words(generic))
        return {name: SHORT - rank / 1000} if name in self._names.rows else {}

    def _queries(self, core: tuple[TypedWord, ...]) -> Iterator[tuple[str, float]]:
        whole = joined(core)
        if 4 <= len(whole) <= LONGEST_QUERY:
            yield whole, CUTOFF
        if len(core) > 1:
            single = [word.text for word in core[:MOST_QUERIES]]
            several = [one + other for one, other in pairwise(single)]
            for query in (*single, *several)[:MOST_QUERIES]:
                if 5 <= len(query) <= LONGEST_QUERY and query != whole:
                    yield query, CUTOFF_WITHIN

    def _near(self, query: str, cutoff: float) -> Iterator[tuple[str, float]]:
        for name, score, _ in process.extract(
            query,
            self._choices,
            scorer=OSA.normalized_similarity,
            score_cutoff=cutoff,
            limit=MOST_NEAR,
        ):
            yield name, score

    def _begun(self, query: str) -> Iterator[tuple[str, float]]:
        """The names that begin with the query, the shortest scoring best."""
        for name in self._choices[bisect_left(self._choices, query) :]:
            if not name.startswith(query):
                return
            yield name, 0.8 + 0.15 * len(query) / len(name)


def _without_noise(text: str) -> tuple[TypedWord, ...]:
    kept = tuple(
        TypedWord(latinized(word.text), word.start)
        for word in words(text)
        if not word.is_number and word.text not in NOISE and word.text not in REASONS
    )
    return tuple(word for position, word in enumerate(kept) if position == 0 or word.text not in SALTS)
