"""A come-back link opens what it should, as often as it should, and leaves none in the browser's history."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser

from screener.visits import Visits
from tests.serving import served
from tests.web.people import Patient
from tests.web.test_journey import NERVES, NONE, WARNING

RIGHT = {"born-day": "4", "born-month": "4", "born-year": "1970"}
CLOSED = "This link does not open any more"


@pytest.fixture
def other(app: Flask) -> Patient:
    """Somebody at another browser."""
    return Patient(app.test_client())


def test_the_link_is_taken_out_of_the_address(patient: Patient, other: Patient) -> None:
    patient.start().answer(**NONE)
    answer = other.client.get(patient.link)
    assert (answer.status_code, answer.location) == (303, "/r")
    assert other.get("/r").heading == "Welcome back"
    assert patient.link.rpartition("/")[2] not in other.text
    assert other.post("/r").heading == NERVES
    assert other.get("/r").heading == CLOSED


def test_the_link_opens_as_often_as_it_is_used_until_the_form_is_sent(patient: Patient, app: Flask) -> None:
    patient.start().answer(**NONE)
    for _ in range(3):
        assert Patient(app.test_client()).get(patient.link).post("/r").heading == NERVES


@pytest.mark.parametrize("way", ["here", "at another device"])
def test_a_sent_form_without_a_birth_date_opens_never_again(
    patient: Patient, other: Patient, visits: Visits, way: str
) -> None:
    patient.start()
    other.get(patient.link)
    if way == "here":
        patient.get("/f/check").post("/f/send")
    else:
        visits.complete(visits.links.visit(patient.link.rpartition("/")[2]).id)
    assert other.post("/r").page.status_code == 403
    assert other.heading == CLOSED
    assert other.get(patient.link).page.status_code == 404
    assert other.heading == CLOSED


def test_a_sent_form_opens_with_its_birth_date_until_the_patient_is_done(
    patient: Patient, other: Patient
) -> None:
    patient.start().get("/f/person").post("/f/person", **RIGHT)
    patient.get("/f/check").post("/f/send")
    assert other.get(patient.link).post("/r").page.status_code == 422
    assert "Please give the date of birth." in other.text
    assert other.post("/r", **RIGHT).path == "/f/keep"
    patient.post("/f/done")
    assert other.get(patient.link).post("/r", **RIGHT).heading == CLOSED


def test_whoever_is_done_with_a_form_that_is_not_sent_can_come_back(patient: Patient, other: Patient) -> None:
    patient.start().post("/f/done")
    assert other.get(patient.link).post("/r").heading == WARNING


@pytest.mark.browser
def test_the_browsers_history_holds_no_link_that_opens(
    patient: Patient, app: Flask, browser: Browser
) -> None:
    patient.start().answer(**NONE)
    secret = patient.link.rpartition("/")[2]
    with served(app) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.goto(f"{address}/r/{secret}")
        page.get_by_role("button", name="Go on with the form").click()
        assert page.locator("h1").inner_text() == NERVES
        page.context.clear_cookies()
        seen = []
        for _ in range(2):
            page.go_back()
            seen.append((page.url.removeprefix(address), page.locator("h1").inner_text()))
    assert seen == [("/r", CLOSED), ("/", "Before your pain visit")]
