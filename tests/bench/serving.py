"""Servers in processes of their own: Screener as users start it, and the bare app under the same server."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from screener.web.server.serve import LIMITS
from tests.bench.callers import OverHttp, begin_visit, walk_to
from tests.bench.figure import Figure
from tests.bench.floor import DATABASE_VARIABLE, PAGES_VARIABLE, Page, to_json

CHECKOUT = Path(__file__).parents[2]
SCREENER = str(Path(sys.executable).with_name("screener"))
PATIENCE = 20.0
STARTS = 3


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, its first process, and the seconds from its start to its first answer."""

    port: int
    process: int
    seconds: float


@contextlib.contextmanager
def screener_server(folder: Path, rules: Path) -> Iterator[Server]:
    """Screener serving this rulebook from a store in this folder."""
    port = free_port()
    environ = {"SCREENER_DATA": str(folder / "data"), "SCREENER_KEY_FILE": str(folder / "keys" / "key")}
    with _running([SCREENER, "serve", "--rules", str(rules), "--port", str(port)], environ, port) as server:
        yield server


@contextlib.contextmanager
def floor_server(folder: Path, pages: Sequence[Page]) -> Iterator[Server]:
    """The bare app, served by one process with as many threads."""
    port = free_port()
    environ = {PAGES_VARIABLE: to_json(pages), DATABASE_VARIABLE: str(folder / "floor.sqlite")}
    command = [sys.executable, "-m", "waitress", "--listen", f"127.0.0.1:{port}"]
    command += ["--threads", str(LIMITS.threads), "--call", "tests.bench.floor:served"]
    with _running(command, environ, port) as server:
        yield server


def as_installed() -> dict[str, str]:
    """This environment, in which Python keeps what it compiled, as it does for an installed program."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
    return port


@contextlib.contextmanager
def _running(command: list[str], environ: dict[str, str], port: int) -> Iterator[Server]:
    begun = perf_counter()
    process = subprocess.Popen(command, cwd=CHECKOUT, env=as_installed() | environ, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Server(port, process.pid, perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait for the first answer, whatever it says."""
    until = perf_counter() + PATIENCE
    while perf_counter() < until and process.poll() is None:
        connection = HTTPConnection("localhost", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, HTTPException):
            sleep(0.005)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"no answer from port {port}")


def memory_of_worker(first: int) -> float:
    """Resident memory of the process that answers, in MB."""
    told = subprocess.run(["ps", "-A", "-o", "ppid=,rss="], capture_output=True, text=True, check=True)
    rows = (map(int, line.split()) for line in told.stdout.splitlines())
    return max(kilobytes for parent, kilobytes in rows if parent == first) * 1024 / 1e6


def measure(folder: Path, rules: Path, heading: str) -> list[Figure]:
    """Cold starts, and the worker's memory after a visit up to this screen, before any PDF."""
    starts, memories = [], []
    for _start in range(STARTS + 1):
        with screener_server(folder, rules) as server:
            starts.append(server.seconds)
            begin_visit(caller := OverHttp(server.port))
            walk_to(caller, heading)
            memories.append(memory_of_worker(server.process))
    return [
        Figure("cold start, rules loaded, to the first answer", median(starts[1:]), "s", budget=1.0),
        Figure("  the first start of all, which makes the store", starts[0], "s"),
        Figure("memory of the worker after a visit", median(memories[1:]), "MB", budget=80.0),
        Figure("  after the first start of all", memories[0], "MB", budget=80.0),
    ]
