"""The files beside the pages, pages as PDF, and how they reach a phone on a weak network in one answer.

Files are sent compressed, and kept by browsers until they change. The first page that a browser gets
holds the style sheet itself; a cookie that says nothing but the sheet's version tells that later ones
need not.

A page is compressed where its address has no query and nothing was sent to it: then nobody but the
patient chose any of its words, and its length tells nothing of the secrets in it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, g, render_template, request, url_for
from markupsafe import Markup

from screener.export import pdf
from screener.settings import without_settings
from screener.web.context import app_context
from screener.web.shapes import PdfWait

FOLDER = Path(__file__).parent / "static"
SHEET = "screener.css"
COOKIE = "sheet"
COMPRESSED = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
KEPT_AN_HOUR = "public, max-age=3600"
ASK_AGAIN_SECONDS = "2"
LEVEL = 5
"""How hard a page is compressed: more takes longer than it saves."""


def serve_assets(app: Flask, *, forgets: bool) -> None:
    """Let templates name a file by ``asset``, and send files and pages as small as the browser takes them.

    ``forgets`` says that browsers here keep nothing from one person to the next; their pages hold no sheet.
    """
    app.jinja_env.globals.update(asset=asset, sheet_within=lambda: "" if forgets else _sheet_within())
    app.after_request(_light)


def asset(name: str) -> str:
    """The address of a file, which changes with its content."""
    return url_for("static", filename=name, v=_version(name))


def as_pdf(page: Callable[[], str], *, name: str, browser: str, back: str) -> Response:
    """A page that is rendered for paper as a PDF to save, or this ``browser``'s place in the queue meanwhile.

    The page of the place asks again by itself and leads ``back``. Raises `PdfError`.
    """

    def prepare() -> Callable[[], bytes]:
        html, css, environment = page(), paper_style(), without_settings(os.environ)
        return lambda: pdf.render(html, css=css, environment=environment)

    made = app_context().pdfs.ask(browser, request.full_path, prepare)
    if isinstance(made, int):
        waits = PdfWait(made, back=back, clinic=request.blueprint == "clinic")
        answer = Response(render_template("pdf_waits.html", page=waits), 202)
        answer.headers["Refresh"] = ASK_AGAIN_SECONDS
        return answer
    response = Response(made, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    return response


@lru_cache(maxsize=1)
def paper_style() -> str:
    """The style sheet of pages on paper."""
    return (FOLDER / "paper.css").read_text("utf-8")


def styles_allowed() -> str:
    """What a content security policy must add for the styles within this page."""
    return f"; style-src 'self' '{_sheet_hash()}'" if "sheet_within" in g else ""


def _sheet_within() -> Markup:
    """The style sheet for a browser that does not hold it yet, else nothing."""
    known = request.cookies.get(COOKIE) == _version(SHEET)
    if known or not _takes_gzip() or not _alone():
        return Markup("")
    g.sheet_within = True
    return _sheet()


@lru_cache(maxsize=1)
def _sheet() -> Markup:
    return Markup((FOLDER / SHEET).read_text("utf-8"))  # noqa: S704 - a file of ours


@lru_cache(maxsize=1)
def _sheet_hash() -> str:
    return f"sha256-{b64encode(hashlib.sha256(_sheet().encode()).digest()).decode()}"


def _takes_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def _alone() -> bool:
    """Whether this request brings nothing but cookies."""
    return request.method == "GET" and not request.query_string


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _compressed(name: str) -> bytes:
    return gzip.compress((FOLDER / name).read_bytes(), mtime=0)


def _light(response: Response) -> Response:
    if request.endpoint == "static":
        return _light_file(response) if response.status_code in (200, 304) else response
    if response.mimetype == "text/html" and _alone() and _takes_gzip():
        _compress(response, gzip.compress(response.get_data(), LEVEL, mtime=0))
        if "sheet_within" in g:
            response.set_cookie(
                COOKIE,
                _version(SHEET),
                path=request.script_root or "/",
                secure=current_app.config["SESSION_COOKIE_SECURE"],
                httponly=True,
                samesite="Lax",
            )
    return response


def _light_file(response: Response) -> Response:
    name = str((request.view_args or {})["filename"])
    current = request.args.get("v") == _version(name)
    response.headers["Cache-Control"] = KEPT_FOR_GOOD if current else KEPT_AN_HOUR
    if response.mimetype in COMPRESSED:
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and _takes_gzip():
            response.call_on_close(response.response.close)  # type: ignore[union-attr]
            response.direct_passthrough = False
            response.headers.remove("ETag")
            _compress(response, _compressed(name))
    return response


def _compress(response: Response, data: bytes) -> None:
    response.set_data(data)
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
