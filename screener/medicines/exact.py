"""Reading one piece of a line: the medicine it names exactly, its notes and brackets, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from screener.medicines.dose_forms import WORDS
from screener.medicines.index import NameIndex, NameSpan
from screener.medicines.phrase import PhraseReading, Phrases
from screener.medicines.suggest import Suggester
from screener.medicines.words import (
    BULLET,
    CLASSES,
    CONNECTIVE,
    DOSE_LIKE,
    FORMS,
    NOISE,
    NOTE,
    ORDINARY,
    REASONS,
    SALTS,
    STARTS_NOTE,
    TypedWord,
    key,
    stop_word,
    words,
)

BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
NEAR = 0.78


class ExactReader:
    """Reads pieces of text against the names of one vocabulary."""

    def __init__(self, names: NameIndex, suggester: Suggester) -> None:
        self._names = names
        self._suggester = suggester
        self.phrases = Phrases(names)

    def read(self, text: str) -> PhraseReading | None:
        """The reading of one piece without separators, None when it is not exact.

        Looked up whole first, because names such as "5-HTP" hold what is cut off later.
        """
        bare = BULLET.sub("", text, count=1)
        return self.phrases.whole(text) or self.phrases.whole(bare) or self._noted(bare)

    def spans(self, text: str) -> list[NameSpan]:
        """The names that stand in the text, without those that are also everyday words."""
        return [
            span
            for span in self._names.spans(words(text))
            if len(span.name) >= 4 and span.name not in ORDINARY and span.name not in SALTS
        ]

    def starts(self, text: str) -> list[int]:
        """Where in the text each name that stands in it begins, from left to right."""
        said = words(text)
        return list(dict.fromkeys(said[span.first].start for span in self._names.spans(said)))

    def is_noise(self, text: str) -> bool:
        """Whether the text holds nothing but doses, times and forms: no medicine at all."""
        name = key(text)
        if name in self._names.rows and name not in DOSE_LIKE:
            return False
        said = words(BULLET.sub("", text, count=1))
        return all(map(_is_dose, said)) and stop_word(text) != "class_word"

    def goes_on(self, text: str, before: str) -> bool:
        """Whether the text goes on with the note in which the text before it ends."""
        has_note = NOTE.search(before) is not None or STARTS_NOTE.match(text) is not None
        return has_note and all(map(_is_reason, words(text)))

    def _noted(self, text: str) -> PhraseReading | None:
        """The reading with a note such as "for nerves" cut off and kept as the reason."""
        cut = NOTE.search(text)
        if cut is None or not words(text[: cut.start()]):
            return self._bracketed(text)
        head, tail = text[: cut.start()], text[cut.start() :].strip()
        is_sentence = STARTS_NOTE.match(tail) is not None
        note = tail if is_sentence else tail[1:].strip()
        reading = self.phrases.whole(head) or self._bracketed(head)
        if not is_sentence and stop_word(note) == "class_word" and _has_form(note):
            return None
        if reading is None or all(_is_dose(word) or word.text == "when" for word in words(note)):
            return reading
        return self._told(reading, note, loose=not is_sentence)

    def _bracketed(self, text: str) -> PhraseReading | None:
        """The reading without its brackets: a second name must agree, anything else is a reason."""
        insides = [match.group()[1:-1].strip() for match in BRACKET.finditer(text)]
        asides = [inside for inside in insides if not all(map(_is_around, words(inside)))]
        if not asides or all(map(_is_around, words(BRACKET.sub(" ", text)))):
            return self.phrases.read(BRACKET.sub(lambda match: f" {match.group()[1:-1]} ", text))

        def opened(match: re.Match[str]) -> str:
            inside = match.group()[1:-1]
            return " " if inside.strip() in asides else f" {inside} "

        outer = BRACKET.sub(opened, text)
        reading = self.phrases.whole(outer) or self.phrases.read(outer)
        for inside in asides:
            reading = self._aside(reading, inside) if reading else None
        return reading

    def _aside(self, reading: PhraseReading, inside: str) -> PhraseReading | None:
        """The reading with what stands in its brackets: the same again, another name or a note."""
        if STARTS_NOTE.match(inside):
            return self._told(reading, inside, loose=False)
        second = self.phrases.whole(inside) or self.phrases.read(inside)
        if second is not None:
            return self._agreed(reading, second)
        said = self._names.substances(row for span in self.spans(inside) for row in span.rows)
        if any(self._names.substances([row]) == said for row in reading.rows):
            return reading
        return self._told(reading, inside, loose=True)

    def _agreed(self, reading: PhraseReading, second: PhraseReading) -> PhraseReading:
        """One reading of two names for the same thing, or a question when they disagree."""
        both = tuple(row for row in reading.rows if row in second.rows)
        if len(both) == 1:
            return replace(reading, rows=both, asks="")
        if self._names.substances(reading.rows) == self._names.substances(second.rows):
            return reading
        return reading.among(second.rows)

    def _told(self, reading: PhraseReading, note: str, *, loose: bool) -> PhraseReading | None:
        """The reading with a note; a note that names another medicine must be asked about.

        ``loose``: the note may be a misspelled name, not the rest of a sentence. None when the
        note may hold a medicine that nobody knows.
        """
        if _goes_further(note):
            return None
        others = [row for span in self.spans(note) for row in span.rows]
        if loose and not others:
            score, near = self._suggester.nearest(key(note))
            others = list(near) if score >= NEAR else []
        known = self._names.substances(reading.rows)
        foreign = [row for row in others if known.isdisjoint(self._names.substances([row]))]
        if loose and not others and _is_strange(note):
            return None
        reason = f"{reading.reason}; {note}" if reading.reason else note
        noted = replace(reading, reason=reason)
        return noted.among(foreign) if foreign else noted


def _is_dose(word: TypedWord) -> bool:
    return word.is_number or word.text in NOISE


def _is_around(word: TypedWord) -> bool:
    return _is_dose(word) or word.text in WORDS or word.text in SALTS


def _is_reason(word: TypedWord) -> bool:
    return word.text in REASONS or word.text == "for" or (_is_dose(word) and word.text not in FORMS)


def _has_form(text: str) -> bool:
    return any(word.text in FORMS for word in words(text))


def _goes_further(note: str) -> bool:
    """Whether a note refers to a list, or goes on after "and" with more than reasons."""
    further = [word for part in CONNECTIVE.split(note)[1:] for word in words(part)]
    return stop_word(note) == "" or not all(map(_is_reason, further))


def _is_strange(note: str) -> bool:
    """Whether a note is just one or two strange words: they may be a name that nobody knows."""
    said = words(note)
    is_known = any(_is_reason(word) or word.text in CLASSES | FORMS for word in said)
    return len(said) <= 2 and not is_known
