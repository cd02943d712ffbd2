"""The list of visits, and the page to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from screener.export import pdf
from screener.store import Unreadable
from screener.summary.pages import ClinicianSummary
from screener.visits import VisitLine
from screener.web.assets import as_pdf
from screener.web.context import app_context
from screener.web.formats import day, heading_of, when
from screener.web.session import SIGNED_IN, begin_session
from screener.web.shapes import ListLine, UnreadableLine


def visits() -> str:
    """What cannot be read, unfinished visits with an emergency, then the completed ones, newest first."""
    listing = app_context().visits.listing()
    return render_template(
        "clinic/visits.html",
        unfinished=tuple(map(_line, listing.unfinished_emergencies)),
        completed=tuple(map(_line, listing.completed)),
        unreadable=tuple(map(_unreadable, listing.unreadable)),
        gone=listing.gone,
    )


def visit(reference: str) -> str:
    """One visit as the clinician reads and prints it, all answers on the next sheet."""
    address = url_for("clinic.visit_pdf", reference=reference) if pdf.available() else ""
    return _sheets(reference, pdf_address=address)


def visit_pdf(reference: str) -> Response:
    """The same sheets as a PDF."""
    found = app_context().visits.find(reference).reference
    return as_pdf(
        lambda: _sheets(found),
        name=f"visit-{found}",
        browser=f"clinic {session[SIGNED_IN]}",
        back=url_for("clinic.visit", reference=found),
    )


def type_in() -> Response:
    """Begin a visit whose answers stand on paper."""
    begun = app_context().visits.begin(typed_in=True)
    begin_session(begun.visit, begun.link)
    return redirect(url_for("patient.person"), 303)


def _sheets(reference: str, *, pdf_address: str = "") -> str:
    found = app_context().visits.find(reference)
    summary = _with_times(app_context().visits.clinician_summary(found))
    return render_template("clinic/visit.html", summary=summary, heading=heading_of(found), pdf=pdf_address)


def _line(line: VisitLine) -> ListLine:
    visit = line.visit
    return ListLine(
        reference=visit.reference,
        address=url_for("clinic.visit", reference=visit.reference),
        name=visit.state.person.name,
        born=day(visit.state.person.born),
        appointment=day(visit.state.person.appointment),
        at=when(visit.completed or visit.header.saved),
        gravest=line.gravest,
        points=line.points,
    )


def _unreadable(one: Unreadable) -> UnreadableLine:
    return UnreadableLine(reference=one.reference, named=one.reference or one.row, why=one.why.rstrip("."))


def _with_times(summary: ClinicianSummary) -> ClinicianSummary:
    """The summary with the moments of emergency pages as people read them."""
    lines = tuple(
        replace(line, at=_moment(line.at), again=_moment(line.again)) for line in summary.emergencies
    )
    return replace(summary, emergencies=lines)


def _moment(iso: str) -> str:
    return when(datetime.fromisoformat(iso)) if iso else ""
