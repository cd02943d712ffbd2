"""An app served over HTTP to a real browser, for as long as a test lasts."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class _Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


def _whole(app: WSGIApplication) -> WSGIApplication:
    """The app with every answer read and closed before it is sent.

    The server leaves a file open whose reader went away in the midst of it, as a browser does that goes on.
    """

    def answered(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        answer = app(environ, start_response)
        with contextlib.closing(answer) if hasattr(answer, "close") else contextlib.nullcontext():
            return list(answer)

    return answered


@contextlib.contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which this app is served."""
    server = make_server("127.0.0.1", 0, _whole(app), threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
