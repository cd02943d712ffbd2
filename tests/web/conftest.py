"""A fresh app over a real store for every test, and a patient who fills in its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from screener.model.rulebook import Rulebook
from screener.store import Store, open_store
from screener.visits import Visits
from screener.web.app import create_app
from tests.web.people import Clock, Patient


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def fresh_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as it is made, to be copied: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("store")
    open_store(folder / "data", folder / "keys" / "key").close()
    return folder


@pytest.fixture
def store(fresh_store: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(fresh_store, tmp_path, dirs_exist_ok=True)
    with open_store(tmp_path / "data", tmp_path / "keys" / "key") as store:
        yield store


@pytest.fixture
def visits(store: Store, rulebook: Rulebook, clock: Clock) -> Visits:
    return Visits(
        store=store, rulebook=rulebook, region="us", clinic="your clinic", clock=clock, steady=clock.steady
    )


@pytest.fixture
def app(visits: Visits, clock: Clock) -> Flask:
    app = create_app(
        visits=visits, secret_key=b"a key for tests only", clock=clock, steady=clock.steady, zone=UTC
    )
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def patient(client: FlaskClient) -> Patient:
    return Patient(client)


@pytest.fixture
def access_code(store: Store, clock: Clock) -> str:
    return store.renew_code(at=clock())
