"""What stands around a name in a line: doses, times, reasons, and what may be left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from screener.medicines.normalize import Word
from screener.medicines.words import (
    ARTICLES,
    CLOCK,
    FORMS,
    FREQUENCY,
    NIGHT,
    NOISE,
    REASONS,
    UNITS,
    UNNAMED,
)

_TIMES = frozenset({"times", "x"})
_BEFORE_COUNT = frozenset({"x", "every", "q"})
_PER = frozenset({"a", "per", "each", "every", "puff", "puffs"})
_DOSE = re.compile(r"\d\s*(?:m?c?g|µg|μg|ml|iu)s?\b", re.IGNORECASE)
_JOINING = frozenset({"and", "with"})
_DRUNK = frozenset({"with", "of", "in"})
_LAST_HOUR = 12


def doses(text: str) -> int:
    """How many strengths with a unit the text gives."""
    return len(_DOSE.findall(text))


def without_strengths(said: Sequence[Word]) -> tuple[Word, ...]:
    """The words without the numbers that are surely a strength or a count, and their units."""
    dropped: set[int] = set()
    for position, word in enumerate(said):
        after = said[position + 1].text if position + 1 < len(said) else ""
        before = said[position - 1].text if position else ""
        if not word.is_number:
            continue
        if after in UNITS:
            dropped |= {position, position + 1}
        elif after in _TIMES or before in _BEFORE_COUNT:
            dropped.add(position)
    return tuple(word for position, word in enumerate(said) if position not in dropped)


def loose_numbers(said: Sequence[Word]) -> frozenset[int]:
    """Where numbers stand that may count tablets or times, so may not be part of a name."""
    return frozenset(
        position
        for position, (word, after) in enumerate(pairwise(said))
        if word.text[0].isdecimal() and (after.text in FORMS or after.text in FREQUENCY or after.text in _PER)
    )


def reason_start(said: Sequence[Word], last: int) -> int:
    """Where behind ``last`` a reason without a marker begins ("nerve pain"); the end when none."""
    for position in range(last + 1, len(said)):
        behind = said[position:]
        if behind[0].text in REASONS and all(
            word.is_number or word.text in NOISE - FORMS or word.text in REASONS for word in behind
        ):
            return position
    return len(said)


def may_be_left_out(said: Sequence[Word], position: int, *, otc: bool) -> bool:
    """Whether this word says nothing about which medicine it is.

    Sold without prescription, a medicine with a bare "PM" or "night" may be another product.
    """
    word = said[position]
    if word.is_number:
        return True
    before = _before(said, position)
    if word.text == "water":
        return before.text in _DRUNK
    if word.text in UNNAMED and before.text in _JOINING:
        return False
    if otc and word.text in NIGHT:
        last = said[position - 1] if position else word
        return last.text in CLOCK - NIGHT or _is_count(last)
    return word.text in NOISE


def _is_count(word: Word) -> bool:
    return word.text.isdecimal() and int(word.text) <= _LAST_HOUR


def _before(said: Sequence[Word], position: int) -> Word:
    """The word before this one, articles left out; the word itself when it is the first."""
    earlier = (said[at] for at in range(position - 1, -1, -1) if said[at].text not in ARTICLES)
    return next(earlier, said[position])
