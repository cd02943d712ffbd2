"""What the client script is told, in the language of the page, and the medicine names that it asks for.

Names that are being typed never stand in an address or a log.
"""

from __future__ import annotations

from flask import abort, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from screener.answers import LONGEST_NAME
from screener.medicines.complete import completer_for
from screener.visits.throttle import Purpose
from screener.web.context import IdleSessions, app_context
from screener.web.kiosk.routes import PATIENTS
from screener.web.patient.form_fields import MOST_ROWS
from screener.web.session import current_visit_id


def names() -> Response:
    """At most five names for what is ``typed`` so far, for a browser whose form is not sent.

    A JSON object: ``names``, each with ``name`` and ``what`` it is, and ``words`` that tell how many.
    403 without such a form, 413 for more than one name's length, 429 for more than 60 a minute.
    """
    id = current_visit_id()
    if not id:
        abort(403)
    if not app_context().visits.throttle.take(Purpose.NAMES, subject=id):
        abort(429)
    typed = request.form.get("typed", "")
    if len(typed) > LONGEST_NAME:
        abort(413)
    visits = app_context().visits
    visit = visits.get(id)
    if visit.completed is not None:
        abort(403)
    found = completer_for(visits.rulebook_of(visit).vocabulary).complete(typed)
    return jsonify(
        names=[{"name": one.name, "what": one.what} for one in found],
        words=ngettext("%(num)s name found", "%(num)s names found", len(found)),
    )


def script_words() -> dict[str, object]:
    """The script's words and limits; ``idle`` only where somebody's page is to be closed at a kiosk."""
    told: dict[str, object] = {
        "address": url_for("suggest.names"),
        "label": _("Medicine names"),
        "remove": _("Remove"),
        "removed": _("Removed"),
        "rows": MOST_ROWS,
    }
    idle = app_context().idle
    somebody = bool(current_visit_id())
    if idle is not None and _is_closed_when_idle(somebody=somebody):
        told["idle"] = _idle_words(idle, somebody=somebody)
    return told


def _is_closed_when_idle(*, somebody: bool) -> bool:
    """Every patient's page but a start page that nobody has begun from; a page of no route counts too."""
    return request.blueprint in (*PATIENTS, None) and (somebody or request.endpoint != "patient.start")


def _idle_words(idle: IdleSessions, *, somebody: bool) -> dict[str, object]:
    return {
        "warning": idle.warning.total_seconds(),
        "end": idle.end.total_seconds(),
        "stay": url_for("kiosk.stay") if somebody else "",
        "over": url_for("kiosk.nobody"),
        "title": _("Are you still there?"),
        "words": _("This page closes in {n} seconds, so that nobody else sees your answers."),
        "button": _("I am still here"),
    }
