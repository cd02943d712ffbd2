"""What must hold of every rulebook and every response, on random ones.

``SCREENER_TEST_CHECKS`` says how many checks: one is a rulebook, a response and a response that says
more, with all rules compared.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.model.evaluation import Verdict
from screener.model.response import Response
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.properties.checks import (
    Faults,
    broken_promises,
    differences,
    judged,
    mixed_readings,
    with_opposites,
)
from tests.properties.described import described
from tests.properties.fingerprints import fingerprint, fingerprints
from tests.properties.responses import completed, random_response, with_other_stale_answers
from tests.properties.rulebooks import random_rulebook

CHECKS = int(os.environ.get("SCREENER_TEST_CHECKS", "20000"))
RESPONSES = 10
COMPLETIONS = 8
AT_ONCE = 3
ROOT = Path(__file__).parents[2]

shrinking = settings(
    max_examples=200,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
randoms = st.randoms(use_true_random=False)


def told(faults: Faults, rulebook: Rulebook, *responses: Response, seed: object = "shrunk") -> str:
    """What went wrong, and the rulebook and responses it went wrong on."""
    rules = tuple(rule for rule in faults if rule in rulebook.rules)
    listed = "\n".join(f"{rule}: {fault}" for rule, fault in faults.items())
    return f"seed {seed}\n{listed}\n{described(rulebook, *responses, rules=rules)}"


def examples(count: int) -> Iterator[tuple[int, Random, Rulebook, Response]]:
    """At least ``count`` seeded responses, with the seed and the generator that go on from there."""
    for seed in range(-(-count // RESPONSES)):
        rng = Random(seed)
        rulebook = random_rulebook(rng)
        for _ in range(RESPONSES):
            yield seed, rng, rulebook, random_response(rng, rulebook)


def test_more_answers_never_take_a_point_back() -> None:
    checks = 0
    for seed, rng, rulebook, response in examples(CHECKS // COMPLETIONS):
        before = judged(rulebook, response)
        for _ in range(COMPLETIONS):
            more = completed(rng, rulebook, response)
            faults = broken_promises(rulebook, before, judged(rulebook, more))
            assert not faults, told(faults, rulebook, response, more, seed=seed)
            checks += 1
    assert checks >= CHECKS, f"only {checks} of {CHECKS} checks were made"


def test_engine_and_literal_reading_agree() -> None:
    for seed, _, rulebook, response in examples(CHECKS // 10):
        faults = differences(rulebook, response, judged(rulebook, response))
        assert not faults, told(faults, rulebook, response, seed=seed)


def test_surely_and_possibly_never_contradict_each_other() -> None:
    for seed, _, plain, response in examples(CHECKS // 40):
        rulebook = with_opposites(plain)
        faults = mixed_readings(rulebook, response, judged(rulebook, response))
        assert not faults, told(faults, rulebook, response, seed=seed)


def test_stale_answers_count_for_nothing() -> None:
    for seed, rng, rulebook, response in examples(CHECKS // 40):
        evaluation = judged(rulebook, response)
        other = with_other_stale_answers(rng, rulebook, response)
        changed = [
            early.rule
            for early, late in zip(evaluation.outcomes, judged(rulebook, other).outcomes, strict=True)
            if early != late
        ]
        faults = dict.fromkeys(changed, "changed")
        assert judged(rulebook, other) == evaluation, told(faults, rulebook, response, other, seed=seed)


def test_the_order_of_stored_answers_does_not_matter() -> None:
    for seed, rng, rulebook, response in examples(CHECKS // 40):
        shuffled = dict(rng.sample(list(response.answers.items()), len(response.answers)))
        once, again = judged(rulebook, response), judged(rulebook, Response(shuffled))
        assert once == again, told({}, rulebook, response, seed=seed)
        assert fingerprint(once) == fingerprint(again), told({}, rulebook, response, seed=seed)


def test_every_process_finds_the_same() -> None:
    seeds = list(range(15))
    here = fingerprints(seeds)
    for salt in ("1", "2"):
        command = [sys.executable, "-m", "tests.properties.fingerprints", *map(str, seeds)]
        environ = {**os.environ, "PYTHONHASHSEED": salt}
        there = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
        assert there.stdout == here, f"PYTHONHASHSEED={salt}"


@shrinking
@given(rng=randoms)
def test_more_answers_never_take_a_point_back_shrunk(rng: Random) -> None:
    rulebook = random_rulebook(rng)
    for _ in range(AT_ONCE):
        response = random_response(rng, rulebook)
        more = completed(rng, rulebook, response)
        faults = broken_promises(rulebook, judged(rulebook, response), judged(rulebook, more))
        assert not faults, told(faults, rulebook, response, more)


@shrinking
@given(rng=randoms)
def test_engine_and_literal_reading_agree_shrunk(rng: Random) -> None:
    rulebook = random_rulebook(rng)
    for _ in range(AT_ONCE):
        response = random_response(rng, rulebook)
        faults = differences(rulebook, response, judged(rulebook, response))
        assert not faults, told(faults, rulebook, response)


def test_random_rulebooks_reach_every_outcome() -> None:
    reached: set[tuple[Verdict, Priority]] = set()
    hidden = lifted = failed = 0
    for _, _, rulebook, response in examples(500):
        for outcome in judged(rulebook, response).outcomes:
            reached.add((outcome.verdict, outcome.priority))
            hidden += outcome.hidden_by is not None
            lifted += outcome.lifted
            failed += outcome.failed
    assert reached == {(verdict, priority) for verdict in Verdict for priority in Priority}
    assert hidden
    assert lifted
    assert not failed
