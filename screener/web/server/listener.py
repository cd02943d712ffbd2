"""Listens and answers: whoever is slow holds no thread, is closed in time, and takes no others' turn."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from screener.visits.throttle import network_of
from screener.web.security import MOST_BYTES
from screener.web.server.connections import Connection

LOOK_SECONDS = 0.25
MOST_HEADER_BYTES = 40 * 1024
BODY_LEFT_TO_THE_PAGES = 16 * MOST_BYTES
"""Up to here a body that is too long gets the pages' own words."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each stage of a connection may take, in seconds, and how much of the server one may have.

    ``idle`` before a request begins, TLS hands shaken and all; ``head`` and ``body`` for sending it whole;
    ``answer`` for reading what we answer; ``ending`` for what is being answered when we are told to stop.
    ``threads`` answer, at most ``threads_each`` of them one address; a further request of that address
    waits for one that is done. With more than ``connections`` the address that has most loses its oldest.
    """

    idle: float = 15.0
    head: float = 10.0
    body: float = 30.0
    answer: float = 120.0
    ending: float = 3.0
    threads: int = 24
    threads_each: int = 20
    connections: int = 500


@dataclass(frozen=True, slots=True)
class Way:
    """How requests come: over ``tls`` of our own, or through a proxy that names whom it asks for."""

    tls: ssl.SSLContext | None = None
    behind_proxy: bool = False


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """The server on one listening socket; `run` goes on until `stop`."""

    channel_class = Connection

    def __init__(self, app: WSGIApplication, listening: socket.socket, *, limits: Limits, way: Way) -> None:
        self.limits = limits
        self.way = way
        self.stopping = False
        self._next_look = 0.0
        self._turns = threading.Lock()
        self._served: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[Connection]] = defaultdict(deque)
        adjustments = Adjustments(
            sockets=[listening],
            threads=limits.threads,
            url_scheme="https" if way.tls else "http",
            clear_untrusted_proxy_headers=not way.behind_proxy,
            ident="",
            log_socket_errors=False,
            max_request_header_size=MOST_HEADER_BYTES,
            max_request_body_size=BODY_LEFT_TO_THE_PAGES,
        )
        place = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(app, {}, True, listening, adj=adjustments, sockinfo=place, bind_socket=False)

    def run(self) -> None:
        """Serve until told to stop; then finish what is being answered, as far as the time goes."""
        while not self.stopping:
            self._close_late()
            self._turn(LOOK_SECONDS)
        self.del_channel()
        self.socket.close()
        until = time.monotonic() + self.limits.ending
        while self._close_others() and time.monotonic() < until:
            self._turn(0.05)

    def stop(self) -> None:
        """Let `run` come to its end; may be called in a signal's handler."""
        self.stopping = True
        self.pull_trigger()

    def accept(self) -> tuple[socket.socket, Any] | None:
        """The next connection; over TLS its hands are shaken as it is read."""
        accepted = super().accept()
        if accepted is None or self.way.tls is None:
            return accepted  # type: ignore[no-any-return]
        plain, address = accepted
        plain.setblocking(False)
        return self.way.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_accept(self) -> None:
        """Take up a connection, and make room for it."""
        super().handle_accept()
        if len(self.active_channels) > self.limits.connections:
            self._make_room()

    def readable(self) -> bool:
        """Whether it takes up connections."""
        return not self.stopping

    def add_task(self, connection: Connection) -> None:
        """Have this connection's next request answered, now or when its address has a turn."""
        named = connection.forwarded_for if self.way.behind_proxy else ""
        party = connection.party = network_of(named or connection.addr[0])
        with self._turns:
            if self._served[party] >= self.limits.threads_each:
                self._waiting[party].append(connection)
                return
            self._served[party] += 1
        super().add_task(connection)

    def done(self, party: str) -> None:
        """Give the turn of a request that was answered to the next of its address."""
        with self._turns:
            if waiting := self._waiting.get(party):
                following = waiting.popleft()
            else:
                self._waiting.pop(party, None)
                self._served[party] -= 1
                if not self._served[party]:
                    del self._served[party]
                return
        super().add_task(following)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._map, use_poll=True, count=1)

    def _close_late(self) -> None:
        """Close, every now and then, what takes longer than it may; our own work has no limit here."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        for connection in tuple(self.active_channels.values()):
            seconds, stage = connection.look(now), connection.stage
            if stage != "served" and seconds > getattr(self.limits, stage):
                connection.handle_close()

    def _close_others(self) -> bool:
        """Close every connection that awaits no answer; whether any is left."""
        for connection in tuple(self.active_channels.values()):
            if connection.stage not in ("served", "answer"):
                connection.handle_close()
        return bool(self.active_channels)

    def _make_room(self) -> None:
        """Close one connection of the address that has most: the oldest unserved one, else the newest."""
        connections = tuple(self.active_channels.values())
        most = Counter(connection.addr[0] for connection in connections).most_common(1)[0][0]
        theirs = [connection for connection in connections if connection.addr[0] == most]
        unserved = [connection for connection in theirs if connection.stage != "served"]
        oldest = min(unserved, key=lambda connection: connection.since, default=theirs[-1])
        oldest.handle_close()
