"""One connection: it is read without holding a thread, over TLS too."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from pathlib import Path
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from screener.web.security import HEADERS

AT_ONCE = 64 * 1024
"""Bytes read at once: more than a TLS record holds, so that none of it stays behind unseen."""


class SharedSocket(ssl.SSLSocket):
    """A TLS socket that one thread reads while another writes: OpenSSL takes one call at a time."""

    def __new__(cls, *given: Any, **named: Any) -> SharedSocket:
        made = super().__new__(cls, *given, **named)
        made._turn = threading.Lock()
        return made

    _turn: threading.Lock

    def recv(self, size: int = 1024, flags: int = 0) -> bytes:
        """As of any socket."""
        with self._turn:
            return super().recv(size, flags)

    def send(self, data: Any, flags: int = 0) -> int:
        """As of any socket."""
        with self._turn:
            return super().send(data, flags)


def tls_of(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """TLS with this certificate; raises OSError (also for what is no certificate)."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    context.sslsocket_class = SharedSocket
    return context


class Refusal(ErrorTask):  # type: ignore[misc]
    """The server's own answer to what it cannot read: with our headers, and nothing of what was sent."""

    def execute(self) -> None:
        """Write it."""
        error = self.request.error
        self.status = f"{error.code} {error.reason}"
        body = f"Sorry, this could not be read ({self.status}). Please go back and try again.\n".encode()
        self.response_headers.extend(HEADERS.items())
        self.response_headers += [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Cache-Control", "no-store"),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that knows at which stage it is, and since when."""

    error_task_class = Refusal

    def __init__(self, *given: Any, **named: Any) -> None:
        self.answered = 0
        self.party = ""
        super().__init__(*given, **named)
        self.since = time.monotonic()
        self._seen = self._at()

    @property
    def stage(self) -> str:
        """``idle``; ``head`` or ``body`` while it sends; ``served`` while we work; then ``answer``."""
        if self.requests:
            return "served"
        if self.total_outbufs_len:
            return "answer"
        if self.request is None:
            return "idle"
        return "body" if self.request.headers_finished else "head"

    def look(self, now: float) -> float:
        """How many seconds it has been at its stage; to be asked again and again."""
        if (at := self._at()) != self._seen:
            self._seen, self.since = at, now
        return now - self.since

    def _at(self) -> tuple[str, int]:
        return self.stage, self.answered

    def handle_read(self) -> None:
        """Read what is there; over TLS that may be nothing yet."""
        try:
            data = self.recv(AT_ONCE)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError:
            self.handle_close()
            return
        if data:
            self.received(data)
        else:
            self.connected = False

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send what goes without waiting, and say how much."""
        with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
            sent: int = super().send(data, do_close=do_close)
            return sent
        return 0

    def service(self) -> None:
        """Answer one request, in a thread."""
        party = self.party
        try:
            super().service()
        finally:
            self.answered += 1
            self.server.done(party)

    @property
    def forwarded_for(self) -> str:
        """The address that the last proxy names in the request which is next, empty without."""
        named: str = self.requests[0].headers.get("X_FORWARDED_FOR", "") if self.requests else ""
        return named.rpartition(",")[2].strip()
