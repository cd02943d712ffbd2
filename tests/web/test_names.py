"""Names while they are typed: only for a form that is not sent, in measure, and never taken by themselves."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from screener.visits import Visits
from tests.routes import HEADERS, headers_of
from tests.web.people import Clock, Patient
from tests.web.test_journey import only_visit


def ask(patient: Patient, typed: str) -> TestResponse:
    return patient.client.post("/f/names", data={"csrf_token": patient.token, "typed": typed})


@pytest.fixture
def at_medicines(patient: Patient) -> Patient:
    return patient.start().skip_to("Your medicines")


def test_names_and_how_many_they_are(at_medicines: Patient) -> None:
    response = ask(at_medicines, "cymb")
    assert response.json == {
        "names": [{"name": "Cymbalta", "what": "duloxetine, SNRI"}],
        "words": "1 name found",
    }
    assert headers_of(response) == HEADERS


@pytest.mark.parametrize("typed", ["", "d", "zzzz", "\x00\x01", "<b>", "💊", "x" * 200])
def test_no_names(at_medicines: Patient, typed: str) -> None:
    response = ask(at_medicines, typed)
    assert (response.status_code, response.json) == (200, {"names": [], "words": "0 names found"})


def test_not_without_a_form(patient: Patient) -> None:
    assert ask(patient.get("/"), "cymb").status_code == 403


def test_not_for_a_form_that_was_sent(at_medicines: Patient) -> None:
    assert ask(at_medicines.get("/f/check").post("/f/send").get("/"), "cymb").status_code == 403


def test_not_for_a_form_that_was_left(at_medicines: Patient) -> None:
    at_medicines.post("/f/done")
    assert ask(at_medicines, "cymb").status_code == 403


def test_not_without_the_token(at_medicines: Patient) -> None:
    assert at_medicines.client.post("/f/names", data={"typed": "cymb"}).status_code == 400


def test_no_more_than_a_names_length(at_medicines: Patient) -> None:
    assert ask(at_medicines, "x" * 201).status_code == 413


def test_a_minute_holds_so_many_for_each_form(at_medicines: Patient, app: Flask, clock: Clock) -> None:
    assert [ask(at_medicines, "d").status_code for _ in range(60)] == [200] * 60
    assert ask(at_medicines, "d").status_code == 429
    other = Patient(app.test_client()).start().skip_to("Your medicines")
    assert ask(other, "d").status_code == 200
    clock.forward(timedelta(minutes=1))
    assert ask(at_medicines, "d").status_code == 200


def test_asking_changes_no_answer_and_takes_no_lookalike(at_medicines: Patient, visits: Visits) -> None:
    before = only_visit(visits, at_medicines)
    names = [one["name"] for one in ask(at_medicines, "hydroxyz").json["names"]]
    assert names[:2] == ["hydroxyzine", "hydralazine"]
    assert only_visit(visits, at_medicines) == before
    at_medicines.answer(**{"med_list-0": "hydroxyz"})
    assert "We do not know “hydroxyz”. Did you mean …?" in at_medicines.text


def test_what_is_typed_stands_in_no_log(at_medicines: Patient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(at_medicines, "quokka")
    assert "POST /f/names 200" in caplog.text
    assert "quokka" not in caplog.text
