"""Somebody who asks for pages: inside this process or over HTTP, keeping cookies, timing every answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from time import perf_counter
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

Fields = Sequence[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    location: str
    body: bytes
    seconds: float


class Caller:
    """A browser without eyes; `InProcess` and `OverHttp` say how a request travels."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._asked("GET", path, b"")

    def post(self, path: str, fields: Fields) -> Answer:
        """Send a form."""
        return self._asked("POST", path, urlencode(fields).encode())

    def _asked(self, method: str, path: str, body: bytes) -> Answer:
        headers = {"Host": "localhost", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = FORM
        answer, set_cookies = self._travel(method, path, body, headers)
        for line in set_cookies:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if answer.status not in (200, 303):
            raise RuntimeError(f"{method} {path} was answered {answer.status}")
        return answer

    def _travel(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[Answer, list[str]]:
        raise NotImplementedError


class InProcess(Caller):
    """Calls the app as a server would, with nothing between."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._app = app

    def _travel(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[Answer, list[str]]:
        environ = EnvironBuilder(path, method=method, data=body, headers=headers).get_environ()
        begun = perf_counter()
        parts, status, sent = run_wsgi_app(self._app, environ, buffered=True)
        page = b"".join(parts)
        taken = perf_counter() - begun
        answer = Answer(int(status[:3]), path_of(sent.get("Location", "")), page, taken)
        return answer, sent.getlist("Set-Cookie")


class OverHttp(Caller):
    """Asks a server on this machine over one connection that is kept open."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=20)

    def _travel(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[Answer, list[str]]:
        begun = perf_counter()
        self._connection.request(method, path, body=body or None, headers=headers)
        response = self._connection.getresponse()
        page = response.read()
        taken = perf_counter() - begun
        answer = Answer(response.status, path_of(response.getheader("Location") or ""), page, taken)
        return answer, response.headers.get_all("Set-Cookie") or []


def path_of(address: str) -> str:
    """The path of an address, with its query."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class PageReader(HTMLParser):
    """What a program needs of a page: its heading, its forms' hidden fields, what it loads."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.heading = ""
        self.hidden: list[tuple[str, str]] = []
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self._in_heading = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        """Note headings, hidden fields, style sheets and scripts."""
        given = {name: value or "" for name, value in attrs}
        self._in_heading = self._in_heading or tag == "h1"
        if tag == "input" and given.get("type") == "hidden":
            self.hidden.append((given.get("name", ""), given.get("value", "")))
        elif tag == "link" and given.get("rel") == "stylesheet":
            self.styles.append(given["href"])
        elif tag == "script" and given.get("src"):
            self.scripts.append(given["src"])

    def handle_endtag(self, tag: str) -> None:
        """End the heading."""
        self._in_heading = self._in_heading and tag != "h1"

    def handle_data(self, data: str) -> None:
        """Note the words of the heading."""
        self.heading += data if self._in_heading else ""

    @property
    def token(self) -> tuple[str, str]:
        """The CSRF token as a field."""
        return next(field for field in self.hidden if field[0] == "csrf_token")


def begin_visit(caller: Caller) -> None:
    """Begin a visit, leaving open who fills it in."""
    token = PageReader(caller.get("/").body).token
    caller.post("/", [token])
    caller.post("/f/person", [PageReader(caller.get("/f/person").body).token])


def walk_to(caller: Caller, heading: str) -> str:
    """Continue through untouched screens up to the one with this heading; its path."""
    path = caller.get("/f/on").location
    for _ in range(MOST_PAGES):
        page = PageReader(caller.get(path).body)
        if page.heading.strip() == heading:
            return path
        sent = caller.post(path, [*page.hidden, ("go", "on")])
        if sent.status == 200:  # asked once more whether nothing applies
            sent = caller.post(path, [*PageReader(sent.body).hidden, ("go", "on")])
        path = sent.location
    raise RuntimeError(f"no screen is headed {heading!r}")
