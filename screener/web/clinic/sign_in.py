"""Signing in with the access code; every page of the clinic stands behind it."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from screener.web.context import app_context
from screener.web.security import posted
from screener.web.session import SIGNED_IN, end_sign_in
from screener.web.shapes import ErrorLink

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
    """Check the access code; after five tries in a minute the sixth is not looked at."""
    here = app_context()
    if not here.throttle.allows(request.remote_addr or ""):
        return _login(_("Too many tries. Wait one minute, then try again.")), 429
    if not here.visits.code_accepted(posted().get("code", "")[:100]):
        return _login(_("This is not the access code. Please check it and type it again.")), 403
    session[SIGNED_IN] = here.sign_ins.begin(here.visits.code_mark())
    return redirect(url_for("clinic.visits"), 303)


def sign_out() -> Response:
    """Sign out of this browser."""
    end_sign_in()
    return redirect(url_for("clinic.sign_in"), 303)


def _login(error: str) -> str:
    return render_template("clinic/login.html", errors=(ErrorLink("code", error),) if error else ())


def _signed_in() -> bool:
    """Signed in for less than twelve hours, not signed out since, with the code that is good now."""
    here = app_context()
    return SIGNED_IN in session and here.sign_ins.is_good(session[SIGNED_IN], here.visits.code_mark())
