"""What a patient typed, reduced to what is compared: folded text, keys and words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_DROPPED = str.maketrans("", "", "'’‘‛`´ʼ′\"“”„«»™®©℠")
_FOLDED = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "µ": "u"})
_MICRO = re.compile(r"[μµ](?=g\b)")
_WORD = re.compile(r"#?\d+(?:[.,]\d+)*|[^\W\d_]+|%")
_CHUNK = re.compile(r"\S+")
_DOTTED = re.compile(r"\b(?:[a-z]\.)+[a-z]\b")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WITH = re.compile(r"\bw/\s*")
# Greek and Cyrillic letters that look like Latin ones, in lower case.
_LOOKS_LATIN = str.maketrans(
    "αβεικνορτυχγωη" + "авекмнорстухіјѕԁһ",
    "abeiknoptuxywn" + "abekmhopctyxijsdh",
)


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One folded word: letters or a number, and where the words as typed begin to hold it."""

    text: str
    start: int

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[-1].isdecimal()


def fold(text: str) -> str:
    """The text without case, marks, quotes, trademark signs and control characters.

    Letters that only look Latin stay what they are, so that they never match silently.
    """
    if text.isascii():
        return _WITH.sub("with ", _CONTROL.sub(" ", text.translate(_DROPPED)).lower())
    plain = unicodedata.normalize("NFKC", text.translate(_DROPPED)).translate(_DROPPED)
    plain = unicodedata.normalize("NFD", plain.casefold())
    kept = "".join(_kept(character) for character in plain)
    return _WITH.sub("with ", _MICRO.sub("u", kept.translate(_FOLDED)))


def key(text: str) -> str:
    """The text as names are compared: folded, ``&`` as ``and``, only letters and digits."""
    return _squeezed(fold(text))


def words(text: str) -> tuple[TypedWord, ...]:
    """The folded words of a text as typed; ``100mg`` is two words; ``&`` is the word ``and``."""
    return tuple(
        TypedWord(match.group(), chunk.start())
        for chunk in _CHUNK.finditer(text)
        for match in _WORD.finditer(_spelled_out(fold(chunk.group())))
    )


def joined(parts: Sequence[TypedWord]) -> str:
    """The key of these words written together."""
    return _squeezed("".join(word.text for word in parts))


def latinized(text: str) -> str:
    """A folded text with Greek and Cyrillic look-alikes made Latin: good for offers only."""
    return text.translate(_LOOKS_LATIN)


def _spelled_out(folded: str) -> str:
    """The chunk with ``&`` as a word and ``b.d.`` as one word."""
    plain = _DOTTED.sub(lambda match: match.group().replace(".", ""), folded)
    return plain.replace("&", " and ")


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return ""
    return " " if category[0] in "CZ" else character


def _squeezed(folded: str) -> str:
    return "".join(filter(str.isalnum, folded.replace("&", "and")))
