"""Other patients, at other addresses, who use the server meanwhile."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import perf_counter
from urllib.parse import urlencode

from tests.slowness.stuck import connect

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
OK, ONWARD = 200, 303
PATIENCE = 10.0
PAUSE = 0.03


class Patient:
    """Opens the first page and begins a form, again and again, on a new connection for each page."""

    def __init__(self, port: int, *, source: str, secure: bool) -> None:
        self._port = port
        self._source = source
        self._secure = secure
        self._cookie = ""
        self._token = ""
        self.begun = 0
        self.seconds: list[float] = []
        self.failures: list[str] = []

    def go(self) -> None:
        """One page and one form begun; each is timed, and noted when it was not answered as it should be."""
        self.open()
        self.begin()

    def open(self) -> None:
        """Read the first page, for the token that the form bears."""
        self._cookie = self._token = ""
        if found := TOKEN.search(self._timed("GET", b"", OK)):
            self._token = found[1].decode()

    def begin(self) -> None:
        """Begin a form, which is saved."""
        if self._token:
            self._timed("POST", urlencode({"csrf_token": self._token}).encode(), ONWARD)

    def _timed(self, method: str, body: bytes, wanted: int) -> bytes:
        begun = perf_counter()
        page = b""
        try:
            status, page = self._ask(method, body)
            self.begun += status == ONWARD
            if status != wanted:
                self.failures.append(f"{method} {status}")
        except (OSError, HTTPException) as error:
            self.failures.append(f"{method} {type(error).__name__}")
        self.seconds.append(perf_counter() - begun)
        return page

    def _ask(self, method: str, body: bytes) -> tuple[int, bytes]:
        connection = HTTPConnection("localhost", self._port)
        with connect(self._port, source=self._source, secure=self._secure, patience=PATIENCE) as one:
            connection.sock = one
            headers = {"Cookie": self._cookie} if self._cookie else {}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, "/", body=body or None, headers=headers)
            answer = connection.getresponse()
            page = answer.read()
            self._keep_cookie(answer)
        return answer.status, page

    def _keep_cookie(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookie = line.partition(";")[0]


def patients(port: int, count: int, *, secure: bool) -> list[Patient]:
    """So many patients, each at an address of their own."""
    return [Patient(port, source=f"127.0.0.{number + 2}", secure=secure) for number in range(count)]


def at_once(people: Sequence[Patient], *, seconds: float) -> None:
    """Let all of them go on side by side for so long."""
    over = threading.Event()

    def go_on(patient: Patient) -> None:
        while not over.is_set():
            patient.go()
            over.wait(PAUSE)

    threads = [threading.Thread(target=go_on, args=(patient,)) for patient in people]
    for thread in threads:
        thread.start()
    over.wait(seconds)
    over.set()
    for thread in threads:
        thread.join()


def p99(people: Sequence[Patient]) -> float:
    """The hundredth part of pages that took longest began here, in seconds."""
    taken = sorted(second for patient in people for second in patient.seconds)
    return taken[max(0, int(len(taken) * 0.99) - 1)] if taken else PATIENCE
