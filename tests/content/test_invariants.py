"""The rulebook's own promises, kept on thousands of random patients."""

from __future__ import annotations

import os
from random import Random

import pytest

from screener.answers import parse
from screener.engine import judge, see
from screener.engine.logic import value
from screener.engine.view import View
from screener.model.evaluation import Verdict
from screener.model.rule import Promise
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import random_raw

PATIENTS = int(os.environ.get("SCREENER_TEST_PATIENTS", "3000"))
SEED = 20_261_125
LEAST = 5


def kept(view: View, promise: Promise) -> bool:
    """Whether the rule does as promised; hidden points count as fired."""
    outcome = judge(view, view.rulebook.rules[promise.rule])
    fires = outcome.verdict is Verdict.FIRES
    if not promise.fires:
        return not fires
    return fires and (promise.at_least is None or outcome.priority.gravity >= promise.at_least.gravity)


@pytest.fixture(scope="module")
def broken_and_met(rulebook: Rulebook) -> tuple[list[tuple[str, int]], dict[str, int]]:
    """Which invariants are broken by which of the random patients, and how many patients meet each."""
    rng = Random(SEED)
    broken: list[tuple[str, int]] = []
    met = dict.fromkeys(rulebook.invariants, 0)
    for patient in range(PATIENTS):
        view = see(rulebook, parse(rulebook, random_raw(rng, rulebook)).response)
        for invariant in rulebook.invariants.values():
            if value(view, invariant.condition).surely:
                met[invariant.id] += 1
                if not any(kept(view, promise) for promise in invariant.promises):
                    broken.append((invariant.id, patient))
    return broken, met


def test_every_invariant_is_kept(broken_and_met: tuple[list[tuple[str, int]], dict[str, int]]) -> None:
    assert broken_and_met[0] == []


def test_every_invariant_is_met_by_some_patient(
    broken_and_met: tuple[list[tuple[str, int]], dict[str, int]],
) -> None:
    assert {id: count for id, count in broken_and_met[1].items() if count < LEAST} == {}


def test_the_rulebook_promises_what_must_never_be_missed(rulebook: Rulebook) -> None:
    assert {
        "crisis_first", "cauda_equina", "overdose", "took_too_much", "stroke", "thunderclap",
        "bleeding", "eye", "tearing", "unsure_warning", "triad", "two_signs", "maoi", "maoi_washout",
        "maob", "opioid_benzo", "qt_contra", "tizanidine", "two_serotonergic",
        "no_abrupt_stop_named", "driver", "old_tca", "young_ad", "minor", "pregnant_valproate",
        "unknown_name", "skipped_item9",
    } <= set(rulebook.invariants)  # fmt: skip
