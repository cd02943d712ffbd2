"""What is sent to hurt: markup and signs that hide, addresses made up, forms from other sites."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from screener.visits import Visits
from screener.web.security import without_control_characters
from tests.web.people import Patient
from tests.web.test_clinic import sign_in
from tests.web.test_journey import MEDICINES, only_visit

MARKUP = "<img src=x onerror=alert(1)>\"'><script>{{7*7}}</script>"


def test_markup_in_every_field_is_text_on_every_page(
    patient: Patient, app: Flask, visits: Visits, access_code: str
) -> None:
    patient.start().get("/f/person").post("/f/person", name=MARKUP)
    pages = [patient.get("/f/person").text]
    patient.get("/f/on").skip_to(MEDICINES)
    rows = {"med_list-0": MARKUP, "med_list-0-for": MARKUP, "med_list-0-since": MARKUP}
    pages.append(patient.answer(**rows, **{"med_stopped_5w-0": MARKUP}).back().text)
    patient.answer().skip_to("How it goes with your medicines")
    pages.append(patient.answer(allergies=MARKUP).back().text)
    patient.answer(allergies=MARKUP).skip_to("What matters to you").answer(visit_goal=MARKUP)
    pages.append(patient.text)
    pages += [patient.post("/f/send").text, patient.get("/f/keep?v=1").text, patient.get("/f/keep?v=2").text]
    clinician = sign_in(Patient(app.test_client()), access_code)
    pages += [clinician.text, clinician.get(f"/clinic/v/{only_visit(visits, patient).reference}").text]
    raw = [page for page in pages if "onerror" in page]
    assert len(raw) >= 8
    for browser in (patient, clinician):
        html = browser.page.get_data(as_text=True)
        assert "onerror" in html
        assert not re.search("<img|<script(?! defer src=)", html)
        assert "49" not in html.split("onerror")[1][:60]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eanna\u202c", "anna"),
        ("\u2066anna\u2069", "anna"),
        ("an\u2028na", "anna"),
        ("\ufeffanna\x00\x1b[31m\x9b", "anna[31m"),
        ("أمل\u200f", "أمل\u200f"),
        ("שרה", "שרה"),
        ("👩\u200d⚕️ Zoë é", "👩\u200d⚕️ Zoë é"),
        ("a\tb\r\nc", "a\tb\r\nc"),
    ],
)
def test_signs_that_hide_or_turn_words_are_removed_and_others_stay(typed: str, kept: str) -> None:
    from werkzeug.datastructures import MultiDict

    clean, removed = without_control_characters(MultiDict({"name": typed}))
    assert (clean["name"], removed) == (kept, typed != kept)


@pytest.mark.parametrize(
    "address",
    [
        "/f/s/%00",
        "/f/s/" + "x" * 3000,
        "/f/now?to=%0d%0aX-Evil:1&back=%0d%0aX-Evil:1",
        "/f/keep?v=%0d%0aX-Evil:1",
        "/f/check?check=1&check=2",
        "/r/%0d%0aX-Evil:1",
        "/r/../clinic",
        "/r/%2e%2e%2fclinic",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%5capp.py",
        "/clinic/v/%0d%0aX-Evil:1",
        "/clinic/v/../../etc/passwd",
        "//evil.example/f/on",
        "/%F0%9F%98%80",
    ],
)
def test_made_up_addresses_get_nothing_and_break_nothing(patient: Patient, address: str) -> None:
    patient.start()
    response = patient.client.get(address)
    assert response.status_code < 500
    assert "X-Evil" not in response.headers
    assert "evil.example" not in response.headers.get("Location", "")
    assert b"def " not in response.data


@pytest.mark.parametrize("reference", ["K74-Q2M", "%", "_", "' OR 1=1 --", "*", "K74%"])
def test_guessed_references_find_nothing(
    app: Flask, access_code: str, patient: Patient, reference: str
) -> None:
    patient.start().get("/f/check").post("/f/send")
    clinician = sign_in(Patient(app.test_client()), access_code)
    assert clinician.client.get("/clinic/v/" + reference).status_code == 404
    assert patient.client.get("/clinic/v/" + reference).headers["Location"] == "/clinic/login"


@pytest.mark.parametrize("address", ["/", "/f/send", "/f/person", "/f/again", "/r", "/clinic/login"])
def test_a_form_of_another_site_is_refused_and_never_offered_again(client: FlaskClient, address: str) -> None:
    fields = {"name": "planted", "go": "on"}
    response = client.post(address, data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    page = response.get_data(as_text=True)
    assert response.status_code == 400
    assert "planted" not in page
    assert "<button" not in page
    assert "Set-Cookie" not in response.headers


def test_a_browser_without_cookies_is_told_so(client: FlaskClient) -> None:
    page = client.post("/", data={"csrf_token": "x"}).get_data(as_text=True)
    assert "Your browser keeps no cookies" in page


def test_fields_that_are_repeated_or_unknown_break_nothing(patient: Patient, visits: Visits) -> None:
    patient.start().skip_to("Your pain in the past week")
    patient.answer(peg_pain=["3", "9", "x"], nobody="1", __proto__="2")
    raw = only_visit(visits, patient).state.raw
    assert raw["peg_pain"] == 3
    assert "nobody" not in raw
    patient.skip_to(MEDICINES).answer(**{"med_list-0": "x" * 5000})
    assert "longer than 200 characters" in patient.text
    assert patient.answer(**{"med_list-999": "tramadol"}).page.status_code == 200
    assert "med_list" not in only_visit(visits, patient).state.raw


def test_an_address_with_a_slash_at_its_end_is_the_same_page(client: FlaskClient) -> None:
    assert client.get("/clinic/login/").status_code == 200
    assert client.get("/clinic/").headers["Location"] == "/clinic/login"


def test_search_engines_are_sent_away(client: FlaskClient) -> None:
    assert client.get("/robots.txt").get_data(as_text=True) == "User-agent: *\nDisallow: /\n"


def test_asking_for_the_head_of_a_page_changes_nothing(patient: Patient) -> None:
    patient.start()
    for address in ("/", "/f/on", "/f/check", "/f/link", "/health"):
        response = patient.client.head(address)
        assert response.status_code in (200, 303)
        assert response.data == b""
    assert patient.get("/f/on").path.startswith("/f/s/")
