"""Posts at random, some of them forms in the right order: never an answer of 500 and above.

`make check-abuse` sends 10,000; the seed and the number of the post that failed are in the message.
"""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from screener.model.rulebook import Rulebook
from screener.visits import Visits
from tests.abuse.corpora import CANARY, NAUGHTY, PRODUCT
from tests.abuse.reading import Markup, markup_of
from tests.abuse.walking import POSTS
from tests.web.people import Clock

SEEDS = (1, 2, 3, 4)
ADDRESSES = (
    "/",
    "/f/person",
    "/f/now",
    "/f/send",
    "/f/again",
    "/f/done",
    "/clinic/login",
    "/clinic/out",
    "/r/nothing",
    "/f/s/nothing",
    "/leave",
    "/nowhere",
)
PAGES = (
    "/",
    "/f/on",
    "/f/link",
    "/f/person",
    "/f/check",
    "/f/keep",
    "/f/keep?v=1",
    "/f/keep?v=2",
    "/f/now",
    "/f/again",
    "/clinic",
    "/clinic/login",
    "/health",
)
NAMES = (
    "name",
    "go",
    "asked",
    "seen",
    "check",
    "to",
    "back",
    "code",
    "csrf_token",
    "list-0",
    "list-1",
    "list-999",
    "born-day",
    "born-month",
    "born-year",
    "visit-day",
    "visit-month",
    "visit-year",
    "_method",
    "__proto__",
)
VALUES = (
    *NAUGHTY,
    "",
    "0",
    "3",
    "10",
    "-1",
    "9" * 5000,
    "yes",
    "no",
    "none",
    "not_sure",
    "prefer_not",
    "not_ticked",
    "on",
    "back",
    "later",
    "more",
    "clear",
    "1",
    "4",
    "1961",
    "31",
    "keep",
    "tramadol",
    "Prozac; sertraline",
    "warfrin",
    "x" * 3000,
)
MEDICINE_FIELDS = (
    "med_list-0",
    "med_list-0-take",
    "med_list-0-asked",
    "med_list-0-for",
    "med_list-24",
    "med_list-25",
    "med_list--1",
    "med_list-list",
    "med_stopped_5w-0",
)


class Fuzzer:
    """A browser whose person presses and types at random, from one seed."""

    def __init__(self, app: Flask, rulebook: Rulebook, seed: int) -> None:
        self.client = app.test_client()
        self.random = random.Random(seed)
        self.names = (*NAMES, *MEDICINE_FIELDS, *rulebook.questions)
        self.page = ""
        self.markup = Markup()
        self.path = "/"

    def post(self) -> TestResponse:
        """One post, mostly to the page that stands open with its own fields and token; then what follows."""
        chance = self.random.random
        own = self.markup.actions or ["/"]
        address = self.random.choice(own if chance() < 0.85 else ADDRESSES)
        if chance() < 0.05:
            address += self.random.choice(["?check=1", "?to=x&back=y", "x", "%00", "%2e%2e"])
        token = re.search('name="csrf_token" value="([^"]+)"', self.page)
        fields = self._fields()
        if token and chance() < 0.93:
            fields["csrf_token"] = [token[1]]
        return self._open(self.client.post(address, data=fields))

    def get(self) -> TestResponse:
        """Open a page at random."""
        return self._open(self.client.get(self.random.choice(PAGES)))

    def _fields(self) -> dict[str, list[str]]:
        own = [name for name in self.markup.fields if self.random.random() < 0.5]
        more = self.random.sample(self.names, self.random.choice((0, 0, 1, 3, 12)))
        fields = {name: self._values(name) for name in (*own, *more)}
        if self.random.random() < 0.8:
            fields["go"], fields["asked"] = ["on"], ["1"]
        return fields

    def _values(self, name: str) -> list[str]:
        offered = self.markup.offered.get(name)
        if offered and self.random.random() < 0.7:
            return self.random.sample(offered, self.random.randint(1, min(3, len(offered))))
        return [self.random.choice(VALUES) for _ in range(self.random.choice((1, 1, 1, 2, 5)))]

    def _open(self, response: TestResponse) -> TestResponse:
        """Follow where the answer leads, within these pages."""
        for _ in range(4):
            place = response.headers.get("Location", "")
            if response.status_code != 303 or not place.startswith("/"):
                break
            response = self.client.get(place)
        if response.mimetype == "text/html" and response.status_code in (200, 403, 422):
            self.page, self.path = response.get_data(as_text=True), response.request.path
            self.markup = markup_of(self.page)
        return response


@pytest.mark.parametrize("seed", SEEDS)
def test_no_post_at_random_makes_a_page_fail(
    app: Flask, rulebook: Rulebook, visits: Visits, clock: Clock, log: pytest.LogCaptureFixture, seed: int
) -> None:
    fuzzer, statuses, screens = Fuzzer(app, rulebook, seed), set(), set()
    for number in range(POSTS // len(SEEDS)):
        clock.forward(timedelta(seconds=20))
        if number % 5 == 0:
            statuses.add(fuzzer.get().status_code)
        response = fuzzer.post()
        where = f"seed {seed}, post {number}, {fuzzer.path}"
        page = response.get_data(as_text=True)
        assert response.status_code < 500, where
        assert not markup_of(page).faults, where
        assert PRODUCT not in page, where
        statuses.add(response.status_code)
        screens.add(fuzzer.path)
    assert statuses >= {200, 400, 404, 422}
    assert len([path for path in screens if path.startswith("/f/s/")]) >= 5, "it comes far enough"
    assert CANARY not in log.text
    assert visits.listing() is not None
