"""One person after the other: what the server shows on a device that others use too."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from screener.errors import StoreBusy
from screener.visits import Visits
from screener.web.app import create_app
from screener.web.context import IdleSessions
from tests.web.people import Clock, Patient

CLEARED = '"cache", "cookies", "storage"'
NAME = "Quokka Zebrine"
SECOND = timedelta(seconds=1)
END = timedelta(seconds=120)
CLOSED = "This form was closed"
START = "Before your pain visit"
TYPED = re.compile("Quokka|Zebrine|numbat", re.IGNORECASE)


@pytest.fixture
def somebody(patient: Patient) -> Patient:
    """Somebody who gave a name and one answer in their own words, and stands before sending."""
    patient.get("/").post("/").post("/f/person", name=NAME).get("/f/check")
    last = re.findall('href="(/f/s/[^"?]+)', patient.text)[-1]
    patient.get(last).answer(visit_goal="numbat")
    assert patient.path == "/f/check"
    assert len(TYPED.findall(patient.text)) == 3
    return patient


def addresses(patient: Patient) -> list[str]:
    """The addresses of this form, of its first and its last screen too."""
    screens = re.findall('href="(/f/s/[^"?]+)', patient.get("/f/check").text)
    others = ["/f/on", "/f/link?to=x", "/f/person", "/f/check", "/f/now", "/f/keep", "/f/keep.pdf"]
    return [*others, screens[0], screens[-1]]


def shows_nothing(patient: Patient, asked: list[str]) -> bool:
    return not any(TYPED.search(patient.get(address).text) for address in asked)


def see(patient: Patient) -> None:
    """Have all of the receipt, as a browser that asks for what its last line names."""
    at = re.search(r'<img src="([^"]+)" alt="" hidden>\n', patient.text)[1]  # type: ignore[index]
    assert patient.client.get(at).status_code == 204


def test_no_come_back_link_is_made_or_kept(patient: Patient) -> None:
    patient.get("/")
    assert "come-back link" not in patient.text
    assert patient.post("/").heading == "Who you are"
    with patient.client.session_transaction() as session:
        assert session["link"] == ""
    assert patient.get("/f/link").path == "/"
    patient.get("/f/on").answer(go="later")
    assert patient.heading == "Stop here?"
    assert "/r/" not in patient.text


def test_a_form_stays_open_for_120_seconds_and_not_for_one_more(somebody: Patient, clock: Clock) -> None:
    clock.forward(END)
    assert somebody.get("/f/check").heading == "Check your answers"
    clock.forward(END + SECOND)
    response = somebody.get("/f/check").page
    assert response.status_code == 403
    assert somebody.heading == CLOSED
    assert response.headers["Clear-Site-Data"] == CLEARED
    assert response.headers["Cache-Control"] == "no-store"
    assert not TYPED.search(somebody.text)


@pytest.mark.parametrize("step", [timedelta(days=1), -timedelta(days=1)])
def test_a_clock_that_is_set_ends_no_form_and_keeps_none_open(
    somebody: Patient, clock: Clock, step: timedelta
) -> None:
    clock.now += step
    assert somebody.get("/f/check").heading == "Check your answers"
    clock.forward(END + SECOND)
    assert somebody.get("/f/check").heading == CLOSED


@pytest.mark.parametrize("sent", ["sym_stroke", "none"])
def test_signs_ticked_after_the_end_are_told_with_the_number(
    patient: Patient, clock: Clock, sent: str
) -> None:
    patient.get("/").post("/").post("/f/person")
    clock.forward(END + SECOND)
    patient.answer(**{"list-0": sent})
    assert patient.page.status_code == 403
    assert CLOSED in patient.text
    assert ('href="tel:911"' in patient.text) == (sent == "sym_stroke")


def test_afterwards_every_address_of_the_form_leads_to_the_start(somebody: Patient, clock: Clock) -> None:
    known = addresses(somebody)
    clock.forward(END + SECOND)
    assert somebody.get("/").heading == START
    assert "Go on where you left off" not in somebody.text
    assert shows_nothing(somebody, known)
    assert {somebody.get(address).path for address in known} == {"/"}


def test_a_copy_of_the_cookie_opens_nothing_afterwards(somebody: Patient, app: Flask, clock: Clock) -> None:
    known = addresses(somebody)
    thief = Patient(app.test_client())
    cookie = somebody.client.get_cookie("screener-kiosk", domain="localhost")
    clock.forward(END + SECOND)
    somebody.get("/")
    for address in known:
        thief.client.set_cookie("screener-kiosk", cookie.value, domain="localhost")
        assert not TYPED.search(thief.get(address).text)


@pytest.mark.parametrize(
    "use",
    [
        lambda patient: patient.client.get("/f/stay").status_code == 204,
        lambda patient: patient.client.get("/f/check").status_code == 200,
        lambda patient: patient.client.get("/").status_code == 200,
        lambda patient: (
            patient.client.post("/f/names", data={"csrf_token": patient.token, "typed": "x"}).status_code
            == 200
        ),
    ],
)
def test_using_the_form_renews_it(somebody: Patient, clock: Clock, use: object) -> None:
    for _ in range(4):
        clock.forward(timedelta(seconds=100))
        assert use(somebody)
    assert somebody.get("/f/check").heading == "Check your answers"


def test_what_is_looked_at_by_others_renews_nothing(somebody: Patient, app: Flask, clock: Clock) -> None:
    clock.forward(timedelta(seconds=100))
    Patient(app.test_client()).get("/").post("/")
    with somebody.client.get("/static/screener.css") as style:
        assert style.status_code == 200
    clock.forward(timedelta(seconds=21))
    assert somebody.client.get("/f/stay").status_code == 403
    assert somebody.get("/f/check").path == "/"


def test_nothing_typed_is_saved_or_repeated_once_it_is_closed(somebody: Patient, clock: Clock) -> None:
    token = somebody.token
    clock.forward(END + SECOND)
    somebody.page = somebody.client.post("/f/person", data={"csrf_token": token, "name": "Numbat Two"})
    assert (somebody.page.status_code, somebody.heading) == (403, CLOSED)
    assert not TYPED.search(somebody.text)


def test_the_next_person_begins_again(somebody: Patient, clock: Clock, visits: Visits) -> None:
    clock.forward(END + SECOND)
    somebody.get("/").post("/")
    assert somebody.heading == "Who you are"
    assert not TYPED.search(somebody.text)
    assert 'value="1' not in somebody.text.split("<form")[1].split("<select")[0]
    clock.forward(END)
    assert somebody.get("/f/person").heading == "Who you are"


def test_a_receipt_is_shown_once_and_the_browser_is_told_to_forget(somebody: Patient) -> None:
    known = addresses(somebody)
    response = somebody.post("/f/send").page
    assert "Sent to the clinic." in somebody.text
    assert "numbat" in somebody.text
    assert response.headers["Clear-Site-Data"] == CLEARED
    assert "screener-kiosk=;" in response.headers["Set-Cookie"]
    assert '<noscript><meta http-equiv="refresh" content="300; url=/"></noscript>' in somebody.text
    see(somebody)
    assert shows_nothing(somebody, [*known, response.request.path])
    assert somebody.post("/f/send").path == "/"
    assert "sent from this device" not in somebody.get("/").text


def test_two_fast_presses_send_once_and_both_get_the_receipt(
    somebody: Patient, visits: Visits, clock: Clock
) -> None:
    token, cookie = somebody.token, somebody.client.get_cookie("screener-kiosk", domain="localhost")
    receipts = []
    for _ in range(2):
        somebody.client.set_cookie("screener-kiosk", cookie.value, domain="localhost")
        somebody.page = somebody.client.post("/f/send", data={"csrf_token": token}, follow_redirects=True)
        receipts.append(re.search('class="reference">([^<]+)<', somebody.text)[1])
    assert len(set(receipts)) == 1
    assert len(visits.listing().completed) == 1
    for address in ("/f/check", "/f/on", "/f/keep", "/f/person", "/"):
        somebody.client.set_cookie("screener-kiosk", cookie.value, domain="localhost")
        assert not TYPED.search(somebody.get(address).text)


def press_send(somebody: Patient) -> Callable[[], TestResponse]:
    """The button that sends, to be pressed again as the page before still stands."""
    fields = {"csrf_token": somebody.token, **somebody.hidden}
    return lambda: somebody.client.post("/f/send", data=fields)


def test_a_lost_reply_keeps_nobody_from_the_receipt(somebody: Patient, visits: Visits) -> None:
    """The reply with the address was lost, or the receipt itself, or the button was pressed in between."""
    press, cookie = press_send(somebody), somebody.client.get_cookie("screener-kiosk", domain="localhost")
    press()
    somebody.client.set_cookie("screener-kiosk", cookie.value, domain="localhost")
    at = press().location
    assert somebody.client.get_cookie("screener-kiosk", domain="localhost") is None
    assert press().location == at
    assert "Sent to the clinic." in somebody.get(at).text
    assert press().location == at
    for _ in range(2):
        assert "Sent to the clinic." in somebody.get(at).text
    assert len(visits.listing().completed) == 1
    see(somebody)
    assert somebody.get(at).heading == START
    assert press().location == "/"
    assert len(visits.listing().completed) == 1


def test_a_receipt_that_cannot_be_read_does_not_say_that_nothing_was_sent(
    somebody: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr(visits, "patient_summary", fails)
    somebody.post("/f/send", **somebody.hidden)
    assert (somebody.page.status_code, somebody.heading) == (503, "Your form was sent to the clinic")
    assert "Nothing was sent" not in somebody.text
    monkeypatch.undo()
    assert "Sent to the clinic." in somebody.post("/f/send", **somebody.hidden).text
    assert len(visits.listing().completed) == 1


def test_a_receipt_that_did_not_arrive_is_kept_for_120_seconds(somebody: Patient, clock: Clock) -> None:
    press = press_send(somebody)
    at = press().location
    clock.forward(END)
    assert "numbat" in somebody.get(at).text
    clock.forward(SECOND)
    assert somebody.get(at).heading == START
    assert press().location == "/"


@pytest.mark.parametrize("later", [SECOND, END + SECOND])
def test_a_page_before_a_lost_reply_says_that_the_form_was_sent(
    somebody: Patient, clock: Clock, later: timedelta
) -> None:
    press, cookie = press_send(somebody), somebody.client.get_cookie("screener-kiosk", domain="localhost")
    press()
    clock.forward(later)
    somebody.client.set_cookie("screener-kiosk", cookie.value, domain="localhost")
    assert somebody.get("/f/check").heading == "This form was sent"
    assert "The clinic has it." in somebody.text
    assert not TYPED.search(somebody.text)


@pytest.mark.parametrize("once", ["", "x", "/evil", "//evil.example", "x" * 3000])
def test_a_mark_of_no_receipt_leads_to_the_start(somebody: Patient, once: str) -> None:
    somebody.client.get("/f/idle")
    assert somebody.client.post("/f/send", data={"once": once}).location == "/"


def test_a_form_that_could_not_be_sent_is_still_there(
    somebody: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr(visits, "complete", fails)
    response = somebody.post("/f/send").page
    assert response.status_code == 503
    assert "Clear-Site-Data" not in response.headers
    monkeypatch.undo()
    assert "Sent to the clinic." in somebody.post("/f/send").text


def test_what_was_sent_with_a_mistake_is_shown_at_an_address_of_its_own(
    somebody: Patient, app: Flask, clock: Clock
) -> None:
    sent = {"csrf_token": somebody.token, "name": "Numbat Two", "born-day": "40"}
    answer = somebody.client.post("/f/person", data=sent)
    assert (answer.status_code, answer.location) == (303, "/f/shown")
    for _ in range(2):
        assert somebody.get("/f/shown").page.status_code == 422
        assert "Numbat Two" in somebody.text
    assert Patient(app.test_client()).get("/f/shown").path == "/"
    somebody.post("/f/person", name=NAME)
    assert "Numbat Two" not in somebody.get("/f/shown").text
    somebody.client.post("/f/person", data=sent | {"csrf_token": somebody.get("/f/person").token})
    clock.forward(END + SECOND)
    assert not TYPED.search(somebody.get("/f/shown").text)


@pytest.mark.parametrize(
    "leave",
    [
        lambda client, token: client.get("/leave"),
        lambda client, token: client.get("/f/idle"),
        lambda client, token: client.post("/f/done", data={"csrf_token": token}),
        lambda client, token: client.post("/f/again", data={"csrf_token": token}),
    ],
)
def test_every_way_out_leads_to_the_start_and_clears(somebody: Patient, leave: object) -> None:
    known = addresses(somebody)
    response = leave(somebody.client, somebody.token)
    assert (response.status_code, response.location) == (303, "/")
    assert response.headers["Clear-Site-Data"] == CLEARED
    assert shows_nothing(somebody, known)


@pytest.mark.parametrize("ask", ["get", "post"])
def test_a_come_back_link_opens_nothing_here(
    somebody: Patient, app: Flask, visits: Visits, clock: Clock, ask: str
) -> None:
    elsewhere = create_app(visits=visits, secret_key=b"other", clock=clock, zone=UTC)
    other = Patient(elsewhere.test_client()).start()
    link = other.link.removeprefix("http://localhost")
    other.get("/f/person").post("/f/person", name=NAME)
    here = Patient(app.test_client()).get("/")
    address = link if ask == "get" else "/r"
    response = getattr(here.client, ask)(address, data={"csrf_token": here.token})
    assert (response.status_code, response.location) == (303, "/f/idle")


def test_pages_of_the_form_offer_nothing_to_fill_in(somebody: Patient) -> None:
    for address in addresses(somebody):
        text = somebody.get(address).text
        typed = re.findall("<(?:input|textarea)[^>]*>", text)
        typed = [one for one in typed if not re.search('type="(hidden|radio|checkbox)"', one)]
        typed += re.findall("<select[^>]*>", text)
        assert all('autocomplete="off"' in one for one in typed), address


def test_only_pages_that_somebody_may_have_left_close_by_themselves(somebody: Patient, app: Flask) -> None:
    assert '"idle"' in somebody.get("/f/check").text
    assert '"idle"' in somebody.get("/").text
    assert '"idle"' in somebody.post("/f/send").text
    stranger = Patient(app.test_client())
    assert '"idle"' not in stranger.get("/").text


def test_a_sitting_of_before_a_restart_is_closed_after_as_long(visits: Visits, clock: Clock) -> None:
    idle = IdleSessions(clock.steady)
    assert not idle.is_over("of before")
    clock.forward(END + SECOND)
    assert idle.is_over("of before")


def test_elsewhere_nothing_is_cleared_or_closed(visits: Visits, clock: Clock) -> None:
    app = create_app(visits=visits, secret_key=b"k", clock=clock, zone=UTC)
    patient = Patient(app.test_client()).start()
    clock.forward(timedelta(hours=5))
    assert patient.get("/f/person").heading == "Who you are"
    assert "Clear-Site-Data" not in patient.get("/f/check").post("/f/send").page.headers
    assert patient.client.get("/f/stay").status_code == 404
