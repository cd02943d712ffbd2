"""Typical patients as PDF: how many sheets, and what stands on each."""

from __future__ import annotations

import io

import pikepdf
import pytest

from screener.visits import Visits
from tests.print.conftest import Setter
from tests.print.reading import sheets, text_of
from tests.web.test_cases_on_paper import SHEETS, sent_case

PARTS = ("Scores", "At a glance", "Medicines as typed", "Points to discuss", "Rulebook", "all answers")


@pytest.mark.parametrize(
    ("case", "size"), [*((case, "Letter") for case in SHEETS), ("P5", "A4"), ("P6", "A4")]
)
def test_a_typical_patient_takes_one_sheet_and_one_of_answers(
    visits: Visits, set_page: Setter, case: str, size: str
) -> None:
    visit = sent_case(visits, case)
    document = set_page(visit, size)
    count = sheets(document)
    assert count <= SHEETS[case] + 1
    for number in range(1, count + 1):
        text = " ".join(text_of(document, "-f", str(number), "-l", str(number)).split())
        for words in (f"EXAMPLE, {case}", "born 4 Apr 1961", visit.reference, f"Page {number} of {count}"):
            assert words in text, (number, words)
    read = text_of(document, "-raw").casefold()
    places = [read.index(part.casefold()) for part in PARTS]
    assert places == sorted(places)


def test_what_is_tagged_is_read_from_the_gravest_point_down(visits: Visits, set_page: Setter) -> None:
    visit = sent_case(visits, "P6")
    with pikepdf.open(io.BytesIO(set_page(visit, "A4"))) as document:
        root = document.Root
        assert str(root.Lang) == "en"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        headings = [tag for tag in tags(root.StructTreeRoot.K) if tag in ("/H1", "/H2", "/H3")]
        assert headings[:5] == ["/H1", "/H2", "/H2", "/H2", "/H2"]
        assert "/Figure" in tags(root.StructTreeRoot.K)
        assert all("/Tabs" in page for page in document.pages)


def tags(node: pikepdf.Object) -> list[str]:
    """The tags of a structure tree in the order in which they are read."""
    if isinstance(node, pikepdf.Array):
        return [tag for part in node for tag in tags(part)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    return [str(node.S), *(tags(node.K) if "/K" in node else [])]
