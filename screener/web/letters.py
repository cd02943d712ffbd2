"""How large the letters are: a patient may choose larger ones, and the browser's session remembers it."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from screener.web.security import posted

bp = Blueprint("letters", __name__)

LETTERS = "letters"
LARGER, NORMAL = "larger", "normal"
SIZES = (LARGER, NORMAL)
"""What the switch sends."""
COMES_BACK = ("patient", "questions")
"""The blueprints whose pages bear the switch."""


def larger() -> bool:
    """Whether this browser's pages are shown in large print."""
    return session.get(LETTERS) == LARGER


def choose(size: str) -> None:
    """Show this browser's pages in this size from now on."""
    if size == LARGER:
        session[LETTERS] = LARGER
    else:
        session.pop(LETTERS, None)


def here() -> str:
    """The page that is shown, to come back to."""
    return request.full_path.rstrip("?")


@bp.post("/f/text")
def switch() -> Response:
    """Change the size and show the same page again."""
    choose(posted().get("size", ""))
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
    return asked if str(endpoint).partition(".")[0] in COMES_BACK else start
