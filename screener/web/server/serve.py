"""Runs the app: one worker process, many threads, because one SQLite file takes one writer."""

from __future__ import annotations

import ssl
import sys
import time
from collections.abc import Collection
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from screener.errors import SettingsError
from screener.model.rulebook import Rulebook
from screener.model.visit import Person
from screener.rulebook import load
from screener.settings import Settings, is_loopback, servable
from screener.store import Store, open_store
from screener.store.store import MOST_WAITING
from screener.visits import Visits
from screener.visits.rulebooks import adopted_rulebook
from screener.web.app import create_app
from screener.web.context import IdleSessions
from screener.web.security import LOOPBACK
from screener.web.server.connections import tls_of
from screener.web.server.keeper import keep
from screener.web.server.listener import Limits, Way
from screener.web.server.process import leave_no_core_dump, listen, refuse_open_key

LIMITS = Limits(threads=MOST_WAITING + 8, threads_each=MOST_WAITING + 4)
"""With threads left for reading while as many as may wait to write, of one address and of all."""
LAST_LINE = "Not for real patients yet. Stop with Ctrl+C."
DEMO_APPOINTMENT = date(2030, 1, 15)
BUSY_SECONDS = 5.0
"""How long a patient waits for another writer before the page says so."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What to serve and how.

    ``follows``: once a rulebook is adopted it is served instead of ``rules``, and so is each one after it.
    ``demo`` fills the store with made-up visits first. ``kiosk`` is for a device that one person after the
    other uses, and has no page of the clinic: these then stand at ``clinic_port`` of the same address, with
    the pages for patients' own devices, or nowhere.
    """

    settings: Settings
    rules: Path
    follows: bool = False
    behind_proxy: bool = False
    certificate: Path | None = None
    certificate_key: Path | None = None
    demo: bool = False
    kiosk: bool = False
    clinic_port: int | None = None
    limits: Limits = LIMITS

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address of the first page at each port."""
        scheme = "https" if self.certificate else "http"
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        return tuple(f"{scheme}://{host}:{port}/" for port in self.ports)

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports to listen on: that of patients, and that of the clinic where it has one of its own."""
        own = (self.clinic_port,) if self.clinic_port is not None else ()
        return (self.settings.port, *own)


def serve(serving: Serving) -> None:
    """Serve until stopped; raises `RulebookError`, `SettingsError` or `StoreError` before it begins."""
    settings = serving.settings
    named = None if serving.follows else servable(load(serving.rules), settings.own_contacts)
    leave_no_core_dump()
    way = Way(tls=_tls(serving), behind_proxy=serving.behind_proxy)
    with (
        ExitStack() as listening,
        open_store(settings.data, settings.key_file, busy_seconds=BUSY_SECONDS) as store,
    ):
        sockets = [listening.enter_context(closing(listen(settings.host, port))) for port in serving.ports]
        store.hold()
        rulebook = named or servable(adopted_rulebook(store) or load(serving.rules), settings.own_contacts)
        visits = visits_of(store, rulebook, settings)
        visits.purge()
        if serving.demo:
            fill_with_examples(visits)
        code = store.renew_code(at=datetime.now(UTC)) if serving.demo and sys.stdout.isatty() else ""
        told = _told(serving, store, code=code)
        store.rest()
        print(told, flush=True)  # noqa: T201 - the addresses are the output
        keep(partial(_apps, serving, rulebook, store), sockets, limits=serving.limits, way=way)


def _tls(serving: Serving) -> ssl.SSLContext | None:
    if serving.certificate is None:
        return None
    try:
        refuse_open_key(serving.certificate_key or serving.certificate)
        return tls_of(serving.certificate, serving.certificate_key)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError(
            f"{serving.certificate} and its key cannot be used ({why}); name a certificate and its own "
            "key, both PEM, with --certificate and --certificate-key."
        ) from None


def visits_of(store: Store, rulebook: Rulebook, settings: Settings, *, follows: bool = False) -> Visits:
    """The use cases over an open store."""
    return Visits(
        store=store,
        rulebook=rulebook,
        region=settings.region,
        clinic=settings.clinic,
        clock=lambda: datetime.now(UTC),
        follows=follows,
        own=settings.own_contacts,
    )


def fill_with_examples(visits: Visits) -> None:
    """Complete one visit for every example person of the rulebook; each is named "Example" and its id."""
    for id, answers in visits.rulebook.people.items():
        visit = visits.begin().visit
        name = f"EXAMPLE, {id.replace('_', ' ').title()}"
        visits.tell_person(visit.id, Person(name=name, born=date(1961, 4, 4), appointment=DEMO_APPOINTMENT))
        for screen in visits.rulebook.screens.values():
            raw = {question: answers[question] for question in screen.questions if question in answers}
            visits.save(visit.id, screen.id, raw)
        visits.complete(visit.id)


def _hosts(settings: Settings, *, behind_proxy: bool) -> Collection[str] | None:
    """The names by which browsers may ask for the pages; None for any, where nobody said which."""
    if settings.public_address:
        return {urlsplit(settings.public_address).hostname or "", settings.host, *LOOPBACK}
    return LOOPBACK if is_loopback(settings.host) and not behind_proxy else None


def _told(serving: Serving, store: Store, *, code: str) -> str:
    """What is printed once the pages answer."""
    patients, clinic = serving.addresses[0], serving.addresses[-1]
    lines = [f"Patients: {patients}"]
    if serving.kiosk and serving.clinic_port is None:
        lines.append("Clinic:   nowhere, as a kiosk serves none of its pages: add --clinic-port N")
        return "\n".join([*lines, LAST_LINE])
    lines.append(f"Clinic:   {clinic}clinic")
    if code:
        lines.append(f"Access code of this demo: {code}")
    elif not store.has_code():
        lines.append(
            "The clinic's pages ask for an access code: `make code`, or `screener code` with these settings."
        )
    if not serving.follows and store.adopted() is not None:
        lines.append(f"Rulebook: {serving.rules}, named by you; the one that was adopted is not served.")
    return "\n".join([*lines, LAST_LINE])


def _apps(serving: Serving, rulebook: Rulebook, store: Store) -> list[Flask]:
    """Take up the store in the worker and make the app of each port."""
    settings = serving.settings
    store = store.in_this_process()
    visits = visits_of(store, rulebook, settings, follows=serving.follows)
    kiosk = [serving.kiosk, False][: len(serving.ports)]
    return [
        create_app(
            visits=visits,
            secret_key=store.derived_key("kiosk cookie" if idle else "session cookie"),
            clinic_phone=settings.clinic_phone,
            behind_proxy=serving.behind_proxy,
            secure=serving.certificate is not None,
            unlimited=settings.unlimited,
            idle=IdleSessions(time.monotonic) if idle else None,
            hosts=_hosts(settings, behind_proxy=serving.behind_proxy),
            public_address=settings.public_address,
        )
        for idle in kiosk
    ]
