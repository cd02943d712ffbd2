"""The author's app: on this computer only, with no store and no patient's data."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, SecurityError

from screener.web.addresses import place_below, told_by_proxy
from screener.web.author.rendering import STATIC, book_page
from screener.web.author.rulebook_file import Watched
from screener.web.author.trial import Screenful, trial_of
from screener.web.route_table import Audience, add_routes
from screener.web.security import LOOPBACK, guarded_app, without_control_characters

COOKIE = "screener-author"


def create_author_app(watched: Watched) -> Flask:
    """The app over one rulebook's file; its cookie holds nothing but what a form's token is compared with."""
    app = guarded_app(
        "screener.web.author",
        static=STATIC,
        secret_key=secrets.token_bytes(32),
        cookie=COOKIE,
        same_site="Strict",
        secure=False,
        hosts=LOOPBACK,
    )
    app.extensions["screener-author"] = watched
    CSRFProtect(app)
    add_routes(app, (Audience.AUTHOR,))
    app.register_error_handler(CSRFError, _token_is_old)
    app.register_error_handler(HTTPException, _refused)
    # Of a proxy the path alone is believed: a browser may say it too, but not of a page of another site.
    place_below(app, told_by_proxy)
    return app


def _watched() -> Watched:
    found = current_app.extensions["screener-author"]
    if not isinstance(found, Watched):
        raise TypeError("this app was not made by create_author_app")
    return found


def page() -> str:
    """The book's topic beside the panel; what was sent is shown, and kept nowhere."""
    watched = _watched()
    reading = watched.look()
    form: MultiDict[str, str] = without_control_characters(request.form)[0]
    trial = trial_of(reading.good, form) if reading.good is not None else None
    screenful = Screenful(watched.path.name, reading, trial)
    return render_template("author/page.html", page=screenful, base=url_for("author.book"))


try_out = page


def book() -> str | tuple[str, int]:
    """The whole book, of the last good reading of the file."""
    good = _watched().look().good
    if good is None:
        return _error_page("There is no book yet", "The file has problems. Mend them first.", 404)
    return book_page(good.book, address=url_for("static", filename="book.css"))


def state() -> Response:
    """The hash of the file as it stands, by which a page sees that it is out of date."""
    return Response(_watched().hash(), mimetype="text/plain")


def _token_is_old(error: CSRFError) -> tuple[str, int]:
    return _error_page("Please open the page again", "It is from an earlier run of this program.", 400)


def _refused(error: HTTPException) -> tuple[str, int]:
    if isinstance(error, SecurityError):
        return "This address is not one of this page's own. Use the address that was printed.", 400
    status = error.code or 500
    return _error_page("That did not work", error.description or error.name, status)


def _error_page(heading: str, words: str, status: int) -> tuple[str, int]:
    return render_template("author/error.html", heading=heading, words=words), status
