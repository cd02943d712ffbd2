"""Connections that hold on to a server and say nothing more, or next to nothing."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
CUT = (
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\nname=Half"
)
HELLO = bytes.fromhex("16030102000100")
"""The first seven bytes of a TLS handshake of 512."""
PATIENCE = 15.0
DRIP_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to be stuck: what is sent first, and what again and again; ``shakes``: TLS hands are shaken."""

    name: str
    first: bytes = b""
    drip: bytes = b""
    shakes: bool = True


KINDS = (
    Kind("silent"),
    Kind("headers cut", HEAD),
    Kind("headers dripped", HEAD, drip=b"X-Slow: 1\r\n"),
    Kind("POST cut", CUT),
    Kind("POST dripped", CUT, drip=b"x"),
    Kind("idle after an answer", HEAD + b"\r\n"),
)
TLS_ONLY = (
    Kind("no handshake", shakes=False),
    Kind("handshake cut", HELLO, shakes=False),
    Kind("handshake dripped", HELLO, drip=b"\x00", shakes=False),
)


@cache
def trusting() -> ssl.SSLContext:
    """TLS that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def connect(port: int, *, source: str, secure: bool, patience: float = PATIENCE) -> socket.socket:
    """A connection from this address of the machine."""
    one = socket.socket()
    one = trusting().wrap_socket(one) if secure else one
    try:
        one.settimeout(patience)
        one.bind((source, 0))
        one.connect(("127.0.0.1", port))
    except OSError:
        one.close()
        raise
    return one


@contextlib.contextmanager
def held(
    kind: Kind, count: int, port: int, *, secure: bool, opening: float = 3.0
) -> Iterator[list[socket.socket]]:
    """So many stuck connections of one address for as long as the block lasts.

    It begins when all are open, or after ``opening`` seconds. One that the server does not even take up
    counts as stuck too.
    """
    sockets: list[socket.socket] = []
    over = threading.Event()

    def open_all() -> None:
        for _number in range(count):
            if over.is_set():
                return
            with contextlib.suppress(OSError):
                one = connect(port, source="127.0.0.1", secure=secure and kind.shakes, patience=opening)
                sockets.append(one)
                one.sendall(kind.first)

    def drip() -> None:
        while not over.wait(DRIP_SECONDS):
            for one in sockets.copy():
                with contextlib.suppress(OSError, ValueError):
                    one.sendall(kind.drip)

    threads = [threading.Thread(target=open_all)]
    threads += [threading.Thread(target=drip)] if kind.drip else []
    for thread in threads:
        thread.start()
    threads[0].join(opening)
    try:
        yield sockets
    finally:
        over.set()
        for thread in threads:
            thread.join()
        for one in sockets:
            one.close()


def is_closed(one: socket.socket, *, within: float) -> bool:
    """Whether the other side closes this connection within so many seconds; reads what it still says."""
    one.settimeout(within)
    try:
        while select.select([one], [], [], within)[0] or (isinstance(one, ssl.SSLSocket) and one.pending()):
            if not one.recv(65536):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True
    return False
