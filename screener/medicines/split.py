"""Parting a line into the pieces that may each name a medicine."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from screener.medicines.exact import ExactReader
from screener.medicines.phrase import PhraseReading
from screener.medicines.suggest import WHOLE, Suggester
from screener.medicines.words import UNITS, joined, stop_word, words

LONGEST_RUN = 4

_ASIDE = r"\([^()]*\)|\[[^\[\]]*\]|"
_STRONG = re.compile(_ASIDE + r"(?P<cut>[;|\n\r\t\v\f\x85\u2028\u2029，、；•●▪◦‣]|(?<!\d),|,(?!\d))")
_WEAK = re.compile(
    _ASIDE + r"(?P<cut>\s(?:and|with|plus)\s+|[&＆+＋]|"
    r"(?<!\bw)(?<!<)[/／](?!\s*(?:>|\d|(?:m?c?g|ml|hr?|hours?|days?|doses?|puffs?|weeks?|kg)\b)))",
    re.IGNORECASE,
)
_WORDY = re.compile(r"\s*(?:and|&|＆)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinePiece:
    """The stretch of a line from ``start`` to ``end``, and what it says exactly, if anything.

    ``separator`` is what stands before it.
    """

    start: int
    end: int
    separator: str = ""
    reading: PhraseReading | None = None


class Splitter:
    """Parts lines at separators; what is exact as a whole stays whole."""

    def __init__(self, reader: ExactReader, suggester: Suggester) -> None:
        self._reader = reader
        self._suggester = suggester

    def pieces(self, line: str) -> list[LinePiece]:
        """The pieces of a line that is not blank: at least one, together the whole line."""
        return [
            piece
            for strong in self._merged(line, LinePiece(0, len(line)), _STRONG)
            for piece in self._parted(line, strong)
        ]

    def _parted(self, line: str, piece: LinePiece) -> list[LinePiece]:
        """The piece itself when it is exact, else parted at and, with, plus and slashes."""
        text = line[piece.start : piece.end]
        reading = self._reader.read(text)
        stopped = stop_word(text) is not None and not self._reader.spans(text)
        if reading is not None and reading.certain:
            return [replace(piece, reading=reading)]
        if stopped:
            return [piece]
        found = [self._read(line, one) for one in self._merged(line, piece, _WEAK)]
        are_exact = all(one.reading is not None for one in found)
        if reading is not None and not (are_exact and len(found) > 1):
            return [replace(piece, reading=reading)]
        if len(found) == 1:
            return self._unseparated(line, piece)
        if not are_exact and self._suggester.nearest(_lettered(text))[0] >= WHOLE:
            return [piece]
        return self._with_products(self._with_products(found, tight=True), tight=False)

    def _read(self, line: str, piece: LinePiece) -> LinePiece:
        return replace(piece, reading=self._reader.read(line[piece.start : piece.end]))

    def _unseparated(self, line: str, piece: LinePiece) -> list[LinePiece]:
        """Exact names with only blanks between them, each its own piece; else the piece itself."""
        text = line[piece.start : piece.end]
        inner = [piece.start + start for start in self._reader.starts(text)[1:]]
        bounds = zip((piece.start, *inner), (*inner, piece.end), strict=True)
        found = [self._read(line, LinePiece(start, end)) for start, end in bounds]
        if len(found) < 2:
            return [piece]
        asked = [
            replace(one, reading=replace(one.reading, asks=one.reading.asks or "several"))
            for one in found
            if one.reading is not None
        ]
        return asked if len(asked) == len(found) else [piece]

    def _with_products(self, pieces: list[LinePiece], *, tight: bool) -> list[LinePiece]:
        """The pieces, with ingredients that make up one product put together again.

        ``tight``: only those joined by other than "and", which binds less.
        """
        found: list[LinePiece] = []
        at = 0
        while at < len(pieces):
            ends = range(min(len(pieces), at + LONGEST_RUN), at + 1, -1)
            runs = (self._product(pieces[at:end], tight=tight) for end in ends)
            product = next((run for run in runs if run is not None), None)
            found.append(product or pieces[at])
            while at < len(pieces) and pieces[at].end <= found[-1].end:
                at += 1
        return found

    def _product(self, run: list[LinePiece], *, tight: bool) -> LinePiece | None:
        """The product of these ingredients; "and" between two doses means two medicines."""
        readings = [one.reading for one in run if one.reading and one.reading.certain]
        is_wordy = any(_WORDY.fullmatch(one.separator) for one in run[1:])
        is_loose = is_wordy and (tight or sum(one.dosed for one in readings) > 1)
        if is_loose or len(readings) < len(run):
            return None
        product = self._reader.phrases.product(readings)
        if not product:
            return None
        reason = "; ".join(one.reason for one in readings if one.reason)
        reading = PhraseReading((product,), reason=reason, plain=True)
        return LinePiece(run[0].start, run[-1].end, run[0].separator, reading)

    def _merged(self, line: str, piece: LinePiece, separator: re.Pattern[str]) -> list[LinePiece]:
        """The piece parted at the separators; what names nothing stays with its neighbor."""
        cuts = [match for match in separator.finditer(line, piece.start, piece.end) if match.group("cut")]
        starts = (piece.start, *(match.end() for match in cuts))
        ends = (*(match.start() for match in cuts), piece.end)
        befores = ("", *(match.group() for match in cuts))
        found: list[LinePiece] = []
        named = False
        for start, end, before in zip(starts, ends, befores, strict=True):
            text, earlier = line[start:end], line[found[-1].start : found[-1].end] if found else ""
            names = not (self._reader.is_noise(text) or self._reader.goes_on(text, earlier))
            if found and not (names and named):
                found[-1] = replace(found[-1], end=end)
            else:
                found.append(LinePiece(start, end, before))
            named = named or names
        return found


def _lettered(text: str) -> str:
    return joined([word for word in words(text) if not word.is_number and word.text not in UNITS])
