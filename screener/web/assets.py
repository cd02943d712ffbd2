"""The files beside the pages: sent compressed, and kept by browsers until they change.

Pages themselves are never compressed here: they hold secrets beside words that others may have chosen.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

FOLDER = Path(__file__).parent / "static"
COMPRESSED = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
KEPT_AN_HOUR = "public, max-age=3600"


def serve_assets(app: Flask) -> None:
    """Let templates name a file by ``asset``, and send every file as small as the browser takes it."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_light)


def asset(name: str) -> str:
    """The address of a file, which changes with its content."""
    return url_for("static", filename=name, v=_version(name))


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _compressed(name: str) -> bytes:
    return gzip.compress((FOLDER / name).read_bytes(), mtime=0)


def _light(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    name = str((request.view_args or {})["filename"])
    current = request.args.get("v") == _version(name)
    response.headers["Cache-Control"] = KEPT_FOR_GOOD if current else KEPT_AN_HOUR
    if response.mimetype in COMPRESSED:
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings["gzip"] > 0:
            response.call_on_close(response.response.close)  # type: ignore[union-attr]
            response.direct_passthrough = False
            response.set_data(_compressed(name))
            response.headers["Content-Encoding"] = "gzip"
            response.headers.remove("ETag")
    return response
