"""Who uses the pages in these tests: a clock that is set, and somebody in front of a browser."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Clock:
    """A clock that tests set forward."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 21, 14, tzinfo=UTC)
        self.seconds = 0.0

    def __call__(self) -> datetime:
        return self.now

    def forward(self, stretch: timedelta) -> None:
        self.now += stretch
        self.seconds += stretch.total_seconds()

    def steady(self) -> float:
        """Seconds that go on whoever sets the clock."""
        return self.seconds


class Patient:
    """Somebody in front of a browser: follows redirects, presses buttons, reads pages."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: TestResponse | None = None

    @property
    def text(self) -> str:
        assert self.page is not None
        return unescape(self.page.get_data(as_text=True))

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return found[1].strip() if found else ""

    @property
    def path(self) -> str:
        assert self.page is not None
        return self.page.request.path

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        return found[1] if found else ""

    @property
    def hidden(self) -> dict[str, object]:
        """The hidden fields of the page, which a browser sends along."""
        fields: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.text):
            fields.setdefault(name, []).append(value)
        return dict(fields)

    def get(self, address: str) -> Patient:
        self.page = self.client.get(address, follow_redirects=True)
        return self

    def post(self, address: str, **fields: object) -> Patient:
        self.page = self.client.post(address, data={"csrf_token": self.token} | fields, follow_redirects=True)
        return self

    def start(self) -> Patient:
        """Begin a form and go to its first screen, without saying who fills it in."""
        self.get("/").post("/")
        self.link = re.search(r'href="(http[^"]+/r/[^"]+)"', self.text)[1]  # type: ignore[index]
        return self.get("/f/person").post("/f/person")

    def answer(self, **fields: object) -> Patient:
        """Press Continue on this screen with these fields."""
        return self.post(self.path, **self.hidden, **{"go": "on", **fields})

    @property
    def filled(self) -> dict[str, object]:
        """What is ticked and typed on the page, which a browser sends along."""
        fields: dict[str, list[str]] = {}
        ticked = r'<input type="(?:radio|checkbox)"[^>]* name="([^"]+)" value="([^"]*)" checked>'
        typed = r'<input id="[^"]+" name="([^"]+)" value="([^"]+)"'
        words = r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>'
        for pattern in (ticked, typed, words):
            for name, value in re.findall(pattern, self.text):
                fields.setdefault(name, []).append(value)
        return dict(fields)

    def back(self) -> Patient:
        """Press Back on this screen, with what is filled in."""
        return self.post(self.path, **self.hidden, **self.filled, go="back")

    def go_on(self) -> Patient:
        """Press "I have got help, or I want to go on" on the emergency page."""
        action, to = re.search(  # type: ignore[misc]
            r'<form method="post" action="([^"]+)">.*?name="to" value="([^"]*)"', self.text, re.DOTALL
        ).groups()
        return self.post(action, **self.hidden, to=to)

    def skip_to(self, heading: str) -> Patient:
        """Continue through untouched screens until this one."""
        for _ in range(60):
            if self.heading == heading:
                return self
            self.answer()
        raise AssertionError(f"no screen is headed {heading}; the last was {self.heading}")


def pdf_at(client: FlaskClient, address: str) -> TestResponse:
    """What is there once the PDF at this address is made, asked for as the page that waits asks."""
    answer = client.get(address)
    while answer.status_code == 202:
        time.sleep(0.05)
        answer = client.get(address)
    return answer
