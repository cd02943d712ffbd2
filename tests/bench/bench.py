"""Measures what has a budget, beside the same thing done barely in the same run, and prints one table.

Ratios travel from machine to machine better than seconds do. Run it with ``make bench``; it ends with 1 when
a budget is missed, after everything was measured and printed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from screener.content import shipped_rulebook
from tests.bench import phone, rulebook, serving, web, weight
from tests.bench.figure import HEAD, Figure

TWELVE = Path(__file__).with_name("twelve.yaml")


def main() -> int:
    """Print every figure as soon as it is known; 1 when a budget is missed."""
    begun = perf_counter()
    print(HEAD, flush=True)
    missed = 0
    for figure in _figures():
        print(figure.line(), flush=True)
        missed += not figure.within
    print(f"{missed} missed; {perf_counter() - begun:.0f} s in all")
    return 1 if missed else 0


def _figures() -> Iterator[Figure]:
    shipped = shipped_rulebook()
    screens = [
        web.screen_of(TWELVE, "first", name="12 questions", held=True),
        web.screen_of(shipped, "work", name="work", held=False),
    ]
    for screen in screens:
        for served in (False, True):
            with tempfile.TemporaryDirectory(prefix="screener-bench-") as folder:
                yield from web.measure(Path(folder), screen, served=served)
    with tempfile.TemporaryDirectory(prefix="screener-bench-") as folder:
        with serving.screener_server(Path(folder), shipped) as server:
            yield from weight.measure(server.port)
        for screen in screens:
            yield from phone.measure(Path(folder), screen)
    with tempfile.TemporaryDirectory(prefix="screener-bench-") as folder:
        yield from serving.measure(Path(folder), shipped, screens[-1].heading)
    yield from rulebook.measure(shipped)


if __name__ == "__main__":
    sys.exit(main())
