"""A small rulebook in two versions, a store for the command line and an app, and who sends visits to it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.cli import main
from screener.medicines.vocabulary import load as load_vocabulary
from screener.model.rulebook import Rulebook
from screener.rulebook import read
from screener.store import Store, open_store
from screener.visits import Visits
from screener.visits.rulebooks import adopt
from screener.workbench.check import Checked, check

SMALL = (Path(__file__).parents[1] / "rulebook" / "small.yaml").read_text(encoding="utf-8")
SECOND = SMALL.replace('version: "1"', 'version: "2"')
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
Run = Callable[..., tuple[int, list[str], str]]


def rulebook_of(text: str) -> Rulebook:
    return read(text.encode(), "rules.yaml", load_vocabulary())


def take(store: Store, text: str) -> Rulebook:
    """Adopt a rulebook that was not checked, as the command does with one that was."""
    rulebook = rulebook_of(text)
    adopt(store, rulebook, instead_of=store.adopted(), at=NOW)
    return rulebook


class Steady:
    """Seconds that go on when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line uses the store of this test."""
    monkeypatch.setenv("SCREENER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SCREENER_KEY_FILE", str(tmp_path / "keys" / "key"))
    monkeypatch.delenv("SCREENER_RULES", raising=False)
    monkeypatch.delenv("SCREENER_TEST_CUTS", raising=False)


@pytest.fixture(scope="session")
def sound() -> dict[bytes, Checked]:
    """What was found sound already: checking the same bytes again takes seconds and tells nothing new."""
    return {}


@pytest.fixture(autouse=True)
def check_once(sound: dict[bytes, Checked], monkeypatch: pytest.MonkeyPatch) -> None:
    def checked(raw: bytes, name: str) -> Checked:
        found = sound.get(raw) or check(raw, name)
        if not found.problems:
            sound[raw] = found
        return found

    monkeypatch.setattr("screener.cli.adopt.check", checked)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data", tmp_path / "keys" / "key") as store:
        yield store


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture(scope="session")
def small() -> Rulebook:
    return rulebook_of(SMALL)


@pytest.fixture
def visits(store: Store, small: Rulebook, steady: Steady) -> Visits:
    """Use cases that began on the small rulebook and follow what is adopted."""
    return Visits(
        store=store,
        rulebook=small,
        region="us",
        clinic="your clinic",
        clock=lambda: NOW,
        steady=steady,
        follows=True,
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a rulebook into a file and give its name."""

    def written(content: str | bytes) -> Path:
        file = tmp_path / "next.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return written


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; gives its exit code, the lines printed, and what stands on standard error."""

    def ran(*arguments: object) -> tuple[int, list[str], str]:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err

    return ran


@pytest.fixture
def unused_port() -> int:
    """A port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
