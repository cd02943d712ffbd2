"""Brands of many countries: taken as typed, but for ordinary words and names of other medicines elsewhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from screener.medicines import Matcher
from screener.model.response import Recognition

with Path(__file__).with_name("brands.csv").open(encoding="utf-8", newline="") as file:
    BRANDS = {row["brand"]: row["generic"] for row in csv.DictReader(file)}

ASKED = {
    "Assert", "Eleva", "Exodus", "MCP", "Moment", "Motivan", "Oki", "Patrol", "Serta", "Sone", "Tafil",
}  # fmt: skip
"""Ordinary words among them."""
ELSEWHERE = {
    "Cartia": {"aspirin", "diltiazem"},
    "Urex": {"furosemide", "methenamine"},
    "Norgesic": {"orphenadrine and acetaminophen", "orphenadrine and aspirin and caffeine"},
}


@pytest.mark.parametrize("write", [str, str.lower, str.upper, "{} 20 mg".format])
def test_a_brand_is_taken_as_typed(matcher: Matcher, write) -> None:
    read = {brand: matcher.recognize(write(brand)) for brand in BRANDS.keys() - ASKED}
    assert len(read) == 499
    assert {brand: tuple(part.generic for part in parts) for brand, parts in read.items()} == {
        brand: (BRANDS[brand],) for brand in read
    }


@pytest.mark.parametrize("write", [str, str.lower, "{} 20 mg".format])
def test_an_ordinary_word_is_asked_about_and_never_taken(matcher: Matcher, write) -> None:
    for brand in sorted(ASKED):
        (part,) = matcher.recognize(write(brand))
        assert (part.recognition, part.generic) == (Recognition.OFFERED, ""), brand
        assert BRANDS[brand] in part.suggestions


@pytest.mark.parametrize("write", [str, str.lower, "{} tablets".format])
@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_name_that_is_another_medicine_elsewhere_is_asked_about(matcher: Matcher, name: str, write) -> None:
    (part,) = matcher.recognize(write(name))
    assert (part.recognition, part.generic) == (Recognition.OFFERED, "")
    assert set(part.suggestions) == ELSEWHERE[name]
