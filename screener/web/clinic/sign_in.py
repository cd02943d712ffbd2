"""Signing in with the access code; every page of the clinic stands behind it."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from screener.visits.throttle import Purpose
from screener.web.context import app_context, new_mark
from screener.web.security import posted
from screener.web.session import SIGNED_IN, end_sign_in, secret_mark
from screener.web.shapes import ErrorLink

KNOWN = "known"
"""The cookie of a browser that signed in before; it opens nothing."""
KNOWN_FOR = timedelta(days=365)
DOORS = ("clinic.sign_in", "clinic.take_code")


def only_signed_in() -> Response | None:
    """Every page but the sign-in needs an access code typed in less than twelve hours ago."""
    if request.blueprint != "clinic" or request.endpoint in DOORS or _signed_in():
        return None
    return redirect(url_for("clinic.sign_in"), 303)


def sign_in() -> str:
    """Ask for the access code."""
    return _login("")


def take_code() -> Response | tuple[str, int]:
    """Check the access code; after five wrong tries in a minute the sixth is not looked at.

    A browser that signed in before counts by itself, so that nobody else at its address keeps it out.
    """
    here = app_context()
    known = _known_mark()
    who = {"subject": known} if known else {"address": request.remote_addr or ""}
    if not here.visits.throttle.take(Purpose.SIGN_IN, **who):
        return _login(_("Too many tries. Wait one minute, then try again.")), 429
    if not here.visits.code_accepted(posted().get("code", "")[:100]):
        return _login(_("This is not the access code. Please check it and type it again.")), 403
    here.visits.throttle.give_back(Purpose.SIGN_IN, **who)
    session[SIGNED_IN] = here.sign_ins.begin(here.visits.code_mark())
    return _remembered(redirect(url_for("clinic.visits"), 303), known or new_mark())


def sign_out() -> Response:
    """Sign out of this browser."""
    end_sign_in()
    return redirect(url_for("clinic.sign_in"), 303)


def _login(error: str) -> str:
    return render_template("clinic/login.html", errors=(ErrorLink("code", error),) if error else ())


def _known_mark() -> str:
    """The mark of a browser that signed in before, signed by this app; empty for any other."""
    try:
        return _signer().unsign(request.cookies.get(KNOWN, "")).decode()
    except BadSignature:
        return ""


def _remembered(answer: Response, mark: str) -> Response:
    """The answer, by which the browser is known as one that signed in; the mark says nothing else."""
    answer.set_cookie(
        KNOWN,
        _signer().sign(mark).decode(),
        max_age=KNOWN_FOR,
        path=url_for("clinic.visits"),
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _signer() -> Signer:
    return Signer(secret_mark("browser that signed in"))


def _signed_in() -> bool:
    """Signed in for less than twelve hours, not signed out since, with the code that is good now."""
    here = app_context()
    return SIGNED_IN in session and here.sign_ins.is_good(session[SIGNED_IN], here.visits.code_mark())
