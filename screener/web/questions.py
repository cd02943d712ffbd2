"""The screens of the form and the emergency page between them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from screener import journey
from screener.errors import StoreError, VisitError
from screener.web import letters
from screener.web.desk import desk
from screener.web.present import offers_waiting
from screener.web.raw import raw_answers
from screener.web.security import posted
from screener.web.sheet import (
    Sheet,
    cleared,
    errors_of,
    render_sheet,
    sent_sheet,
    stored_sheet,
    untouched_lists,
)
from screener.web.sitting import (
    Sitting,
    emergency_seen,
    find_step,
    forget_what_is_over,
    open_sitting,
    resting_place,
    screen_address,
    sitting_of,
    token,
)

bp = Blueprint("questions", __name__)

NOT_CARRIED = ("csrf_token", "go", "seen", "to")
MORE_ROWS = 3


@bp.get("/f/s/<token>")
def screen(token: str) -> Response | str:
    """A screen with its stored answers; an emergency that was not seen yet comes before it."""
    now = open_sitting()
    sheet = stored_sheet(now, token)
    if sheet is None:
        return redirect(resting_place(now), 303)
    if now.emergency_due:
        return redirect(url_for("questions.emergency", to=token), 303)
    return render_sheet(sheet)


@bp.post("/f/s/<token>")
def answer(token: str) -> Response | str | tuple[str, int]:
    """Take the answers of one screen: save them, then an emergency, an error, an offer, or the next page."""
    now = open_sitting()
    sheet = sent_sheet(now, token)
    if sheet is None:
        return redirect(resting_place(now), 303)
    go = posted().get("go", "on")
    if go in letters.SIZES:
        letters.choose(go)
        return render_sheet(sheet)
    if go == "clear":
        return render_sheet(cleared(sheet))
    if go == "more":
        return render_sheet(sheet, more=MORE_ROWS)
    prompts = untouched_lists(sheet) if go == "on" else ()
    if prompts:
        return render_sheet(sheet, prompts=prompts)
    return _take(sheet, go=go)


@bp.get("/f/now")
def emergency() -> Response | str:
    """The emergency page; without an emergency the form goes on."""
    now = open_sitting()
    if not now.emergency:
        return redirect(resting_place(now), 303)
    return _emergency_page(now)


@bp.post("/f/now")
def seen() -> Response:
    """The patient saw the emergency page and goes on, or back to change an answer."""
    now = open_sitting()
    emergency_seen(now)
    to = posted().get("to", "")
    if to == "check":
        return redirect(url_for("patient.check"), 303)
    step = find_step(now, to)
    return redirect(screen_address(now.visit, step.screen.id) if step else resting_place(now), 303)


def _take(sheet: Sheet, *, go: str) -> Response | str | tuple[str, int]:
    now, step = sheet.now, sheet.step
    settled = sheet.form.validate()
    if go == "back":
        settled = settled and step.screen.id in now.visit.passed
    raw = raw_answers(now.rulebook, step, sheet.form)
    try:
        saved = desk().visits.save(now.visit.id, step.screen.id, raw, settled=settled)
    except VisitError:
        raise
    except StoreError:
        notice = _("We could not save this page. Your answers are still here. Please try again.")
        return render_sheet(sheet, notice=notice), 503
    after = Sheet(sitting_of(saved.visit), step, sheet.form)
    forget_what_is_over(after.now)
    if "seen" in posted():
        emergency_seen(after.now)
    errors = errors_of(after, saved.problems) if go != "back" else {}
    if errors and after.now.emergency_due:
        return _emergency_page(after.now, sent=posted(), address=request.path), 422
    if errors:
        return render_sheet(after, errors=errors), 422
    return redirect(_onward(after, go=go), 303)


def _onward(sheet: Sheet, *, go: str) -> str:
    """Where Continue leads: to an emergency first, to medicine names to confirm, or to the next page."""
    now, here = sheet.now, token(sheet.now.visit, sheet.step.screen.id)
    to = here
    if go == "later":
        place = url_for("patient.link", to=here)
    elif go == "back":
        place, to = _before(sheet)
    elif offers_waiting(now.rulebook, sheet.step, sheet.form):
        check = "1" if "check" in posted() else None
        place = url_for("questions.screen", token=here, check=check, _anchor="names")
    elif "check" in posted():
        place, to = resting_place(now), ""
    else:
        following = journey.next_screen(now.rulebook, now.response, sheet.step.screen.id)
        place = screen_address(now.visit, following)
        to = token(now.visit, following) if following else "check"
    if now.emergency_due:
        return url_for("questions.emergency", to=to or None, back=here)
    return place


def _before(sheet: Sheet) -> tuple[str, str]:
    """The page before, and how the emergency page names it."""
    now = sheet.now
    if "check" in posted():
        return url_for("patient.check"), "check"
    before = journey.previous_screen(now.rulebook, now.response, sheet.step.screen.id)
    if before is None:
        return url_for("patient.person"), ""
    return screen_address(now.visit, before), token(now.visit, before)


def _emergency_page(now: Sitting, *, sent: MultiDict[str, str] | None = None, address: str = "") -> str:
    """The page; ``sent`` are answers that wait at ``address`` for a mistake to be mended."""
    fields = sent.items(multi=True) if sent is not None else ()
    return render_template(
        "emergency.html",
        blocks=now.emergency,
        address=address or url_for("questions.seen"),
        carried=[(name, value) for name, value in fields if name not in NOT_CARRIED],
        to=request.args.get("to", "")[:20],
        back=request.args.get("back", "")[:20],
    )
