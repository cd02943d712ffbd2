"""The health page, for whoever keeps the server running: says nothing of any visit."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from screener import __version__
from screener.errors import LinkRefused, StoreError
from screener.web.context import app_context

NOBODYS_LINK = "health"


def robots() -> Response:
    """Search engines are to leave every page alone."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


def mark() -> Response:
    """The mark, for browsers that ask for it at its old place."""
    return redirect(url_for("static", filename="mark.svg"), 301)


def health() -> tuple[dict[str, str], int]:
    """Whether pages and store answer: the store is asked for a link that nobody has."""
    status = 200
    try:
        app_context().visits.links.needs_birth_date(NOBODYS_LINK)
    except LinkRefused:
        pass
    except StoreError:
        status = 503
    words = {"status": "ok" if status == 200 else "store", "version": __version__}
    return {**words, "rulebook": app_context().visits.rulebook.version}, status
