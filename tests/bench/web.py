"""Times screens of the form against the same fields in the bare app: asking for one, and sending one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from flask import Flask
from flask_babel import Babel

from screener import journey
from screener.answers import parse
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from screener.rulebook import load
from screener.store import open_store
from screener.visits import Visits
from screener.web.app import create_app
from screener.web.patient.field_views import field_views
from screener.web.patient.form_fields import make_form
from screener.web.shapes import FieldView
from tests.bench.callers import Caller, InProcess, OverHttp, PageReader, begin_visit, walk_to
from tests.bench.figure import Figure, in_ms
from tests.bench.floor import Asked, Page, filled, floor_app
from tests.bench.serving import floor_server, screener_server

GETS, POSTS = 150, 80
WARM_UP = 20
TO_GET, TO_POST = 1.0, 1.5
REDIRECTED = 303

Taken = TypeVar("Taken")


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen to time: what the table calls it, its heading, its fields, and those of the next screen.

    ``held`` says that it is one that the budgets speak of: a screen with 12 questions.
    """

    name: str
    rules: Path
    heading: str
    fields: Page
    following: Page
    held: bool

    @property
    def pages(self) -> tuple[Page, Page]:
        """The two pages that the bare app shows instead."""
        return self.fields, self.following


def screen_of(rules: Path, id: str, *, name: str, held: bool) -> Screen:
    """A screen of a rulebook as it is shown when nothing was answered."""
    rulebook = load(rules)
    steps = journey.steps(rulebook, parse(rulebook, {}).response)
    place = next(number for number, step in enumerate(steps) if step.screen.id == id)
    fields, following = (page_of(rulebook, step) for step in steps[place : place + 2])
    return Screen(name, rules, steps[place].screen.title, fields, following, held)


def page_of(rulebook: Rulebook, step: journey.Step) -> Page:
    """The fields of a screen, with the words of its own form."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        form = make_form(rulebook, step)
        form.process(data={})
        return tuple(map(_asked, field_views(rulebook, step, form, Response(), errors={})))


def _asked(field: FieldView) -> Asked:
    if field.kind == "words":
        return Asked("words", field.name, field.legend)
    choices = tuple((choice.value, choice.words) for choice in (*field.choices, *field.apart))
    return Asked("any" if field.kind == "ticks" else "one", field.name, field.legend, choices)


@contextlib.contextmanager
def in_process(folder: Path, screen: Screen) -> Iterator[tuple[Caller, Caller]]:
    """Both apps in this process, over stores in this folder."""
    with open_store(folder / "data", folder / "keys" / "key") as store:
        visits = Visits(
            store=store,
            rulebook=load(screen.rules),
            region="us",
            clinic="your clinic",
            clock=lambda: datetime.now(UTC),
        )
        app = create_app(visits=visits, secret_key=store.derived_key("session cookie"))
        yield InProcess(app), InProcess(floor_app(screen.pages, folder / "floor.sqlite"))


@contextlib.contextmanager
def over_http(folder: Path, screen: Screen) -> Iterator[tuple[Caller, Caller]]:
    """Both apps served, over stores in this folder."""
    with screener_server(folder, screen.rules) as ours, floor_server(folder, screen.pages) as bare:
        yield OverHttp(ours.port), OverHttp(bare.port)


def measure(folder: Path, screen: Screen, *, served: bool) -> list[Figure]:
    """How long both take to show the screen, and to take its answers and show the next page."""
    way = "over HTTP" if served else "in process"
    with (over_http if served else in_process)(folder, screen) as (ours, bare):
        begin_visit(ours)
        address = walk_to(ours, screen.heading)
        shown = _in_turn(lambda: ours.get(address).seconds, lambda: bare.get("/0").seconds, rounds=GETS)
        send = _sending(ours, address, screen.fields), _sending(bare, "/0", screen.fields)
        sent = _in_turn(*send, rounds=POSTS)
    to_get, to_post = (TO_GET, TO_POST) if screen.held else (None, None)
    whole = [[post + page for post, page in side] for side in sent]
    alone = [[post for post, _page in side] for side in sent]
    return [
        in_ms(f"GET {screen.name}, {way}", *shown, budget=to_get),
        in_ms(f"POST {screen.name}, saved, next page, {way}", *whole, budget=to_post),
        in_ms("  of it the POST alone", *alone, budget=None),
    ]


def _in_turn(ours: Callable[[], Taken], bare: Callable[[], Taken], *, rounds: int) -> list[list[Taken]]:
    """What both took, one after the other so that a slow moment of the machine meets both."""
    pairs = [(ours(), bare()) for _round in range(WARM_UP + rounds)][WARM_UP:]
    return [list(side) for side in zip(*pairs, strict=True)]


def _sending(caller: Caller, address: str, page: Page) -> Callable[[], tuple[float, float]]:
    """Sends the page filled in, then asks for the page that it leads to; the seconds of both."""
    token = PageReader(caller.get(address).body).token
    fields = [token, *filled(page), ("go", "on")]

    def send() -> tuple[float, float]:
        sent = caller.post(address, fields)
        if sent.status != REDIRECTED or sent.location == address:
            raise RuntimeError(f"{address} did not take the answers")
        return sent.seconds, caller.get(sent.location).seconds

    return send
