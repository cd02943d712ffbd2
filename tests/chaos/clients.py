"""Clients in a process of their own: each fills in and sends one visit after the other, and tries again.

Run as ``python -m tests.chaos.clients PORT FILE WANTED SECONDS THREADS SEED``. It ends when ``WANTED`` visits
were acknowledged, after ``SECONDS``, or when its standard input is closed.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import threading
import zlib
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from random import Random
from typing import TextIO
from urllib.parse import urlencode

from tests.chaos.told import Told

THANKS = "Sent to the clinic."
OK, ONWARD, COULD_NOT_SAVE = 200, 303, 503
PATIENCE = 40.0
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class GaveUp(Exception):
    """The time is over, or the answer was one that no client should get."""


class Browser:
    """One patient's browser: keeps the cookie, and asks again until it is answered."""

    def __init__(self, port: int, *, stop: threading.Event, random: Random) -> None:
        self._port = port
        self._stop = stop
        self._random = random
        self._connection: HTTPConnection | None = None
        self._cookie = ""
        self._token = ""

    @property
    def visit(self) -> str:
        """The id of the visit in the cookie, which is signed but readable."""
        value = self._cookie.partition("=")[2]
        packed = value.removeprefix(".").partition(".")[0]
        content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        content = zlib.decompress(content) if value.startswith(".") else content
        return str(json.loads(content).get("visit", ""))

    def open(self, told: Told) -> None:
        """Load the start page, for the token that every form bears."""
        found = TOKEN.search(self.read(told, "/"))
        self._token = found[1] if found else ""

    def press(self, told: Told, path: str, **fields: str) -> str:
        """Send a form until it is taken; gives the address that it leads to."""
        return self._until(told, "POST", path, {"csrf_token": self._token, **fields})[0]

    def read(self, told: Told, path: str) -> str:
        """Ask for a page until it comes."""
        return self._until(told, "GET", path, {})[1]

    def _until(self, told: Told, method: str, path: str, fields: dict[str, str]) -> tuple[str, str]:
        while not self._stop.is_set():
            try:
                status, location, page = self._ask(method, path, fields)
            except (OSError, HTTPException):
                told.cut_off += 1
                self._connection = None
            else:
                if status == (ONWARD if method == "POST" else OK):
                    return location, page
                if status != COULD_NOT_SAVE:
                    told.odd = f"{method} {status}"
                    raise GaveUp
                told.refused += 1
                told.bare += method == "POST" and not _kept(page, fields)
            self._stop.wait(self._random.uniform(0.05, 0.3))
        raise GaveUp

    def _ask(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body=urlencode(fields) if fields else None, headers=headers)
        response = self._connection.getresponse()
        page = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self._cookie = f"{name}={morsel.value}"
        return response.status, response.getheader("Location") or "", page


def _kept(page: str, fields: dict[str, str]) -> bool:
    """Whether a page that says "could not save" bears what was typed, and thanks for nothing."""
    typed = [value for value in fields.values() if value.startswith("canary")]
    return all(value in page for value in typed) and "again" in page and THANKS not in page


def fill_in(browser: Browser, told: Told) -> None:
    """One whole visit; ``told`` notes each step as it is acknowledged."""
    browser.press(told, "/")
    told.visit = browser.visit
    address = browser.press(told, "/f/person", name=told.canary)
    told.named = True
    following = browser.press(told, address, goal=told.canary, fall="no", pain="5", go="on")
    told.saved = following.endswith("/f/check")
    receipt = browser.press(told, "/f/send")
    told.sent = receipt.endswith("/f/keep")
    if told.canary not in browser.read(told, receipt):
        told.odd = "a receipt without the own words"


class Crowd:
    """All clients of this process and their common file."""

    def __init__(self, port: int, file: TextIO, *, wanted: int, seed: int) -> None:
        self.stop = threading.Event()
        self._port = port
        self._file = file
        self._wanted = wanted
        self._seed = seed
        self._lock = threading.Lock()

    def run(self, number: int) -> None:
        """One client: visit after visit until the crowd is done."""
        random = Random(f"{self._seed} {number}")
        browser, count = Browser(self._port, stop=self.stop, random=random), 0
        fresh = True
        while not self.stop.is_set():
            count += 1
            told = Told(f"canary-{self._seed}-{number}-{count}")
            try:
                if fresh:
                    browser.open(told)
                fill_in(browser, told)
                fresh = False
            except GaveUp:
                browser, fresh = Browser(self._port, stop=self.stop, random=random), True
            self._note(told)

    def _note(self, told: Told) -> None:
        with self._lock:
            self._file.write(told.line())
            self._file.flush()
            self._wanted -= told.sent
            if self._wanted <= 0:
                self.stop.set()


def main() -> None:
    """Run the clients that the command line asks for."""
    port, wanted, seconds, threads, seed = (int(sys.argv[place]) for place in (1, 3, 4, 5, 6))
    with Path(sys.argv[2]).open("a") as file:
        crowd = Crowd(port, file, wanted=wanted, seed=seed)
        clients = [threading.Thread(target=crowd.run, args=(number,)) for number in range(threads)]
        timer = threading.Timer(seconds, crowd.stop.set)
        timer.daemon = True
        for thread in (*clients, timer, threading.Thread(target=_watch, args=(crowd,), daemon=True)):
            thread.start()
        for client in clients:
            client.join()


def _watch(crowd: Crowd) -> None:
    sys.stdin.read()
    crowd.stop.set()


if __name__ == "__main__":
    main()
