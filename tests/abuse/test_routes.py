"""Every route keeps to its policy: methods, who may open it, tokens, headers, sizes."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from screener.errors import StoreBusy
from screener.visits import Visits
from screener.web.route_table import Audience, WebRoute
from tests.routes import HEADERS, KEPT, STATIC, Needs, address, headers_of, other_methods, policy, routes_of
from tests.web.people import Patient
from tests.web.test_journey import only_visit

METHODS = {"GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO"}
ROUTES = routes_of("own devices")
POSTS = [route for route in ROUTES if route.method == "POST"]
GETS = [route for route in ROUTES if route.method == "GET"]
NAME = "Keep-my-words"


def named(routes: list[WebRoute]) -> dict[str, object]:
    return {"argvalues": routes, "ids": [f"{route.method} {route.path}" for route in routes]}


@pytest.fixture
def sent(patient: Patient) -> Patient:
    """A patient who said who they are and sent the form, still at the same browser."""
    born = {"born-day": "4", "born-month": "4", "born-year": "1961"}
    patient.start().get("/f/person").post("/f/person", name=NAME, **born)
    return patient.get("/f/check").post("/f/send")


@pytest.mark.parametrize("route", **named(list({route.path: route for route in ROUTES}.values())))
def test_other_methods_are_refused_in_words(
    sent: Patient, clinician: Patient, visits: Visits, route: WebRoute
) -> None:
    browser = clinician if route.audience is Audience.CLINIC else sent
    for method in other_methods("own devices", route, METHODS):
        response = browser.client.open(address(route), method=method)
        assert response.status_code == 405, method
        assert "<h1>That did not work</h1>" in response.get_data(as_text=True)
        assert headers_of(response) == HEADERS
    assert only_visit(visits, sent).state.person.name == NAME


@pytest.mark.parametrize("route", **named(GETS))
def test_pages_have_their_type_their_headers_and_a_head(
    sent: Patient, clinician: Patient, visits: Visits, route: WebRoute
) -> None:
    browser = clinician if route.audience is Audience.CLINIC else sent
    link = sent.link.rsplit("/", 1)[1]
    parts = {"reference": only_visit(visits, sent).reference, "link": link, "filename": "screener.css"}
    head = browser.client.head(address(route, **parts)) if route.path != "/leave" else None
    with browser.client.get(address(route, **parts)) as response:
        assert headers_of(response) == (KEPT if route is STATIC else HEADERS)
        if response.status_code == 200:
            assert response.mimetype == policy(route).kind
        assert response.status_code in (200, 202, 301, 303) or route.path == "/r"  # nobody came by a link
        if head is not None:
            assert (head.status_code, head.data) == (response.status_code, b"")
            assert headers_of(head) == headers_of(response)
            head.close()


@pytest.mark.parametrize(
    "route", **named([route for route in ROUTES if policy(route).needs is not Needs.NOTHING])
)
def test_without_what_a_route_needs_nothing_is_shown(
    sent: Patient, app: Flask, visits: Visits, route: WebRoute
) -> None:
    needs = policy(route).needs
    place = "/clinic/login" if needs is Needs.CODE else "/"
    for client in (app.test_client(), *([sent.client] if needs is Needs.CODE else [])):
        at = address(route, reference=only_visit(visits, sent).reference)
        response = client.open(at, method=route.method)
        assert NAME not in response.get_data(as_text=True)
        if route.method == "GET":
            assert response.status_code == 404 or response.location == place


@pytest.mark.parametrize("route", **named(POSTS))
def test_a_post_without_its_token_changes_nothing_and_keeps_the_words(
    patient: Patient, visits: Visits, route: WebRoute
) -> None:
    patient.start()
    before = only_visit(visits, patient)
    at = address(route, token=patient.path.rsplit("/", 1)[1])
    for token in ("", "worn", "x" * 3000, "é\u0000", "a.b.c"):
        fields = {"name": NAME, "code": "the-code", "csrf_token": token}
        response = patient.client.post(at, data=fields)
        page = response.get_data(as_text=True)
        assert response.status_code == policy(route).stranger
        assert headers_of(response) == HEADERS
        if policy(route).carries and "<token>" not in route.path:
            assert f'name="name" value="{NAME}"' in page
            assert f'action="{at}"' in page
        if route.audience is Audience.CLINIC:
            assert "the-code" not in page
    assert only_visit(visits, patient) == before


def test_pressing_again_after_a_worn_token_saves_the_words(patient: Patient, visits: Visits) -> None:
    patient.start()
    patient.page = patient.client.post("/f/person", data={"name": NAME, "csrf_token": "worn"})
    assert patient.page.status_code == 400
    patient.post("/f/person", **patient.hidden)
    assert only_visit(visits, patient).state.person.name == NAME


@pytest.mark.parametrize("meanwhile", ["sent", "deleted", "store away"])
def test_a_screen_with_a_worn_token_whose_visit_moved_on_is_a_page_in_words(
    patient: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    screen = patient.start().path
    if meanwhile == "sent":
        patient.get("/f/check").post("/f/send")
    elif meanwhile == "deleted":
        visits.forget(only_visit(visits, patient).id)
    else:
        monkeypatch.setattr(visits, "get", _away)
    patient.page = patient.client.post(screen, data={"csrf_token": "worn"}, follow_redirects=True)
    status, heading = {
        "sent": (200, "Sent to the clinic"),
        "deleted": (404, "This form is no longer here"),
        "store away": (503, "We could not save"),
    }[meanwhile]
    assert patient.page.status_code == status
    assert heading in patient.text


def _away(_id: str) -> None:
    raise StoreBusy("busy")


def form(fields: dict[str, str]) -> bytes:
    return "&".join(f"{name}={value}" for name, value in fields.items()).encode()


def multipart(fields: dict[str, str]) -> bytes:
    part = '--a\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return "".join(part.format(*pair) for pair in fields.items()).encode() + b"--a--\r\n"


KINDS = [
    ("application/x-www-form-urlencoded", form),
    ("multipart/form-data; boundary=a", multipart),
]
TOO_MUCH = [
    {"name": "x" * 65_536},
    {"name": "x" * 1_000_000},
    {"x" * 1_000_000: "1"},
    {f"f{number}": "1" for number in range(201)},
]


@pytest.mark.parametrize("route", **named(POSTS))
@pytest.mark.parametrize(("kind", "encode"), KINDS)
def test_more_than_a_form_holds_is_refused_in_words(
    patient: Patient, visits: Visits, route: WebRoute, kind: str, encode: object
) -> None:
    patient.start()
    before = only_visit(visits, patient)
    at = address(route, token=patient.path.rsplit("/", 1)[1])
    for fields in TOO_MUCH:
        body = encode({"csrf_token": patient.token, **fields})
        response = patient.client.post(at, data=body, content_type=kind)
        assert response.status_code == 413
        assert "That is more than this form can take" in response.get_data(as_text=True)
        assert headers_of(response) == HEADERS
    assert only_visit(visits, patient) == before


NO_FORMS = [
    # body, content type
    (b"{}", "application/json"),
    (b"a=b", "text/plain"),
    (b"a=%ff%fe&b=%ED%A0%80&%00=%00", "application/x-www-form-urlencoded"),
    (b"a=b", "application/x-www-form-urlencoded; charset=utf-7"),
    (b"&&&=&=&a&;", "application/x-www-form-urlencoded"),
    (b"xx", "multipart/form-data"),
    (b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n', "multipart/form-data; boundary=a"),
    (
        b'--a\r\nContent-Disposition: form-data; name="name"; filename="../x"\r\n\r\nhi\r\n--a--\r\n',
        "multipart/form-data; boundary=a",
    ),
    (b"a=b", "\u00ff/;;="),
]


@pytest.mark.parametrize("route", **named(POSTS))
def test_bodies_that_are_no_form_break_nothing(client: FlaskClient, route: WebRoute) -> None:
    for body, kind in NO_FORMS:
        response = client.post(address(route), data=body, content_type=kind)
        assert response.status_code in (303, 400)
        assert headers_of(response) == HEADERS
