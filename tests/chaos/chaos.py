"""Kills and starves the server while clients send, and prints what came of it. Run it with ``make chaos``.

Ends with 1 when anything that was acknowledged is lost, doubled or crossed, when a page thanked for nothing
or did not show what was typed, or when the server did not heal by itself. It runs on Linux.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from pathlib import Path

from tests.chaos import faults, kills
from tests.chaos.checking import Found

KILLS, WANTED, THREADS = 20, 4000, 8
FAULT_SECONDS = {"disk full": 10.0, "read-only": 10.0, "locked": 30.0}
COLUMNS = ("acknowledged", "lost", "doubled", "crossed", "odd", "refused", "bare", "away or healed")


def main() -> int:
    """Print the table; the seed may be given."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else secrets.randbelow(10**6)
    _say(f"seed {seed}")
    _say(f"{'':<16}" + "".join(f"  {column}" for column in COLUMNS))
    with tempfile.TemporaryDirectory(prefix="screener-chaos-") as folder:
        killed = kills.run(Path(folder), kills=KILLS, wanted=WANTED, threads=THREADS, seed=seed)
        good = killed.found.good and killed.found.sent >= WANTED
        _say(_line(f"{KILLS} kills", killed.found, refused="-", bare="-", seconds=killed.longest_away))
        for name, lasting in FAULT_SECONDS.items():
            told = faults.run(Path(folder) / name, name, seconds=lasting, seed=seed)
            counts = {"refused": str(told.refused), "bare": str(told.bare)}
            _say(_line(f"{name} {lasting:.0f} s", told.found, **counts, seconds=told.healed))
            good = good and told.good
    kinds = ", ".join(f"{what} {count}" for what, count in sorted(killed.kills.items()))
    _say(f"killed: {kinds}; {killed.cut_off} requests cut off; {killed.seconds:.0f} s of load")
    _say("nothing acknowledged was lost, doubled or crossed" if good else "NOT GOOD")
    return 0 if good else 1


def _line(what: str, found: Found, *, refused: str, bare: str, seconds: float) -> str:
    wrong = (len(names) for names in (found.lost, found.doubled, found.crossed, found.odd))
    cells = (str(found.sent), *map(str, wrong), refused, bare, f"{seconds:.1f} s")
    told = zip(COLUMNS, cells, strict=True)
    return f"{what:<16}" + "".join(f"  {cell:>{len(column)}}" for column, cell in told)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
