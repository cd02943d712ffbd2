"""Makes the web app out of the use cases and a few settings."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime, tzinfo

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from screener.settings import LOOPBACK_NETWORKS, IPNetwork
from screener.visits import Visits
from screener.web.addresses import origin_of, place
from screener.web.assets import FOLDER, serve_assets
from screener.web.clinic.sign_in import only_signed_in
from screener.web.context import AppContext, IdleSessions, SignIns
from screener.web.error_pages import show_error_pages
from screener.web.formats import FILTERS
from screener.web.frame import frame
from screener.web.kiosk.guard import at_a_kiosk
from screener.web.patient import client_script
from screener.web.patient.unsaved import find_form, resume_token
from screener.web.route_table import Audience, add_routes
from screener.web.security import LOOPBACK, guarded_app

COOKIE, KIOSK_COOKIE = "screener", "screener-kiosk"
"""Two names, as browsers give a cookie to every port of a host and one server may have both apps."""


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def create_app(
    *,
    visits: Visits,
    secret_key: bytes,
    clinic_phone: str = "",
    behind_proxy: bool = False,
    secure: bool = False,
    hosts: Collection[str] | None = LOOPBACK,
    public_address: str = "",
    clock: Callable[[], datetime] = utc_now,
    steady: Callable[[], float] = time.monotonic,
    zone: tzinfo | None = None,
    idle: IdleSessions | None = None,
    unlimited: Collection[IPNetwork] = LOOPBACK_NETWORKS,
) -> Flask:
    """The app over these visits; the clinic's name and the region are those of ``visits``.

    ``secret_key`` signs the session cookie. ``secure`` says that browsers reach it over https, as they
    do ``behind_proxy``; only then is the cookie marked Secure. ``hosts`` are the names and addresses
    that the app answers to, without port, None for any; ``public_address`` is where patients reach it, with
    the path below which it stands there. ``clock`` gives the time with its zone, ``steady``
    seconds that go on whoever sets the clock; times are printed in ``zone``, None for the machine's own.
    ``idle`` makes it a kiosk's app, whose forms end when nobody uses them, and which has no page of the
    clinic. From ``unlimited`` networks any number of forms may be begun.
    """
    app = guarded_app(
        "screener.web",
        static=FOLDER,
        secret_key=secret_key,
        cookie=COOKIE if idle is None else KIOSK_COOKIE,
        same_site="Lax",
        secure=secure or behind_proxy,
        hosts=hosts,
        origin=origin_of(public_address),
    )
    app.url_map.strict_slashes = False
    app.jinja_env.filters.update(FILTERS)
    app.extensions["screener"] = AppContext(
        visits,
        clinic_phone,
        clock,
        zone,
        tuple(unlimited),
        SignIns(steady),
        public_address,
        idle,
    )
    if idle is not None:
        at_a_kiosk(app, idle)
    serve_assets(app, forgets=idle is not None)
    CSRFProtect(app)
    Babel(app, default_locale="en")
    app.before_request(find_form)
    app.jinja_env.globals["resume_token"] = resume_token
    app.before_request(only_signed_in)
    add_routes(app, (Audience.ANYONE, Audience.PATIENT, Audience.CLINIC if idle is None else Audience.KIOSK))
    show_error_pages(app)
    app.context_processor(lambda: {"frame": frame(), "client_script": client_script.script_words()})
    place(app, public_address=public_address, behind_proxy=behind_proxy)
    return app
