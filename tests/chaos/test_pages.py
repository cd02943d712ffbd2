"""What a patient sees while the store is in trouble: the truth, with everything typed still there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from screener.cli import main
from screener.rulebook import load
from screener.store import Store, open_store
from screener.visits import Visits
from screener.web.app import create_app
from tests.chaos.checking import compare
from tests.chaos.load import load as load_of
from tests.chaos.served import RULES, free_port, serving
from tests.store.conftest import disk_full
from tests.web.people import Patient

Trouble = Callable[[Store], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page is shown, where it sends what is filled in (empty: to itself), and that."""

    shown: str
    address: str
    fields: dict[str, str]


PERSON = Page(
    "/f/person", "/f/person", {"name": "Zoë Ng", "born-day": "4", "born-month": "4", "born-year": "1961"}
)
SCREEN = Page("/f/on", "", {"goal": "痛み、" * 500, "fall": "yes", "pain": "3", "go": "on"})
SEND = Page("/f/check", "/f/send", {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data", tmp_path / "keys" / "key", busy_seconds=0.1) as store:
        yield store


@pytest.fixture
def visits(store: Store) -> Visits:
    clinic = {"region": "us", "clinic": "your clinic"}
    return Visits(store=store, rulebook=load(RULES), clock=lambda: datetime.now(UTC), **clinic)


@pytest.fixture
def app(visits: Visits) -> Flask:
    return create_app(visits=visits, secret_key=b"a key for tests only", zone=UTC)


@pytest.fixture
def patient(app: Flask) -> Patient:
    return Patient(app.test_client())


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Another process writes and does not end."""
    with closing(sqlite3.connect(store.folder / "screener.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def press(patient: Patient, page: Page) -> Patient:
    """Open a page, fill it in and press its button, without following."""
    patient.get(page.shown)
    address = page.address or patient.path
    patient.page = patient.client.post(address, data={"csrf_token": patient.token, **page.fields})
    return patient


@pytest.mark.parametrize(
    ("trouble", "page"),
    [(locked, PERSON), (locked, SCREEN), (locked, SEND), (disk_full, SCREEN), (disk_full, SEND)],
)
def test_what_cannot_be_saved_is_said_and_stands_there_still(
    patient: Patient, store: Store, trouble: Trouble, page: Page
) -> None:
    patient.start()
    if page is SEND:
        press(patient, SCREEN)
    with trouble(store):
        press(patient, page)
        assert patient.page.status_code == 503
        assert "Sent to the clinic" not in patient.text
        assert [value for value in page.fields.values() if value not in patient.text] == []
        assert "try again" in patient.text.casefold()
    assert press(patient, page).page.status_code == 303


def test_a_defect_of_ours_keeps_what_was_typed_too(
    patient: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    patient.start()
    for page, use_case in ((PERSON, "tell_person"), (SCREEN, "save"), (SEND, "complete")):
        with monkeypatch.context() as patched:
            patched.setattr(visits, use_case, fails)
            press(patient, page)
            assert patient.page.status_code == 500
            assert [value for value in page.fields.values() if value not in patient.text] == []
            assert "Sent to the clinic" not in patient.text
        assert press(patient, page).page.status_code == 303


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda key: key.unlink(), "is missing; put it back from your backup."),
        (
            lambda key: key.write_text("screener-key-1 " + "A" * 43 + "="),
            "is not the one that locked this store",
        ),
        (lambda key: key.chmod(0o644), "is open to other users; run: chmod 600"),
    ],
)
def test_a_server_without_its_key_does_not_start_and_says_so_in_one_line(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], object],
    told: str,
) -> None:
    key_file = store.folder.parent / "keys" / "key"
    spoil(key_file)
    monkeypatch.setenv("SCREENER_DATA", str(store.folder))
    monkeypatch.setenv("SCREENER_KEY_FILE", str(key_file))
    assert main(["serve", "--rules", str(RULES), "--port", str(free_port())]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_a_server_goes_on_without_its_key_file_even_with_a_new_worker(tmp_path: Path) -> None:
    with serving(tmp_path, free_port()) as served:
        served.key_file.rename(tmp_path / "key")
        served.kill("worker")
        with load_of(tmp_path / "told", served.port, wanted=10, seconds=30, threads=2, seed=1) as clients:
            clients.wait_for(10, seconds=30)
        (tmp_path / "key").rename(served.key_file)
        assert compare(served.data, served.key_file, clients.told).good
