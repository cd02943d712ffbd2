"""Screener as users start it, in processes that are killed, starved and started again."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.environment import unset

CHECKOUT = Path(__file__).parents[2]
RULES = Path(__file__).with_name("words.yaml")
PATIENCE = 60.0
# Root may write anywhere; without these two rights it may no more than the files' modes say.
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


class Served:
    """One store, one port, and the server on both: the first process and its worker."""

    def __init__(self, folder: Path, port: int, *, unprivileged: bool = False) -> None:
        self.folder = folder
        self.port = port
        self._before: Sequence[str] = UNPRIVILEGED if unprivileged and os.geteuid() == 0 else ()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The folder of the store."""
        return self.folder / "data"

    @property
    def key_file(self) -> Path:
        """The key."""
        return self.folder / "keys" / "key"

    @property
    def first(self) -> int:
        """The process that was started; it starts the worker."""
        assert self._process is not None
        return self._process.pid

    @property
    def worker(self) -> int:
        """The process that answers; waits for it while there is none."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if found := _children(self.first):
                return found[0]
            time.sleep(0.02)
        raise TimeoutError("the server has no worker")

    def start(self) -> float:
        """Start it and wait for its first answer, as often as it takes; gives the seconds."""
        begun = time.monotonic()
        environ = {"SCREENER_DATA": str(self.data), "SCREENER_KEY_FILE": str(self.key_file)}
        command = [
            sys.executable,
            "-m",
            "screener.cli",
            "serve",
            "--rules",
            str(RULES),
            "--port",
            str(self.port),
        ]
        while time.monotonic() - begun < PATIENCE:
            self._process = subprocess.Popen(
                [*self._before, *command],
                cwd=CHECKOUT,
                env=unset(**environ),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while self._process.poll() is None and time.monotonic() - begun < PATIENCE:
                if _children(self.first) and self.answers():
                    return time.monotonic() - begun
                time.sleep(0.05)
            time.sleep(0.2)  # a worker without its first process still holds the port; it ends by itself
        raise TimeoutError("the server does not start")

    def answers(self) -> bool:
        """Whether any answer comes."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/robots.txt")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self, what: str) -> None:
        """SIGKILL: the ``worker``, the ``first`` process alone, or ``both`` at once."""
        worker = self.worker
        targets = {"worker": [worker], "first": [self.first], "both": [self.first, worker]}[what]
        for process in targets:
            os.kill(process, signal.SIGKILL)
        if what != "worker":
            assert self._process is not None
            self._process.wait(PATIENCE)

    def limit_files(self, most: int | None) -> None:
        """Let the worker write no file beyond so many bytes, as on a full disk; None lifts it."""
        _, hard = resource.prlimit(self.worker, resource.RLIMIT_FSIZE)
        resource.prlimit(self.worker, resource.RLIMIT_FSIZE, (hard if most is None else most, hard))

    @property
    def stopped(self) -> bool:
        """Whether the first process has ended."""
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        """Let it end in good order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE)


@contextmanager
def serving(folder: Path, port: int, *, unprivileged: bool = False) -> Iterator[Served]:
    """A server on a store in this folder, started, and stopped at the end of the block."""
    served = Served(folder, port, unprivileged=unprivileged)
    try:
        served.start()
        yield served
    finally:
        served.stop()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as tried:
        port: int = tried.getsockname()[1]
    return port


def _children(process: int) -> list[int]:
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in told.stdout.splitlines())
    return [int(pid) for pid, parent, state in rows if int(parent) == process and not state.startswith("Z")]
