"""Below a path, by another name, over https: every address leads where it should, and nobody else sets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from screener.store import Store
from screener.visits import Visits
from screener.web.app import create_app
from screener.web.author.app import create_author_app
from screener.web.author.rulebook_file import Watched
from screener.web.context import IdleSessions
from tests.routes import HEADERS, headers_of
from tests.web.people import Clock, Patient
from tests.web.test_journey import NERVES, NONE, SQUEEZED, WARNING

SMALL = Path(__file__).parents[1] / "rulebook" / "small.yaml"
PATH = "/clinic-a/pain"
ADDRESS = re.compile(r'\b(?:href|(?:form)?action|src|data-ask)="([^"]*)"|url=([^"]+)"')
OUTSIDE = ("http", "tel:", "#", "data:")

Make = Callable[..., Flask]


@pytest.fixture
def make(visits: Visits, clock: Clock) -> Make:
    """Make an app over the same visits."""

    def made(**options: Any) -> Flask:
        return create_app(
            visits=visits, secret_key=b"a key for tests only", clock=clock, steady=clock.steady, **options
        )

    return made


def below(app: Flask, path: str = PATH, *, tells: bool = True) -> Flask:
    """The app behind a proxy that takes requests below a path, strips it, and ``tells`` it in a header."""
    inner = app.wsgi_app

    def proxy(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = environ["PATH_INFO"]
        if not asked.startswith(f"{path}/"):
            start_response("404 NOT FOUND", [("Content-Type", "text/plain")])
            return [b"outside of the path"]
        told = {"HTTP_X_FORWARDED_PREFIX": path} if tells else {}
        forwarded = {"HTTP_X_FORWARDED_PROTO": "http", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
        return inner({**environ, "PATH_INFO": asked.removeprefix(path), **forwarded, **told}, start_response)

    app.wsgi_app = proxy  # type: ignore[method-assign]
    return app


def outside(page: str, path: str = PATH) -> list[str]:
    """The addresses of a page that do not stand below the path."""
    found = [one or other for one, other in ADDRESS.findall(page)]
    return [one for one in found if not one.startswith((path, *OUTSIDE))]


class Below(Patient):
    """Somebody who reaches the pages below a path, and looks at each address that they show."""

    def get(self, address: str) -> Patient:
        super().get(address if address.startswith(PATH) else f"{PATH}{address}")
        assert outside(self.text) == []
        return self

    def post(self, address: str, **fields: object) -> Patient:
        super().post(address if address.startswith(PATH) else f"{PATH}{address}", **fields)
        assert outside(self.text) == []
        return self

    @property
    def path(self) -> str:
        return super().path.removeprefix(PATH)


@pytest.mark.parametrize("way", ["told by a proxy", "set by the operator"])
def test_a_whole_visit_below_a_path(make: Make, store: Store, clock: Clock, way: str) -> None:
    if way == "told by a proxy":
        app = below(make(behind_proxy=True, hosts=None))
    else:
        app = below(make(public_address=f"https://pain.example.org{PATH}", hosts=None), tells=False)
        app.config["SESSION_COOKIE_SECURE"] = False
    patient = Below(app.test_client())
    if way == "told by a proxy":
        patient.client = app.test_client()
    patient.get("/").post("/")
    assert f"{PATH}/r/" in patient.text
    link = re.search(r'href="(http[^"]+/r/[^"]+)"', patient.text)[1]  # type: ignore[index]
    patient.get("/f/person").post("/f/person", name="Anna")
    assert patient.heading == WARNING
    assert patient.answer(**NONE).heading == NERVES
    assert patient.answer(**{"list-0": "rf_bladder"}).heading == SQUEEZED
    patient.go_on()
    assert patient.post(f"{PATH}/f/text?to=/f/check", size="larger").path == "/f/check"
    assert patient.get("/nowhere").page.status_code == 404
    assert patient.get("/f/check").post("/f/send").path == "/f/keep"
    assert patient.get("/f/keep?v=1").page.status_code == 200
    other = Below(app.test_client()).get("/r/" + link.rpartition("/")[2])
    assert other.heading == "This link does not open any more"
    clinician = Below(app.test_client()).get("/clinic")
    assert clinician.path == "/clinic/login"
    assert clinician.post("/clinic/login", code=store.renew_code(at=clock())).heading == "Visits"
    clinician.get(re.search(r'href="([^"]+/clinic/v/[^"]+)"', clinician.text)[1])  # type: ignore[index]
    assert "Anna" in clinician.text
    assert clinician.post("/clinic/out").path == "/clinic/login"


def test_a_kiosk_below_a_path(make: Make, clock: Clock) -> None:
    app = below(make(behind_proxy=True, hosts=None, idle=IdleSessions(clock.steady)))
    app.config["SESSION_COOKIE_SECURE"] = False
    patient = Below(app.test_client())
    patient.get("/").post("/").post("/f/person").get("/f/check").post("/f/send")
    assert "Sent to the clinic." in patient.text
    assert patient.client.get(f"{PATH}/leave").location == f"{PATH}/"


def test_the_authors_pages_below_a_path(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(SMALL.read_bytes())
    author = Below(below(create_author_app(Watched(file))).test_client())
    page = author.get("/").text
    own = sorted({found for pair in ADDRESS.findall(page) for found in pair if found.startswith("/")})
    assert {f"{PATH}/", f"{PATH}/book", f"{PATH}/state", f"{PATH}/static/author.js"} <= set(own)
    for address in own:
        with author.client.get(address.partition("#")[0]) as found:
            assert found.status_code == 200
    assert author.page.headers["Set-Cookie"].endswith(f"Path={PATH}; SameSite=Strict")
    assert author.post("/", answers="{}", topic="", fields="", act="look").page.status_code == 200
    assert author.post("/", csrf_token="worn").page.status_code == 400
    assert author.get("/nowhere").page.status_code == 404
    assert author.get("/book").page.status_code == 200
    assert author.page.request.path == f"{PATH}/book"
    file.write_text("title: broken")
    assert author.get("/").page.status_code == 200


def test_the_authors_page_believes_nothing_else_of_a_proxy(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(SMALL.read_bytes())
    client = create_author_app(Watched(file)).test_client()
    told = {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1", "X-Forwarded-Proto": "https"}
    assert client.get("/", headers=told).status_code == 400


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ("/a, /b", "/b"),
        ("/a,/b/c/", "/b/c"),
        ("/a , /b , /c ", "/c"),
        ("//evil.example, /b", "/b"),
        ("/a, //evil.example", ""),
        ("/a, https://evil.example", ""),
        ("/a, /b//c", ""),
        ("/a,", ""),
        (",", ""),
        ("/a /b", ""),
    ],
)
def test_of_several_paths_the_last_is_the_nearest_proxys(make: Make, told: str, path: str) -> None:
    client = make(behind_proxy=True, hosts=None).test_client()
    page = client.get("/", headers={"X-Forwarded-Prefix": told}).get_data(as_text=True)
    assert f'action="{path}/"' in page
    assert outside(page, f"{path}/") == []
    assert "evil" not in page
    assert client.get("/f/on", headers={"X-Forwarded-Prefix": told}).location == f"{path}/"


HOSTILE = ["//evil.example", "/a//b", "/..", "/a/../b", "/a b", "/a\\b", "evil", "/é", "/a;b", "/\x00"]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("behind_proxy", [True, False])
def test_a_path_that_is_none_is_ignored(make: Make, path: str, behind_proxy: bool) -> None:
    app = make(behind_proxy=behind_proxy, hosts=None)
    told = {"HTTP_X_FORWARDED_PREFIX": path, "SCRIPT_NAME": path, "HTTP_SCRIPT_NAME": path}
    page = app.test_client().get("/", environ_overrides=told)
    assert page.status_code == 200
    assert outside(page.get_data(as_text=True), "/") == []
    assert "evil" not in page.get_data(as_text=True)


def test_a_browser_tells_no_path_where_no_proxy_stands_in_front(make: Make) -> None:
    page = make().test_client().get("/", headers={"X-Forwarded-Prefix": "/elsewhere"})
    assert "/elsewhere" not in page.get_data(as_text=True)


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_links_stand_below_the_public_address_whatever_a_browser_asked_for(
    make: Make, behind_proxy: bool
) -> None:
    app = make(public_address="https://pain.example.org", behind_proxy=behind_proxy, hosts=None)
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    client = app.test_client()
    start = client.get("/", headers=headers, base_url="https://evil.example")
    token = re.search(r'csrf_token" value="([^"]+)', start.get_data(as_text=True))[1]  # type: ignore[index]
    sent = client.post("/", data={"csrf_token": token}, headers=headers, base_url="https://evil.example")
    assert sent.status_code == 303
    page = client.get("/f/link", headers=headers, base_url="https://evil.example").get_data(as_text=True)
    assert re.search(r'href="https://pain\.example\.org/r/[^"]{24}"', page)
    assert "evil" not in page


# Cookies: their names, what of before is read, and where they hold.


def cookie_of(app: Flask, *, base: str, headers: dict[str, str] | None = None) -> str:
    return app.test_client().get("/f/again", base_url=base, headers=headers or {}).headers["Set-Cookie"]


def test_the_cookie_is_named_so_that_nobody_else_can_plant_it(make: Make) -> None:
    plain = cookie_of(make(), base="http://localhost")
    assert plain.startswith("screener=")
    secure = cookie_of(make(secure=True, hosts=None), base="https://a.example")
    assert secure.startswith("__Host-screener=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in secure
    assert "Domain" not in secure
    prefixed = cookie_of(
        make(behind_proxy=True, hosts=None),
        base="http://a.example",
        headers={"X-Forwarded-Prefix": PATH, "X-Forwarded-Proto": "https"},
    )
    assert prefixed.startswith("__Secure-screener=")
    assert f"; Secure; HttpOnly; Path={PATH}; SameSite=Lax" in prefixed


def earlier(app: Flask, held: dict[str, object], *, days: float = 0.0) -> str:
    """A cookie as the versions before signed it, so many days ago."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert isinstance(signer, URLSafeTimedSerializer)
    made = signer.make_signer(signer.salt)
    made.get_timestamp = lambda: int(__import__("time").time() - days * 24 * 3600)  # type: ignore[method-assign]
    return made.sign(signer.dump_payload(held)).decode()


@pytest.mark.parametrize(("days", "goes_on"), [(0.0, True), (6.9, True), (7.1, False)])
@pytest.mark.parametrize("secure", [True, False])
def test_a_form_begun_with_the_cookie_of_before_goes_on_for_seven_days(
    make: Make, visits: Visits, days: float, goes_on: bool, secure: bool
) -> None:
    begun = visits.begin()
    app = make(secure=secure, hosts=None)
    held = {"visit": begun.visit.id, "link": begun.link, "sitting": "of before"}
    base = "https://localhost" if secure else "http://localhost"
    client = app.test_client()
    client.set_cookie("screener", earlier(app, held, days=days), secure=secure)
    first = client.get("/f/check", base_url=base)
    assert (first.status_code == 200) == goes_on
    if goes_on and secure:
        assert client.get_cookie("screener") is None
        assert client.get("/f/check", base_url=base).status_code == 200


def test_a_cookie_of_before_opens_nothing_once_it_was_left(make: Make, visits: Visits) -> None:
    begun = visits.begin()
    app = make(secure=True, hosts=None)
    kept = earlier(app, {"visit": begun.visit.id, "link": begun.link, "sitting": "of before"})
    client = app.test_client()
    client.set_cookie("screener", kept, secure=True)
    client.get("/leave", base_url="https://localhost")
    assert client.get("/f/check", base_url="https://localhost").status_code == 303
    client.set_cookie("screener", kept, secure=True)
    assert client.get("/f/check", base_url="https://localhost").status_code == 303


def test_browsers_keep_to_https_once_they_came_by_it(make: Make) -> None:
    secure = make(secure=True, hosts=None).test_client().get("/", base_url="https://a.example")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in make().test_client().get("/").headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_is_taken_from_our_own_pages_only_whatever_its_token(
    patient: Patient, visits: Visits, headers: dict[str, str]
) -> None:
    patient.start()
    fields = {"csrf_token": patient.token, **patient.hidden, "list-0": "sym_stroke", "go": "on"}
    page = patient.client.post(patient.path, data=fields, headers=headers)
    assert page.status_code == 400
    assert "from a page that is not ours" in page.get_data(as_text=True)
    with patient.client.session_transaction() as session:
        assert visits.get(session["visit"]).state.raw == {}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_browser_that_says_little_is_not_locked_out(patient: Patient, headers: dict[str, str]) -> None:
    patient.start()
    fields = {"csrf_token": patient.token, **patient.hidden, **NONE, "go": "on"}
    assert patient.client.post(patient.path, data=fields, headers=headers).status_code == 303


def test_a_proxy_that_renames_the_host_needs_the_public_address(make: Make) -> None:
    for public, status in (("", 400), ("https://pain.example.org", 303)):
        client = make(public_address=public, hosts=None).test_client()
        start = client.get("/").get_data(as_text=True)
        token = re.search(r'csrf_token" value="([^"]+)', start)[1]  # type: ignore[index]
        headers = {"Origin": "https://pain.example.org"}
        assert client.post("/", data={"csrf_token": token}, headers=headers).status_code == status
        newer = headers | {"Sec-Fetch-Site": "same-origin"}
        assert client.post("/", data={"csrf_token": token}, headers=newer).status_code == 303


def test_a_failure_of_ours_bears_the_headers_too(
    app: Flask, patient: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise ValueError("a mistake of ours")

    app.testing = False
    patient.start()
    monkeypatch.setattr(visits, "save", fails)
    page = patient.client.post(patient.path, data={"csrf_token": patient.token, **patient.hidden, **NONE})
    assert page.status_code == 500
    assert headers_of(page) == HEADERS
