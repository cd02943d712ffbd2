"""Pages for a form that could not be saved: its emergency is shown at once, and what was typed is kept.

A page may lose its session: the cookie is gone, the browser was told to leave, another form was begun. What
was ticked is read all the same. Each form bears the come-back link of its visit, sealed; with it, and when
nothing else is open in this browser, one press goes on in the same form.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import replace

from cryptography.fernet import Fernet, InvalidToken
from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from screener.errors import LinkRefused, StoreError
from screener.journey import Step
from screener.model.evaluation import EmergencyBlock
from screener.model.question import Checklist
from screener.model.rulebook import Rulebook
from screener.model.visit import Visit, VisitState
from screener.web.context import app_context, rulebook_here
from screener.web.patient.form_fields import make_form, raw_answers
from screener.web.patient.person import born_view, read_birth_date
from screener.web.security import posted
from screener.web.session import (
    LINK,
    PatientSession,
    address_here,
    begin_session,
    current_visit_id,
    resting_place,
    secret_mark,
)
from screener.web.shapes import DateView, ErrorLink, ErrorPage

FORMS = ("screens.answer", "screens.seen", "patient.tell_person", "result.send")
"""What only the form of one visit may be sent to."""
LIST = "list-"
"""How the fields of checklists begin."""
RESUME, TAKE_UP, BORN = "resume-token", "take-up", "proof"
"""The fields that say which visit a page belongs to, and that it is to be taken up again by whom."""
OURS = ("csrf_token", TAKE_UP, f"{BORN}-day", f"{BORN}-month", f"{BORN}-year")
"""Fields that are no answers and are not sent once more."""

Page = tuple[str, int]


def resume_token() -> str:
    """The come-back link of this browser's visit, sealed; empty without a visit and at a kiosk."""
    link = session.get(LINK, "")
    return _seal().encrypt(link.encode()).decode() if link else ""


def find_form() -> Page | None:
    """Before a form is read: a page where it is not of the visit that this browser has, None where it is."""
    if request.method != "POST" or request.endpoint not in FORMS:
        return None
    link = _link_sent()
    if current_visit_id():
        return _other_form() if link and link != session.get(LINK) else None
    return lost_page() if not link or TAKE_UP not in posted() else _taken_up(link)


def lost_page() -> Page:
    """The page for a form whose session is gone: words, the number to call, and one press to go on."""
    link = _link_sent()
    if current_visit_id():
        return _other_form()
    if not link:
        return _not_saved(_unknown_words())
    try:
        visit = app_context().visits.links.visit(link)
    except LinkRefused:
        return _not_saved(_gone_words())
    if visit.completed is not None:
        return _not_saved(_sent_words(), visit)
    if TAKE_UP in posted() and not request.cookies:
        return _not_saved(_unknown_words(), visit)
    needed = visit.state.person.born is not None
    return _to_take_up(visit, born=replace(born_view(), name=BORN) if needed else None)


def too_late(now: PatientSession) -> Page | Response:
    """What answers a screen that the form no longer shows, or one of a form that was sent."""
    if not ticked_emergency(now.visit):
        sent = now.visit.completed is not None
        return redirect(url_for("result.keep") if sent else resting_place(now), 303)
    words = _sent_words() if now.visit.completed is not None else _("This page is no longer in your form.")
    return _not_saved(words, now.visit)


def ticked_emergency(
    of: Visit | None = None, *, over: VisitState | None = None
) -> tuple[EmergencyBlock, ...]:
    """The emergency in what was sent from a screen, whether or not it can be saved; empty for other pages.

    It is read by the rulebook ``of`` a visit, else by the page's own, and laid ``over`` what was answered.
    """
    if request.endpoint != "screens.answer" or request.method != "POST":
        return ()
    visits = app_context().visits
    try:
        rulebook = visits.rulebook_of(of) if of is not None else rulebook_here()
        return visits.emergency_in(_sent_answers(rulebook), rulebook, over=over or VisitState())
    except (StoreError, HTTPException):
        return ()


def error_page(
    heading: str,
    words: str,
    *,
    status: int,
    repeat: bool = False,
    button: str = "",
    blocks: tuple[EmergencyBlock, ...] | None = None,
    born: DateView | None = None,
    errors: tuple[ErrorLink, ...] = (),
) -> Page:
    """A page for something that went wrong, below the emergency that was ticked, or the number for any.

    ``repeat`` carries what was sent, to send it once more with ``button``; ``blocks`` None: those that were
    ticked. ``born`` asks for the birth date with it.
    """
    fields = posted().items(multi=True) if repeat else ()
    here = app_context()
    clinic = request.path.startswith("/clinic") and here.idle is None
    numbers = rulebook_here().contacts[here.visits.region].numbers
    page = ErrorPage(
        heading=heading,
        words=words,
        address=address_here() if repeat else "",
        carried=tuple((name, value) for name, value in fields if name not in OURS),
        clinic=clinic,
        button=button or _("Try again"),
        take_up=bool(button),
        born=born,
        errors=errors,
        emergency_tel="" if clinic else numbers["emergency"],
    )
    shown = ticked_emergency() if blocks is None else blocks
    return render_template("error.html", page=page, blocks=shown), status


def _taken_up(link: str) -> Page | None:
    """Let this browser go on with the visit of the link, once its birth date is given where there is one."""
    here = app_context()
    told = read_birth_date(posted(), replace(born_view(), name=BORN), today=here.clock().date())
    try:
        visit = here.visits.links.visit(link)
        if visit.completed is not None:
            return lost_page()
        visit = here.visits.links.resume(link, born=told.date)
    except LinkRefused as refused:
        if getattr(refused, "tries_left", 0) == 0:
            return _not_saved(_gone_words())
        view, errors = told.refused()
        return _to_take_up(visit, born=view, errors=errors)
    begin_session(visit, link)
    return None


def _to_take_up(visit: Visit, *, born: DateView | None, errors: tuple[ErrorLink, ...] = ()) -> Page:
    if request.endpoint == "result.send":
        words = _(
            "Your answers are saved, but they are not sent yet. Your browser lost its place in the form."
        )
        button = _("Send to the clinic")
    elif request.endpoint == "screens.seen":
        words = _("Your answers are saved. Your browser lost its place in the form.")
        button = _("Go on with the form")
    else:
        lost = _("This page is not saved yet, because your browser lost its place in the form.")
        words = f"{lost} {_('What you put on this page is still here. What you saved before is safe.')}"
        button = _("Save this page and go on")
    # What was answered before speaks only to whoever could open the form with nothing but this page.
    over = visit.state if born is None else None
    return error_page(
        _("Please press the button to go on"),
        words,
        status=422 if errors else 400,
        repeat=True,
        button=button,
        blocks=ticked_emergency(visit, over=over),
        born=born,
        errors=errors,
    )


def _other_form() -> Page:
    words = _(
        "Another form is open in this browser now. This page was not saved, so that it cannot land in it."
    )
    return _not_saved(words)


def _not_saved(words: str, visit: Visit | None = None) -> Page:
    heading = _("We could not save this page")
    return error_page(heading, words, status=400, blocks=ticked_emergency(visit))


def _unknown_words() -> str:
    if not request.cookies:
        words = _("Your browser keeps no cookies, so we cannot keep your answers together.")
        return f"{words} {_('This page was not saved. Please allow cookies, then start again.')}"
    words = _("Your browser lost its place in the form, so we cannot tell whose page this is.")
    if app_context().idle is not None:
        return f"{words} {_('This page was not saved. Please start again.')}"
    return f"{words} {_('This page was not saved. To go on, open your come-back link. Or start again.')}"


def _gone_words() -> str:
    return str(_("This form does not open any more, so this page was not saved. You can start a new form."))


def _sent_words() -> str:
    return str(
        _("This form was sent to the clinic before, so this page was not saved. Tell the clinic what is new.")
    )


def _sent_answers(rulebook: Rulebook) -> dict[str, object]:
    """The raw answers in what was sent, whichever screen it is from and whether or not it is shown."""
    screens = rulebook.screens.values()
    ticked = {value for name, value in posted().items(multi=True) if name.startswith(LIST)}
    lists = [item for screen in screens for item in screen.items if isinstance(item, Checklist)]
    alone = tuple(item for screen in screens for item in screen.items if not isinstance(item, Checklist))
    every = Step(next(iter(screens)), alone, alone, part="", part_number=1, parts=1)
    form = make_form(rulebook, every)
    form.process(posted())
    told = {id: answer for id, answer in raw_answers(every, form).items() if answer is not None}
    return told | {id: "yes" for checklist in lists for id in checklist.questions if id in ticked}


def _link_sent() -> str:
    """The come-back link that the page bears; empty without one, or when it was not sealed here."""
    try:
        return _seal().decrypt(posted().get(RESUME, "").encode()).decode()
    except InvalidToken:
        return ""


def _seal() -> Fernet:
    return Fernet(urlsafe_b64encode(bytes.fromhex(secret_mark("resume token"))))
