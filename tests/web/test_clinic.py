"""The clinic's pages: behind the access code, and what they print."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from screener.visits import Visits
from screener.web.app import create_app
from tests.web.people import Clock, Patient

WRONG = "This is not the access code"


@pytest.fixture
def clinician(app: Flask) -> Patient:
    return Patient(app.test_client())


def sign_in(clinician: Patient, code: str) -> Patient:
    return clinician.get("/clinic/login").post("/clinic/login", code=code)


def test_the_access_code_opens_the_list_for_twelve_hours(
    clinician: Patient, access_code: str, clock: Clock
) -> None:
    assert clinician.get("/clinic").path == "/clinic/login"
    assert sign_in(clinician, access_code).heading == "Visits"
    clock.forward(timedelta(hours=11, minutes=59))
    assert clinician.get("/clinic").heading == "Visits"
    clock.forward(timedelta(minutes=2))
    assert clinician.get("/clinic").path == "/clinic/login"


@pytest.mark.parametrize("step", [timedelta(days=1), timedelta(hours=-1), timedelta(days=-1)])
def test_a_clock_that_is_set_signs_nobody_out_or_in_for_longer(
    clinician: Patient, access_code: str, clock: Clock, step: timedelta
) -> None:
    sign_in(clinician, access_code)
    clock.now += step
    assert clinician.get("/clinic").heading == "Visits"
    clock.forward(timedelta(hours=12))
    assert clinician.get("/clinic").path == "/clinic/login"


def test_a_restart_asks_to_sign_in_again(
    clinician: Patient, access_code: str, visits: Visits, clock: Clock
) -> None:
    sign_in(clinician, access_code)
    cookie = clinician.client.get_cookie("screener").value
    assert copy_of(clinician.client.application, cookie).get("/clinic").heading == "Visits"
    restarted = create_app(visits=visits, secret_key=b"a key for tests only", clock=clock)
    assert copy_of(restarted, cookie).get("/clinic").path == "/clinic/login"


@pytest.mark.parametrize("way", ["/clinic/out", "/leave"])
def test_a_copy_of_the_cookie_opens_nothing_once_signed_out(
    clinician: Patient, access_code: str, way: str
) -> None:
    sign_in(clinician, access_code)
    app, cookie = clinician.client.application, clinician.client.get_cookie("screener").value
    _ = clinician.post(way) if way == "/clinic/out" else clinician.client.get(way)
    assert copy_of(app, cookie).get("/clinic").path == "/clinic/login"


def copy_of(app: Flask, cookie: str) -> Patient:
    """A browser with a copy of a cookie."""
    client = app.test_client()
    client.set_cookie("screener", cookie)
    return Patient(client)


def test_signing_out_closes_it(clinician: Patient, access_code: str) -> None:
    sign_in(clinician, access_code).post("/clinic/out")
    assert clinician.get("/clinic").path == "/clinic/login"


def test_the_sixth_try_in_a_minute_is_not_looked_at(
    clinician: Patient, access_code: str, clock: Clock
) -> None:
    for _ in range(5):
        assert WRONG in sign_in(clinician, "guess").text
    assert "Too many tries" in sign_in(clinician, access_code).text
    assert clinician.page.status_code == 429
    clock.forward(timedelta(minutes=1))
    assert sign_in(clinician, access_code).heading == "Visits"


def test_the_list_shows_unfinished_forms_only_with_an_emergency(
    patient: Patient, clinician: Patient, app: Flask, access_code: str
) -> None:
    patient.start().answer(**{"list-0": "none"}).answer(**{"list-0": "rf_bladder"})
    quiet = Patient(app.test_client()).start()
    quiet.answer(**{"list-0": "none"})
    sign_in(clinician, access_code)
    assert clinician.text.count("NAME NOT GIVEN") == 1
    assert "Not finished, with an emergency" in clinician.text
    clinician.get(re.search(r'href="(/clinic/v/[^"]+)"', clinician.text)[1])
    assert "NOT FINISHED, NOT SENT" in clinician.text
    assert "Bladder change" in clinician.text


def test_the_print_page_says_who_when_and_what_was_shown(
    patient: Patient, clinician: Patient, access_code: str
) -> None:
    patient.start()
    patient.get("/f/person").post(
        "/f/person",
        **{"name": "EXAMPLE, Patient", "born-day": "4", "born-month": "4", "born-year": "1961"},
    )
    patient.answer(**{"list-0": "none"}).answer(**{"list-0": "rf_bladder"}).go_on()
    patient.back().answer(**{"list-0": "none"})
    patient.skip_to("Your medicines").answer(**{"med_list-0": "Cymbalta 60", "med_list-1": "tramadol"})
    patient.skip_to("What matters to you").answer(visit_goal="Will these pills make me too sleepy?")
    patient.post("/f/send")
    sign_in(clinician, access_code)
    clinician.get(re.search(r'href="(/clinic/v/[^"]+)"', clinician.text)[1])
    page = clinician.text
    assert page.count("EXAMPLE, Patient") >= 2
    assert page.count("born 4 Apr 1961") == 2
    assert "sent 1 Dec 2026, 21:14" in page
    assert "Page shown 1 Dec 2026, 21:14; answer later changed." in page
    assert "“Will these pills make me too sleepy?”" in page
    assert "Serotonergic opioid with an antidepressant" in page
    assert "duloxetine" in page
    assert "Patient-reported, not reviewed, not monitored." in page
    assert "Not for real patients yet" in page
    assert "Draft content" in page


def test_an_unknown_reference_is_a_friendly_page(clinician: Patient, access_code: str) -> None:
    sign_in(clinician, access_code).get("/clinic/v/ZZZ-ZZZ")
    assert clinician.page.status_code == 404
    assert "No visit has this reference" in clinician.text
    assert 'href="/clinic"' in clinician.text
