"""Every route of both apps and of the author's: the one table from which they are made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from flask import Flask
from werkzeug.utils import import_string


class Audience(Enum):
    """Whom a route is for: it is there only in the apps that serve them."""

    ANYONE = "anyone"
    PATIENT = "a patient, at a device of their own or at a kiosk"
    KIOSK = "a patient at a kiosk"
    CLINIC = "the clinic, signed in"
    AUTHOR = "the author of a rulebook"


@dataclass(frozen=True, slots=True)
class WebRoute:
    """One method of one path; ``name`` is what addresses are made from, and tells the pages it belongs to.

    Its last part is the function that answers, in the ``module`` below `screener.web`.
    """

    method: str
    path: str
    audience: Audience
    name: str
    module: str


ROUTES = (
    WebRoute("GET", "/", Audience.PATIENT, "patient.start", "patient.routes"),
    WebRoute("POST", "/", Audience.PATIENT, "patient.begin", "patient.routes"),
    WebRoute("GET", "/f/on", Audience.PATIENT, "patient.go_on", "patient.routes"),
    WebRoute("GET", "/f/link", Audience.PATIENT, "patient.link", "patient.routes"),
    WebRoute("GET", "/f/person", Audience.PATIENT, "patient.person", "patient.routes"),
    WebRoute("POST", "/f/person", Audience.PATIENT, "patient.tell_person", "patient.routes"),
    WebRoute("GET", "/f/again", Audience.PATIENT, "patient.again", "patient.routes"),
    WebRoute("POST", "/f/again", Audience.PATIENT, "patient.start_again", "patient.routes"),
    WebRoute("POST", "/f/done", Audience.PATIENT, "patient.done", "patient.routes"),
    WebRoute("GET", "/leave", Audience.PATIENT, "patient.leave", "patient.routes"),
    WebRoute("GET", "/r/<link>", Audience.PATIENT, "patient.come_back", "patient.routes"),
    WebRoute("GET", "/r", Audience.PATIENT, "patient.welcome", "patient.routes"),
    WebRoute("POST", "/r", Audience.PATIENT, "patient.resume", "patient.routes"),
    WebRoute("POST", "/f/text", Audience.PATIENT, "patient.switch_text_size", "patient.routes"),
    WebRoute("GET", "/f/s/<token>", Audience.PATIENT, "screens.screen", "patient.screens"),
    WebRoute("POST", "/f/s/<token>", Audience.PATIENT, "screens.answer", "patient.screens"),
    WebRoute("GET", "/f/now", Audience.PATIENT, "screens.emergency", "patient.screens"),
    WebRoute("POST", "/f/now", Audience.PATIENT, "screens.seen", "patient.screens"),
    WebRoute("POST", "/f/names", Audience.PATIENT, "suggest.names", "patient.client_script"),
    WebRoute("GET", "/f/check", Audience.PATIENT, "result.check", "patient.result"),
    WebRoute("POST", "/f/send", Audience.PATIENT, "result.send", "patient.result"),
    WebRoute("GET", "/f/keep", Audience.PATIENT, "result.keep", "patient.result"),
    WebRoute("GET", "/f/keep.pdf", Audience.PATIENT, "result.keep_pdf", "patient.result"),
    WebRoute("GET", "/f/idle", Audience.KIOSK, "kiosk.nobody", "kiosk.routes"),
    WebRoute("GET", "/f/shown", Audience.KIOSK, "kiosk.shown", "kiosk.routes"),
    WebRoute("GET", "/f/sent/<once>", Audience.KIOSK, "kiosk.sent", "kiosk.routes"),
    WebRoute("GET", "/f/sent/<once>/seen", Audience.KIOSK, "kiosk.seen", "kiosk.routes"),
    WebRoute("GET", "/f/stay", Audience.KIOSK, "kiosk.stay", "kiosk.routes"),
    WebRoute("GET", "/clinic/login", Audience.CLINIC, "clinic.sign_in", "clinic.sign_in"),
    WebRoute("POST", "/clinic/login", Audience.CLINIC, "clinic.take_code", "clinic.sign_in"),
    WebRoute("POST", "/clinic/out", Audience.CLINIC, "clinic.sign_out", "clinic.sign_in"),
    WebRoute("GET", "/clinic", Audience.CLINIC, "clinic.visits", "clinic.visits"),
    WebRoute("GET", "/clinic/v/<reference>", Audience.CLINIC, "clinic.visit", "clinic.visits"),
    WebRoute("GET", "/clinic/v/<reference>.pdf", Audience.CLINIC, "clinic.visit_pdf", "clinic.visits"),
    WebRoute("POST", "/clinic/paper", Audience.CLINIC, "clinic.type_in", "clinic.visits"),
    WebRoute("GET", "/health", Audience.ANYONE, "health.health", "server.health"),
    WebRoute("GET", "/robots.txt", Audience.ANYONE, "health.robots", "server.health"),
    WebRoute("GET", "/favicon.ico", Audience.ANYONE, "health.mark", "server.health"),
    WebRoute("GET", "/", Audience.AUTHOR, "author.page", "author.app"),
    WebRoute("POST", "/", Audience.AUTHOR, "author.try_out", "author.app"),
    WebRoute("GET", "/book", Audience.AUTHOR, "author.book", "author.app"),
    WebRoute("GET", "/state", Audience.AUTHOR, "author.state", "author.app"),
)


def add_routes(app: Flask, audiences: Collection[Audience]) -> None:
    """Let the app answer the routes of these audiences, and no other."""
    for route in ROUTES:
        if route.audience in audiences:
            view = import_string(f"screener.web.{route.module}:{route.name.rpartition('.')[2]}")
            app.add_url_rule(route.path, route.name, view, methods=[route.method])
