"""What the comfort script is told: its words in the language of the page, its limits and addresses."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _

from screener.web.desk import desk
from screener.web.fields import MOST_ROWS
from screener.web.idle import Idle
from screener.web.kiosk import PATIENTS
from screener.web.sitting import sitting_id


def comfort() -> dict[str, object]:
    """The script's words and limits; ``idle`` only where somebody's page is to be closed at a kiosk."""
    told: dict[str, object] = {
        "address": url_for("suggest.names"),
        "label": _("Medicine names"),
        "remove": _("Remove"),
        "removed": _("Removed"),
        "rows": MOST_ROWS,
    }
    idle = desk().idle
    somebody = bool(sitting_id())
    if idle is not None and _is_closed_when_idle(somebody=somebody):
        told["idle"] = _idle_words(idle, somebody=somebody)
    return told


def _is_closed_when_idle(*, somebody: bool) -> bool:
    """Every patient's page but a start page that nobody has begun from; a page of no route counts too."""
    return request.blueprint in (*PATIENTS, None) and (somebody or request.endpoint != "patient.start")


def _idle_words(idle: Idle, *, somebody: bool) -> dict[str, object]:
    return {
        "warning": idle.warning.total_seconds(),
        "end": idle.end.total_seconds(),
        "stay": url_for("kiosk.stay") if somebody else "",
        "over": url_for("kiosk.nobody"),
        "title": _("Are you still there?"),
        "words": _("This page closes in {n} seconds, so that nobody else sees your answers."),
        "button": _("I am still here"),
    }
