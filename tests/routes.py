"""What tests expect of the program's routes, by audience; a route that this does not fit fails them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from http.client import HTTPResponse

from werkzeug.test import TestResponse

from screener.web.route_table import ROUTES, Audience, WebRoute

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer, whoever asks; worked out apart from the program."""
KEPT = HEADERS | {"Cache-Control": "public, max-age=3600"}
"""On files, which hold nobody's words."""
HTML, CSS, TEXT, JSON, PDF = "text/html", "text/css", "text/plain", "application/json", "application/pdf"

SERVED = {
    "own devices": {Audience.ANYONE, Audience.PATIENT, Audience.CLINIC},
    "kiosk": {Audience.ANYONE, Audience.PATIENT, Audience.KIOSK},
    "author": {Audience.AUTHOR},
}
STATIC = WebRoute("GET", "/static/<path:filename>", Audience.ANYONE, "static", "made by Flask, in every app")
PARTS = dict.fromkeys(("token", "link", "once", "reference", "filename"), "nothing")


class Needs(Enum):
    """What opens a route."""

    NOTHING = "nothing"
    VISIT = "a visit of this browser"
    LINK = "a come-back link"
    CODE = "the clinic's access code"


@dataclass(frozen=True, slots=True)
class Policy:
    """``stranger`` is the status that a browser without anything gets, ``kind`` the content type of the page;
    ``carries`` says that a form without its token comes back with what was typed."""

    needs: Needs
    stranger: int
    kind: str = HTML
    carries: bool = False


BY_AUDIENCE = {
    ("GET", Audience.ANYONE): Policy(Needs.NOTHING, 200),
    ("GET", Audience.PATIENT): Policy(Needs.VISIT, 303),
    ("POST", Audience.PATIENT): Policy(Needs.VISIT, 400, carries=True),
    ("GET", Audience.KIOSK): Policy(Needs.VISIT, 303),
    ("GET", Audience.CLINIC): Policy(Needs.CODE, 303),
    ("POST", Audience.CLINIC): Policy(Needs.CODE, 400),
    ("GET", Audience.AUTHOR): Policy(Needs.NOTHING, 200),
    ("POST", Audience.AUTHOR): Policy(Needs.NOTHING, 400),
}
BUT = {
    "patient.start": {"needs": Needs.NOTHING, "stranger": 200},
    "patient.begin": {"needs": Needs.NOTHING},
    "patient.again": {"needs": Needs.NOTHING, "stranger": 200},
    "patient.start_again": {"needs": Needs.NOTHING},
    "patient.done": {"needs": Needs.NOTHING},
    "patient.leave": {"needs": Needs.NOTHING},
    "patient.come_back": {"needs": Needs.LINK, "stranger": 404},
    "patient.welcome": {"needs": Needs.LINK, "stranger": 404},
    "patient.resume": {"needs": Needs.LINK},
    "patient.switch_text_size": {"needs": Needs.NOTHING, "carries": False},
    "suggest.names": {"kind": JSON, "carries": False},
    "result.keep_pdf": {"kind": PDF},
    "kiosk.seen": {"stranger": 204},
    "kiosk.stay": {"stranger": 403},
    "clinic.sign_in": {"needs": Needs.NOTHING, "stranger": 200},
    "clinic.take_code": {"needs": Needs.NOTHING},
    "clinic.visit_pdf": {"kind": PDF},
    "health.health": {"kind": JSON},
    "health.robots": {"kind": TEXT},
    "health.mark": {"stranger": 301},
    "author.state": {"kind": TEXT},
    "static": {"stranger": 404, "kind": CSS},
}
"""Where a route differs from its audience's policy, by its name."""


def policy(route: WebRoute) -> Policy:
    """What is expected of this route."""
    return replace(BY_AUDIENCE[route.method, route.audience], **BUT.get(route.name, {}))


def routes_of(kind: str) -> list[WebRoute]:
    """The routes that this kind of app must have."""
    return [*(route for route in ROUTES if route.audience in SERVED[kind]), STATIC]


def other_methods(kind: str, route: WebRoute, methods: set[str]) -> set[str]:
    """Those of these methods that the route's path does not know."""
    return methods - {one.method for one in routes_of(kind) if one.path == route.path}


def address(route: WebRoute, **parts: str) -> str:
    """The address of a route, with these parts or with ones that nothing has."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: (PARTS | parts)[found[1]], route.path)


def headers_of(answer: TestResponse | HTTPResponse) -> dict[str, str | None]:
    """The headers of an answer that the policy speaks of."""
    return {name: answer.headers.get(name) for name in HEADERS}
