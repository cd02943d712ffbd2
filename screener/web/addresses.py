"""Where the app stands: the path below which it is reached, and the address that people are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, url_for
from werkzeug.middleware.proxy_fix import ProxyFix

from screener.settings import PATH
from screener.web.context import app_context

BELOW = re.compile(f"{PATH}+")
FORWARDED_PREFIX = "HTTP_X_FORWARDED_PREFIX"

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def place(app: Flask, *, public_address: str, behind_proxy: bool) -> None:
    """Let the app stand below the path of its public address, else below the one that a proxy in front tells.

    What a browser says of the path is not heeded.
    """
    own = urlsplit(public_address).path.rstrip("/")
    place_below(app, told_by_proxy if behind_proxy and not public_address else lambda _environ: own)
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def place_below(app: Flask, path_of: Callable[[dict[str, Any]], str]) -> None:
    """Let the app stand below the path that ``path_of`` tells of a request, below none where it is none."""
    inner: Wsgi = app.wsgi_app

    def placed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        told = path_of(environ)
        return inner({**environ, "SCRIPT_NAME": told if BELOW.fullmatch(told) else ""}, start_response)

    app.wsgi_app = placed  # type: ignore[method-assign]


def told_by_proxy(environ: dict[str, Any]) -> str:
    """The path that the proxy in front told; each of several adds its own last."""
    return str(environ.get(FORWARDED_PREFIX, "")).rpartition(",")[2].strip().rstrip("/")


def origin_of(address: str) -> str:
    """The scheme, host and port of an address, as browsers name the page that sends a form."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def come_back_address(link: str) -> str:
    """The address of a come-back link: below the public address where there is one."""
    public = app_context().public_address
    if not public:
        return url_for("patient.come_back", link=link, _external=True)
    return origin_of(public) + url_for("patient.come_back", link=link)
