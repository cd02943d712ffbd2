"""What becomes of a line that a patient typed: recognized, offered or not recognized."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from screener.medicines.exact import ExactReader
from screener.medicines.index import NameIndex
from screener.medicines.phrase import PhraseReading
from screener.medicines.split import LinePiece, Splitter
from screener.medicines.suggest import MOST, Offer, Suggester
from screener.medicines.words import is_not_now, key, stop_word
from screener.model.response import Recognition
from screener.model.vocabulary import Medicine, Vocabulary

LONGEST_LINE = 600
MOST_PARTS = 24
MOST_OFFERS = 6

_BLANKS = re.compile(r"[\s,;]")


@dataclass(frozen=True, slots=True)
class Part:
    """One medicine named in a line: its own words as typed, and what became of them.

    ``generic`` is the vocabulary's row when recognized, else empty. ``suggestions`` are generics to
    offer, at most three. ``reason`` is the note cut off ("for nerves"), as typed. ``asks`` says why
    it must be asked about; it is empty when it need not be, or is just not known exactly:

    - ``ambiguous``: the words fit several rows, or two names in it disagree;
    - ``ordinary_word``: the name is also an everyday word, a first name or slang;
    - ``not_now``: the line says stopped, allergic, somebody else's or the like;
    - ``lookalike``: a name that is easily confused with the nearest one is offered beside it;
    - ``route``: the form (tablet, cream, drops) changes what it is and is not clear;
    - ``several``: exact, but another part of the line is not, or only blanks part them;
    - ``none_meant``: the patient means to take nothing;
    - ``class_word``: a kind of medicine ("water pill") or its looks instead of a name.
    """

    typed: str
    recognition: Recognition
    generic: str = ""
    suggestions: tuple[str, ...] = ()
    reason: str = ""
    asks: str = ""


class Matcher:
    """Finds the medicines of one vocabulary in what patients type."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._names = NameIndex(vocabulary)
        self._suggester = Suggester(self._names)
        self._reader = ExactReader(self._names, self._suggester)
        self._splitter = Splitter(self._reader, self._suggester)

    def recognize(self, typed: str) -> tuple[Part, ...]:
        """The medicines named in a line, at least one part unless it is blank.

        A line with several is recognized only when every part is exact. Of a very long line only
        the beginning is read; the rest is one part that is not recognized.
        """
        text = typed.strip()
        if not text:
            return ()
        pieces = self._splitter.pieces(text[: _limit(text)])[:MOST_PARTS]
        parts = self._parts(text, pieces)
        rest = text[pieces[-1].end :].strip(" \t\r\n,;")
        if rest:
            parts.append(Part(rest, Recognition.UNRECOGNIZED))
        if all(part.recognition is Recognition.RECOGNIZED for part in parts):
            return tuple(parts)
        return tuple(map(_asked, parts))

    def look_up(self, name: str) -> Medicine | None:
        """The medicine that bears exactly this name, None when none or several do."""
        rows = (name,) if name in self._names.medicines else self._names.rows.get(key(name), ())
        if len(rows) == 1:
            return self._names.medicines[rows[0]]
        reading = self._reader.read(name[:LONGEST_LINE])
        return self._names.medicines[reading.rows[0]] if reading and reading.certain else None

    def _parts(self, text: str, pieces: Sequence[LinePiece]) -> list[Part]:
        not_now = key(text[:LONGEST_LINE]) not in self._names.rows and is_not_now(text[:LONGEST_LINE])
        offered = [piece for piece in pieces if piece.reading is None][:MOST_OFFERS]
        parts = []
        for piece in pieces:
            typed = text[piece.start : piece.end].strip()
            if piece.reading is None:
                offer = self._offer(typed) if piece in offered else Offer()
                parts.append(_inexact(typed, offer, not_now=not_now))
            else:
                parts.append(self._exact(typed, piece.reading, not_now=not_now))
        return parts

    def _exact(self, typed: str, reading: PhraseReading, *, not_now: bool) -> Part:
        asks = "not_now" if not_now else reading.asks
        if not asks:
            return Part(typed, Recognition.RECOGNIZED, generic=reading.rows[0], reason=reading.reason)
        rows = reading.rows
        if reading.asks == "ordinary_word":
            others = self._names.partners.get(key(typed), ())
            rows = (*rows, *(row for name in others for row in self._names.rows[name]))
        return Part(
            typed,
            Recognition.OFFERED,
            suggestions=tuple(dict.fromkeys(rows))[:MOST],
            reason=reading.reason,
            asks=asks,
        )

    def _offer(self, typed: str) -> Offer:
        says_nothing = stop_word(typed) is not None and not self._reader.spans(typed)
        if says_nothing or self._reader.is_noise(typed):
            return Offer()
        return self._suggester.offer(typed)


def _inexact(typed: str, offer: Offer, *, not_now: bool) -> Part:
    if offer.rows:
        asks = "not_now" if not_now else "lookalike" if offer.lookalike else ""
        return Part(typed, Recognition.OFFERED, suggestions=offer.rows, asks=asks)
    asks = stop_word(typed) or ("not_now" if not_now and stop_word(typed) is None else "")
    return Part(typed, Recognition.UNRECOGNIZED, asks=asks)


def _asked(part: Part) -> Part:
    """The part as it stands in a line that is not exact as a whole: a question, never taken."""
    if part.recognition is not Recognition.RECOGNIZED:
        return part
    return Part(
        part.typed,
        Recognition.OFFERED,
        suggestions=(part.generic,),
        reason=part.reason,
        asks="several",
    )


def _limit(text: str) -> int:
    """Where to stop reading: at the end, or at the last blank or comma within the limit."""
    if len(text) <= LONGEST_LINE:
        return len(text)
    blanks = [match.start() for match in _BLANKS.finditer(text, 1, LONGEST_LINE)]
    return blanks[-1] if blanks else LONGEST_LINE


@lru_cache(maxsize=8)
def matcher_for(vocabulary: Vocabulary) -> Matcher:
    """The matcher of this vocabulary, built once."""
    return Matcher(vocabulary)
