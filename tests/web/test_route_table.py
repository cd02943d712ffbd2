"""Every route stands in the one table, and each app answers those of its own audiences and no other."""

from __future__ import annotations

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
from tests.routes import (
    BUT,
    HEADERS,
    SERVED,
    STATIC,
    Needs,
    address,
    headers_of,
    other_methods,
    policy,
    routes_of,
)
from tests.web.people import Clock, Patient

EACH = [(kind, route) for kind in SERVED for route in routes_of(kind)]
of_each = pytest.mark.parametrize(
    ("kind", "route"), EACH, ids=[f"{kind} {route.method} {route.path}" for kind, route in EACH]
)


@pytest.fixture
def apps(app: Flask, visits: Visits, clock: Clock, tmp_path: Path) -> dict[str, Flask]:
    kiosk = create_app(visits=visits, secret_key=b"k", clock=clock, idle=IdleSessions(clock.steady))
    file = tmp_path / "rules.yaml"
    file.write_bytes(shipped_rulebook().read_bytes())
    return {"own devices": app, "kiosk": kiosk, "author": create_author_app(Watched(file))}


@pytest.mark.parametrize("kind", SERVED)
def test_an_app_has_the_routes_of_its_audiences_and_no_other(apps: dict[str, Flask], kind: str) -> None:
    rules = list(apps[kind].url_map.iter_rules())
    found = {(method, rule.rule) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert found == {(route.method, route.path) for route in routes_of(kind)}


def test_what_is_expected_is_expected_of_routes_that_are_there() -> None:
    assert BUT.keys() <= {route.name for route in (*ROUTES, STATIC)}


@of_each
def test_a_stranger_gets_what_the_policy_says_and_nothing_is_taken_without_its_token(
    apps: dict[str, Flask], kind: str, route: WebRoute
) -> None:
    response = apps[kind].test_client().open(address(route), method=route.method, data={"go": "on"})
    expected = policy(route)
    to_start = kind == "kiosk" and (route.method == "POST" or expected.needs is Needs.LINK)
    assert response.status_code == expected.stranger or (to_start and response.location in ("/", "/f/idle"))
    assert headers_of(response) == HEADERS


@of_each
def test_a_stranger_has_no_other_method(apps: dict[str, Flask], kind: str, route: WebRoute) -> None:
    for method in other_methods(kind, route, {"GET", "POST", "PUT", "DELETE", "PATCH"}):
        response = apps[kind].test_client().open(address(route), method=method)
        turned_away = {400, 405} if method == "POST" else {405}
        assert response.status_code in turned_away
        assert headers_of(response) == HEADERS


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
