"""Every route and every response keeps to the policy; nothing that was answered leaks."""

from __future__ import annotations

import logging
import re
from datetime import UTC

import pytest
from flask import Flask
from flask.testing import FlaskClient

from screener.errors import StoreBusy, WrongKey
from screener.visits import Visits
from screener.web.app import create_app
from tests.routes import HEADERS, KEPT, headers_of
from tests.web.people import Clock, Patient


def test_static_files_may_be_kept_and_bear_the_headers(client: FlaskClient) -> None:
    with client.get("/static/screener.css") as response:
        assert headers_of(response) == KEPT


def test_pages_hold_no_inline_script_or_style_and_ask_no_other_host(patient: Patient) -> None:
    patient.start().skip_to("Check your answers")
    pages = [
        patient.text,
        patient.post("/f/send").text,
        patient.get("/f/keep?v=1").text,
        patient.get("/").text,
    ]
    for page in pages:
        assert re.findall('<script[^>]*src="([^"?]+)', page) in ([], ["/static/client.js"])
        assert not re.search(
            r"<script(?! defer src=)|</script>(?<!></script>)|<style|\sstyle=|\son\w+=", page
        )
        assert not re.findall(r'(?:src|action)="http', page)


@pytest.mark.parametrize(
    ("secure", "behind_proxy", "flag"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_the_cookie_is_closed_and_ends_with_the_browser(
    visits: Visits, clock: Clock, secure: bool, behind_proxy: bool, flag: bool
) -> None:
    app = create_app(
        visits=visits, secret_key=b"k", clock=clock, zone=UTC, secure=secure, behind_proxy=behind_proxy
    )
    cookie = app.test_client().get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is flag
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()


def test_the_cookie_holds_no_answer(patient: Patient) -> None:
    patient.start().answer(**{"list-0": "sym_stroke"}).go_on()
    with patient.client.session_transaction() as session:
        assert set(session) == {"csrf_token", "visit", "link", "seen", "sitting"}
        assert "stroke" not in str(dict(session))


def test_a_worn_token_shows_the_same_screen_with_what_was_typed(patient: Patient) -> None:
    patient.start().skip_to("What matters to you")
    screen = patient.path
    with patient.client.session_transaction() as session:
        session["csrf_token"] = "another"
    patient.post(screen, go="on", visit_goal="Keep my words")
    assert patient.page.status_code == 400
    assert patient.heading == "What matters to you"
    assert "Keep my words" in patient.text
    assert patient.answer(visit_goal="Keep my words").heading == "Check your answers"


@pytest.mark.parametrize(
    ("ask", "status", "words"),
    [
        (lambda client: client.get("/f/nothing"), 404, "This page is not here"),
        (lambda client: client.put("/"), 405, "That did not work"),
        (lambda client: client.post("/", data={"x": "y" * 70_000}), 413, "more than this form can take"),
        (
            lambda client: client.post("/", data={f"x{n}": "y" for n in range(201)}),
            413,
            "more than this form",
        ),
        (lambda client: client.post("/f/send", data={}), 400, "Your browser keeps no cookies"),
    ],
)
def test_every_refusal_is_a_friendly_page(client: FlaskClient, ask: object, status: int, words: str) -> None:
    response = ask(client)  # type: ignore[operator]
    assert response.status_code == status
    assert words in response.get_data(as_text=True)
    assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_another_host_name_is_refused(client: FlaskClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_loopback_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("error", [StoreBusy("busy"), WrongKey("wrong")])
def test_a_store_in_trouble_keeps_the_answers_on_the_page(
    patient: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise error

    patient.start().skip_to("What matters to you")
    monkeypatch.setattr(visits, "save", fails)
    patient.answer(visit_goal="Keep my words")
    assert patient.page.status_code == 503
    assert "We could not save this page. Your answers are still here." in patient.text
    assert "Keep my words" in patient.text
    monkeypatch.undo()
    assert patient.answer(visit_goal="Keep my words").heading == "Check your answers"


def test_no_thanks_before_it_is_sent(
    patient: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise StoreBusy("busy")

    patient.start().get("/f/check")
    monkeypatch.setattr(visits, "complete", fails)
    patient.post("/f/send")
    assert patient.page.status_code == 503
    assert "Sent to the clinic" not in patient.text
    assert "Nothing was sent" in patient.text
    monkeypatch.undo()
    assert "Sent to the clinic" in patient.post("/f/send").text


def test_the_start_page_answers_while_the_store_is_away(
    patient: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise StoreBusy("busy")

    patient.start()
    monkeypatch.setattr(visits, "get", fails)
    assert patient.get("/f/check").page.status_code == 503
    monkeypatch.setattr(visits.links, "needs_birth_date", fails)
    assert patient.client.get("/health").status_code == 503
    assert patient.get("/").page.status_code == 200


def test_logs_and_addresses_hold_no_answer(
    patient: Patient,
    app: Flask,
    visits: Visits,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise ValueError("canary in a failure")

    caplog.set_level(logging.DEBUG)
    addresses = []
    app.before_request(lambda: addresses.append(__import__("flask").request.full_path))
    patient.start().answer(**{"list-0": "sym_stroke"}).go_on()
    patient.skip_to("What matters to you").answer(visit_goal="canary")
    patient.get("/nowhere/canary")
    app.testing = False
    monkeypatch.setattr(visits, "complete", fails)
    assert patient.get("/f/check").post("/f/send").page.status_code == 500
    secret = patient.link.rsplit("/", 1)[1]
    for word in ("canary", "stroke", secret, visits.rulebook.screens["mood-1"].id):
        assert word not in caplog.text
    assert "POST /f/s/<token> 303" in caplog.text
    topics = [*visits.rulebook.screens, *visits.rulebook.questions]
    assert not [at for at in addresses for topic in topics if topic in at]


def test_the_health_page_names_no_visit(client: FlaskClient) -> None:
    assert client.get("/health").json.keys() == {"status", "version", "rulebook"}


def test_a_failure_of_the_error_page_itself_bears_the_headers(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_kwargs: object) -> str:
        raise ValueError("canary")

    app.testing = False
    monkeypatch.setattr("screener.web.app.frame", fails)
    answer = client.get("/")
    assert answer.status_code == 500
    assert headers_of(answer) == HEADERS
    assert "emergency number" in answer.text
    assert "canary" not in answer.text


@pytest.mark.parametrize(
    ("host", "told"), [("clinic.example", True), ("localhost", False), ("127.0.0.1", False)]
)
def test_https_is_remembered_but_for_names_of_this_computer(
    visits: Visits, clock: Clock, host: str, told: bool
) -> None:
    app = create_app(visits=visits, secret_key=b"k", clock=clock, zone=UTC, secure=True, hosts=None)
    for way in ("/", "/nowhere"):
        answer = app.test_client().get(way, headers={"Host": host})
        assert ("Strict-Transport-Security" in answer.headers) is told
