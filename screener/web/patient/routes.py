"""The patient's way around the form: start, who you are, come back, start again, leave, text size."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from screener.errors import LinkRefused, VisitClosed, VisitNotFound
from screener.settings import is_in, is_loopback
from screener.visits.throttle import Purpose
from screener.web.addresses import come_back_address
from screener.web.context import app_context, contacts_here
from screener.web.kiosk.routes import instead_of_link
from screener.web.patient.person import born_view, person_page, read_birth_date, read_person, without_errors
from screener.web.patient.unsaved import error_page
from screener.web.security import posted
from screener.web.session import (
    COMING,
    LINK,
    NORMAL,
    SENT,
    SIZES,
    begin_session,
    choose_text_size,
    current_visit_id,
    end_session,
    end_sign_in,
    form_sent,
    open_session,
    resting_place,
    screen_address,
    session_of,
)
from screener.web.shapes import PersonPage

EXITS = {"us": "https://www.weather.gov/", "uk": "https://www.bbc.co.uk/weather"}
ANY_EXIT = "https://www.wikipedia.org/"
"""Neutral places that the quick exit leads to, by region."""
COMES_BACK = ("patient", "screens", "result")
"""The blueprints whose pages bear the switch of the text size."""


def start() -> str:
    """The start page; a form that this browser began can be gone on with."""
    begun = bool(current_visit_id())
    return render_template("start.html", begun=begun and not form_sent(), sent=begun and form_sent())


def begin() -> Response | tuple[str, int]:
    """Begin a visit, or go on with the one that this browser already has and that is not sent.

    From one address only so many an hour are begun, unless its network is not limited.
    """
    if current_visit_id() and not form_sent():
        return redirect(url_for("patient.go_on"), 303)
    if not _may_begin():
        return _too_many_begun()
    begun = app_context().visits.begin()
    begin_session(begun.visit, begun.link)
    following = "patient.link" if app_context().idle is None else "patient.person"
    return redirect(url_for(following), 303)


def _may_begin() -> bool:
    here = app_context()
    address = request.remote_addr or ""
    if is_in(address, here.unlimited):
        return True
    return here.visits.throttle.take(Purpose.BEGIN, address=address)


def _too_many_begun() -> tuple[str, int]:
    words = (
        _("Many forms were begun from this place in the last hour."),
        _("Please try again later, or tell the clinic."),
        _("For help in a crisis: %(crisis)s.", crisis=contacts_here()["crisis"]),
    )
    return error_page(_("Please wait a while"), " ".join(words), status=429)


def go_on() -> Response:
    """Where this browser's form goes on."""
    return redirect(resting_place(open_session()), 303)


def link() -> Response | str:
    """The come-back link, to print or write down; none at a kiosk."""
    if app_context().idle is not None:
        return instead_of_link()
    now = open_session()
    address = come_back_address(session.get(LINK, ""))
    onward = url_for("patient.go_on") if "to" in request.args else url_for("patient.person")
    anywhere = not is_loopback(urlsplit(address).hostname or "")
    return render_template(
        "link.html", address=address, anywhere=anywhere, onward=onward, blocks=now.emergency
    )


def person() -> str:
    """Who you are, as stored."""
    now = open_session()
    return _person(person_page(now.visit.state.person))


def tell_person() -> Response | tuple[str, int]:
    """Take who the patient is; every part may be left out."""
    now = open_session()
    here = app_context()
    size = posted().get("go", "")
    today = here.clock().astimezone(here.zone).date()
    page, told = read_person(posted(), today=today, typed_in=now.visit.state.typed_in)
    if size in SIZES:
        choose_text_size(size)
        return _person(without_errors(page)), 200
    if told is None:
        return _person(page), 422
    here.visits.tell_person(now.visit.id, told)
    if "check" in posted():
        return redirect(url_for("result.check"), 303)
    return redirect(screen_address(now.visit, next(iter(now.rulebook.screens))), 303)


def again() -> str:
    """Ask whether to start again."""
    return render_template("again.html", begun=bool(current_visit_id()) and not form_sent())


def start_again() -> Response:
    """Delete the form in progress and go back to the start; what was sent stays sent."""
    id = current_visit_id()
    end_session()
    if id:
        try:
            app_context().visits.forget(id)
        except (VisitClosed, VisitNotFound):
            flash(_("The form that was sent stays with the clinic."))
    return redirect(url_for("patient.start"), 303)


def done() -> Response:
    """This browser forgets the visit and leaves it where it is; the link of a sent one opens no more."""
    if form_sent():
        app_context().visits.links.end(current_visit_id())
    end_session()
    choose_text_size(NORMAL)
    return redirect(url_for("patient.start"), 303)


def leave() -> Response:
    """The quick exit: forget everything in this browser and show a neutral page of somebody else."""
    end_session()
    end_sign_in()
    session.clear()
    return redirect(_exit_address(), 303)


def come_back(link: str) -> Response | tuple[str, int]:
    """Take a come-back link out of the address, so that the browser's history holds none that opens."""
    try:
        app_context().visits.links.needs_birth_date(link)
    except LinkRefused:
        return render_template("refused.html"), 404
    session[COMING] = link
    return redirect(url_for("patient.welcome"), 303)


def welcome() -> str | tuple[str, int]:
    """Ask whoever came by a link to go on, with the birth date where one was given."""
    try:
        needed = app_context().visits.links.needs_birth_date(session.get(COMING, ""))
    except LinkRefused:
        return render_template("refused.html"), 404
    return render_template("come_back.html", date=born_view() if needed else None, errors=())


def resume() -> Response | tuple[str, int]:
    """Go on with the visit of the link that was come by; five wrong birth dates close it."""
    here = app_context()
    told = read_birth_date(posted(), born_view(), today=here.clock().date())
    link = session.get(COMING, "")
    try:
        visit = here.visits.links.resume(link, born=told.date)
    except LinkRefused as refused:
        tries = getattr(refused, "tries_left", 0)
        if tries == 0:
            return render_template("refused.html"), 403
        date, errors = told.refused()
        return render_template("come_back.html", date=date, errors=errors, tries=tries), 422
    begin_session(visit, link)
    if visit.completed is not None:
        session[SENT] = True
        return redirect(url_for("result.keep"), 303)
    return redirect(resting_place(session_of(visit)), 303)


def _person(page: PersonPage) -> str:
    return render_template("person.html", page=page, checking="check" in request.values)


def switch_text_size() -> Response:
    """Change the size of the text and show the same page again."""
    choose_text_size(posted().get("size", ""))
    return redirect(_own_page(request.args.get("to", "")), 303)


def _own_page(asked: str) -> str:
    """The address that was asked for where it is a patient's page of ours, else the start."""
    start = url_for("patient.start")
    if not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return start
    try:
        endpoint, _parts = current_app.url_map.bind("").match(asked.partition("?")[0], method="GET")
    except HTTPException:
        return start
    return request.script_root + asked if str(endpoint).partition(".")[0] in COMES_BACK else start


def _exit_address() -> str:
    """The neutral page of the region; at a kiosk the start, which tells nothing either."""
    here = app_context()
    if here.idle is not None:
        return url_for("patient.start")
    return EXITS.get(here.visits.region, ANY_EXIT)
