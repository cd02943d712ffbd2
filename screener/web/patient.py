"""The patient's way around the form: start, who you are, come back, check, send, keep, leave."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from screener.errors import LinkRefused, VisitClosed, VisitNotFound
from screener.export import pdf
from screener.settings import is_loopback
from screener.summary.pages import PatientSummary
from screener.web import kiosk, letters
from screener.web.desk import desk
from screener.web.frame import exit_address, heading_of
from screener.web.paper import as_pdf
from screener.web.person import born_view, person_page, read_date, read_person, without_errors
from screener.web.review import review_groups
from screener.web.security import posted
from screener.web.sitting import (
    LINK,
    SENT,
    Sitting,
    form_sent,
    open_sitting,
    resting_place,
    screen_address,
    sit_down,
    sitting,
    sitting_id,
    sitting_of,
    stand_up,
)
from screener.web.views import DateView, ErrorLink, PersonPage

bp = Blueprint("patient", __name__)

PRINT, PRINT_SHORT = "1", "2"
"""How the print views are asked for: everything, or without the mood part."""


@bp.get("/")
def start() -> str:
    """The start page; a form that this browser began can be gone on with."""
    begun = bool(sitting_id())
    return render_template("start.html", begun=begun and not form_sent(), sent=begun and form_sent())


@bp.post("/")
def begin() -> Response:
    """Begin a visit, or go on with the one that this browser already has and that is not sent."""
    if sitting_id() and not form_sent():
        return redirect(url_for("patient.go_on"), 303)
    begun = desk().visits.begin()
    sit_down(begun.visit, begun.link)
    following = "patient.link" if desk().idle is None else "patient.person"
    return redirect(url_for(following), 303)


@bp.get("/f/on")
def go_on() -> Response:
    """Where this browser's form goes on."""
    return redirect(resting_place(open_sitting()), 303)


@bp.get("/f/link")
def link() -> Response | str:
    """The come-back link, to print or write down; none at a kiosk."""
    if desk().idle is not None:
        return kiosk.instead_of_link()
    now = open_sitting()
    address = url_for("patient.come_back", link=session.get(LINK, ""), _external=True)
    onward = url_for("patient.go_on") if "to" in request.args else url_for("patient.person")
    anywhere = not is_loopback(urlsplit(address).hostname or "")
    return render_template(
        "link.html", address=address, anywhere=anywhere, onward=onward, blocks=now.emergency
    )


@bp.get("/f/person")
def person() -> str:
    """Who you are, as stored."""
    now = open_sitting()
    return _person(person_page(now.visit.person))


@bp.post("/f/person")
def tell_person() -> Response | tuple[str, int]:
    """Take who the patient is; every part may be left out."""
    now = open_sitting()
    here = desk()
    size = posted().get("go", "")
    page, told = read_person(posted(), today=here.clock().astimezone(here.zone).date())
    if size in letters.SIZES:
        letters.choose(size)
        return _person(without_errors(page)), 200
    if told is None:
        return _person(page), 422
    here.visits.tell_person(now.visit.id, told)
    if "check" in posted():
        return redirect(url_for("patient.check"), 303)
    return redirect(screen_address(now.visit, next(iter(now.rulebook.screens))), 303)


@bp.get("/f/check")
def check() -> Response | str:
    """Check your answers; an emergency that was not seen yet comes before it."""
    now = open_sitting()
    if now.emergency_due:
        return redirect(url_for("questions.emergency", to="check"), 303)
    return render_template(
        "check.html",
        heading=heading_of(now.visit),
        person_address=url_for("patient.person", check="1"),
        groups=review_groups(now),
        blocks=now.emergency,
        onward=resting_place(now),
        finished=resting_place(now) == url_for("patient.check"),
    )


@bp.post("/f/send")
def send() -> Response | str:
    """Send the form; however often it is sent, it is sent once."""
    visits = desk().visits
    visit = visits.complete(sitting().visit.id)
    idle = desk().idle
    if idle is not None:
        return kiosk.receipt(idle, visit, without_echoes(visits.patient_summary(visit)))
    session[SENT] = True
    if visit.typed_in:
        return redirect(url_for("clinic.visit", reference=visit.reference), 303)
    return redirect(url_for("patient.keep"), 303)


@bp.get("/f/keep")
def keep() -> Response | str:
    """The receipt and the talking points, on the screen or as they print."""
    now = sitting()
    if now.visit.completed is None:
        return redirect(resting_place(now), 303)
    view = request.args.get("v", "")
    address = url_for("patient.keep_pdf", v=view) if pdf.available() else ""
    return _copy(now, view, pdf_address=address)


@bp.get("/f/keep.pdf")
def keep_pdf() -> Response:
    """The talking points as they print, as a PDF."""
    now = sitting()
    if now.visit.completed is None:
        return redirect(resting_place(now), 303)
    view = PRINT_SHORT if request.args.get("v") == PRINT_SHORT else PRINT
    return as_pdf(_copy(now, view), name="before-your-visit")


def _copy(now: Sitting, view: str, *, pdf_address: str = "") -> str:
    """The patient's copy, on the screen or as it prints."""
    summary = without_echoes(desk().visits.patient_summary(now.visit))
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


@bp.get("/f/again")
def again() -> str:
    """Ask whether to start again."""
    return render_template("again.html", begun=bool(sitting_id()) and not form_sent())


@bp.post("/f/again")
def start_again() -> Response:
    """Delete the form in progress and go back to the start; what was sent stays sent."""
    id = sitting_id()
    stand_up()
    if id:
        try:
            desk().visits.forget(id)
        except (VisitClosed, VisitNotFound):
            flash(_("The form that was sent stays with the clinic."))
    return redirect(url_for("patient.start"), 303)


@bp.post("/f/done")
def done() -> Response:
    """This browser forgets the visit, sent or not, and leaves it where it is."""
    stand_up()
    letters.choose(letters.NORMAL)
    return redirect(url_for("patient.start"), 303)


@bp.get("/leave")
def leave() -> Response:
    """The quick exit: forget everything in this browser and show a neutral page of somebody else."""
    stand_up()
    session.clear()
    return redirect(exit_address(), 303)


@bp.get("/r/<link>")
def come_back(link: str) -> str | tuple[str, int]:
    """Ask whoever bears a come-back link to go on, with the birth date where one was given."""
    try:
        needed = desk().visits.needs_birth_date(link)
    except LinkRefused:
        return render_template("refused.html"), 404
    return render_template("come_back.html", link=link, date=born_view() if needed else None, errors=())


@bp.post("/r/<link>")
def resume(link: str) -> Response | tuple[str, int]:
    """Go on with the visit of a come-back link; five wrong birth dates close it."""
    here = desk()
    told = read_date(posted(), born_view(), latest=here.clock().date())
    try:
        visit = here.visits.resume(link, born=told.date)
    except LinkRefused as refused:
        return _refused(link, told.view, tries=getattr(refused, "tries_left", 0))
    sit_down(visit, link)
    if visit.completed is not None:
        session[SENT] = True
        return redirect(url_for("patient.keep"), 303)
    return redirect(resting_place(sitting_of(visit)), 303)


def _person(page: PersonPage) -> str:
    return render_template("person.html", page=page, checking="check" in request.values)


def _refused(link: str, date: DateView, *, tries: int) -> tuple[str, int]:
    if tries == 0:
        return render_template("refused.html"), 403
    wrong = replace(date, error=date.error or _("This is not the date of birth given in the form."))
    errors = (ErrorLink(f"{wrong.name}-day", wrong.error),)
    return render_template("come_back.html", link=link, date=wrong, errors=errors, tries=tries), 422
