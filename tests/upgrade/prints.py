"""What a version of Screener shows of the visits in a store, as plain lines.

The maker of a store notes these lines with its version, the test reads them again with today's. So only what
every version has is used: the addresses of pages, `Visits`, `create_app` and the command line.
"""

from __future__ import annotations

import contextlib
import io
import os
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from html import unescape
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from flask import Flask

import screener.cli
from screener.content import shipped_rulebook
from screener.rulebook import load
from screener.store import Store
from screener.visits import Visits
from screener.web.app import create_app

CLINIC, PHONE = "Hill Street Clinic", "555 010 0199"
SETTINGS = {"SCREENER_REGION": "us", "SCREENER_CLINIC_NAME": CLINIC, "SCREENER_CLINIC_PHONE": PHONE}

Lines = list[str]
Noted = Mapping[str, Any]
"""What is noted of a visit: reference, id, link, born (empty without one) and whether it was sent."""


class Clock:
    """A clock that stands until it is set forward."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a store, its key and what is noted of it stand."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def key_file(self) -> Path:
        return self.folder / "keys" / "key"

    @property
    def noted(self) -> Path:
        return self.folder / "expected.json"

    @property
    def shipped(self) -> Path:
        """Where the rulebook that was served first is written to, for commands that take a file."""
        return self.folder / "shipped.yaml"

    @property
    def packed(self) -> tuple[Path, ...]:
        """The files that make the store, to be kept."""
        return (self.data / "screener.sqlite", self.key_file, self.noted)


def serve(store: Store, clock: Clock) -> tuple[Visits, Flask]:
    """The use cases and the app over a store, as a server has them that follows what is adopted."""
    visits = Visits(
        store=store,
        rulebook=load(shipped_rulebook()),
        region=SETTINGS["SCREENER_REGION"],
        clinic=f"{CLINIC}, {PHONE}",
        clock=clock,
        follows=True,
    )
    app = create_app(
        visits=visits, secret_key=b"a key for tests only", clinic_phone=PHONE, clock=clock, zone=UTC
    )
    app.testing = True
    return visits, app


def run(places: Places, now: datetime, *arguments: object) -> tuple[int, Lines]:
    """Run a command on this store at this moment; gives its exit code and the lines that it printed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SCREENER_")}
    environ |= SETTINGS | {"SCREENER_DATA": str(places.data), "SCREENER_KEY_FILE": str(places.key_file)}
    printed = io.StringIO()
    asked = mock.patch.dict(os.environ, environ, clear=True)
    with asked, _commands_at(now), contextlib.redirect_stdout(printed):
        code = screener.cli.main([str(argument) for argument in arguments])
    return code, printed.getvalue().splitlines()


def commands(places: Places) -> Mapping[str, tuple[object, ...]]:
    """The commands that tell what is in a store, by what each tells."""
    return {
        "visits": ("visits", "list"),
        "sign-offs": ("sign-off", "--list"),
        "replay on the adopted": ("replay",),
        "replay on the shipped": ("replay", "--rules", places.shipped),
    }


@contextlib.contextmanager
def _commands_at(now: datetime) -> Iterator[None]:
    """For every command it is this moment: they take the machine's time, which nobody can set."""

    class Stands(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return now.astimezone(tz)

    with contextlib.ExitStack() as patches:
        for module in pkgutil.iter_modules(screener.cli.__path__, "screener.cli."):
            if not module.name.endswith("__main__"):
                found = import_module(module.name)
                if hasattr(found, "datetime"):
                    patches.enter_context(mock.patch.object(found, "datetime", Stands))
        yield


class Browser:
    """A browser without scripts that follows redirects and keeps the page it shows."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self.html = self.path = ""

    def get(self, address: str) -> Browser:
        return self._show(self._client.get(address, follow_redirects=True))

    def post(self, address: str, **fields: object) -> Browser:
        return self._show(self._client.post(address, data=self._hidden | fields, follow_redirects=True))

    def _show(self, page: Any) -> Browser:
        self.html, self.path = page.get_data(as_text=True), page.request.path
        if page.status_code != 200:
            raise AssertionError(f"{self.path} answered {page.status_code}: {plain(self.html)}")
        return self

    @property
    def heading(self) -> str:
        return next(line for line in plain(self.html) if line.startswith("h1: ")).removeprefix("h1: ")

    @property
    def _hidden(self) -> dict[str, object]:
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.html)
        return {name: unescape(value) for name, value in found}

    def leave_emergency(self, *, change: bool = False) -> Browser:
        """Go on from the emergency page, or back to change the answer."""
        onward, *back = re.findall(r'<button class="link" name="to" value="([^"]*)">', self.html)
        return self.post("/f/now", to=back[0] if change else onward)

    def come_back(self, noted: Noted) -> Browser:
        """Go on with a visit by its link and, where it has one, the birth date.

        A sent form without a birth date opens by no link: its own browser still has it.
        """
        visit = self._client.application.extensions["screener"].visits.find(noted["reference"])
        if visit.completed and not noted["born"]:
            with self._client.session_transaction() as session:
                session.update(visit=visit.id, link=noted["link"], sitting="its own", sent=True)
            return self
        return self.get(f"/r/{noted['link']}").post("/r", **date_fields("born", noted["born"]))

    def sign_in(self, code: str) -> Browser:
        return self.get("/clinic/login").post("/clinic/login", code=code)


def date_fields(name: str, iso: str) -> dict[str, str]:
    """What the three fields of a date send; nothing without one."""
    if not iso:
        return {}
    day = date.fromisoformat(iso)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def _patient_page(address: str) -> Callable[[Flask, Noted, str], Lines]:
    def read(app: Flask, noted: Noted, _code: str) -> Lines:
        browser = Browser(app).come_back(noted)
        if address != "/f/now" and browser.get("/f/on").path == "/f/now":
            browser.leave_emergency()
        return plain(browser.get(address).html)

    return read


def _clinic_page(app: Flask, noted: Noted, code: str) -> Lines:
    return plain(Browser(app).sign_in(code).get(f"/clinic/v/{noted['reference']}").html)


PRINTS: Mapping[str, Callable[[Flask, Noted, str], Lines]] = {
    "clinician's page": _clinic_page,
    "patient's copy": _patient_page("/f/keep"),
    "patient's copy to print": _patient_page("/f/keep?v=1"),
    "patient's copy without mood": _patient_page("/f/keep?v=2"),
    "check page": _patient_page("/f/check"),
    "emergency page": _patient_page("/f/now"),
}
"""How each print is read; an app, what is noted of a visit and the access code give its lines."""
SENT = ("clinician's page", "patient's copy", "patient's copy to print", "patient's copy without mood")
OPEN = ("clinician's page", "check page")


INLINE = {"a", "b", "bdi", "em", "i", "small", "span", "strong", "sub", "sup"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
UNSEEN = {"header", "script", "style"}
"""The header holds ways around the program, which are no part of a print."""


def plain(html: str) -> Lines:
    """What can be read on a page: each stretch of text after the name of the element that holds it.

    Numbers to dial and the drawn bars of scores count. What is left out: classes, addresses, tokens,
    scripts, and what is not printed.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: Lines = []
        self._open: list[tuple[str, bool]] = [("page", True)]
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in INLINE:
            self._end_line()
        seen = tag not in UNSEEN and "hidden" not in given and "on-screen" not in (given.get("class") or "")
        seen = seen and "skip" not in (given.get("class") or "") and self._open[-1][1]
        if tag not in VOID:
            self._open.append((tag, seen))
        if seen and tag in ("rect", "path"):
            self.lines.append(f"{tag}: {given.get('x', '')} {given.get('width', '')}{given.get('d', '')}")
        if seen and (given.get("href") or "").startswith("tel:"):
            self._words += f"[{given['href']}]"

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end_line()
        names = [name for name, _seen in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._open[-1][1]:
            self._words += data

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self) -> None:
        words, self._words = " ".join(self._words.split()), ""
        if words:
            holder = next(name for name, _seen in reversed(self._open) if name not in INLINE)
            self.lines.append(f"{holder}: {words}")
