"""No address has all threads; behind a proxy the address is the one that the proxy names."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from screener.web.server.listener import Limits, Listener, Way
from screener.web.server.process import listen
from tests.routes import HEADERS, headers_of

LIMITS = Limits(threads=3, threads_each=2)
FIRST, OTHER = "192.0.2.1", "192.0.2.2"


class Holding:
    """An app whose page /held is not answered before it is let go."""

    def __init__(self) -> None:
        self.holding = threading.Semaphore(0)
        self.let_go = threading.Event()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if environ["PATH_INFO"] == "/held":
            self.holding.release()
            self.let_go.wait()
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("canary")
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@contextmanager
def listening(app: Holding, *, behind_proxy: bool) -> Iterator[int]:
    """The port of a server in a thread."""
    place = listen("127.0.0.1", 0)
    listener = Listener(app, place, limits=LIMITS, way=Way(behind_proxy=behind_proxy))
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        yield place.getsockname()[1]
    finally:
        app.let_go.set()
        listener.stop()
        thread.join()
        listener.task_dispatcher.shutdown()
        listener.trigger.close()


def ask(port: int, path: str, *, forwarded: str = "", source: str = "127.0.0.1") -> int:
    """The status of this page; 0 when it does not come within a second."""
    connection = HTTPConnection(
        "127.0.0.1", port, timeout=1 if path == "/" else 60, source_address=(source, 0)
    )
    try:
        connection.request("GET", path, headers={"X-Forwarded-For": forwarded} if forwarded else {})
        return connection.getresponse().status
    except TimeoutError:
        return 0
    finally:
        connection.close()


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_one_address_never_has_all_threads(behind_proxy: bool) -> None:
    app = Holding()

    def by(number: int) -> dict[str, str]:
        """How the address of this number asks."""
        if behind_proxy:
            return {"forwarded": f"{OTHER}, 192.0.2.{number}"}
        return {"source": f"127.0.0.{number}", "forwarded": f"192.0.2.{number % 3}"}

    with listening(app, behind_proxy=behind_proxy) as port, ThreadPoolExecutor() as pool:
        held = [pool.submit(ask, port, "/held", **by(1)) for _ in range(4)]
        app.holding.acquire()
        app.holding.acquire()
        assert ask(port, "/", **by(1)) == 0
        assert ask(port, "/", **by(2)) == 200
        app.let_go.set()
        assert [one.result() for one in held] == [200] * 4
        assert ask(port, "/", **by(1)) == 200


def test_what_a_client_says_of_its_own_address_is_not_believed() -> None:
    app = Holding()
    with listening(app, behind_proxy=False) as port, ThreadPoolExecutor() as pool:
        held = [pool.submit(ask, port, "/held", forwarded=f"192.0.2.{number}") for number in range(4)]
        app.holding.acquire()
        app.holding.acquire()
        assert not app.holding.acquire(timeout=0.5)
        app.let_go.set()
        assert [one.result() for one in held] == [200] * 4


def test_a_failure_behind_all_pages_bears_our_headers_too() -> None:
    with listening(Holding(), behind_proxy=False) as port:
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/broken")
        answer = connection.getresponse()
        page = answer.read()
        connection.close()
    assert answer.status == 500
    assert headers_of(answer) == HEADERS
    assert b"canary" not in page
