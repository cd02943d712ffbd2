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
    """Whether forms can be taken: 503, what is wrong and its words where they cannot.

    The store is asked for a link that nobody has, then written to; the rulebook served is to be the one
    adopted last.
    """
    visits = app_context().visits
    told = {"status": "ok", "version": __version__, "rulebook": visits.rulebook.version}
    try:
        visits.links.needs_birth_date(NOBODYS_LINK)
    except LinkRefused:
        problem = visits.readiness.problem()
    except StoreError:
        problem = ("store", "The store cannot be read; look at the disk and the log.")
    if problem is None:
        return told, 200
    status, words = problem
    return told | {"status": status, "problem": words}, 503
