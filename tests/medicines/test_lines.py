"""Lines with several medicines: silent only when every part is exact, and every word kept."""

from __future__ import annotations

import pytest

from screener.medicines import Matcher
from screener.model.response import Recognition

ALL_TAKEN = [
    ("ibuprofen, tylenol", ["ibuprofen", "acetaminophen"]),
    ("naproxen + omeprazole", ["naproxen", "omeprazole"]),
    ("Advil/Aleve", ["ibuprofen", "naproxen"]),
    ("Tylenol and Advil", ["acetaminophen", "ibuprofen"]),
    ("sertraline; xanax\nLyrica\tCymbalta", ["sertraline", "alprazolam", "pregabalin", "duloxetine"]),
    ("omeprazole 20mg x2, lansoprazole", ["omeprazole", "lansoprazole"]),
    ("Cymbalta (60mg, once a day), Lyrica", ["duloxetine", "pregabalin"]),
    ("acetaminophen, codeine", ["acetaminophen", "codeine"]),
    ("tramadol 50mg and celecoxib 200mg", ["tramadol", "celecoxib"]),
    ("tramadol and celecoxib", ["tramadol and celecoxib"]),
    ("sertraline for depression and xanax for sleep", ["sertraline", "alprazolam"]),
    ("ibuprofen, 400mg, twice a day", ["ibuprofen"]),
    ("sertraline, one a day", ["sertraline"]),
    ("ibuprofen and paracetamol/codeine", ["ibuprofen", "codeine and acetaminophen"]),
    ("• Zoloft • Xanax", ["sertraline", "alprazolam"]),
    ("sertraline 1 tablet in the morning and 2 tablets at night", ["sertraline"]),
    ("lisinopril 1,000 mg", ["lisinopril"]),
]

SOME_ASKED = [
    ("naproxen, xanex", [("naproxen", "naproxen"), ("xanex", "alprazolam")]),
    ("Zoloft, none", [("Zoloft", "sertraline"), ("none", "")]),
    ("lisinopril, water pill", [("lisinopril", "lisinopril"), ("water pill", "")]),
    ("lisinopril and a water pill", [("lisinopril", "lisinopril"), ("a water pill", "")]),
    ("sertraline, injection", [("sertraline", "sertraline"), ("injection", "")]),
    ("sertraline and an injection", [("sertraline", "sertraline"), ("an injection", "")]),
    (
        "sertraline for anxiety and a water pill",
        [("sertraline for anxiety", "sertraline"), ("a water pill", "")],
    ),
    ("zoloft 50 xanax 0.5mg", [("zoloft 50", "sertraline"), ("xanax 0.5mg", "alprazolam")]),
    ("Lyrica, Voltaren", [("Lyrica", "pregabalin"), ("Voltaren", "diclofenac")]),
    ("Zoloft; stopped Lyrica", [("Zoloft", "sertraline"), ("stopped Lyrica", "pregabalin")]),
    (
        "sertraline for anxiety and loxoprofen for pain",
        [("sertraline for anxiety", "sertraline"), ("loxoprofen for pain", "fenoprofen")],
    ),
]


@pytest.mark.parametrize(("typed", "generics"), ALL_TAKEN)
def test_all_parts_are_taken(typed: str, generics: list[str], matcher: Matcher) -> None:
    parts = matcher.recognize(typed)
    assert [part.generic for part in parts] == generics
    assert all(part.recognition is Recognition.RECOGNIZED for part in parts)
    assert all(part.typed in typed for part in parts)


@pytest.mark.parametrize(("typed", "expected"), SOME_ASKED)
def test_one_inexact_part_asks_about_all(
    typed: str, expected: list[tuple[str, str]], matcher: Matcher
) -> None:
    parts = matcher.recognize(typed)
    assert all(part.recognition is not Recognition.RECOGNIZED for part in parts)
    assert [(part.typed, (*part.suggestions, "")[0]) for part in parts] == expected


def test_an_exact_part_of_an_inexact_line_says_why_it_is_asked(matcher: Matcher) -> None:
    exact, near = matcher.recognize("naproxen for my back, xanex")
    assert (exact.suggestions, exact.asks, exact.reason) == (
        ("naproxen",),
        "several",
        "for my back",
    )
    assert near.asks == "lookalike"


def test_the_two_halves_of_a_product_are_one_part(matcher: Matcher) -> None:
    (part,) = matcher.recognize("codeine / paracetamol")
    assert (part.typed, part.generic) == ("codeine / paracetamol", "codeine and acetaminophen")


@pytest.mark.parametrize(
    "typed", ["<b>little pill</b>", "<br/>", "<b>Prozac</b>", "a pill<br />", "{list} {a}"]
)
def test_markup_is_kept_in_one_piece(typed: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert part.typed == typed
    assert part.recognition is not Recognition.RECOGNIZED
