"""200 broken files are adopted while patients send forms: none is served, and no request fails."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask import Flask

from screener.store import Store
from screener.visits import Visits
from screener.web.app import create_app
from tests.adopting.conftest import NOW, SECOND, SMALL, rulebook_of
from tests.web.people import Patient

DEFECTS = yaml.safe_load((Path(__file__).parents[1] / "rulebook" / "broken.yaml").read_text(encoding="utf-8"))
THIRD = SMALL.replace('version: "1"', 'version: "3"')
PATIENTS = 2
FILES = 200
FORCED = 20
"""Each twentieth is put into the store unchecked, as no command does."""
PAUSE = 0.2
ADOPTING = """
import sys
from screener.cli import main
for file in sys.argv[1:]:
    print(f"exit {main(['adopt', file])}", flush=True)
"""


def broken() -> Iterator[str]:
    """The second rulebook with each known defect, then cut at its line ends."""
    for defect in DEFECTS:
        yield SECOND.replace(defect["change"], defect["to"].replace("▸", ""), 1)
    lines = SECOND.splitlines(keepends=True)
    for end in range(len(lines)):
        yield "".join(lines[:end])


class Waiting(threading.Thread):
    """A room of patients who begin, fill in and send one form after the other."""

    def __init__(self, app: Flask, rest: threading.Event) -> None:
        super().__init__()
        self._app = app
        self._rest = rest
        self.sent = 0
        self.failed: list[str] = []

    def run(self) -> None:
        while not self._rest.is_set():
            patient = Patient(self._app.test_client()).start()
            for fields in ({}, {"mood1": "0", "mood2": "0"}, {"pain": "4", "goal": "to sleep"}):
                patient.answer(**fields)
                self._look(patient)
                self._rest.wait(PAUSE)
            patient.get("/f/check").post("/f/send")
            self._look(patient)
            self.sent += patient.path == "/f/keep"

    def _look(self, patient: Patient) -> None:
        if patient.page is None or patient.page.status_code != 200:
            self.failed.append(f"{patient.path}: {patient.page.status if patient.page else 'nothing'}")


@pytest.fixture
def room(visits: Visits) -> Iterator[list[Waiting]]:
    app = create_app(visits=visits, secret_key=b"a key for tests only", clock=lambda: NOW)
    rest = threading.Event()
    room = [Waiting(app, rest) for _ in range(PATIENTS)]
    for patient in room:
        patient.start()
    yield room
    rest.set()
    for patient in room:
        patient.join()


def force(store: Store, number: int, text: str) -> str:
    """Make the store say that this was adopted last, whatever it is; gives the hash that it goes by."""
    hash = f"{number:064x}"
    with store.writing() as writing:
        writing.adopt(hash, text, at=NOW)
    return hash


def adopt_all(files: list[Path]) -> Iterator[int]:
    """The command on each file, in a process of its own, as an author runs it; gives the exit codes."""
    command = [sys.executable, "-c", ADOPTING, *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("exit "):
                yield int(line.split()[1])


def test_none_of_200_broken_files_is_served_and_no_request_fails(
    run, write, store: Store, visits: Visits, room: list[Waiting], tmp_path: Path
) -> None:
    second, third = rulebook_of(SECOND).hash, rulebook_of(THIRD).hash
    assert run("adopt", write(SECOND), "--rules", write(SECOND))[0] == 0
    early = visits.begin().visit
    texts = [text for text, _ in zip(broken(), range(FILES), strict=False)]
    assert len(set(texts)) == FILES
    files = [tmp_path / f"{number}.yaml" for number in range(FILES)]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    forced = set()
    for half, served in ((files[: FILES // 2], second), (files[FILES // 2 :], third)):
        codes = []
        for number, code in enumerate(adopt_all(half), start=1):
            codes.append(code)
            if number % FORCED == 0:
                forced.add(force(store, len(forced), texts[files.index(half[number - 1])]))
                assert visits.begin().visit.header.rulebook == served
        assert codes == [1] * len(half)
        if served == second:
            assert run("adopt", write(THIRD), "--accept-removals")[0] == 0
            assert visits.begin().visit.header.rulebook == third
    assert [visits.complete(visit.id).header.rulebook for visit in (early, visits.begin().visit)] == [
        second,
        third,
    ]
    assert [one.failed for one in room] == [[]] * PATIENTS
    assert all(one.sent > 1 for one in room)
    assert len(forced) == FILES // FORCED
    completed = {line.visit.header.rulebook for line in visits.listing().completed}
    assert completed <= {rulebook_of(SMALL).hash, second, third}
