"""Forms that somebody else fills in: for the patient at home, or at the clinic from a paper form."""

from __future__ import annotations

import re
import time

import pytest
from flask import Flask

from screener.visits import Visits
from screener.web.app import create_app
from screener.web.context import IdleSessions
from tests.web.people import Patient
from tests.web.test_clinic import sign_in
from tests.web.test_journey import only_visit

FOR_ANOTHER = "You are filling this in for someone else. “You” and “your” mean that person."
ASK_OUT_LOUD = "If you can, ask these questions out loud and mark what you are told."
TYPED_IN = "You are typing in a paper form. Leave blank what the patient left blank."
STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"


def at_about_you(patient: Patient) -> Patient:
    return patient.start().skip_to("About you")


def test_from_the_answer_on_every_page_says_who_is_meant(patient: Patient) -> None:
    at_about_you(patient)
    assert FOR_ANOTHER not in patient.text
    patient.answer(completed_by="someone_else")
    assert FOR_ANOTHER in patient.text
    assert FOR_ANOTHER in patient.get("/f/check").text
    assert FOR_ANOTHER in patient.get("/f/person").text


@pytest.mark.parametrize("who", ["self", "self_with_help", ""])
def test_for_anybody_else_nothing_is_said(patient: Patient, who: str) -> None:
    at_about_you(patient).answer(**({"completed_by": who} if who else {}))
    assert FOR_ANOTHER not in patient.text
    assert ASK_OUT_LOUD not in patient.skip_to(STEM).text


def test_a_published_instrument_stays_word_for_word_and_is_to_be_asked_out_loud(patient: Patient) -> None:
    at_about_you(patient).answer(completed_by="someone_else").skip_to(STEM)
    assert ASK_OUT_LOUD in patient.text
    assert "If you cannot ask, skip them." in patient.text
    assert "Little interest or pleasure in doing things" in patient.text
    legend = re.search(r"<legend.*?</legend>", patient.text, re.DOTALL)[0]
    assert ASK_OUT_LOUD not in legend


def test_changing_the_answer_takes_the_words_away(patient: Patient) -> None:
    about_you = at_about_you(patient).path
    patient.answer(completed_by="someone_else")
    assert FOR_ANOTHER in patient.get(about_you).text
    patient.answer(completed_by="self")
    assert FOR_ANOTHER not in patient.text


@pytest.fixture
def typist(app: Flask, access_code: str) -> Patient:
    """Somebody at the clinic who begins to type in a paper form."""
    return sign_in(Patient(app.test_client()), access_code).post("/clinic/paper")


def test_a_paper_form_is_typed_in_on_the_same_pages_and_ends_at_the_clinicians_page(
    typist: Patient, visits: Visits
) -> None:
    assert typist.path == "/f/person"
    assert TYPED_IN in typist.text
    typist.post("/f/person", name="Ana Paper")
    assert TYPED_IN in typist.text
    typist.get("/f/check").post("/f/send")
    visit = only_visit(visits, typist)
    assert visit.state.typed_in
    assert typist.path == f"/clinic/v/{visit.reference}"
    assert "Ana Paper" in typist.text
    assert "typed in from a paper form" in typist.text


def test_sending_it_twice_makes_one_visit(typist: Patient, visits: Visits) -> None:
    typist.get("/f/check").post("/f/send")
    typist.post("/f/send")
    assert typist.path.startswith("/clinic/v/")
    assert len(visits.listing().completed) == 1


def test_an_emergency_is_shown_to_whoever_types_it_in(typist: Patient) -> None:
    typist.post("/f/person").answer(**{"list-0": "sym_stroke"})
    assert typist.heading == "These can be signs of a stroke"
    assert TYPED_IN in typist.text


def test_it_is_kept_while_the_form_is_not_finished(typist: Patient, visits: Visits) -> None:
    typist.post("/f/person").answer(**{"list-0": "none"})
    with typist.client.session_transaction() as session:
        id = session["visit"]
    assert visits.get(id).state.typed_in


def test_what_patients_send_is_not_called_typed_in(
    patient: Patient, app: Flask, access_code: str, visits: Visits
) -> None:
    patient.start().get("/f/check").post("/f/send")
    visit = only_visit(visits, patient)
    assert not visit.state.typed_in
    clinician = sign_in(Patient(app.test_client()), access_code).get(f"/clinic/v/{visit.reference}")
    assert "typed in" not in clinician.text


def test_at_a_kiosk_no_paper_form_is_typed_in(visits: Visits, access_code: str) -> None:
    app = create_app(visits=visits, secret_key=b"k", idle=IdleSessions(time.monotonic))
    clinician = sign_in(Patient(app.test_client()), access_code)
    assert "Type in a paper form" not in clinician.text
    assert clinician.post("/clinic/paper").page.status_code == 404
    assert visits.listing().completed == ()
