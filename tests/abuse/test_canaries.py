"""Words typed as answers stand in no log, file or temporary file of a server that really runs."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from screener.store import open_store
from tests.abuse.walking import WORDS
from tests.environment import unset
from tests.web.conftest import clock  # noqa: F401 - a fixture
from tests.web.people import Clock, Patient, pdf_at

CANARIES = {field: f"Quokka{number}zebrine" for number, field in enumerate(WORDS)}


@dataclass(frozen=True, slots=True)
class Asked:
    path: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the server, as the patient of these tests reads it."""

    status_code: int
    data: bytes
    request: Asked

    def get_data(self, *, as_text: bool) -> str:
        return self.data.decode()


class Browser:
    """A browser without scripts that speaks to a server over the network."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, address: str, *, follow_redirects: bool = True) -> Answered:
        return self._open(address, None)

    def post(self, address: str, *, data: dict[str, object], follow_redirects: bool = True) -> Answered:
        return self._open(address, urlencode(data, doseq=True).encode())

    def _open(self, address: str, body: bytes | None) -> Answered:
        try:
            response = self.opener.open(self.root + address.removeprefix(self.root), body, timeout=60)
        except HTTPError as error:
            response = error
        with response:
            return Answered(response.status, response.read(), Asked(urlsplit(response.url).path))


@dataclass(frozen=True, slots=True)
class Server:
    """A server with a store, a key, a log and a folder for temporary files of its own."""

    folder: Path
    root: str
    process: subprocess.Popen[bytes]

    def everything(self) -> bytes:
        """All bytes of its files, of its log, and of files that it has open though they are deleted."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        opened = [path for path in Path("/proc").glob(f"{self.process.pid}/fd/*") if path.is_file()]
        for child in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            for pid in child.read_text().split():
                opened += [path for path in Path(f"/proc/{pid}/fd").glob("*") if path.is_file()]
        return b"".join(path.read_bytes() for path in (*files, *opened))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "tmp").mkdir()
    environment = unset(
        SCREENER_DATA=str(tmp_path / "data"),
        SCREENER_KEY_FILE=str(tmp_path / "keys" / "key"),
        TMPDIR=str(tmp_path / "tmp"),
    )
    command = [sys.executable, "-m", "screener.cli", "serve", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        root = f"http://127.0.0.1:{port}"
        try:
            _wait_for(root, process)
            yield Server(tmp_path, root, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait_for(root: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            with build_opener().open(root + "/health", timeout=5):
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def found_in(everything: bytes) -> list[str]:
    """The canaries that stand in these bytes, in any case and in the encodings that programs write."""
    low = everything.lower()
    ways = ("utf-8", "utf-16-le", "utf-16-be")
    return [word for word in CANARIES.values() if any(word.lower().encode(way) in low for way in ways)]


def test_the_search_finds_words_in_any_encoding() -> None:
    first, second, *_ = CANARIES.values()
    assert found_in(b"\x00" + first.upper().encode() + second.encode("utf-16-le")) == [first, second]


def test_answers_stand_in_no_file_and_no_log(server: Server, clock: Clock) -> None:  # noqa: F811
    patient, addresses = Patient(Browser(server.root)), set()
    patient.start().get("/f/person").post("/f/person", name=CANARIES["name"])
    for _ in range(60):
        addresses.add(patient.path)
        if patient.path == "/f/check":
            break
        words = {field: word for field, word in CANARIES.items() if f'name="{field}"' in patient.text}
        patient.answer(**words, asked="1")
    assert not found_in(server.everything()), "before sending"
    assert patient.path == "/f/check"
    patient.client.post("/f/person", data={"name": CANARIES["name"], "csrf_token": "worn"})
    patient.client.post("/f/person", data={"name": CANARIES["name"] * 6000})
    patient.get("/" + CANARIES["name"]).get(f"/f/now?to={CANARIES['name']}")
    patient.get("/f/check").post("/f/send")
    assert pdf_at(patient.client, "/f/keep.pdf").data.startswith(b"%PDF")
    with open_store(server.folder / "data", server.folder / "keys" / "key") as store:
        code = store.renew_code(at=clock())
    clinician = Patient(Browser(server.root)).get("/clinic/login").post("/clinic/login", code=code)
    clinician.get(re.search('href="(/clinic/v/[^"]+)"', clinician.text)[1])
    assert [word for word in CANARIES.values() if word in clinician.text] == [*CANARIES.values()]
    everything = server.everything()
    assert b"SQLite format 3" in everything
    assert not found_in(everything), "while it runs"
    assert not found_in(" ".join(addresses).encode())
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(timeout=30)
    assert not found_in(server.everything()), "after it ended"
