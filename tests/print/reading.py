"""A PDF as a reader sees it: how many sheets, the text on each, the order of what is tagged."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata

import pikepdf

UNPRINTED = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def sheets(document: bytes) -> int:
    """How many pages the document has."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return len(opened.pages)


def sheets_before(document: bytes, words: str) -> int:
    """How many pages stand before the first one that holds these words."""
    pages = text_of(document, "-raw").split("\f")
    return next(number for number, page in enumerate(pages) if letters(words) in letters(page))


def text_of(document: bytes, *options: str) -> str:
    """The text of a PDF as a reader would copy it."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=document, capture_output=True, check=True)
    return done.stdout.decode()


def letters(text: str) -> str:
    """A text without what typesetting changes: white space, ligatures and marks of direction."""
    return UNPRINTED.sub("", unicodedata.normalize("NFKC", text))


def lost(word: str, document: str) -> bool:
    """Whether a word is not in a document's letters.

    Readers disagree about the place of signs at the end of a right-to-left word, and about its direction, so
    that of such a word only its letters are looked for, either way round.
    """
    wanted = letters(word)
    if not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in wanted):
        return wanted not in document
    parts = re.findall(r"\w+", wanted)
    return any(part not in document and part[::-1] not in document for part in parts)
