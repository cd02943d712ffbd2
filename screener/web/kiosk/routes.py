"""A device in the waiting room, used by one person after the other: nothing of the last one stays on it."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from screener.model.visit import Visit
from screener.summary.pages import PatientSummary
from screener.web.context import IdleSessions, app_context
from screener.web.formats import heading_of
from screener.web.session import MARK, VISIT, current_visit_id, end_session, open_session, secret_mark

PATIENTS = ("patient", "screens", "result", "suggest", "kiosk")
"""The blueprints whose pages patients use; the clinic's pages are for other devices."""
UNSCRIPTED_SECONDS = 300
"""How long a receipt stands where no script can ask whether somebody still reads it."""


def nobody() -> Response:
    """Forget whoever left the device, and show the start to the next one."""
    end_session()
    return redirect(url_for("patient.start"), 303)


def shown() -> Response | tuple[str, int]:
    """The page that answered what was sent last, such as one with a mistake to mend."""
    idle = app_context().idle
    kept = idle.kept(session.get(MARK, "")) if idle is not None else None
    return kept or redirect(url_for("patient.go_on"), 303)


def stay() -> tuple[str, int]:
    """Somebody is still there; 403 when there is no form to go on with."""
    if not current_visit_id():
        abort(403)
    return "", 204


def receipt(idle: IdleSessions, visit: Visit, summary: PatientSummary) -> Response:
    """Lead to the receipt and the talking points; the browser forgets the form on its way there.

    The page is shown by an address of its own, so that Back leads to the start and sends nothing again.
    """
    idle.send(session[MARK])
    session.pop(VISIT)
    once = receipt_mark()
    page = render_template(
        "kiosk/sent.html", summary=summary, heading=heading_of(visit), once=once, seconds=UNSCRIPTED_SECONDS
    )
    idle.use(once)
    idle.keep(once, page, 200)
    return redirect(url_for("kiosk.sent", once=once), 303)


def receipt_mark() -> str:
    """The mark of this session's receipt; the button that sends bears it, as the reply ends the session."""
    return secret_mark(f"receipt {session[MARK]}")[:16]


def sent(once: str) -> Response | tuple[str, int]:
    """The receipt, until it was seen; from then on the start stands in its place."""
    idle = app_context().idle
    kept = idle.kept(once) if idle is not None else None
    return kept or redirect(url_for("patient.start"), 303)


def seen(once: str) -> tuple[str, int]:
    """The receipt arrived whole: its last line asks for this."""
    idle = app_context().idle
    if idle is not None:
        idle.let_go(once)
    return "", 204


def instead_of_link() -> Response | str:
    """What stands where a come-back link is offered elsewhere: the start, or going on and stopping."""
    now = open_session()
    if "to" not in request.args:
        return redirect(url_for("patient.start"), 303)
    return render_template("kiosk/later.html", blocks=now.emergency)
