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
    inner: Wsgi = app.wsgi_app
    own = urlsplit(public_address).path.rstrip("/")

    def placed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        told = environ.get(FORWARDED_PREFIX, "").rstrip("/") if behind_proxy and not public_address else own
        return inner({**environ, "SCRIPT_NAME": told if BELOW.fullmatch(told) else ""}, start_response)

    app.wsgi_app = ProxyFix(placed, x_for=1, x_proto=1, x_host=1) if behind_proxy else placed  # type: ignore[method-assign]


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
