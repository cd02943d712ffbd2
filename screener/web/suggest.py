"""Medicine names while they are being typed: asked for by the comfort script, never in an address or log."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from screener.medicines.complete import completer_for
from screener.web.desk import desk
from screener.web.fields import LONGEST_NAME
from screener.web.sitting import sitting_id

bp = Blueprint("suggest", __name__)

MOST_A_MINUTE = 60


@bp.post("/f/names")
def names() -> Response:
    """At most five names for what is ``typed`` so far, for a browser whose form is not sent.

    A JSON object: ``names``, each with ``name`` and ``what`` it is, and ``words`` that tell how many.
    403 without such a form, 413 for more than one name's length, 429 for more than 60 a minute.
    """
    id = sitting_id()
    if not id:
        abort(403)
    if not desk().suggestions.allows(id):
        abort(429)
    typed = request.form.get("typed", "")
    if len(typed) > LONGEST_NAME:
        abort(413)
    visits = desk().visits
    visit = visits.get(id)
    if visit.completed is not None:
        abort(403)
    found = completer_for(visits.rulebook_of(visit).vocabulary).complete(typed)
    return jsonify(
        names=[{"name": one.name, "what": one.what} for one in found],
        words=ngettext("%(num)s name found", "%(num)s names found", len(found)),
    )
