"""One server at two addresses: a kiosk for the waiting room, and the clinic's pages at another port."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chaos.served import CHECKOUT, free_port
from tests.environment import unset

PATIENCE = 30.0


@contextmanager
def server(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """``screener serve`` on a fresh store, once it answers."""
    places = {"SCREENER_DATA": str(folder / "data"), "SCREENER_KEY_FILE": str(folder / "keys" / "key")}
    process = subprocess.Popen(
        [sys.executable, "-m", "screener.cli", "serve", *arguments],
        cwd=CHECKOUT,
        env=unset() | places,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def status_of(port: int, path: str) -> int:
    """What a page answers, once the server does."""
    until = time.monotonic() + PATIENCE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        finally:
            connection.close()


def test_a_kiosk_and_the_clinic_stand_at_two_ports_of_one_server(tmp_path: Path) -> None:
    kiosk, clinic = free_port(), free_port()
    with server(tmp_path, "--kiosk", "--port", str(kiosk), "--clinic-port", str(clinic)) as process:
        assert [status_of(port, "/health") for port in (kiosk, clinic)] == [200, 200]
        assert [status_of(port, "/f/stay") for port in (kiosk, clinic)] == [403, 404]
        assert [status_of(port, "/clinic/login") for port in (kiosk, clinic)] == [404, 200]
        assert process.stdout is not None
        assert process.stdout.readline() == f"Patients: http://127.0.0.1:{kiosk}/\n"
        assert process.stdout.readline() == f"Clinic:   http://127.0.0.1:{clinic}/clinic\n"


def test_a_kiosk_alone_says_where_the_clinics_pages_are_not(tmp_path: Path) -> None:
    port = free_port()
    with server(tmp_path, "--kiosk", "--port", str(port)) as process:
        assert status_of(port, "/clinic/login") == 404
        assert process.stdout is not None
        assert process.stdout.readline() == f"Patients: http://127.0.0.1:{port}/\n"
        told = process.stdout.readline()
        assert told == "Clinic:   nowhere, as a kiosk serves none of its pages: add --clinic-port N\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--clinic-port", "8001"), "--clinic-port is for --kiosk"),
        (("--kiosk", "--port", "8001", "--clinic-port", "8001"), "write another number than --port"),
        (("--kiosk", "--clinic-port", "0"), "from 1 to 65535"),
        (("--kiosk", "--clinic-port", "70000"), "from 1 to 65535"),
    ],
)
def test_a_port_that_makes_no_sense_is_refused_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    places = {"SCREENER_DATA": str(tmp_path / "data"), "SCREENER_KEY_FILE": str(tmp_path / "keys" / "key")}
    ran = subprocess.run(
        [sys.executable, "-m", "screener.cli", "serve", *arguments],
        cwd=CHECKOUT,
        env=unset() | places,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2
    assert told in ran.stderr
    assert ran.stderr.count("\n") == 1
