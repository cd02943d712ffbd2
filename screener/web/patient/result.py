"""The end of the form: check your answers, send, and the talking points to keep."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from screener.errors import StoreError
from screener.export import pdf
from screener.summary.pages import PatientSummary
from screener.web.assets import as_pdf
from screener.web.context import app_context
from screener.web.formats import heading_of
from screener.web.kiosk.routes import receipt, receipt_mark
from screener.web.patient.review import review_groups
from screener.web.patient.unsaved import error_page
from screener.web.security import log, route_of
from screener.web.session import MARK, SENT, PatientSession, open_session, patient_session, resting_place

PRINT, PRINT_SHORT = "1", "2"
"""How the print views are asked for: everything, or without the mood part."""


def check() -> Response | str:
    """Check your answers; an emergency that was not seen yet comes before it."""
    now = open_session()
    if now.emergency_due:
        return redirect(url_for("screens.emergency", to="check"), 303)
    return render_template(
        "check.html",
        heading=heading_of(now.visit),
        person_address=url_for("patient.person", check="1"),
        groups=review_groups(now),
        blocks=now.emergency,
        onward=resting_place(now),
        once=receipt_mark() if app_context().idle is not None else "",
        finished=resting_place(now) == url_for("result.check"),
    )


def send() -> Response | tuple[str, int]:
    """Send the form; however often it is sent, it is sent once."""
    visits = app_context().visits
    visit = visits.complete(patient_session().visit.id)
    idle = app_context().idle
    if idle is not None:
        try:
            summary = visits.patient_summary(visit)
        except StoreError as error:
            log.error("%s %s failed: %s", request.method, route_of(request), type(error).__name__)
            words = _("Your list cannot be shown right now. Please try again in a minute.")
            return error_page(_("Your form was sent to the clinic"), words, status=503, repeat=True)
        return receipt(idle, visit, without_echoes(summary))
    session[SENT] = True
    if visit.state.typed_in:
        return redirect(url_for("clinic.visit", reference=visit.reference), 303)
    return redirect(url_for("result.keep"), 303)


def keep() -> Response | str:
    """The receipt and the talking points, on the screen or as they print."""
    now = patient_session()
    if now.visit.completed is None:
        return redirect(resting_place(now), 303)
    view = request.args.get("v", "")
    address = url_for("result.keep_pdf", v=view) if pdf.available() else ""
    return _copy(now, view, pdf_address=address)


def keep_pdf() -> Response:
    """The talking points as they print, as a PDF."""
    now = patient_session()
    if now.visit.completed is None:
        return redirect(resting_place(now), 303)
    view = PRINT_SHORT if request.args.get("v") == PRINT_SHORT else PRINT
    return as_pdf(
        lambda: _copy(now, view),
        name="before-your-visit",
        browser=f"patient {session.get(MARK, now.visit.id)}",
        back=url_for("result.keep"),
    )


def _copy(now: PatientSession, view: str, *, pdf_address: str = "") -> str:
    """The patient's copy, on the screen or as it prints."""
    summary = without_echoes(app_context().visits.patient_summary(now.visit))
    if view == PRINT_SHORT:
        summary = without_mood(summary)
    template = "keep_print.html" if view in (PRINT, PRINT_SHORT) else "keep.html"
    return render_template(template, summary=summary, heading=heading_of(now.visit), pdf=pdf_address)


def without_echoes(summary: PatientSummary) -> PatientSummary:
    """The summary without lead lines that only repeat their heading."""
    groups = (
        replace(group, lead="") if _words(group.lead) <= _words(group.heading) | {"this"} else group
        for group in summary.groups
    )
    return replace(summary, groups=tuple(groups))


def _words(text: str) -> set[str]:
    return set(text.casefold().rstrip(".").split())


def without_mood(summary: PatientSummary) -> PatientSummary:
    """The summary without the points that rest on the mood part; emergencies stay."""
    groups = (
        replace(group, points=tuple(point for point in group.points if not point.mood))
        for group in summary.groups
    )
    return replace(
        summary,
        groups=tuple(group for group in groups if group.points),
        more=tuple(point for point in summary.more if not point.mood),
        ask=tuple(line for line in summary.ask if not line.mood),
    )
