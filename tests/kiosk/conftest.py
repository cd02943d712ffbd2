"""A device in the waiting room: the app of the pages' tests, which forgets whoever leaves it."""

from __future__ import annotations

from datetime import UTC

import pytest
from flask import Flask

from screener.visits import Visits
from screener.web.app import create_app
from screener.web.context import IdleSessions
from tests.web.conftest import (  # noqa: F401 - fixtures
    access_code,
    client,
    clock,
    fresh_store,
    patient,
    store,
    visits,
)
from tests.web.people import Clock


@pytest.fixture
def app(visits: Visits, clock: Clock) -> Flask:  # noqa: F811
    app = create_app(visits=visits, secret_key=b"k", clock=clock, zone=UTC, idle=IdleSessions(clock.steady))
    app.testing = True
    return app
