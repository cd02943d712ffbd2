"""What keeps the pages safe: headers on every response, limits on every request, a log without answers."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, current_app, flash, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import SecurityError

from screener.content import templates_folder
from screener.web.assets import styles_allowed

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MOST_BYTES = 64 * 1024
MOST_FIELDS = 200

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
}
"""Sent with every response, errors and static files included."""

_KEPT = "\t\n\r"
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""What turns the direction of the words around it; Arabic and Hebrew do without."""
_UNSEEN = (0x2028, 0x2029, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB)
_REMOVED = {
    code: None for code in (*range(32), *range(127, 160), *_TURNING, *_UNSEEN) if chr(code) not in _KEPT
}

MOST_SET_BACK = timedelta(days=1)
GOOD_FROM_BEFORE = timedelta(days=7)
A_YEAR = 365 * 24 * 3600
LAST_WORDS = (
    "Something went wrong on our side. It is not your fault. What you saved before is safe.\n"
    "Please try again in a minute. If this is an emergency, call your emergency number now.\n"
)
SAFE = ("GET", "HEAD", "OPTIONS")

log = logging.getLogger("screener.web")


class PatientCookies(SecureCookieSessionInterface):
    """Session cookies that no other site or path can plant, and that outlive a clock that was set.

    Up to a day from the future they are good too. One of earlier versions, which had another name or
    signature, is read for seven days and stored again by today's.
    """

    salt = "screener session"

    def get_cookie_name(self, app: Flask) -> str:
        """The name by which browsers keep the cookie to https and to this host, or to the path below."""
        name = str(app.config["SESSION_COOKIE_NAME"])
        if not app.config["SESSION_COOKIE_SECURE"]:
            return name
        return f"__Secure-{name}" if request.script_root else f"__Host-{name}"

    def get_cookie_path(self, app: Flask) -> str:
        """The path below which the app stands."""
        return request.script_root or "/"

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of the cookie; an empty one without, or when it is forged or too old."""
        sent = request.cookies.get(self.get_cookie_name(app), "")
        held = _signed(self, app, sent, good_for=app.permanent_session_lifetime)
        if held is not None:
            return self.session_class(held)
        sent = request.cookies.get(app.config["SESSION_COOKIE_NAME"], "")
        session = self.session_class(
            _signed(SecureCookieSessionInterface(), app, sent, good_for=GOOD_FROM_BEFORE)
        )
        session.modified = bool(session)
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store the session by today's name, and let the browser forget the earlier one."""
        super().save_session(app, session, response)
        earlier = app.config["SESSION_COOKIE_NAME"]
        if earlier != self.get_cookie_name(app) and earlier in request.cookies:
            response.delete_cookie(earlier)


def _signed(
    signer: SecureCookieSessionInterface, app: Flask, sent: str, *, good_for: timedelta
) -> dict[str, Any] | None:
    """What a cookie holds that was signed so, for so long; None when it is forged or too old."""
    serializer = signer.get_signing_serializer(app)
    if serializer is None or not sent:
        return None
    try:
        held, signed = serializer.loads(sent, return_timestamp=True)
    except BadSignature:
        return None
    return held if -MOST_SET_BACK <= datetime.now(UTC) - signed <= good_for else None


class QuietFlask(Flask):
    """A Flask whose log names the kind of a failure and its place in the code, never what was sent."""

    session_interface = PatientCookies()

    def log_exception(self, exc_info: Any) -> None:
        kind, _error, trace = exc_info
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "-"
        log.error("%s %s failed: %s at %s", request.method, route_of(request), kind.__name__, place)

    def handle_exception(self, e: Exception) -> Response:
        """Our own page for a failure; plain words, with the same headers, where even that page fails."""
        try:
            return super().handle_exception(e)
        except Exception as second:
            if self.testing:
                raise
            self.log_exception((type(second), second, second.__traceback__))
            return _harden(Response(LAST_WORDS, 500, mimetype="text/plain"))


def guarded_app(
    name: str,
    *,
    static: Path,
    secret_key: bytes,
    cookie: str,
    same_site: str,
    secure: bool,
    hosts: Collection[str] | None,
    origin: str = "",
) -> Flask:
    """An app without pages: its templates, its cookie, limits before and headers behind every request.

    ``secret_key`` signs the session ``cookie``, which lasts as long as the browser; ``secure`` keeps it to
    https. ``hosts`` are the names or addresses that the app answers to, without port and brackets; None for
    any. Forms come from its own pages only: from the host that was asked, or from ``origin``.
    """
    app = QuietFlask(
        name, template_folder=str(templates_folder()), static_folder=str(static), static_url_path="/static"
    )
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME=cookie,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE=same_site,
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=MOST_FIELDS,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(lambda: _refuse_other_hosts(hosts))
    app.config["OWN_ORIGIN"] = origin
    app.before_request(_refuse_too_much)
    app.before_request(_refuse_other_pages)
    app.after_request(_harden)
    return app


def posted() -> MultiDict[str, str]:
    """The form as sent, without control characters; a notice says so when there were any."""
    if "posted" not in g:
        form, removed = without_control_characters(request.form)
        g.posted = form
        if removed:
            flash(_("We removed characters that cannot be shown. Please check what you wrote."))
    clean: MultiDict[str, str] = g.posted
    return clean


def without_control_characters(form: MultiDict[str, str]) -> tuple[MultiDict[str, str], bool]:
    """The form without them, and whether there were any; line ends and tabs stay."""
    clean = MultiDict((name, value.translate(_REMOVED)) for name, value in form.items(multi=True))
    return clean, clean != form


def from_own_page() -> bool:
    """Whether the browser says that a page of this app sent this, as far as it says anything.

    Newer browsers say so outright, whatever a proxy makes of our name; of others the origins are compared.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")  # "null" where a browser keeps it to itself
    return origin in ("null", request.host_url.rstrip("/"), current_app.config["OWN_ORIGIN"])


def route_of(asked: Request) -> str:
    """The rule of the route that was asked for, never the address itself."""
    return asked.url_rule.rule if asked.url_rule is not None else "-"


def _refuse_other_hosts(hosts: Collection[str] | None) -> None:
    """Keep pages of other sites from reaching an app on loopback by a name of theirs."""
    if (
        hosts is not None
        and request.endpoint != "health.health"
        and urlsplit(f"//{request.host}").hostname not in hosts
    ):
        raise SecurityError


def _refuse_other_pages() -> None:
    if request.method not in SAFE and not from_own_page():
        log.warning("%s %s refused: not from a page of %s", request.method, route_of(request), request.host)
        raise CSRFError("This was sent from a page that is not ours.")


def _refuse_too_much() -> None:
    if request.method == "POST" and sum(1 for _field in request.form.items(multi=True)) > MOST_FIELDS:
        abort(413)


def _harden(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] += styles_allowed()
    if request.endpoint != "static" or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    host = urlsplit(request.host_url).hostname
    if current_app.config["SESSION_COOKIE_SECURE"] and host not in LOOPBACK:  # others there speak http
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    log.info("%s %s %s", request.method, route_of(request), response.status_code)
    return response
