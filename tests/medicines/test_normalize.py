"""Keys: what counts as the same spelling, and what does not."""

from __future__ import annotations

import pytest

from screener.medicines.words import key, latinized, words

SAME = [
    ("CYMBALTA", "cymbalta"),
    ("paracétamol", "paracetamol"),
    ("parace\u0301tamol", "paracetamol"),
    ("İbuprofen", "ibuprofen"),
    ("ıbuprofen", "ibuprofen"),
    ("ＩＢＵＰＲＯＦＥＮ", "ibuprofen"),
    ("St. John’s Wort", "stjohnswort"),
    ("St. John's Wort", "stjohnswort"),
    ("Lyrica®", "lyrica"),
    ("Lyrica™", "lyrica"),
    ("co-codamol", "cocodamol"),
    ("co codamol", "cocodamol"),
    ("Tylenol #3", "tylenol3"),
    ("5-HTP", "5htp"),
    ("Cold & Flu", "coldandflu"),
    ("acetaminophen w/ codeine", "acetaminophenwithcodeine"),
    ("ibu\u200bprofen", "ibuprofen"),
]

WORDS = [
    ("zoloft100mg", ["zoloft", "100", "mg"]),
    ("0.1 mg, 1 %", ["0.1", "mg", "1", "%"]),
    ("5/325", ["5", "325"]),
    ("25µg", ["25", "ug"]),
    ("25μg", ["25", "ug"]),
    ("b.d.", ["bd"]),
    ("cold&flu", ["cold", "and", "flu"]),
    ("#3", ["#3"]),
]


@pytest.mark.parametrize(("text", "expected"), SAME)
def test_key(text: str, expected: str) -> None:
    assert key(text) == expected


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


def test_letters_that_only_look_latin_stay_what_they_are() -> None:
    assert key("сertraline") != key("certraline")
    assert latinized(key("сertraline")) == "certraline"


def test_a_word_knows_where_it_stands_in_what_was_typed() -> None:
    assert [word.start for word in words("  Zoloft  50mg")] == [2, 10, 10]
