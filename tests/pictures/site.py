"""The site that is pictured: the demo's visits and one more patient, in a store that is gone afterwards."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask, template_rendered
from jinja2 import Template

from screener.content import shipped_rulebook
from screener.model.visit import Person
from screener.rulebook import load
from screener.store import Store, open_store
from screener.visits import Visits
from screener.web.app import create_app
from screener.web.context import IdleSessions
from screener.web.server.serve import DEMO_APPOINTMENT, fill_with_examples
from tests.serving import served

NOW = datetime(2030, 1, 8, 18, 30, tzinfo=UTC)
PATIENT = Person(name="EXAMPLE, Patient", born=date(1961, 4, 4), appointment=DEMO_APPOINTMENT)
ANSWERS: Mapping[str, object] = {
    "pain_site": ["low_back", "hip_knee"],
    "peg_pain": 7,
    "peg_enjoyment": 6,
    "peg_activity": 8,
    "phq1": 1,
    "phq2": 2,
    "phq3": 2,
    "phq4": 2,
    "phq5": 0,
    "phq6": 1,
    "phq7": 1,
    "phq8": 0,
    "phq_difficulty": "somewhat",
    "med_list": ["Cymbalta 60", "amitriptyline at night", "little white pill"],
    "job_tasks": ["drive_truck_bus"],
    "licence": ["commercial_licence"],
    "sleepy_wheel": "yes",
    "visit_goal": "Will these pills make me too sleepy to drive?",
}
"""What the pictured patient answers otherwise than the rulebook's first example person."""
STOPPED = replace(PATIENT, name="EXAMPLE, Unfinished")
ALARM: Mapping[str, object] = {"rf_bladder": "yes", "rf_saddle_numb": "yes"}
"""What another one answers, who stops at the emergency page."""


class Clock:
    """Stands at half past six, but that no two moments are the same: lists keep one order."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def steady(self) -> float:
        """Seconds since then."""
        return (self.now - NOW).total_seconds()


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its address, the clinic's access code, and come-back links of two visits.

    ``rendered`` names the templates of its pages, the latest last. ``desk`` is where the clinic's pages
    stand. The links of a kiosk are empty.
    """

    address: str
    code: str
    store: Store
    clock: Clock
    rendered: list[str]
    desk: str = ""
    patient: str = ""
    alarmed: str = ""

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nothing can be saved meanwhile."""
        file = self.store.folder / "screener.sqlite"
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield


@contextlib.contextmanager
def running(*, kiosk: bool = False) -> Iterator[Site]:
    """The site while it runs; as a ``kiosk`` it has no visits yet."""
    with tempfile.TemporaryDirectory(prefix="screener-pictures-") as folder:
        data, key_file = Path(folder) / "data", Path(folder) / "keys" / "key"
        with open_store(data, key_file, busy_seconds=0.1) as store:
            clock = Clock()
            visits = Visits(
                store=store,
                rulebook=load(shipped_rulebook()),
                region="us",
                clinic="your clinic",
                clock=clock,
                steady=clock.steady,
            )
            clinic = _app(visits, store, clock)
            app = _app(visits, store, clock, idle=IdleSessions(clock.steady)) if kiosk else clinic
            with served(clinic) as desk, served(app) as address, _watched(app, clinic) as rendered:
                site = Site(address, store.renew_code(at=NOW), store, clock, rendered, desk=desk)
                yield site if kiosk else _with_visits(site, visits)


def _app(visits: Visits, store: Store, clock: Clock, *, idle: IdleSessions | None = None) -> Flask:
    return create_app(
        visits=visits,
        secret_key=store.derived_key("cookie"),
        clock=clock,
        steady=clock.steady,
        zone=UTC,
        idle=idle,
    )


def _with_visits(site: Site, visits: Visits) -> Site:
    fill_with_examples(visits)
    return replace(site, patient=_begin(visits, PATIENT, ANSWERS), alarmed=_begin(visits, STOPPED, ALARM))


@contextlib.contextmanager
def _watched(*apps: Flask) -> Iterator[list[str]]:
    """The names of the templates that these apps render."""
    rendered: list[str] = []

    def note(_app: Flask, template: Template, **_more: object) -> None:
        rendered.append(template.name or "")

    with contextlib.ExitStack() as watched:
        for app in dict.fromkeys(apps):
            watched.enter_context(template_rendered.connected_to(note, app))
        yield rendered


def _begin(visits: Visits, person: Person, answers: Mapping[str, object]) -> str:
    """This person's visit with all screens answered and not sent; its come-back link."""
    begun = visits.begin()
    quiet = next(iter(visits.rulebook.people.values()))
    raw = {**quiet, **answers}
    visits.tell_person(begun.visit.id, person)
    for screen in visits.rulebook.screens.values():
        visits.save(begun.visit.id, screen.id, {one: raw[one] for one in screen.questions if one in raw})
    return begun.link
