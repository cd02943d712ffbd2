"""One line of hash over evaluations of the rulebooks made from these seeds: ``python -m … SEED …``."""

from __future__ import annotations

import hashlib
import sys
from random import Random

from screener.model.evaluation import Evaluation
from tests.properties.checks import judged
from tests.properties.responses import random_response
from tests.properties.rulebooks import random_rulebook


def fingerprint(evaluation: Evaluation) -> str:
    """Everything an evaluation says, apart from the order inside sets."""
    outcomes = [
        [
            sorted(value) if isinstance(value, frozenset) else repr(value)
            for value in (getattr(outcome, name) for name in outcome.__slots__)
        ]
        for outcome in evaluation.outcomes
    ]
    rest = (dict(evaluation.scores), dict(evaluation.states), dict(evaluation.medicines), evaluation.ask)
    return hashlib.sha256(repr((outcomes, rest)).encode()).hexdigest()


def fingerprints(seeds: list[int]) -> str:
    """The fingerprints of three responses to each seed's rulebook, as one."""
    found = []
    for seed in seeds:
        rng = Random(seed)
        rulebook = random_rulebook(rng)
        found += [fingerprint(judged(rulebook, random_response(rng, rulebook))) for _ in range(3)]
    return hashlib.sha256("".join(found).encode()).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(fingerprints([int(seed) for seed in sys.argv[1:]]))
