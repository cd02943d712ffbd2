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

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from screener.model.evaluation import Verdict
from screener.model.response import Response
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.environment import unset
from tests.properties.checks import (
    Faults,
    broken_promises,
    differences,
    judged,
    mixed_readings,
    undecided,
    with_opposites,
)
from tests.properties.described import described
from tests.properties.fingerprints import fingerprint, fingerprints
from tests.properties.responses import completed, random_response, says_more, with_other_stale_answers
from tests.properties.rulebooks import random_rulebook
from tests.properties.shrinking import Faulty, Responses, smallest

CHECKS = int(os.environ.get("SCREENER_TEST_CHECKS", "20000"))
RESPONSES = 10
COMPLETIONS = 8
ROOT = Path(__file__).parents[2]

unusual = settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # `told` shrinks: it knows what a smaller rulebook is
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
randoms = st.randoms(use_true_random=False)


def told(faulty: Faulty, rulebook: Rulebook, *responses: Response, seed: object = "of hypothesis") -> str:
    """What went wrong, on the smallest rulebook and answers on which it still does."""
    small, fewer = smallest(rulebook, responses, faulty)
    faults = faulty(small, fewer)
    listed = "\n".join(f"{what}: {fault}" for what, fault in faults.items())
    return f"seed {seed}\n{listed}\n\n{described(small, *fewer, also=tuple(faults))}"


def taken_back(rulebook: Rulebook, responses: Responses) -> Faults:
    """What the second response, if it only says more, takes back of the first one's points."""
    response, more = responses
    if not says_more(rulebook, response, more):
        return {}
    return broken_promises(rulebook, judged(rulebook, response), judged(rulebook, more))


def disagreements(rulebook: Rulebook, responses: Responses) -> Faults:
    """Where the engine and the literal reading differ on the one response."""
    return differences(rulebook, responses[0], judged(rulebook, responses[0]))


def open_ends(rulebook: Rulebook, responses: Responses) -> Faults:
    """Which rules stay open whatever is answered to what they ask."""
    return undecided(rulebook, responses[0])


def contradictions(rulebook: Rulebook, responses: Responses) -> Faults:
    """Where surely and possibly contradict each other on the one response."""
    doubled = with_opposites(rulebook)
    return mixed_readings(doubled, responses[0], judged(doubled, responses[0]))


def changes(rulebook: Rulebook, responses: Responses) -> Faults:
    """Which rules come to something else on the second response, or what else does."""
    early, late = (judged(rulebook, response) for response in responses)
    faults = {
        one.rule: "changed" for one, other in zip(early.outcomes, late.outcomes, strict=True) if one != other
    }
    return faults or ({} if fingerprint(early) == fingerprint(late) else {"evaluation": "changed"})


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
            assert not faults, told(taken_back, rulebook, response, more, seed=seed)
            checks += 1
    assert checks >= CHECKS, f"only {checks} of {CHECKS} checks were made"


def test_engine_and_literal_reading_agree() -> None:
    for seed, _, rulebook, response in examples(CHECKS // 10):
        faults = disagreements(rulebook, (response,))
        assert not faults, told(disagreements, rulebook, response, seed=seed)


def test_answering_all_that_is_asked_decides() -> None:
    for seed, _, rulebook, response in examples(CHECKS // 40):
        faults = open_ends(rulebook, (response,))
        assert not faults, told(open_ends, rulebook, response, seed=seed)


def test_surely_and_possibly_never_contradict_each_other() -> None:
    for seed, _, rulebook, response in examples(CHECKS // 40):
        faults = contradictions(rulebook, (response,))
        assert not faults, told(contradictions, rulebook, response, seed=seed)


def test_stale_answers_count_for_nothing() -> None:
    for seed, rng, rulebook, response in examples(CHECKS // 40):
        other = with_other_stale_answers(rng, rulebook, response)
        faults = changes(rulebook, (response, other))
        assert not faults, f"seed {seed}: {faults}\n{described(rulebook, response, other)}"


def test_the_order_of_stored_answers_does_not_matter() -> None:
    for seed, rng, rulebook, response in examples(CHECKS // 40):
        shuffled = Response(dict(rng.sample(list(response.answers.items()), len(response.answers))))
        faults = changes(rulebook, (response, shuffled))
        assert not faults, f"seed {seed}: {faults}\n{described(rulebook, response, shuffled)}"


def test_completed_responses_only_say_more() -> None:
    for seed, rng, rulebook, response in examples(CHECKS // 40):
        more = completed(rng, rulebook, response)
        assert says_more(rulebook, response, more), f"seed {seed}\n{described(rulebook, response, more)}"


def test_every_process_finds_the_same() -> None:
    seeds = list(range(15))
    here = fingerprints(seeds)
    for salt in ("1", "2"):
        command = [sys.executable, "-m", "tests.properties.fingerprints", *map(str, seeds)]
        environ = unset(PYTHONHASHSEED=salt)
        there = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
        assert there.stdout == here, f"PYTHONHASHSEED={salt}"


@unusual
@given(rng=randoms)
def test_more_answers_never_take_a_point_back_unusual(rng: Random) -> None:
    rulebook = random_rulebook(rng)
    response = random_response(rng, rulebook)
    more = completed(rng, rulebook, response)
    assert not taken_back(rulebook, (response, more)), told(taken_back, rulebook, response, more)


@unusual
@given(rng=randoms)
def test_engine_and_literal_reading_agree_unusual(rng: Random) -> None:
    rulebook = random_rulebook(rng)
    response = random_response(rng, rulebook)
    assert not disagreements(rulebook, (response,)), told(disagreements, rulebook, response)


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
