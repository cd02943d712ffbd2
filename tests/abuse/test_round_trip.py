"""Signs that forms stumble over come back as they were typed, or without what controls, which is told."""

from __future__ import annotations

import re

import pytest

from screener.visits import Visits
from tests.abuse.corpora import CLEANED, VERBATIM
from tests.abuse.walking import Walker, turns
from tests.web.people import Patient
from tests.web.test_journey import MEDICINES, only_visit

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"
LINES = ("allergies", "visit_goal")
"""Where space at the ends is kept: words over several lines."""

BETWEEN = re.compile("[,;&]")
"""What parts several medicines in one row; each is printed by itself."""

TYPED = [*VERBATIM, *dict(CLEANED)]
NOTICE = "We removed characters that cannot be shown."


def without_signs(words: str) -> str:
    return dict(CLEANED).get(words, words)


def stored(visits: Visits, patient: Patient) -> dict[str, str]:
    """Everything that was typed, as it is kept."""
    visit = only_visit(visits, patient)
    row = visit.state.raw["med_list"][0]
    return {
        "name": visit.state.person.name,
        "visit_goal": visit.state.raw["visit_goal"],
        "allergies": visit.state.raw["allergies"],
        "med_list-0": row["typed"],
        "med_list-0-for": row["reason"],
        "med_list-0-since": row["since"],
        "med_stopped_5w-0": visit.state.raw["med_stopped_5w"][0]["typed"],
    }


@pytest.mark.parametrize("turn", turns(TYPED))
def test_words_are_kept_and_printed_as_they_were_typed(
    patient: Patient, clinician: Patient, visits: Visits, turn: int
) -> None:
    walker = Walker(patient, TYPED, turn)
    told = [NOTICE in at.text for at in walker.pages(choices=False)]
    kept = {field: without_signs(words) for field, words in walker.typed.items()}
    assert any(told) is (kept != walker.typed)
    on_lines = {field: words if field in LINES else words.strip() for field, words in kept.items()}
    assert stored(visits, patient) == on_lines
    clinician.get(f"/clinic/v/{only_visit(visits, patient).reference}")
    for field, words in on_lines.items():
        apart = BETWEEN.split(words) if field in ("med_list-0", "med_stopped_5w-0") else [words]
        assert not [part for part in apart if part.strip() not in clinician.text], field
    assert on_lines["visit_goal"].strip() in patient.get("/f/keep?v=1").text


@pytest.mark.parametrize(
    ("kind", "kept"), [(FORM, "a%ED%A0%80b%FFc"), (MULTIPART, "a\ufffd\ufffd\ufffdb\ufffdc")]
)
def test_bytes_that_are_no_text_are_kept_as_signs_that_can_be_read(
    patient: Patient, visits: Visits, kind: str, kept: str
) -> None:
    token = patient.start().get("/f/person").token.encode()
    body = b"name=a%ED%A0%80b%FFc&csrf_token=" + token
    if kind is MULTIPART:
        part = b'--a\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        body = part % (b"name", b"a\xed\xa0\x80b\xffc") + part % (b"csrf_token", token) + b"--a--\r\n"
    patient.page = patient.client.post("/f/person", data=body, content_type=kind, follow_redirects=True)
    assert only_visit(visits, patient).state.person.name == kept
    assert kept in patient.get("/f/check").text


@pytest.mark.parametrize("digits", ["9" * 5, "9" * 4301, "9" * 60_000, "0" * 5000 + "3", "٣" * 5000])
def test_a_number_of_thousands_of_digits_is_refused_in_words(
    patient: Patient, visits: Visits, digits: str
) -> None:
    patient.start().skip_to("Your pain in the past week")
    patient.answer(peg_pain=digits[:20_000], peg_activity="3")
    assert patient.page.status_code == 422
    assert "Choose one of the answers shown." in patient.text
    assert only_visit(visits, patient).state.raw["peg_activity"] == 3


def test_a_year_of_thousands_of_digits_is_refused_in_words(patient: Patient) -> None:
    patient.start().get("/f/person")
    patient.post("/f/person", **{"born-day": "4", "born-month": "4", "born-year": "1" * 5000})
    assert patient.page.status_code == 422
    assert "There is no such date" in patient.text


@pytest.mark.parametrize(
    "name", ["a" * 200, "tramadol " * 22, "a+b,c/d;e and " * 14, "1.0mg " * 33, "(" * 200], ids=ascii
)
def test_a_long_medicine_name_is_kept_in_every_row(patient: Patient, visits: Visits, name: str) -> None:
    patient.start().skip_to(MEDICINES).answer(**{f"med_list-{number}": name for number in range(4)})
    assert patient.page.status_code == 200
    assert [row["typed"] for row in only_visit(visits, patient).state.raw["med_list"]] == [name.strip()] * 4
