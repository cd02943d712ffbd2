"""What is suggested while a name is typed: whole names that begin so, near ones behind them, none taken."""

from __future__ import annotations

import pytest

from screener.medicines import Matcher
from screener.medicines.complete import MOST, Completer, completer_for
from screener.model.response import Recognition
from screener.model.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def completer(vocabulary: Vocabulary) -> Completer:
    return completer_for(vocabulary)


FIRST = [
    # typed, the first name, what it is
    ("dul", "duloxetine", "SNRI"),
    ("DULOX", "duloxetine", "SNRI"),
    ("  Cymb", "Cymbalta", "duloxetine, SNRI"),
    ("Cymbalta", "Cymbalta", "duloxetine, SNRI"),
    ("zyprexa", "Zyprexa", "olanzapine, antipsychotic"),
    ("trama", "tramadol", "opioid"),
    ("tylenol", "Tylenol", "acetaminophen, analgesic"),
    # misspelled: near names
    ("prozak", "fluoxetine", "SSRI"),
    ("amitryptiline", "amitriptyline", "TCA"),
    ("celebrx", "celecoxib", "NSAID (COX-2)"),
]


@pytest.mark.parametrize(("typed", "name", "what"), FIRST)
def test_the_likeliest_name_comes_first(completer: Completer, typed: str, name: str, what: str) -> None:
    first = completer.complete(typed)[0]
    assert (first.name, first.what) == (name, what)


NOTHING = [
    "",
    "d",
    "é",
    "   ",
    "zzzz",
    "<b>",
    "little white pill",
    "x" * 200,
    # the name is written: what comes behind it is its dose
    "Prozac 20",
    "amitryptiline 25",
]


@pytest.mark.parametrize("typed", NOTHING)
def test_nothing_is_suggested_for(completer: Completer, typed: str) -> None:
    assert completer.complete(typed) == ()


SINGLE_FIRST = [
    # typed, a single substance, a product with it
    ("tramadol", "tramadol", "tramadol and celecoxib"),
    ("acetam", "acetaminophen", "acetaminophen and caffeine"),
    ("oxycodone", "oxycodone", "oxycodone and aspirin"),
]


@pytest.mark.parametrize(("typed", "single", "product"), SINGLE_FIRST)
def test_single_substances_come_before_products(
    completer: Completer, typed: str, single: str, product: str
) -> None:
    names = [one.name for one in completer.complete(typed)]
    assert names.index(single) < names.index(product)


BOTH = [
    # names that are taken for each other: both stand in the list, so that the patient chooses
    ("hydroxyz", "hydroxyzine", "hydralazine"),
    ("clonaz", "clonazepam", "clonidine"),
]


@pytest.mark.parametrize(("typed", "name", "lookalike"), BOTH)
def test_a_lookalike_stands_behind_the_name_and_is_not_taken(
    completer: Completer, matcher: Matcher, typed: str, name: str, lookalike: str
) -> None:
    names = [one.name for one in completer.complete(typed)]
    assert names.index(name) < names.index(lookalike)
    assert [part.recognition for part in matcher.recognize(typed)] == [Recognition.OFFERED]


def test_a_name_is_suggested_once_for_each_medicine_and_at_most_five(completer: Completer) -> None:
    for typed in ("am", "co", "me", "pro", "tylenol", "cel"):
        found = completer.complete(typed)
        assert len({one.name for one in found}) == len(found) <= MOST == 5


def test_every_generic_written_out_is_its_own_first_suggestion(
    completer: Completer, vocabulary: Vocabulary
) -> None:
    firsts = {generic: completer.complete(generic)[:1] for generic in vocabulary.medicines}
    assert [generic for generic, first in firsts.items() if not first or first[0].name != generic] == []


def test_every_suggested_name_is_then_known_or_asked_about(completer: Completer, matcher: Matcher) -> None:
    for typed in ("dul", "ami", "tra", "oxy", "tyl", "pre", "gab", "hydro", "clon", "nor"):
        for one in completer.complete(typed):
            states = {part.recognition for part in matcher.recognize(one.name)}
            asked = one.name == "hydrocortisone"  # a cream or a tablet
            assert states == {Recognition.OFFERED if asked else Recognition.RECOGNIZED}, one.name
