"""The clinic's pages: signing in with the access code, the list of visits, and the page to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from screener.export import pdf
from screener.summary.pages import ClinicianSummary
from screener.visits import VisitLine
from screener.web.desk import desk
from screener.web.ended import fresh_mark
from screener.web.frame import day, heading_of, when
from screener.web.paper import as_pdf
from screener.web.security import posted
from screener.web.sitting import sit_down
from screener.web.views import ErrorLink, ListLine

bp = Blueprint("clinic", __name__, url_prefix="/clinic")

SIGNED_IN = "clinic"
GOOD_FOR = timedelta(hours=12)


@bp.before_request
def only_signed_in() -> Response | None:
    """Every page but the sign-in needs an access code typed in less than twelve hours ago."""
    if request.endpoint in ("clinic.sign_in", "clinic.take_code") or _signed_in():
        return None
    return redirect(url_for("clinic.sign_in"), 303)


@bp.get("/login")
def sign_in() -> str:
    """Ask for the access code."""
    return _login("")


@bp.post("/login")
def take_code() -> Response | tuple[str, int]:
    """Check the access code; after five tries in a minute the sixth is not looked at."""
    here = desk()
    if not here.throttle.allows(request.remote_addr or ""):
        return _login(_("Too many tries. Wait one minute, then try again.")), 429
    if not here.visits.code_accepted(posted().get("code", "")[:100]):
        return _login(_("This is not the access code. Please check it and type it again.")), 403
    until = int((here.clock() + GOOD_FOR).timestamp())
    session[SIGNED_IN] = [until, here.visits.code_mark(), fresh_mark()]
    return redirect(url_for("clinic.visits"), 303)


@bp.post("/out")
def sign_out() -> Response:
    """Sign out of this browser."""
    if SIGNED_IN in session:
        desk().ended.end(session.pop(SIGNED_IN)[2])
    return redirect(url_for("clinic.sign_in"), 303)


@bp.get("")
def visits() -> str:
    """Unfinished visits with an emergency, then the completed ones, newest first."""
    listing = desk().visits.listing()
    return render_template(
        "clinic/visits.html",
        unfinished=tuple(map(_line, listing.unfinished_emergencies)),
        completed=tuple(map(_line, listing.completed)),
    )


@bp.get("/v/<reference>")
def visit(reference: str) -> str:
    """One visit as the clinician reads and prints it, all answers on the next sheet."""
    address = url_for("clinic.visit_pdf", reference=reference) if pdf.available() else ""
    return _sheets(reference, pdf_address=address)


@bp.get("/v/<reference>.pdf")
def visit_pdf(reference: str) -> Response:
    """The same sheets as a PDF."""
    found = desk().visits.find(reference).reference
    return as_pdf(_sheets(found), name=f"visit-{found}")


@bp.post("/paper")
def type_in() -> Response:
    """Begin a visit whose answers stand on paper; where a kiosk serves patients, that is done elsewhere."""
    here = desk()
    if here.idle is not None:
        abort(404)
    begun = here.visits.begin(typed_in=True)
    sit_down(begun.visit, begun.link)
    return redirect(url_for("patient.person"), 303)


def _sheets(reference: str, *, pdf_address: str = "") -> str:
    found = desk().visits.find(reference)
    summary = _with_times(desk().visits.clinician_summary(found))
    return render_template("clinic/visit.html", summary=summary, heading=heading_of(found), pdf=pdf_address)


def _login(error: str) -> str:
    return render_template("clinic/login.html", errors=(ErrorLink("code", error),) if error else ())


def _signed_in() -> bool:
    """Signed in for less than twelve hours, not signed out since, with the code that is good now."""
    here = desk()
    until, code, mark = session.get(SIGNED_IN, (0, "", ""))
    return bool(
        until > here.clock().timestamp() and mark not in here.ended and code == here.visits.code_mark()
    )


def _line(line: VisitLine) -> ListLine:
    visit = line.visit
    return ListLine(
        reference=visit.reference,
        address=url_for("clinic.visit", reference=visit.reference),
        name=visit.person.name,
        born=day(visit.person.born),
        appointment=day(visit.person.appointment),
        at=when(visit.completed or visit.saved),
        gravest=line.gravest,
        points=line.points,
    )


def _with_times(summary: ClinicianSummary) -> ClinicianSummary:
    """The summary with the moments of emergency pages as people read them."""
    lines = tuple(
        replace(line, at=_moment(line.at), again=_moment(line.again)) for line in summary.emergencies
    )
    return replace(summary, emergencies=lines)


def _moment(iso: str) -> str:
    return when(datetime.fromisoformat(iso)) if iso else ""
