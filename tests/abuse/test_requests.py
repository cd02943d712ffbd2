"""Names guessed, cookies changed, addresses made up: they open nothing and lead nowhere else."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from screener.visits import Visits
from tests.abuse.reading import markup_of
from tests.web.people import Patient
from tests.web.test_clinic import sign_in
from tests.web.test_journey import NONE, only_visit
from tests.web.test_sharing import with_cookie

NAME = "Anna Zebra"
START = "Before your pain visit"


@pytest.mark.parametrize(
    "host",
    [
        "[",
        "[::1",
        "a b",
        "localhost:abc",
        "localhost:99999999",
        "localhost.",
        "user@localhost",
        "é.example",
        "localhost:80:90",
        "evil.example#localhost",
        "evil.example/localhost",
        "127.0.0.1\t",
        "x" * 9000,
    ],
)
def test_a_host_name_that_is_not_ours_is_refused(client: FlaskClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil.example" not in response.get_data(as_text=True)


def test_a_forwarded_host_is_not_believed_without_a_proxy(patient: Patient) -> None:
    patient.start()
    told = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
    }
    assert "evil.example" not in patient.client.get("/f/link", headers=told).get_data(as_text=True)


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil.example",
    ".evil.example",
    "../../evil.example",
    "%2f%2fevil.example",
    "\t//evil.example",
    "check\r\nLocation: https://evil.example",
]


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.parametrize("emergency", [False, True])
def test_no_parameter_leads_to_another_place(patient: Patient, place: str, emergency: bool) -> None:
    patient.start()
    screen = patient.path
    patient.answer(**({"list-0": "sym_stroke"} if emergency else NONE))
    token = patient.token
    asked = {"to": place, "back": place, "check": place, "v": place, "next": place}
    answers = [
        patient.client.get(at, query_string=asked)
        for at in ("/", "/f/now", "/f/link", "/f/check", "/f/person", "/f/on", "/f/keep", "/leave", screen)
    ]
    for at in ("/f/now", screen, "/f/person", "/"):
        patient.get("/").post("/")
        answers.append(patient.client.post(at, data={**asked, "csrf_token": patient.token or token}))
    for response in answers:
        location = response.headers.get("Location", "/")
        assert re.match(r"/(?![/\\])", location) or location == "https://www.weather.gov/"
        assert "evil" not in location
        named = markup_of(response.get_data(as_text=True)).addresses
        assert not [at for at in named if "evil" in at and not at.startswith(("/f/", "/r/"))]


GUESSES = [
    "x",
    "0",
    "1",
    "-1",
    "%",
    "_",
    "*",
    "' OR 1=1 --",
    "K74-Q2M",
    "null",
    "None",
    "é",
    "x" * 3000,
    "..",
    "%2e%2e",
    "%00",
    "a%2fb",
    "%0d%0aX-Evil:%201",
    "\U0001f600",
]


@pytest.mark.parametrize("place", ["/f/s/", "/r/", "/clinic/v/", "/static/"])
def test_guessed_names_find_nothing(patient: Patient, app: Flask, clinician: Patient, place: str) -> None:
    patient.start().get("/f/person").post("/f/person", name=NAME)
    strangers = [Patient(app.test_client()), Patient(app.test_client()).start(), clinician]
    for stranger in strangers:
        for guess in GUESSES:
            response = stranger.client.get(place + guess, follow_redirects=True)
            assert response.status_code == 404 or (response.status_code == 200 and place != "/static/")
            assert NAME not in response.get_data(as_text=True)
            assert "X-Evil" not in response.headers


def test_the_names_of_one_visit_say_nothing_of_the_next(app: Flask, visits: Visits) -> None:
    patients = [Patient(app.test_client()).start() for _ in range(4)]
    links = [patient.link.rsplit("/", 1)[1] for patient in patients]
    screens = {patient.path for patient in patients}
    assert len(screens) == len(patients)
    assert min(map(len, links)) >= 22, "128 bits"
    assert not [link for link in links for other in links if link is not other and link[:6] == other[:6]]


def spoiled(cookie: str) -> list[str]:
    payload, stamp, sign = cookie.rsplit(".", 2)
    return [
        "",
        cookie[: len(cookie) // 2],
        f"{payload}.{stamp}.",
        f"{payload}.{stamp}",
        f"{payload}.{stamp}.{sign[::-1]}",
        f"{payload[:-4]}AAAA.{stamp}.{sign}",
        f"{payload}.AAAAAA.{sign}",
        f"{payload}.{stamp}.{'A' * len(sign)}",
        "eyJ2aXNpdCI6MX0.AAAAAA.AAAA",
        "." + "A" * 4000,
    ]


def test_a_changed_cookie_opens_nothing(patient: Patient, clinician: Patient, app: Flask) -> None:
    patient.start().get("/f/person").post("/f/person", name=NAME)
    for cookie in spoiled(patient.client.get_cookie("screener").value):
        browser = with_cookie(app, cookie).get("/f/person")
        assert (browser.page.status_code, browser.heading) == (200, START)
        assert NAME not in browser.text
    for cookie in spoiled(clinician.client.get_cookie("screener").value):
        assert with_cookie(app, cookie).get("/clinic").path == "/clinic/login"


def test_a_cookie_signed_with_another_key_opens_nothing(patient: Patient, app: Flask, visits: Visits) -> None:
    patient.start()
    other = Flask("other")
    signed = []
    for key in (b"another key", b"", b"\x00" * 32):
        other.secret_key = key or b"dev"
        signer = SecureCookieSessionInterface().get_signing_serializer(other)
        signed.append(signer.dumps({"visit": only_visit(visits, patient).id, "clinic": [9**10, "", ""]}))
    for cookie in signed:
        assert with_cookie(app, cookie).get("/f/person").heading == START
        assert with_cookie(app, cookie).get("/clinic").path == "/clinic/login"


def test_a_cookie_planted_before_signing_in_opens_nothing_after(app: Flask, access_code: str) -> None:
    planted = Patient(app.test_client()).get("/clinic/login").client.get_cookie("screener").value
    victim = sign_in(with_cookie(app, planted), access_code)
    assert victim.heading == "Visits"
    assert victim.client.get_cookie("screener").value != planted
    assert with_cookie(app, planted).get("/clinic").path == "/clinic/login"


def test_a_cookie_planted_before_a_visit_began_does_not_open_it(app: Flask) -> None:
    planted = Patient(app.test_client()).get("/f/again").client.get_cookie("screener").value
    victim = with_cookie(app, planted).start()
    victim.get("/f/person").post("/f/person", name=NAME)
    assert NAME not in with_cookie(app, planted).get("/f/person").text


PATHS = [
    "/../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%5capp.py",
    "/static/%00",
    "/static//etc/passwd",
    "//evil.example/f/on",
    "/f//on",
    "/F/ON",
    "/f/on;x=1",
    "/f/on/.",
    "/f/s/a/b",
    "/clinic/../f/on",
    "/clinic%2fv%2fx",
    "/.git/config",
    "/rules.yaml",
    "/%F0%9F%98%80",
    "/%ff%fe",
    "/" + "x" * 8000,
    "/?" + "x" * 8000,
    "/f/check?check=1&check=2",
]


def test_tricks_with_addresses_show_no_file_and_no_visit(patient: Patient) -> None:
    patient.start().get("/f/person").post("/f/person", name=NAME)
    for address in PATHS:
        response = patient.client.get(address)
        assert response.status_code in (200, 303, 308, 400, 404), address
        page = response.get_data(as_text=True)
        assert not re.search(r"root:|def |import |\[core\]|format: 1", page), address
        assert "evil" not in response.headers.get("Location", "")
