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

    ``view`` is the function that answers, by its place below `screener.web`.
    """

    method: str
    path: str
    audience: Audience
    name: str
    view: str


ROUTES = (
    WebRoute("GET", "/", Audience.PATIENT, "patient.start", "patient.routes:start"),
    WebRoute("POST", "/", Audience.PATIENT, "patient.begin", "patient.routes:begin"),
    WebRoute("GET", "/f/on", Audience.PATIENT, "patient.go_on", "patient.routes:go_on"),
    WebRoute("GET", "/f/link", Audience.PATIENT, "patient.link", "patient.routes:link"),
    WebRoute("GET", "/f/person", Audience.PATIENT, "patient.person", "patient.routes:person"),
    WebRoute("POST", "/f/person", Audience.PATIENT, "patient.tell_person", "patient.routes:tell_person"),
    WebRoute("GET", "/f/again", Audience.PATIENT, "patient.again", "patient.routes:again"),
    WebRoute("POST", "/f/again", Audience.PATIENT, "patient.start_again", "patient.routes:start_again"),
    WebRoute("POST", "/f/done", Audience.PATIENT, "patient.done", "patient.routes:done"),
    WebRoute("GET", "/leave", Audience.PATIENT, "patient.leave", "patient.routes:leave"),
    WebRoute("GET", "/r/<link>", Audience.PATIENT, "patient.come_back", "patient.routes:come_back"),
    WebRoute("GET", "/r", Audience.PATIENT, "patient.welcome", "patient.routes:welcome"),
    WebRoute("POST", "/r", Audience.PATIENT, "patient.resume", "patient.routes:resume"),
    WebRoute(
        "POST", "/f/text", Audience.PATIENT, "patient.switch_text_size", "patient.routes:switch_text_size"
    ),
    WebRoute("GET", "/f/s/<token>", Audience.PATIENT, "screens.screen", "patient.screens:screen"),
    WebRoute("POST", "/f/s/<token>", Audience.PATIENT, "screens.answer", "patient.screens:answer"),
    WebRoute("GET", "/f/now", Audience.PATIENT, "screens.emergency", "patient.screens:emergency"),
    WebRoute("POST", "/f/now", Audience.PATIENT, "screens.seen", "patient.screens:seen"),
    WebRoute("POST", "/f/names", Audience.PATIENT, "suggest.names", "patient.client_script:names"),
    WebRoute("GET", "/f/check", Audience.PATIENT, "result.check", "patient.result:check"),
    WebRoute("POST", "/f/send", Audience.PATIENT, "result.send", "patient.result:send"),
    WebRoute("GET", "/f/keep", Audience.PATIENT, "result.keep", "patient.result:keep"),
    WebRoute("GET", "/f/keep.pdf", Audience.PATIENT, "result.keep_pdf", "patient.result:keep_pdf"),
    WebRoute("GET", "/f/idle", Audience.KIOSK, "kiosk.nobody", "kiosk.routes:nobody"),
    WebRoute("GET", "/f/shown", Audience.KIOSK, "kiosk.shown", "kiosk.routes:shown"),
    WebRoute("GET", "/f/sent/<once>", Audience.KIOSK, "kiosk.sent", "kiosk.routes:sent"),
    WebRoute("GET", "/f/sent/<once>/seen", Audience.KIOSK, "kiosk.seen", "kiosk.routes:seen"),
    WebRoute("GET", "/f/stay", Audience.KIOSK, "kiosk.stay", "kiosk.routes:stay"),
    WebRoute("GET", "/clinic/login", Audience.CLINIC, "clinic.sign_in", "clinic.sign_in:sign_in"),
    WebRoute("POST", "/clinic/login", Audience.CLINIC, "clinic.take_code", "clinic.sign_in:take_code"),
    WebRoute("POST", "/clinic/out", Audience.CLINIC, "clinic.sign_out", "clinic.sign_in:sign_out"),
    WebRoute("GET", "/clinic", Audience.CLINIC, "clinic.visits", "clinic.visits:visits"),
    WebRoute("GET", "/clinic/v/<reference>", Audience.CLINIC, "clinic.visit", "clinic.visits:visit"),
    WebRoute(
        "GET", "/clinic/v/<reference>.pdf", Audience.CLINIC, "clinic.visit_pdf", "clinic.visits:visit_pdf"
    ),
    WebRoute("POST", "/clinic/paper", Audience.CLINIC, "clinic.type_in", "clinic.visits:type_in"),
    WebRoute("GET", "/health", Audience.ANYONE, "health.health", "server.health:health"),
    WebRoute("GET", "/robots.txt", Audience.ANYONE, "health.robots", "server.health:robots"),
    WebRoute("GET", "/favicon.ico", Audience.ANYONE, "health.mark", "server.health:mark"),
    WebRoute("GET", "/", Audience.AUTHOR, "author.page", "author.app:page"),
    WebRoute("POST", "/", Audience.AUTHOR, "author.try_out", "author.app:page"),
    WebRoute("GET", "/book", Audience.AUTHOR, "author.book", "author.app:book"),
    WebRoute("GET", "/state", Audience.AUTHOR, "author.state", "author.app:state"),
)


def add_routes(app: Flask, audiences: Collection[Audience]) -> None:
    """Let the app answer the routes of these audiences, and no other."""
    for route in ROUTES:
        if route.audience in audiences:
            view = import_string(f"screener.web.{route.view}")
            app.add_url_rule(route.path, route.name, view, methods=[route.method])
