"""A page that lost its session says whom to call, keeps what was typed, and tells what is saved."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from screener.errors import StoreBusy, VisitNotFound
from screener.model.visit import Visit
from screener.store import Store
from screener.visits import Visits
from screener.web.app import create_app
from screener.web.context import IdleSessions
from tests.web.people import Clock, Patient
from tests.web.test_journey import NERVES, WARNING, only_visit

TICKED = {"list-0": ["sym_stroke", "sym_overdose"], "go": "on"}
STROKE, OVERDOSE = "These can be signs of a stroke", "Someone may be in danger right now"
GO_ON = "Please press the button to go on"
NOT_SAVED = "We could not save this page"
HOUR, DAY = 3600, 24 * 3600
BORN = {"born-day": "4", "born-month": "4", "born-year": "1961"}


def lose(patient: Patient) -> None:
    """The session's cookie goes; one of something else before the app stays."""
    patient.client.delete_cookie("screener")
    patient.client.set_cookie("AWSALB", "x")


def leave_in_another_tab(patient: Patient) -> None:
    patient.client.get("/leave")


def be_done_in_another_tab(patient: Patient) -> None:
    token = re.search(r'csrf_token" value="([^"]+)', patient.client.get("/").get_data(as_text=True))[1]  # type: ignore[index]
    assert patient.client.post("/f/done", data={"csrf_token": token}).status_code == 303


LOSSES = [lose, leave_in_another_tab, be_done_in_another_tab]


@pytest.fixture
def visit(patient: Patient, visits: Visits) -> Visit:
    """The visit of a patient who stands before the warning signs."""
    patient.start()
    assert patient.heading == WARNING
    return only_visit(visits, patient)


def send(patient: Patient, **fields: object) -> Patient:
    """Send the screen as it was filled in, whatever the browser forgot meanwhile."""
    return patient.post(patient.path, **{**patient.hidden, **(fields or TICKED)})


def press(patient: Patient, **fields: object) -> Patient:
    """Press the button of the page that lost its session."""
    return patient.post(patient.path, **{**patient.hidden, **fields})


def ticks(visits: Visits, visit: Visit) -> set[str]:
    return {id for id, answer in visits.get(visit.id).state.raw.items() if answer == "yes"}


def says_whom_to_call(patient: Patient) -> None:
    assert STROKE in patient.text
    assert OVERDOSE in patient.text
    assert 'class="call" href="tel:911"' in patient.text
    assert "Nothing is lost" not in patient.text


@pytest.mark.parametrize("loss", LOSSES)
def test_ticked_signs_are_told_at_once_and_one_press_saves_them_in_the_same_form(
    patient: Patient, visits: Visits, visit: Visit, loss: object
) -> None:
    loss(patient)  # type: ignore[operator]
    send(patient)
    assert patient.page.status_code == 400
    says_whom_to_call(patient)
    assert patient.text.index(STROKE) < patient.text.index(f"<h2>{GO_ON}</h2>")
    assert "This page is not saved yet" in patient.text
    assert ticks(visits, visit) == set()
    assert press(patient).path == "/f/now"
    says_whom_to_call(patient)
    assert ticks(visits, visit) == {"sym_stroke", "sym_overdose"}
    assert only_visit(visits, patient).id == visit.id
    assert patient.go_on().heading == NERVES


@pytest.mark.parametrize("loss", LOSSES)
def test_words_are_kept_too(patient: Patient, visits: Visits, visit: Visit, loss: object) -> None:
    patient.skip_to("What matters to you")
    loss(patient)  # type: ignore[operator]
    send(patient, visit_goal="Walk <my> dog\nagain", go="on")
    assert patient.heading == GO_ON
    assert 'href="tel:911"' in patient.text
    assert press(patient).heading == "Check your answers"
    assert visits.get(visit.id).state.raw["visit_goal"] == "Walk <my> dog\nagain"


def test_a_birth_date_that_was_given_is_asked_for(patient: Patient, visits: Visits, visit: Visit) -> None:
    patient.get("/f/person").post("/f/person", **BORN)
    assert visits.get(visit.id).state.person.born == date(1961, 4, 4)
    lose(patient)
    send(patient)
    says_whom_to_call(patient)
    for wrong in ({}, {"proof-day": "5", "proof-month": "4", "proof-year": "1961"}):
        press(patient, **wrong)
        assert patient.page.status_code == 422
        says_whom_to_call(patient)
        assert ticks(visits, visit) == set()
    press(patient, **{"proof-day": "4", "proof-month": "4", "proof-year": "1961"})
    assert patient.path == "/f/now"
    assert ticks(visits, visit) == {"sym_stroke", "sym_overdose"}
    assert visits.get(visit.id).state.person.born == date(1961, 4, 4)


def test_five_wrong_birth_dates_close_the_form_and_still_say_whom_to_call(
    patient: Patient, visits: Visits, visit: Visit
) -> None:
    patient.get("/f/person").post("/f/person", **BORN)
    lose(patient)
    send(patient)
    for day in range(5, 10):
        press(patient, **{"proof-day": str(day), "proof-month": "4", "proof-year": "1961"})
    assert NOT_SAVED in patient.text
    says_whom_to_call(patient)
    assert "proof-day" not in patient.text
    assert ticks(visits, visit) == set()


def test_what_was_answered_before_counts_only_for_whoever_may_open_the_form(patient: Patient) -> None:
    patient.start().answer(**{"list-0": "sym_stroke"}).go_on()
    lose(patient)
    assert STROKE in send(patient, go="on").text
    press(patient)
    patient.get("/f/person").post("/f/person", **BORN)
    patient.get("/f/on")
    lose(patient)
    assert STROKE not in send(patient, go="on").text


def test_ticks_never_land_in_another_form(patient: Patient, visits: Visits, visit: Visit) -> None:
    old = Patient(patient.client)
    old.page = patient.page
    patient.get("/f/again").post("/f/done")
    patient.start()
    other = only_visit(visits, patient)
    assert other.id != visit.id
    send(old)
    says_whom_to_call(old)
    assert NOT_SAVED in old.text
    assert "Another form is open" in old.text
    assert "sym_stroke" not in old.text
    assert press(old).path != "/f/now"
    assert ticks(visits, visit) == ticks(visits, other) == set()


def test_a_name_never_lands_in_another_form(patient: Patient, visits: Visits, visit: Visit) -> None:
    old = Patient(patient.client).get("/f/person")
    patient.get("/f/again").post("/f/done")
    patient.start()
    send(old, name="Anna Zebra")
    assert "Another form is open" in old.text
    for one in (visit, only_visit(visits, patient)):
        assert visits.get(one.id).state.person.name == ""


def test_a_form_is_never_sent_from_the_page_of_another(
    patient: Patient, visits: Visits, visit: Visit
) -> None:
    old = Patient(patient.client).get("/f/check")
    patient.get("/f/again").post("/f/done")
    patient.start()
    old.post("/f/send", **old.hidden)
    assert visits.listing().completed == ()


def test_a_name_that_was_typed_is_kept(patient: Patient, visits: Visits, visit: Visit) -> None:
    patient.get("/f/person")
    lose(patient)
    send(patient, name="Anna Zebra", **BORN)
    assert patient.heading == GO_ON
    press(patient)
    assert visits.get(visit.id).state.person.name == "Anna Zebra"
    assert visits.get(visit.id).state.person.born == date(1961, 4, 4)


def test_a_form_that_was_not_sent_is_said_to_be_not_sent(
    patient: Patient, visits: Visits, visit: Visit
) -> None:
    patient.get("/f/check")
    lose(patient)
    patient.post("/f/send", **patient.hidden)
    assert "they are not sent yet" in patient.text
    assert visits.get(visit.id).completed is None
    assert "Sent to the clinic." in press(patient).text
    assert visits.get(visit.id).completed is not None


def test_a_form_that_was_deleted_gets_words_and_the_number(
    patient: Patient, visits: Visits, visit: Visit
) -> None:
    old = Patient(patient.client)
    old.page = patient.page
    patient.get("/f/again").post("/f/again")
    send(old)
    says_whom_to_call(old)
    assert NOT_SAVED in old.text
    assert "sym_stroke" not in old.text
    with pytest.raises(VisitNotFound):
        visits.get(visit.id)


def test_a_form_that_is_too_old_gets_words_and_the_number(
    patient: Patient, visit: Visit, clock: Clock
) -> None:
    clock.now = clock.now.replace(month=12, day=20)
    send(patient)
    says_whom_to_call(patient)
    assert patient.page.status_code == 404


def test_a_form_that_was_sent_gets_words_and_the_number(
    patient: Patient, visits: Visits, visit: Visit
) -> None:
    visits.complete(visit.id)
    page = patient.page
    for loss in (lambda _: None, lose):
        patient.page = page
        loss(patient)
        send(patient)
        says_whom_to_call(patient)
        assert "This form was sent to the clinic before" in patient.text
    assert ticks(visits, visit) == set()


def test_a_page_of_another_key_gets_words_and_the_number(
    patient: Patient, visits: Visits, visit: Visit, clock: Clock
) -> None:
    app = create_app(visits=visits, secret_key=b"another key", clock=clock)
    page, path, hidden = Patient(app.test_client()), patient.path, patient.hidden
    page.client.set_cookie("AWSALB", "x")
    page.get("/").post(path, **{**hidden, **TICKED})
    says_whom_to_call(page)
    assert NOT_SAVED in page.text
    assert 'name="take-up"' not in page.text
    assert ticks(visits, visit) == set()


def test_a_browser_without_cookies_is_told_so_at_the_second_press(
    visits: Visits, visit: Visit, patient: Patient, app: Flask
) -> None:
    path, hidden = patient.path, patient.hidden
    page = Patient(app.test_client(use_cookies=False))
    page.get("/").post(path, **{**hidden, **TICKED})
    says_whom_to_call(page)
    press(page)
    says_whom_to_call(page)
    assert "Your browser keeps no cookies" in page.text
    assert ticks(visits, visit) == set()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://localhost:9"}],
)
def test_only_a_page_of_ours_takes_up_a_form(
    patient: Patient, visits: Visits, visit: Visit, headers: dict[str, str]
) -> None:
    lose(patient)
    send(patient)
    fields = {"csrf_token": patient.token, **patient.hidden}
    patient.page = patient.client.post(patient.path, data=fields, headers=headers)
    says_whom_to_call(patient)
    assert ticks(visits, visit) == set()


@pytest.mark.parametrize(
    ("step", "goes_on"), [(HOUR, True), (DAY - 60, True), (DAY + 3600, False), (-DAY, True)]
)
def test_a_clock_that_is_set_ends_no_session_within_a_day(
    patient: Patient,
    visits: Visits,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    step: int,
    goes_on: bool,
) -> None:
    """The cookie was signed by a clock that is ahead by ``step`` seconds of the one it is read by."""
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) + step)
    with patient.client.session_transaction() as session:
        session.modified = True
    monkeypatch.undo()
    send(patient)
    assert ticks(visits, visit) == ({"sym_stroke", "sym_overdose"} if goes_on else set())
    says_whom_to_call(patient)


def test_a_store_that_cannot_save_does_not_hold_back_the_number(
    patient: Patient, visits: Visits, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr(visits, "save", fails)
    send(patient)
    assert patient.page.status_code == 503
    for heading in (STROKE, OVERDOSE):
        assert heading in patient.text
    assert 'href="tel:911"' in patient.text
    assert "We could not save this page" in patient.text


@pytest.mark.parametrize("broken", ["get", "links.visit"])
def test_a_store_that_cannot_be_read_does_not_hold_back_the_number(
    patient: Patient, visits: Visits, visit: Visit, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr(visits.links if broken == "links.visit" else visits, broken.rpartition(".")[2], fails)
    if broken == "links.visit":
        lose(patient)
    send(patient)
    assert patient.page.status_code == 503
    says_whom_to_call(patient)
    monkeypatch.undo()
    if broken == "get":
        assert press(patient).path == "/f/now"
        assert ticks(visits, visit) == {"sym_stroke", "sym_overdose"}


def test_a_failure_of_ours_does_not_hold_back_the_number(
    app: Flask, patient: Patient, visits: Visits, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise ValueError("a mistake of ours")

    app.testing = False
    monkeypatch.setattr(visits, "save", fails)
    send(patient)
    assert patient.page.status_code == 500
    says_whom_to_call(patient)


def test_a_page_from_before_the_token_goes_on_with_its_session(
    patient: Patient, visits: Visits, visit: Visit
) -> None:
    hidden = {name: value for name, value in patient.hidden.items() if name != "resume-token"}
    patient.post(patient.path, **{**hidden, **TICKED})
    assert ticks(visits, visit) == {"sym_stroke", "sym_overdose"}


def test_the_link_stands_on_no_page_unsealed(patient: Patient) -> None:
    patient.start()
    secret = patient.link.rsplit("/", 1)[1]
    for address in ("/f/on", "/f/person", "/f/check"):
        assert 'name="resume-token"' in patient.get(address).text
        assert secret not in patient.text


@pytest.fixture
def kiosk(visits: Visits, clock: Clock) -> FlaskClient:
    app = create_app(visits=visits, secret_key=b"k", clock=clock, idle=IdleSessions(clock.steady))
    return app.test_client()


@pytest.mark.parametrize(
    "loss", [lambda patient: patient.client.delete_cookie("screener-kiosk"), leave_in_another_tab]
)
def test_a_kiosk_tells_the_number_and_keeps_nothing(
    kiosk: FlaskClient, store: Store, visits: Visits, loss: object
) -> None:
    patient = Patient(kiosk)
    patient.get("/").post("/").post("/f/person")
    assert patient.heading == WARNING
    visit = only_visit(visits, patient)
    assert "resume-token" not in patient.text
    loss(patient)  # type: ignore[operator]
    send(patient)
    says_whom_to_call(patient)
    assert "sym_stroke" not in patient.text
    assert ticks(visits, visit) == set()
