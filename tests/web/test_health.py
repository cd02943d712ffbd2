"""The health page says ok only while forms can be taken."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from screener.model.rulebook import Rulebook
from screener.store import Store
from screener.visits import Visits
from screener.web.app import create_app
from tests.web.people import Clock


@contextmanager
def no_file_grows() -> Iterator[None]:
    """As on a full disk: every write to a file fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_it_tells_of_a_disk_on_which_nothing_can_be_written(client: FlaskClient, clock: Clock) -> None:
    assert client.get("/health").json["status"] == "ok"
    clock.forward(timedelta(seconds=5))
    with no_file_grows():
        page = client.get("/health")
    assert (page.status_code, page.json["status"]) == (503, "store")
    assert "cannot be written" in page.json["problem"]
    clock.forward(timedelta(seconds=5))
    assert client.get("/health").json["status"] == "ok"


def test_it_tells_of_a_disk_that_is_almost_full(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    almost = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: almost)
    assert client.get("/health").json["status"] == "store"


def test_asked_often_it_writes_once_in_five_seconds(client: FlaskClient, store: Store, clock: Clock) -> None:
    wal = Path(store.folder, "screener.sqlite-wal")
    client.get("/health")
    size = wal.stat().st_size
    for _ in range(20):
        client.get("/health")
    assert wal.stat().st_size == size
    clock.forward(timedelta(seconds=5))
    client.get("/health")
    assert wal.stat().st_size > size


@pytest.mark.parametrize("text", ["title: secret words\n", "", "format: [\n"])
def test_it_tells_of_an_adopted_rulebook_that_cannot_be_served(
    store: Store, rulebook: Rulebook, clock: Clock, text: str
) -> None:
    visits = Visits(
        store=store,
        rulebook=rulebook,
        region="us",
        clinic="A",
        clock=clock,
        steady=clock.steady,
        follows=True,
    )
    client = create_app(visits=visits, secret_key=b"key", clock=clock, steady=clock.steady).test_client()
    assert client.get("/health").status_code == 200
    with store.writing() as writing:
        writing.adopt("0" * 64, text, at=clock())
    clock.forward(timedelta(minutes=1))
    page = client.get("/health")
    assert (page.status_code, page.json["status"]) == (503, "rulebook")
    assert page.json["rulebook"] == rulebook.version
    assert "secret" not in page.text
    with store.writing() as writing:
        writing.adopt(rulebook.hash, rulebook.text, at=clock())
    clock.forward(timedelta(minutes=1))
    assert client.get("/health").json["status"] == "ok"
