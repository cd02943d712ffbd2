"""Time the command line against a bare Python program that only imports PyYAML, in the same run.

Ratios travel from machine to machine better than seconds do. Run it with ``make bench``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROUNDS = 5
SCREENER = str(Path(sys.executable).with_name("screener"))
BASELINE = (sys.executable, "-c", "import yaml")
COMMANDS = {
    "screener --version": (SCREENER, "--version"),
    "screener check": (SCREENER, "check"),
    "screener evaluate, nothing answered": (SCREENER, "evaluate", "-"),
}


def seconds(command: tuple[str, ...]) -> float:
    """Wall time of one run; a command that fails ends the benchmark."""
    begun = perf_counter()
    subprocess.run(command, input=b"{}", stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - begun


def main() -> None:
    """Run everything ``ROUNDS`` times in turn and print the best of each as a ratio to the baseline."""
    times: dict[tuple[str, ...], list[float]] = {command: [] for command in (BASELINE, *COMMANDS.values())}
    for _ in range(ROUNDS):
        for command, taken in times.items():
            taken.append(seconds(command))
    baseline = min(times[BASELINE])
    lines = [f"{'bare Python with PyYAML':<38}{baseline:8.3f} s    1.0"]
    for name, command in COMMANDS.items():
        best = min(times[command])
        lines.append(f"{name:<38}{best:8.3f} s {best / baseline:6.1f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
