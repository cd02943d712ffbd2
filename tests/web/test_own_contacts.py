"""A clinic's own crisis and poison lines stand wherever its region's would."""

from __future__ import annotations

import pytest

from screener.model.rulebook import Contacts, Rulebook
from screener.store import Store
from screener.visits import Visits
from screener.web.formats import crisis_line
from tests.web.conftest import Clock
from tests.web.people import Patient

LINE = "Linha SOS 213 544 545"


@pytest.fixture
def visits(store: Store, rulebook: Rulebook, clock: Clock) -> Visits:
    own = Contacts("eu", {"crisis": LINE}, {"crisis": "213544545"})
    return Visits(store=store, rulebook=rulebook, region="eu", clinic="Clínica da Dor", clock=clock, own=own)


def test_the_foot_of_every_page_has_it(patient: Patient) -> None:
    patient.start()
    assert 'href="tel:213544545"' in patient.text
    assert LINE.partition(" 2")[0] in patient.text


def test_the_emergency_page_has_it_and_the_regions_other_numbers(patient: Patient) -> None:
    patient.start()
    while "phq9" not in patient.text:
        patient.answer()
    patient.answer(phq9="1")
    assert f"Get help now: {LINE}." in patient.text
    assert 'href="tel:213544545"' in patient.text
    assert "call 112" in patient.text
    assert "findahelpline" not in patient.text


@pytest.mark.parametrize(
    ("words", "tel", "number"),
    [
        ("call or text 988", "988", "988"),
        ("call or text 9-8-8", "988", "9-8-8"),
        ("Lifeline 13 11 14, day and night", "131114", "13 11 14"),
        ("Night line (020) 7946.0001", "02079460001", "020) 7946.0001"),
        ("the night line of your clinic", "02079460001", "The night line of your clinic"),
    ],
)
def test_the_number_in_the_words_is_what_is_tapped(words: str, tel: str, number: str) -> None:
    line = crisis_line(words, tel)
    assert (line.number, line.tel) == (number, tel)
    assert line.before + line.number + line.after == words[0].upper() + words[1:]
