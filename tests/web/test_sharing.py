"""Several people and one device: nobody meets the answers of another, and nobody loses their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from screener.errors import StoreBusy
from screener.store import Store
from screener.visits import Visits
from screener.web.app import create_app
from tests.web.people import Clock, Patient
from tests.web.test_clinic import sign_in
from tests.web.test_journey import NERVES, NONE, SQUEEZED, WARNING, only_visit

PRIVATE = ("/f/on", "/f/link", "/f/person", "/f/check", "/f/keep", "/f/keep?v=1", "/f/keep?v=2", "/f/now")
START = "Before your pain visit"


def with_cookie(app: Flask, value: str) -> Patient:
    """A browser that kept a copy of a session cookie."""
    client = app.test_client()
    client.set_cookie("screener", value)
    return Patient(client)


def name(patient: Patient) -> Patient:
    return patient.get("/f/person").post("/f/person", name="Anna Zebra")


@pytest.mark.parametrize("way", ["/f/done", "/f/again", "/leave"])
def test_what_was_ended_stays_ended_after_a_restart_and_many_others(
    patient: Patient, visits: Visits, store: Store, clock: Clock, way: str
) -> None:
    name(patient.start())
    other = Patient(patient.client.application.test_client()).start()
    kept, others = (one.client.get_cookie("screener").value for one in (patient, other))
    _ = patient.client.get(way) if way == "/leave" else patient.post(way)
    with store.writing() as writing:
        for number in range(10_001):
            writing.end_session(f"another {number}", at=clock())
    again = Visits(store=store, rulebook=visits.rulebook, region="us", clinic="your clinic", clock=clock)
    restarted = create_app(visits=again, secret_key=b"a key for tests only", clock=clock)
    assert with_cookie(restarted, kept).get("/f/check").path == "/"
    assert with_cookie(restarted, others).get("/f/check").path == "/f/check"


def test_a_session_ends_though_the_store_cannot_be_written(
    patient: Patient, app: Flask, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise StoreBusy("busy")

    name(patient.start())
    kept = patient.client.get_cookie("screener").value
    monkeypatch.setattr(visits.ended._store, "writing", fails)
    assert patient.client.get("/leave").status_code == 303
    assert with_cookie(app, kept).get("/f/check").path == "/"


def test_ended_sessions_are_forgotten_in_rounds_once_their_cookies_are_too_old(
    visits: Visits, store: Store, clock: Clock
) -> None:
    visits.ended.end("first")
    clock.forward(timedelta(days=31))
    visits.ended.end("second")
    visits.purge()
    assert store.ended_sessions() == {"first", "second"}
    clock.forward(timedelta(days=2))
    visits.ended.end("third")
    assert store.ended_sessions() == {"first", "second", "third"}
    visits.begin()
    assert store.ended_sessions() == {"second", "third"}
    assert "first" in visits.ended


@pytest.mark.parametrize("way", ["/f/done", "/f/again", "/leave"])
@pytest.mark.parametrize("sent", [False, True])
def test_a_device_that_forgot_opens_nothing_with_a_copy_of_its_cookie(
    patient: Patient, app: Flask, way: str, sent: bool
) -> None:
    name(patient.start())
    screen = patient.path
    patient.get("/f/check")
    if sent:
        patient.post("/f/send")
    kept = patient.client.get_cookie("screener").value
    assert "Zebra" in with_cookie(app, kept).get("/f/keep?v=1" if sent else "/f/check").text
    _ = patient.client.get(way) if way == "/leave" else patient.post(way)
    for browser in (patient, with_cookie(app, kept)):
        for address in (*PRIVATE, screen, "/"):
            assert "Zebra" not in browser.get(address).text, address
        assert browser.heading == START


def test_after_a_form_was_sent_the_next_person_starts_afresh(patient: Patient, visits: Visits) -> None:
    name(patient.start()).get("/f/check").post("/f/send")
    first = only_visit(visits, patient)
    patient.get("/")
    assert "Start a new form" in patient.text
    assert "Go on where you left off" not in patient.text
    patient.post("/").get("/f/check")
    assert "Zebra" not in patient.text
    assert only_visit(visits, patient).id != first.id
    assert visits.get(first.id).completed


def test_this_is_not_me_leaves_the_form_of_somebody_else(
    patient: Patient, visits: Visits, app: Flask
) -> None:
    name(patient.start()).answer(**NONE)
    patient.get("/f/again")
    assert "It stays as it is for them" in patient.text
    assert patient.post("/f/done").heading == START
    assert "Go on where you left off" not in patient.text
    assert Patient(app.test_client()).get(patient.link).post("/r").heading == NERVES


def test_a_link_on_a_shared_device_takes_the_place_of_the_other_form(patient: Patient, app: Flask) -> None:
    other = Patient(app.test_client())
    name(other.start()).answer(**{"list-0": "sym_stroke"})
    patient.start().answer(**NONE).answer(**{"list-0": "rf_bladder"}).go_on()
    shown = other.get(patient.link).post("/r")
    assert shown.heading == SQUEEZED
    assert "stroke" not in shown.text
    assert "Zebra" not in shown.go_on().get("/f/check").text


def test_a_screen_of_another_visit_is_not_here(patient: Patient, app: Flask) -> None:
    other = Patient(app.test_client()).start()
    address = patient.start().path
    assert address != other.path
    assert other.get(address).path != address
    assert other.heading == WARNING
    assert other.post(address, **other.hidden, go="on", **NONE).path != address


@pytest.mark.parametrize("ended", ["sign out", "new code"])
def test_a_sign_in_that_ended_opens_nothing_with_a_copy_of_its_cookie(
    app: Flask, visits: Visits, access_code: str, store, clock, ended: str
) -> None:
    clinician = sign_in(Patient(app.test_client()), access_code)
    kept = clinician.client.get_cookie("screener").value
    assert with_cookie(app, kept).get("/clinic").heading == "Visits"
    if ended == "sign out":
        clinician.post("/clinic/out")
    else:
        store.renew_code(at=clock())
    for browser in (clinician, with_cookie(app, kept)):
        assert browser.get("/clinic").path == "/clinic/login"
