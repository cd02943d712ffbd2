"""How hard a text is to read, as a school grade."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]es|[^aeioudty]ed|[^laeiouy]e|[aeiouy]le?)$")


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text (years of school in the US), 0 where there are no words.

    0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al., 1975). A colon or semicolon ends
    a sentence, as the short lines of these texts are read.
    """
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len([part for part in SENTENCE_END.split(text) if WORD.search(part)]))
    syllables = sum(map(syllables_of, words))
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59)


def longest_sentence(text: str) -> int:
    """The words of the longest sentence."""
    return max((len(WORD.findall(part)) for part in re.split(r"[.!?]+(?=\s|$)", text)), default=0)


def syllables_of(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; a silent ending counts for none."""
    plain = re.sub(r"[^a-z]", "", word.casefold())
    count = len(VOWELS.findall(plain))
    if re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouysxzhcg]es$", plain):
        count -= 1
    return max(1, count)
