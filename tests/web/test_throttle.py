"""Guessing and flooding are slowed down, and nobody else is kept out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from screener.model.rulebook import Rulebook
from screener.store import Store
from screener.visits import Visits
from screener.web.app import create_app
from tests.store.conftest import disk_full
from tests.web.people import Clock, Patient

Start = Callable[[], Flask]
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.7"


@pytest.fixture
def start(store: Store, rulebook: Rulebook, clock: Clock) -> Start:
    """Start the app, each time as after a restart."""

    def start() -> Flask:
        visits = Visits(
            store=store, rulebook=rulebook, region="us", clinic="A", clock=clock, steady=clock.steady
        )
        app = create_app(visits=visits, secret_key=b"key", clock=clock, steady=clock.steady)
        app.testing = True
        return app

    return start


def browser(app: Flask, address: str = HERE) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def sign_in(client: FlaskClient, code: str) -> int:
    """The status that answers a code: 303 signed in, 403 wrong, 429 not looked at."""
    token = Patient(client).get("/clinic/login").token
    return client.post("/clinic/login", data={"csrf_token": token, "code": code}).status_code


def begin(client: FlaskClient) -> int:
    """The status that answers the start: 303 begun, 429 too many."""
    client.delete_cookie("screener")
    return client.post("/", data={"csrf_token": Patient(client).get("/").token}).status_code


def restarted(client: FlaskClient, app: Flask) -> FlaskClient:
    """The same browser, with its cookies, at an app that was started anew."""
    client.application = app
    return client


def test_a_browser_that_signed_in_before_gets_in_while_others_guess_at_its_address(
    start: Start, access_code: str
) -> None:
    app = start()
    staff, stranger = browser(app), browser(app)
    assert sign_in(staff, access_code) == 303
    Patient(staff).get("/clinic").post("/clinic/out")
    assert [sign_in(stranger, "guess") for _ in range(7)] == [403] * 5 + [429] * 2
    assert sign_in(browser(app), access_code) == 429
    assert sign_in(staff, access_code) == 303
    assert sign_in(browser(app, ELSEWHERE), access_code) == 303


@pytest.mark.parametrize("mark", ["made up", "made.up", ""])
def test_a_mark_that_is_made_up_tells_no_browser(start: Start, access_code: str, mark: str) -> None:
    client = browser(start())
    for _ in range(5):
        sign_in(client, "guess")
    client.set_cookie("known", mark, path="/clinic")
    assert sign_in(client, access_code) == 429


def test_the_mark_of_a_browser_is_no_other_browsers_and_lasts_long(start: Start, access_code: str) -> None:
    one, other = browser(start()), browser(start())
    assert sign_in(one, access_code) == sign_in(other, access_code) == 303
    marks = [client.get_cookie("known", path="/clinic") for client in (one, other)]
    assert marks[0].value != marks[1].value
    assert {(mark.http_only, mark.same_site, mark.max_age) for mark in marks} == {
        (True, "Strict", 365 * 24 * 3600)
    }


def test_right_codes_are_not_counted(start: Start, access_code: str) -> None:
    client = browser(start())
    for _ in range(6):
        client.delete_cookie("known", path="/clinic")
        assert sign_in(client, access_code) == 303


def test_a_known_browser_that_guesses_waits_a_minute_at_most(
    start: Start, access_code: str, clock: Clock
) -> None:
    client = browser(start())
    sign_in(client, access_code)
    for _ in range(5):
        assert sign_in(client, "guess") == 403
    for _ in range(6):
        assert sign_in(client, access_code) == 429
        clock.forward(timedelta(seconds=10))
    assert sign_in(client, access_code) == 303


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
    ],
)
def test_the_addresses_of_one_customer_count_as_one(start: Start, one: str, other: str, same: bool) -> None:
    app = start()
    assert [sign_in(browser(app, one), "guess") for _ in range(5)] == [403] * 5
    assert sign_in(browser(app, other), "guess") == (429 if same else 403)


@pytest.mark.parametrize("step", [timedelta(0), -timedelta(hours=1), -timedelta(days=400)], ids=str)
def test_wrong_codes_are_remembered_after_a_restart_but_a_minute_at_most(
    start: Start, access_code: str, clock: Clock, step: timedelta
) -> None:
    client = browser(start())
    for _ in range(5):
        sign_in(client, "guess")
    clock.now += step
    restarted(client, start())
    assert sign_in(client, access_code) == 429
    clock.forward(timedelta(minutes=1))
    assert sign_in(client, access_code) == 303


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(days=-400), timedelta(days=1)], ids=str)
def test_setting_the_clock_neither_frees_nor_locks_out(
    start: Start, access_code: str, clock: Clock, step: timedelta
) -> None:
    client = browser(start())
    for _ in range(5):
        sign_in(client, "guess")
    clock.now += step
    assert sign_in(client, access_code) == 429
    clock.forward(timedelta(minutes=1))
    assert sign_in(client, access_code) == 303


def test_a_full_disk_keeps_nobody_out_and_guessing_is_slowed_down(
    start: Start, access_code: str, store: Store
) -> None:
    app = start()
    with disk_full(store):
        assert sign_in(browser(app), access_code) == 303
        assert [sign_in(browser(app), "guess") for _ in range(6)] == [403] * 5 + [429]


def test_no_address_and_no_old_count_stands_in_the_store(start: Start, store: Store, clock: Clock) -> None:
    app = start()
    sign_in(browser(app), "guess")
    clock.forward(timedelta(minutes=2))
    sign_in(browser(app, ELSEWHERE), "guess")
    rows = store._engine.raw_connection().execute("SELECT * FROM tries").fetchall()
    assert len(rows) == 1
    assert ELSEWHERE not in str(rows)


def test_one_client_begins_three_hundred_forms_an_hour_and_is_told_whom_to_call(
    start: Start, store: Store, clock: Clock
) -> None:
    app = start()
    client = browser(app)
    assert {begin(client) for _ in range(300)} == {303}
    client.delete_cookie("screener")
    page = client.post("/", data={"csrf_token": Patient(client).get("/").token})
    assert page.status_code == 429
    assert 'href="tel:911"' in page.text
    assert "call or text 988" in page.text
    assert len(store.visits().in_progress) == 300
    assert begin(restarted(client, start())) == 429
    assert begin(browser(app, ELSEWHERE)) == 303
    clock.forward(timedelta(hours=1))
    assert begin(client) == 303


def test_whoever_has_begun_goes_on_when_nobody_can_begin(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()
    client = browser(app)
    assert begin(client) == 303
    monkeypatch.setattr("screener.visits.throttle.Throttle.take", lambda *_, **__: False)
    assert client.post("/", data={"csrf_token": Patient(client).get("/").token}).location == "/f/on"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_computer_is_not_limited(start: Start, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr("screener.visits.throttle.Throttle.take", lambda *_, **__: False)
    app = start()
    assert begin(browser(app, address)) == 303
    assert begin(browser(app, HERE)) == 429


@pytest.mark.parametrize("ends", ["", "soon", "2026-13-40", None, b"\x00", "2026-12-01"])
@pytest.mark.parametrize("tried", [10**9, "many", -5])
def test_counts_that_somebody_edited_keep_nobody_out_for_long(
    start: Start, store: Store, access_code: str, clock: Clock, ends: object, tried: object
) -> None:
    clinician = Patient(start().test_client())
    for _ in range(5):
        clinician.get("/clinic/login").post("/clinic/login", code="guess")
    with closing(sqlite3.connect(store.folder / "screener.sqlite")) as other, other:
        assert other.execute("UPDATE OR IGNORE tries SET ends = ?, tried = ?", (ends, tried)).rowcount >= 0
    again = Patient(start().test_client())
    assert again.get("/clinic/login").post("/clinic/login", code="guess").page.status_code in (403, 429)
    clock.forward(timedelta(minutes=1))
    assert again.get("/clinic/login").post("/clinic/login", code=access_code).heading == "Visits"
