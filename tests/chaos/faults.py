"""A full disk, a store that cannot be written, and a lock held by another process, while clients send."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.checking import Found, compare
from tests.chaos.load import Load, load
from tests.chaos.served import PATIENCE, Served, free_port, serving

DATABASE = "screener.sqlite"
THREADS = 6
CALM = 10
"""How many visits are acknowledged before a fault, and after it."""
FULL = 4096
LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Endured:
    """One fault: how long it lasted, what the clients were told, and how long it took to heal.

    ``refused`` counts the pages that said "we could not save", ``bare`` those without what was typed.
    ``restarted`` says whether the server had to be started again.
    """

    name: str
    seconds: float
    refused: int
    bare: int
    healed: float
    restarted: bool
    found: Found

    @property
    def good(self) -> bool:
        """Whether patients were told of the fault, lost nothing, and the server healed by itself."""
        return bool(self.refused) and not self.bare and not self.restarted and self.found.good


@contextmanager
def disk_full(served: Served) -> Iterator[None]:
    """The worker can write nothing beyond the first page of any file."""
    served.limit_files(FULL)
    yield
    served.limit_files(None)


@contextmanager
def read_only(served: Served) -> Iterator[None]:
    """Folder and files can only be read; open files are closed by taking the worker away."""
    files = [*served.data.iterdir()]
    served.data.chmod(0o500)
    for file in files:
        file.chmod(0o400)
    os.kill(served.worker, signal.SIGKILL)
    yield
    served.data.chmod(0o700)
    for file in files:
        file.chmod(0o600)


@contextmanager
def locked(served: Served) -> Iterator[None]:
    """Another process holds the database's write lock."""
    command = [sys.executable, "-c", LOCK, str(served.data / DATABASE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        yield


FAULTS: dict[str, Callable[[Served], AbstractContextManager[None]]] = {
    "disk full": disk_full,
    "read-only": read_only,
    "locked": locked,
}


def run(folder: Path, name: str, *, seconds: float, seed: int) -> Endured:
    """Serve and send, bring the fault about for so long, take it away, and see what was kept."""
    folder.mkdir()
    with serving(folder, free_port(), unprivileged=True) as served:
        first, wanted = served.first, 10**6
        patience = int(seconds + 2 * PATIENCE)
        with load(
            folder / "told", served.port, wanted=wanted, seconds=patience, threads=THREADS, seed=seed
        ) as clients:
            clients.wait_for(CALM, seconds=PATIENCE)
            with FAULTS[name](served):
                time.sleep(seconds)
            healed = _recovery(clients)
        restarted = served.first != first or served.stopped
    told = clients.told
    return Endured(
        name=name,
        seconds=seconds,
        refused=sum(one.refused for one in told),
        bare=sum(one.bare for one in told),
        healed=healed,
        restarted=restarted,
        found=compare(served.data, served.key_file, told),
    )


def _recovery(clients: Load) -> float:
    """How long it takes until visits are acknowledged again."""
    return clients.wait_for(clients.sent + CALM, seconds=PATIENCE)
