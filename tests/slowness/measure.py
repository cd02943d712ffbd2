"""How long other patients wait while 8, 24 and 100 connections are stuck, and how long SIGTERM takes then.

Run by ``make check-slowness``. Exits with 1 when others waited a second or the server needed five to end.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path

from tests.slowness.others import at_once, p99, patients
from tests.slowness.site import site
from tests.slowness.stuck import KINDS, TLS_ONLY, held

COUNTS = (0, 8, 24, 100)
OTHERS = 4
SECONDS = 4.0
MOST_P99, MOST_ENDING = 1.0, 5.0


def main() -> int:
    """Print a line for every kind and count, over plain HTTP and TLS; the exit code."""
    missed = 0
    print(f"{'':7}{'stuck':>5}  {'':24}{'p99':>8}{'failed':>8}{'SIGTERM':>9}")
    for secure in (False, True):
        for kind, count in itertools.product(KINDS + (TLS_ONLY if secure else ()), COUNTS):
            with (
                tempfile.TemporaryDirectory() as folder,
                site(Path(folder), secure=secure) as served,
                held(kind, count, served.port, secure=secure),
            ):
                others = patients(served.port, OTHERS, secure=secure)
                at_once(others, seconds=SECONDS)
                failed, ending = sum(len(other.failures) for other in others), served.end()
            slow = p99(others)
            kept = slow < MOST_P99 and ending < MOST_ENDING and not failed
            missed += not kept
            how = "TLS" if secure else "plain"
            line = f"{how:7}{count:5}  {kind.name:24}{slow * 1000:5.0f} ms{failed:8}{ending:7.1f} s"
            print(line + ("" if kept else "  MISSED"), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
