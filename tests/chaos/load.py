"""The clients' process, seen from outside."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.served import CHECKOUT, PATIENCE
from tests.chaos.told import Told, read_told


class Load:
    """Clients at work, and the file in which they write down what they were told."""

    def __init__(self, file: Path, process: subprocess.Popen[bytes]) -> None:
        self._file = file
        self._process = process

    @property
    def told(self) -> list[Told]:
        """Every visit that a client has done with."""
        return read_told(self._file)

    @property
    def sent(self) -> int:
        """How many were acknowledged."""
        return sum(told.sent for told in self.told)

    @property
    def over(self) -> bool:
        """Whether the clients have ended."""
        return self._process.poll() is not None

    def wait_for(self, sent: int, *, seconds: float) -> float:
        """Wait until so many were acknowledged or the clients ended; gives the seconds."""
        begun = time.monotonic()
        while self.sent < sent and not self.over:
            if time.monotonic() - begun > seconds:
                raise TimeoutError(f"only {self.sent} of {sent} were acknowledged in {seconds:.0f} s")
            time.sleep(0.05)
        return time.monotonic() - begun


@contextmanager
def load(file: Path, port: int, *, wanted: int, seconds: int, threads: int, seed: int) -> Iterator[Load]:
    """Run clients; at the end of the block they stop where they are, unless they are done before."""
    numbers = [str(number) for number in (wanted, seconds, threads, seed)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.clients", str(port), str(file), *numbers],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
    )
    try:
        yield Load(file, process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(PATIENCE)
