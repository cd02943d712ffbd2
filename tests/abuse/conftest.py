"""The app and its store from the pages' tests; failures become answers, as they do for people."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.abuse.reading import LINE
from tests.web.conftest import (  # noqa: F401 - fixtures
    access_code,
    app,
    client,
    clock,
    fresh_store,
    patient,
    store,
    visits,
)
from tests.web.people import Patient
from tests.web.test_clinic import sign_in


@pytest.fixture(autouse=True)
def as_served(app: Flask) -> None:  # noqa: F811
    """Let this app answer failures with 500, so that one is counted and none ends the test."""
    app.testing = False


@pytest.fixture
def clinician(app: Flask, access_code: str) -> Patient:  # noqa: F811
    """Somebody at the clinic, signed in."""
    return sign_in(Patient(app.test_client()), access_code)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log, of which every line is a method, a route and a status."""
    caplog.set_level("INFO", logger="screener.web")
    yield caplog
    lines = [record.getMessage() for record in caplog.records if record.name == "screener.web"]
    assert not [line for line in lines if not LINE.fullmatch(line)]
