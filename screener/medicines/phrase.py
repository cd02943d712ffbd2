"""Reading the words of one piece: exactly one medicine and what may stand around it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from screener.defaults import OVER_THE_COUNTER
from screener.medicines.dose_forms import UNCLEAR_ALONE, WORDS, Route, routed, variants
from screener.medicines.index import NameIndex, NameSpan
from screener.medicines.words import (
    ARTICLES,
    BARE_REASONS_OTC,
    CASE_TELLS,
    CLOCK,
    FORMS,
    FREQUENCY,
    NIGHT,
    NOISE,
    ORAL,
    ORDINARY,
    REASONS,
    SALTS,
    UNITS,
    UNNAMED,
    TypedWord,
    key,
    words,
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


def without_strengths(said: Sequence[TypedWord]) -> tuple[TypedWord, ...]:
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


def loose_numbers(said: Sequence[TypedWord]) -> frozenset[int]:
    """Where numbers stand that may count tablets or times, so may not be part of a name."""
    return frozenset(
        position
        for position, (word, after) in enumerate(pairwise(said))
        if word.text[0].isdecimal() and (after.text in FORMS or after.text in FREQUENCY or after.text in _PER)
    )


def reason_start(said: Sequence[TypedWord], last: int) -> int:
    """Where behind ``last`` a reason without a marker begins ("nerve pain"); the end when none."""
    for position in range(last + 1, len(said)):
        behind = said[position:]
        if behind[0].text in REASONS and all(
            word.is_number or word.text in NOISE - FORMS or word.text in REASONS for word in behind
        ):
            return position
    return len(said)


def may_be_left_out(said: Sequence[TypedWord], position: int, *, otc: bool) -> bool:
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


def _is_count(word: TypedWord) -> bool:
    return word.text.isdecimal() and int(word.text) <= _LAST_HOUR


def _before(said: Sequence[TypedWord], position: int) -> TypedWord:
    """The word before this one, articles left out; the word itself when it is the first."""
    earlier = (said[at] for at in range(position - 1, -1, -1) if said[at].text not in ARTICLES)
    return next(earlier, said[position])


NIGHT_INGREDIENT = "diphenhydramine"


@dataclass(frozen=True, slots=True)
class PhraseReading:
    """What a piece says exactly: one row, or several of which the patient must choose.

    ``asks`` says why a question is needed and is empty when the one row may be taken silently.
    ``plain``: named by ingredient, not by brand. ``dosed``: with a strength of its own.
    """

    rows: tuple[str, ...]
    asks: str = ""
    reason: str = ""
    plain: bool = False
    dosed: bool = False

    @property
    def certain(self) -> bool:
        """Whether the one row may be taken without a question."""
        return not self.asks

    def among(self, rows: Sequence[str]) -> PhraseReading:
        """The same with these rows added, to be chosen from."""
        every = tuple(dict.fromkeys((*self.rows, *rows)))
        return replace(self, rows=every, asks="ambiguous")


class Phrases:
    """Reads phrases without notes and brackets against the names of one vocabulary."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names

    def whole(self, text: str) -> PhraseReading | None:
        """The reading of a text that is a name and nothing else."""
        name = key(text)
        rows = self._names.rows.get(name, ())
        return self._named(text, [NameSpan(name, 0, 0, rows)], rows) if rows else None

    def read(self, text: str) -> PhraseReading | None:
        """The reading of names that agree, beside which stands only what may be left out."""
        said = without_strengths(words(text))
        loose = loose_numbers(said)
        spans = self._names.spans(said)
        reading = self._spanned(text, said, spans)
        if reading and any(loose & set(range(span.first, span.end)) for span in spans):
            other = self._spanned(text, said, self._names.spans(said, loose))
            if other and other.rows != reading.rows:
                return reading.among(other.rows)
        return reading

    def product(self, readings: Sequence[PhraseReading]) -> str:
        """The product made of exactly these ingredients, each named by itself, "" when none is."""
        if len(readings) < 2 or not all(one.plain and len(one.rows) == 1 for one in readings):
            return ""
        substances = self._names.substances(one.rows[0] for one in readings)
        return self._names.products.get(substances, "")

    def _spanned(self, text: str, said: Sequence[TypedWord], spans: list[NameSpan]) -> PhraseReading | None:
        rows = self._joined(text, said, spans) if spans else ()
        if not rows:
            return None
        taken = {position for span in spans for position in range(span.first, span.end)}
        rest = [position for position in range(len(said)) if position not in taken]
        tail = reason_start(said, max(taken))
        odd = {said[at].text for at in rest if not self._left_out(said, at, min(taken), tail, rows)}
        if not odd <= NIGHT:
            return None
        reason = text[said[tail].start :].strip() if tail < len(said) else ""
        reading = replace(self._named(text, spans, rows), reason=reason)
        if odd:
            return self._for_the_night(reading)
        return self._routed(reading, [said[at].text for at in rest], text)

    def _left_out(
        self, said: Sequence[TypedWord], at: int, first: int, tail: int, rows: tuple[str, ...]
    ) -> bool:
        """Whether the word at this place tells nothing more about the rows."""
        word = said[at].text
        is_otc = any(OVER_THE_COUNTER in self._names.medicines[row].tags for row in rows)
        is_salt = word in SALTS and at > first and not any(map(self._names.mineral, rows))
        is_reason = at >= tail and (not is_otc or word in BARE_REASONS_OTC)
        is_route = word in WORDS and word not in FORMS
        return is_salt or is_reason or is_route or may_be_left_out(said, at, otc=is_otc)

    def _joined(self, text: str, said: Sequence[TypedWord], spans: list[NameSpan]) -> tuple[str, ...]:
        """The rows that all these names share, or the product of the ingredients they name.

        Two ingredients joined by "and", each with a dose, are two medicines.
        """
        shared = [row for row in spans[0].rows if all(row in span.rows for span in spans)]
        is_two = doses(text) > 1 and any(word.text == "and" for word in said)
        if is_two and len(self._names.substances(shared)) != 1:
            return ()
        if shared:
            return tuple(shared)
        named = [PhraseReading(span.rows, plain=span.name in self._names.plain) for span in spans]
        product = self.product(named) if doses(text) < 2 else ""
        return (product,) if product else ()

    def _named(self, text: str, spans: list[NameSpan], rows: tuple[str, ...]) -> PhraseReading:
        asks = "ambiguous" if len(rows) > 1 else ""
        if all(span.name in ORDINARY and not _told_by_case(span.name, text) for span in spans):
            asks = "ordinary_word"
        said = {word.text for word in words(text)}
        if not asks and all(span.name in UNCLEAR_ALONE for span in spans) and not said & ORAL:
            rows, asks = (rows[0], UNCLEAR_ALONE[rows[0]]), "route"
        plain = all(span.name in self._names.plain for span in spans)
        return PhraseReading(rows, asks, plain=plain, dosed=doses(text) > 0)

    def _for_the_night(self, reading: PhraseReading) -> PhraseReading | None:
        """The question between a medicine and its product with a sleep aid, if there is one."""
        substances = self._names.substances(reading.rows) | {NIGHT_INGREDIENT}
        product = self._names.products.get(substances)
        return reading.among([product]) if product else None

    def _routed(self, reading: PhraseReading, left: list[str], text: str) -> PhraseReading:
        said = [word for word in left if word in WORDS]
        if "gel" in said and any(word.startswith("cap") for word in left):
            said.remove("gel")
        if not said:
            return self._hinted(reading, left, text)
        result = routed(self._names, reading.rows, said, plain=reading.plain)
        if result.ask:
            return replace(reading, rows=result.rows, asks="route")
        is_settled = len(result.rows) == 1 and reading.asks in ("ambiguous", "route")
        return replace(reading, rows=result.rows, asks="" if is_settled else reading.asks)

    def _hinted(self, reading: PhraseReading, left: list[str], text: str) -> PhraseReading:
        """The reading, asked about when drops or a percentage hint at the row for another route."""
        hint = Route.EYE if "drops" in left else Route.TOPICAL if "%" in text else None
        others = variants(self._names, reading.rows, hint) if hint and reading.certain else ()
        rows = tuple(dict.fromkeys((*others, *reading.rows)))
        return replace(reading, rows=rows, asks="route") if len(rows) > 1 and others else reading


def _told_by_case(name: str, text: str) -> bool:
    return name in CASE_TELLS and CASE_TELLS[name].search(text) is not None
