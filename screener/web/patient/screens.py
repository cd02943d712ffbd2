"""The screens of the form and the emergency page between them."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from screener import journey
from screener.errors import StoreError, VisitClosed, VisitError
from screener.web.context import app_context
from screener.web.patient.form_fields import raw_answers
from screener.web.patient.screen_form import (
    ScreenForm,
    cleared,
    errors_of,
    offers_waiting,
    render_form,
    render_unsaved,
    sent_form,
    stored_form,
    untouched_lists,
)
from screener.web.patient.unsaved import OURS, RESUME, too_late
from screener.web.security import posted
from screener.web.session import (
    SIZES,
    PatientSession,
    address_here,
    choose_text_size,
    emergency_seen,
    find_step,
    forget_what_is_over,
    open_session,
    patient_session,
    resting_place,
    screen_address,
    session_of,
    token,
)

NOT_CARRIED = (*OURS, RESUME, "go", "seen", "to")
MORE_ROWS = 3


def screen(token: str) -> Response | str:
    """A screen with its stored answers; an emergency that was not seen yet comes before it."""
    now = open_session()
    filled = stored_form(now, token)
    if filled is None:
        return redirect(resting_place(now), 303)
    if now.emergency_due:
        return redirect(url_for("screens.emergency", to=token), 303)
    return render_form(filled)


def answer(token: str) -> Response | str | tuple[str, int]:
    """Take the answers of one screen: save them, then an emergency, an error, an offer, or the next page."""
    now = patient_session()
    filled = sent_form(now, token)
    if filled is None:
        return too_late(now)
    go = posted().get("go", "on")
    if go in SIZES:
        choose_text_size(go)
        return render_form(filled)
    if go == "clear":
        return render_form(cleared(filled))
    if go == "more":
        return render_form(filled, more=MORE_ROWS)
    prompts = untouched_lists(filled) if go == "on" else ()
    if prompts:
        return render_form(filled, prompts=prompts)
    return _take(filled, go=go)


def emergency() -> Response | str:
    """The emergency page; without an emergency the form goes on."""
    now = open_session()
    if not now.emergency:
        return redirect(resting_place(now), 303)
    return _emergency_page(now)


def seen() -> Response:
    """The patient saw the emergency page and goes on, or back to change an answer."""
    now = open_session()
    emergency_seen(now)
    to = posted().get("to", "")
    if to == "check":
        return redirect(url_for("result.check"), 303)
    step = find_step(now, to)
    return redirect(screen_address(now.visit, step.screen.id) if step else resting_place(now), 303)


def _take(filled: ScreenForm, *, go: str) -> Response | str | tuple[str, int]:
    now, step = filled.now, filled.step
    settled = filled.form.validate()
    if go == "back":
        settled = settled and step.screen.id in now.visit.state.passed
    raw = raw_answers(step, filled.form)
    try:
        saved = app_context().visits.save(now.visit.id, step.screen.id, raw, settled=settled)
    except VisitClosed:
        return too_late(patient_session())
    except VisitError:
        raise
    except StoreError:
        notice = _("We could not save this page. Your answers are still here. Please try again.")
        return render_unsaved(filled, notice=notice), 503
    after = ScreenForm(session_of(saved.visit), step, filled.form)
    forget_what_is_over(after.now)
    if "seen" in posted():
        emergency_seen(after.now)
    errors = errors_of(after, saved.problems) if go != "back" else {}
    if errors and after.now.emergency_due:
        return _emergency_page(after.now, sent=posted(), address=address_here()), 422
    if errors:
        return render_form(after, errors=errors), 422
    return redirect(_onward(after, go=go), 303)


def _onward(filled: ScreenForm, *, go: str) -> str:
    """Where Continue leads: to an emergency first, to medicine names to confirm, or to the next page."""
    now, here = filled.now, token(filled.now.visit, filled.step.screen.id)
    to = here
    if go == "later":
        place = url_for("patient.link", to=here)
    elif go == "back":
        place, to = _before(filled)
    elif offers_waiting(filled.step, filled.form, now.response):
        check = "1" if "check" in posted() else None
        place = url_for("screens.screen", token=here, check=check, _anchor="names")
    elif "check" in posted():
        place, to = resting_place(now), ""
    else:
        following = journey.next_screen(now.rulebook, now.response, filled.step.screen.id)
        place = screen_address(now.visit, following)
        to = token(now.visit, following) if following else "check"
    if now.emergency_due:
        return url_for("screens.emergency", to=to or None, back=here)
    return place


def _before(filled: ScreenForm) -> tuple[str, str]:
    """The page before, and how the emergency page names it."""
    now = filled.now
    if "check" in posted():
        return url_for("result.check"), "check"
    before = journey.previous_screen(now.rulebook, now.response, filled.step.screen.id)
    if before is None:
        return url_for("patient.person"), ""
    return screen_address(now.visit, before), token(now.visit, before)


def _emergency_page(
    now: PatientSession, *, sent: MultiDict[str, str] | None = None, address: str = ""
) -> str:
    """The page; ``sent`` are answers that wait at ``address`` for a mistake to be mended."""
    fields = sent.items(multi=True) if sent is not None else ()
    return render_template(
        "emergency.html",
        blocks=now.emergency,
        address=address or url_for("screens.seen"),
        carried=[(name, value) for name, value in fields if name not in NOT_CARRIED],
        to=request.args.get("to", "")[:20],
        back=request.args.get("back", "")[:20],
    )
