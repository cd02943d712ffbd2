"""A device in the waiting room, used by one person after the other: nothing of the last one stays on it."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from screener.model.visit import Visit
from screener.summary.pages import PatientSummary
from screener.web.desk import desk
from screener.web.frame import heading_of
from screener.web.idle import Idle
from screener.web.sitting import MARK, VISIT, open_sitting, sitting_id, stand_up

bp = Blueprint("kiosk", __name__)

PATIENTS = ("patient", "questions", "suggest", "letters", "kiosk")
"""The blueprints whose pages patients use; the clinic's pages are for other devices."""
DOORS = ("patient.start", "patient.begin", "letters.switch")
"""What somebody without a form may ask for."""
ENDS = ("patient.send", "patient.leave", "patient.done", "patient.start_again", "kiosk.nobody")
"""What ends a sitting."""
NOT_HERE = ("patient.keep", "patient.keep_pdf", "patient.come_back", "patient.resume")
"""What opens a form again that was sent or left."""
CLEARED = '"cache", "cookies", "storage"'
"""What the browser forgets when a sitting ends."""
UNSCRIPTED_SECONDS = 300
"""How long a receipt stands where no script can ask whether somebody still reads it."""


def at_a_kiosk(app: Flask, idle: Idle) -> None:
    """Let this app end sittings that nobody uses; to be called before anything that reads the form."""

    def note_use(response: Response) -> Response:
        if request.endpoint in ENDS and response.status_code < 400:
            g.over = True
        if "over" in g:
            session.clear()
            response.headers["Clear-Site-Data"] = CLEARED
        elif request.blueprint in PATIENTS and MARK in session:
            idle.use(session[MARK])
            if request.method == "POST" and response.status_code not in range(300, 400):
                return _shown_elsewhere(idle, response)
        return response

    app.before_request(lambda: _close_what_is_over(idle))
    app.after_request(note_use)
    app.register_blueprint(bp)


@bp.get("/f/idle")
def nobody() -> Response:
    """Forget whoever left the device, and show the start to the next one."""
    stand_up()
    return redirect(url_for("patient.start"), 303)


@bp.get("/f/shown")
def shown() -> Response | tuple[str, int]:
    """The page that answered what was sent last, such as one with a mistake to mend."""
    idle = desk().idle
    kept = idle.kept(session.get(MARK, "")) if idle is not None else None
    return kept or redirect(url_for("patient.go_on"), 303)


@bp.get("/f/stay")
def stay() -> tuple[str, int]:
    """Somebody is still there; 403 when there is no form to go on with."""
    if not sitting_id():
        abort(403)
    return "", 204


def receipt(idle: Idle, visit: Visit, summary: PatientSummary) -> str:
    """The receipt and the talking points, shown this once; the browser forgets the form with them."""
    idle.send(session[MARK])
    session.pop(VISIT)
    return render_template(
        "kiosk/sent.html", summary=summary, heading=heading_of(visit), seconds=UNSCRIPTED_SECONDS
    )


def instead_of_link() -> Response | str:
    """What stands where a come-back link is offered elsewhere: the start, or going on and stopping."""
    now = open_sitting()
    if "to" not in request.args:
        return redirect(url_for("patient.start"), 303)
    return render_template("kiosk/later.html", blocks=now.emergency)


def _shown_elsewhere(idle: Idle, response: Response) -> Response:
    """The page by an address of its own: browsers write what was sent for a page to the disk with it."""
    if response.mimetype != "text/html":
        return response
    idle.keep(session[MARK], response.get_data(as_text=True), response.status_code)
    return redirect(url_for("kiosk.shown"), 303)


def _close_what_is_over(idle: Idle) -> Response | tuple[str, int] | None:
    if request.blueprint not in PATIENTS:
        return None
    if request.endpoint in NOT_HERE:
        return redirect(url_for("kiosk.nobody"), 303)
    mark = session.get(MARK, "")
    if request.endpoint in ENDS or (request.method == "POST" and request.endpoint != "suggest.names"):
        idle.let_go(mark)
    if mark and (idle.is_over(mark) or (idle.is_sent(mark) and request.endpoint != "patient.send")):
        stand_up()
        idle.let_go(mark)
        g.over = True
        if request.endpoint in DOORS or (request.endpoint in ENDS and request.endpoint != "patient.send"):
            return redirect(url_for("patient.start"), 303)
        return render_template("kiosk/closed.html"), 403
    if not mark and request.method == "POST" and request.endpoint not in DOORS:
        return redirect(url_for("patient.start"), 303)
    return None
