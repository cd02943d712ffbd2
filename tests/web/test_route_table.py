"""Every route stands in the one table, and each app answers those of its own audiences and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from screener.content import shipped_rulebook
from screener.visits import Visits
from screener.web.app import create_app
from screener.web.author.app import create_author_app
from screener.web.author.rulebook_file import Watched
from screener.web.context import IdleSessions
from screener.web.route_table import ROUTES, Audience, WebRoute
from screener.web.security import HEADERS
from tests.web.people import Clock, Patient

SERVED = {
    "own devices": {Audience.ANYONE, Audience.PATIENT, Audience.CLINIC},
    "kiosk": {Audience.ANYONE, Audience.PATIENT, Audience.KIOSK},
    "author": {Audience.AUTHOR},
}
STATIC = ("GET", "/static/<path:filename>")
EACH = [(kind, route) for kind, served in SERVED.items() for route in ROUTES if route.audience in served]
NAMED = [f"{kind} {route.method} {route.path}" for kind, route in EACH]


@pytest.fixture
def apps(app: Flask, visits: Visits, clock: Clock, tmp_path: Path) -> dict[str, Flask]:
    kiosk = create_app(visits=visits, secret_key=b"k", clock=clock, idle=IdleSessions(clock.steady))
    file = tmp_path / "rules.yaml"
    file.write_bytes(shipped_rulebook().read_bytes())
    return {"own devices": app, "kiosk": kiosk, "author": create_author_app(Watched(file))}


def address(route: WebRoute) -> str:
    return re.sub(r"<[^>]+>", "x", route.path)


@pytest.mark.parametrize("kind", SERVED)
def test_an_app_has_the_routes_of_its_audiences_and_no_other(apps: dict[str, Flask], kind: str) -> None:
    rules = list(apps[kind].url_map.iter_rules())
    found = {(method, rule.rule) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}
    wanted = {(route.method, route.path) for route in ROUTES if route.audience in SERVED[kind]}
    assert found == wanted | {STATIC}


@pytest.mark.parametrize(("kind", "route"), EACH, ids=NAMED)
def test_headers_are_on_every_answer_and_nothing_is_cached(
    apps: dict[str, Flask], kind: str, route: WebRoute
) -> None:
    response = apps[kind].test_client().open(address(route), method=route.method)
    assert all(response.headers[name].startswith(value) for name, value in HEADERS.items())
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("kind", "route"),
    [one for one in EACH if one[1].method == "POST"],
    ids=[name for name in NAMED if " POST " in name],
)
def test_nothing_is_taken_without_its_token(apps: dict[str, Flask], kind: str, route: WebRoute) -> None:
    response = apps[kind].test_client().post(address(route), data={"go": "on"})
    assert response.status_code == 400 or (kind == "kiosk" and response.location in ("/", "/f/idle"))


def test_a_kiosk_has_no_page_of_the_clinic(apps: dict[str, Flask], access_code: str) -> None:
    here = Patient(apps["kiosk"].test_client())
    for route in ROUTES:
        if route.audience is Audience.CLINIC:
            here.page = here.client.open(address(route), method=route.method)
            assert here.page.status_code in (400, 404)
            assert "/clinic" not in here.text
    here.get("/").post("/clinic/login", code=access_code)
    assert here.page.status_code == 404
    with here.client.session_transaction() as session:
        assert "desk" not in session
