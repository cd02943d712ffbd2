"""What never matters: case, order, doses, salts, release and form words; what never breaks: text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.medicines import Matcher, load, matcher_for
from screener.model.response import Recognition

MATCHER = matcher_for(load())
NAMES = ["sertraline", "Zoloft", "pregabalin", "Lyrica", "tramadol", "oxycodone", "venlafaxine"]
AROUND = [
    "{}", "{} 50mg", "{} 50 mg tablets", "{} hydrochloride", "{} HCl 25mg", "{} XR", "{} retard",
    "{} extended release", "- {}", "1) {}", "{} once a day", "{} bd", "{} 2x daily", "take {}",
    "{} every 4-6 hours prn", "{} (75 mg)", "{}.", "  {}  ", "{} for pain", "half {} at bedtime",
]  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("name", NAMES)
def test_what_stands_around_a_name_changes_nothing(name: str, around: str) -> None:
    generic = MATCHER.recognize(name)[0].generic
    for typed in (around.format(name), around.format(name).upper(), around.format(name).lower()):
        (part,) = MATCHER.recognize(typed)
        assert (part.recognition, part.generic) == (Recognition.RECOGNIZED, generic), typed


@given(st.permutations(["sertraline", "Lyrica 75mg", "tramadol HCl", "omeprazole", "Xanax"]))
@settings(max_examples=30, deadline=None)
def test_the_order_of_a_list_changes_nothing_but_the_order(names: list[str]) -> None:
    parts = MATCHER.recognize(", ".join(names))
    assert [part.typed for part in parts] == names
    assert {part.generic for part in parts} == {
        "sertraline",
        "pregabalin",
        "tramadol",
        "omeprazole",
        "alprazolam",
    }


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_parts_that_hold_what_was_typed(text: str) -> None:
    parts = MATCHER.recognize(text)
    assert bool(parts) == bool(text.strip())
    assert parts == MATCHER.recognize(text)
    for part in parts:
        assert part.typed
        assert part.typed in text
        assert len(part.suggestions) <= 3
        assert bool(part.generic) == (part.recognition is Recognition.RECOGNIZED)
        assert bool(part.suggestions) == (part.recognition is Recognition.OFFERED)


@given(
    st.lists(
        st.sampled_from(
            ["Zoloft", "SAMe", "gel", "(", ")", ",", " and ", "/", "for", "not", "5mg", "none", " - ", "2"]
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=200, deadline=None)
def test_one_part_is_never_taken_beside_another_that_is_not(pieces: list[str]) -> None:
    found = {part.recognition for part in MATCHER.recognize(" ".join(pieces))}
    assert found == {Recognition.RECOGNIZED} or Recognition.RECOGNIZED not in found


HOSTILE = [
    ("blank", "   \t\n ", 0),
    ("no-break blanks", "\xa0\u2003", 0),
    ("one letter over and over", "a" * 10_000, 2),
    ("blanks inside", "x" + " " * 9_998 + "y", 2),
    ("commas", "," * 10_000, 1),
    ("open brackets", "(" * 10_000, 2),
    ("emoji", "💊" * 10_000, 2),
    ("control characters", "\x00\x01\x1b" * 3_000, 2),
    ("right to left", "\u202eنص عربي " * 1_000, 2),
    ("marks", "e" + "\u0301" * 9_999, 2),
    ("lone surrogate", "\ud800", 1),
    ("zero width", "\u200b", 1),
]


@pytest.mark.parametrize(("name", "text", "count"), HOSTILE)
def test_hostile_text_is_kept_and_not_recognized(name: str, text: str, count: int, matcher: Matcher) -> None:
    parts = matcher.recognize(text)
    assert len(parts) == count, name
    assert all(part.recognition is not Recognition.RECOGNIZED for part in parts)
    assert all(part.typed in text for part in parts)


def test_of_a_very_long_list_the_rest_is_kept_as_not_recognized(matcher: Matcher) -> None:
    parts = matcher.recognize("sertraline 50mg, " * 600)
    assert len(parts) == 25
    assert parts[-1].recognition is Recognition.UNRECOGNIZED
    assert all(part.recognition is Recognition.OFFERED for part in parts[:-1])
    assert sum(part.typed.count("sertraline") for part in parts) == 600


def test_emoji_and_arabic_beside_a_name(matcher: Matcher) -> None:
    assert matcher.recognize("💊 ibuprofen")[0].generic == "ibuprofen"
    assert matcher.recognize("ibuprofen نص")[0].suggestions == ("ibuprofen",)
