"""Names that look or sound alike: never taken for each other, and offered side by side."""

from __future__ import annotations

from collections import Counter

import pytest

from screener.medicines import Matcher
from screener.medicines.index import pairs
from screener.medicines.words import key
from screener.model.response import Recognition
from screener.model.vocabulary import Vocabulary

NAMES = [(one, other) for pair in pairs() for one, other in (pair, pair[::-1])]
# With more look-alikes than fit beside a name, those mixed up in practice come first.
PARTNERS = Counter(one.casefold() for one, _ in NAMES)
FEW = [(one, other) for one, other in NAMES if PARTNERS[one.casefold()] <= 2 and " " not in one]

SHOWN_TOGETHER = [
    ("hydroxizine", ["hydroxyzine", "hydralazine"]),
    ("clonidin", ["clonidine", "clonazepam"]),
    ("Celexe", ["citalopram", "celecoxib"]),
    ("tramodol", ["tramadol", "trazodone"]),
    ("Lamictel", ["lamotrigine", "terbinafine"]),
    ("Toprol-XLL", ["metoprolol", "topiramate"]),
    ("nizatidin", ["nizatidine", "tizanidine"]),
    ("bupropian", ["bupropion", "buspirone"]),
]


def test_how_many_pairs_there_are() -> None:
    assert len(pairs()) == 202


def test_both_names_of_every_pair_are_in_the_vocabulary(matcher: Matcher) -> None:
    unknown = [one for one, _ in NAMES if not _rows(matcher, one)]
    assert unknown == []


@pytest.mark.parametrize(("one", "other"), pairs())
def test_a_slip_is_never_taken_silently(one: str, other: str, matcher: Matcher) -> None:
    for name in (one, other):
        for slip in (name + "q", name[:2] + "q" + name[3:]):
            parts = matcher.recognize(slip)
            assert all(part.recognition is not Recognition.RECOGNIZED for part in parts), slip


@pytest.mark.parametrize(("one", "other"), FEW)
def test_both_are_offered(one: str, other: str, matcher: Matcher) -> None:
    """Whenever the best offer comes from one name of a pair, the other's row stands beside it."""
    slip = one[:2] + "q" + one[2:]
    (part,) = matcher.recognize(slip)
    best = matcher.look_up(one)
    if best is not None and part.suggestions[:1] == (best.generic,) and part.asks == "lookalike":
        assert _rows(matcher, other) & set(part.suggestions)


@pytest.mark.parametrize(("typed", "together"), SHOWN_TOGETHER)
def test_shown_together(typed: str, together: list[str], matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.asks) == (Recognition.OFFERED, "lookalike")
    assert set(together) <= set(part.suggestions)


def test_an_exact_name_is_its_own_row_and_never_its_look_alike(
    matcher: Matcher, vocabulary: Vocabulary
) -> None:
    wrong = [
        one
        for one, _ in NAMES
        for row in _rows(matcher, one)
        if matcher.recognize(one)[0].generic
        and key(one) not in map(key, (row, *vocabulary.medicines[row].brands))
    ]
    assert wrong == []


def _rows(matcher: Matcher, name: str) -> set[str]:
    (part,) = matcher.recognize(name)
    return set(part.suggestions) | ({part.generic} - {""})
