"""SIGKILL at random moments while clients send: the worker, the first process, or both at once."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.chaos.checking import Found, compare
from tests.chaos.load import load
from tests.chaos.served import free_port, serving

WHAT = ("worker", "first", "both")
SECONDS_EACH = 0.5
SECONDS_A_KILL = 40
MOST_WAIT = 0.4


@dataclass(frozen=True, slots=True)
class Killed:
    """What was killed how often, what the clients met, and what the store held at the end."""

    kills: dict[str, int]
    cut_off: int
    seconds: float
    longest_away: float
    found: Found


def run(folder: Path, *, kills: int, wanted: int, threads: int, seed: int) -> Killed:
    """Serve, send and kill until ``wanted`` visits were acknowledged; then compare."""
    random, begun, away = Random(seed), time.monotonic(), [0.0]
    patience = int(wanted * SECONDS_EACH + kills * SECONDS_A_KILL)
    # Every kind is killed as often as the others, in any order, at any moment of the run.
    turns = [WHAT[number % len(WHAT)] for number in range(kills)]
    random.shuffle(turns)
    moments = sorted(random.sample(range(wanted // 20, wanted - wanted // 20), kills))
    crowd = {"wanted": wanted, "seconds": patience, "threads": threads, "seed": seed}
    with (
        serving(folder, free_port()) as served,
        load(folder / "told", served.port, **crowd) as clients,
    ):
        for what, moment in zip(turns, moments, strict=True):
            clients.wait_for(moment, seconds=patience)
            time.sleep(random.uniform(0, MOST_WAIT))
            served.kill(what)
            if what != "worker":
                away.append(served.start())
        clients.wait_for(wanted, seconds=patience)
    told = clients.told
    return Killed(
        kills=dict(Counter(turns)),
        cut_off=sum(one.cut_off for one in told),
        seconds=time.monotonic() - begun,
        longest_away=max(away),
        found=compare(served.data, served.key_file, told),
    )
