"""On the shipped rulebook: answering what was left open never takes a point back, nor makes one milder."""

from __future__ import annotations

import os
from random import Random

from screener.answers import parse
from screener.engine import judge, see
from screener.model.evaluation import Verdict
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import given_for_sure

PATIENTS = int(os.environ.get("SCREENER_TEST_PATIENTS", "3000")) // 30
SEED = 31
OPEN = (None, "not_sure", "prefer_not", "not_reached")


def answered(rng: Random, rulebook: Rulebook) -> dict[str, object]:
    """Raw answers to every question; each name typed is a known one."""
    names = list(rulebook.vocabulary.medicines)
    raw = {}
    for question in rulebook.questions.values():
        raw[question.id] = given_for_sure(rng, question, names)
    return raw


def left_open(rng: Random, raw: dict[str, object]) -> dict[str, object]:
    """The same answers with some of them left open."""
    share = rng.choice([0.05, 0.3, 0.7])
    return {id: rng.choice(OPEN) if rng.random() < share else answer for id, answer in raw.items()}


def test_what_fires_still_fires_and_what_is_ruled_out_stays_out(rulebook: Rulebook) -> None:
    rng, fired, opened = Random(SEED), 0, 0
    for _ in range(PATIENTS):
        whole = answered(rng, rulebook)
        part = left_open(rng, whole)
        before, after = (see(rulebook, parse(rulebook, raw).response) for raw in (part, whole))
        for rule in rulebook.rules.values():
            if rule.about_form:
                continue
            first, last = judge(before, rule), judge(after, rule)
            if first.verdict is Verdict.OPEN:
                opened += 1
            else:
                assert last.verdict is first.verdict, (rule.id, part, whole)
            if first.verdict is Verdict.FIRES:
                fired += 1
                assert last.priority.gravity >= first.priority.gravity, (rule.id, part, whole)
    assert fired > 10 * PATIENTS
    assert opened > 10 * PATIENTS


def test_signs_of_serotonin_toxicity_never_fall_below_urgent(rulebook: Rulebook) -> None:
    rng, seen = Random(SEED), 0
    toxic, unwell = rulebook.rules["emg_serotonin_toxicity"], rulebook.rules["urg_acutely_unwell"]
    signs = list(rulebook.questions["sym_serotonin"].options)
    for _ in range(PATIENTS):
        whole = answered(rng, rulebook) | {"sym_serotonin": rng.sample(signs, rng.randint(2, len(signs)))}
        part = left_open(rng, whole) | {"sym_serotonin": whole["sym_serotonin"]}
        before, after = (see(rulebook, parse(rulebook, raw).response) for raw in (part, whole))
        if judge(before, toxic).verdict is Verdict.FIRES:
            seen += 1
            last = judge(after, unwell)
            assert last.verdict is Verdict.FIRES
            assert last.priority.value in ("urgent", "emergency")
    assert seen > PATIENTS // 5
