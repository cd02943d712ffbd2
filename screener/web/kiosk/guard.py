"""What ends sessions at a shared device: before and behind every request of a kiosk's app."""

from __future__ import annotations

from flask import Flask, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from screener.model.evaluation import EmergencyBlock
from screener.web.context import IdleSessions
from screener.web.kiosk.routes import PATIENTS
from screener.web.patient.unsaved import ticked_emergency
from screener.web.session import MARK, end_session

DOORS = ("patient.start", "patient.begin", "patient.switch_text_size")
"""What somebody without a form may ask for."""
ENDS = ("result.send", "patient.leave", "patient.done", "patient.start_again", "kiosk.nobody", "kiosk.sent")
"""What ends a session."""
NOT_HERE = ("result.keep", "result.keep_pdf", "patient.come_back", "patient.welcome", "patient.resume")
"""What opens a form again that was sent or left."""
CLEARED = '"cache", "cookies", "storage"'
"""What the browser forgets when a session ends."""


def at_a_kiosk(app: Flask, idle: IdleSessions) -> None:
    """Let this app end sessions that nobody uses; to be called before anything that reads the form."""

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


def _shown_elsewhere(idle: IdleSessions, response: Response) -> Response:
    """The page by an address of its own: browsers write what was sent for a page to the disk with it."""
    if response.mimetype != "text/html":
        return response
    idle.keep(session[MARK], response.get_data(as_text=True), response.status_code)
    return redirect(url_for("kiosk.shown"), 303)


def _close_what_is_over(idle: IdleSessions) -> Response | tuple[str, int] | None:
    if request.blueprint not in PATIENTS:
        return None
    if request.endpoint in NOT_HERE:
        return redirect(url_for("kiosk.nobody"), 303)
    mark = session.get(MARK, "")
    if request.endpoint in ENDS or (request.method == "POST" and request.endpoint != "suggest.names"):
        idle.let_go(mark)
    if mark and (idle.is_over(mark) or (idle.is_sent(mark) and request.endpoint != "result.send")):
        end_session()
        idle.let_go(mark)
        g.over = True
        if request.endpoint in DOORS or (request.endpoint in ENDS and request.endpoint != "result.send"):
            return redirect(url_for("patient.start"), 303)
        return _closed(ticked_emergency(), sent=idle.is_sent(mark))
    if not mark and request.method == "POST" and request.endpoint not in DOORS:
        once = request.form.get("once", "")
        if request.endpoint == "result.send" and idle.kept(once):
            return redirect(url_for("kiosk.sent", once=once), 303)
        blocks = ticked_emergency()
        if blocks:
            g.over = True
            return _closed(blocks, sent=False)
        return redirect(url_for("patient.start"), 303)
    return None


def _closed(blocks: tuple[EmergencyBlock, ...], *, sent: bool) -> tuple[str, int]:
    return render_template("kiosk/closed.html", blocks=blocks, sent=sent), 403
