"""The empty form, the quiet patient, typical patients, and the same answer twice."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from screener.answers import parse
from screener.export.plain import as_plain
from screener.model.evaluation import ScoreStatus
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import random_raw
from tests.content.telling import tell
from tests.environment import unset

ROOT = Path(__file__).parents[2]
PATIENTS = 30
MOST_WORDS = 60
SEED = 17
RANGES = {"phq2_score": (0, 6), "phq9_score": (0, 27), "gad2_score": (0, 6), "peg_score": (0, 10)}

HASH_EVALUATIONS = """
import hashlib, json
from screener.answers import parse
from screener.content import shipped_rulebook
from screener.engine import contacts_for, evaluate
from screener.export.plain import as_plain
from screener.rulebook import load
rulebook = load(shipped_rulebook())
words = contacts_for(rulebook, region="us", clinic="your clinic")
hashed = hashlib.sha256()
for answers in rulebook.people.values():
    response = parse(rulebook, answers).response
    evaluation = evaluate(rulebook, response, region="us", contacts=words)
    hashed.update(json.dumps(as_plain(rulebook, response, evaluation), ensure_ascii=False).encode())
print(hashed.hexdigest())
"""


def exported(rulebook: Rulebook, raw: dict[str, object]) -> bytes:
    told = tell(rulebook, raw)
    return json.dumps(as_plain(rulebook, told.response, told.evaluation), ensure_ascii=False).encode()


def test_an_empty_form_makes_a_valid_summary_of_what_is_missing(rulebook: Rulebook) -> None:
    told = tell(rulebook, {})
    assert set(told.fired) == {"sys_suicide_not_answered", "sys_unknown_medicine", "sys_not_answered"}
    assert told.blocks == ()
    assert told.clinician.emergencies == ()
    assert told.clinician.medicines == ()
    assert told.patient.more == ()
    assert [group.priority for group in told.patient.groups] == ["discuss"]
    assert "call or text 988" in told.fired["sys_suicide_not_answered"].patient
    assert [point.rule for point in told.clinician.points] == ["sys_suicide_not_answered"]


def test_an_empty_form_does_not_print_every_safety_question_to_the_patient(rulebook: Rulebook) -> None:
    for group in tell(rulebook, {}).patient.groups:
        for point in group.points:
            assert len(point.text.split()) <= MOST_WORDS, point.rule
            assert len(" ".join(point.because).split()) <= MOST_WORDS, point.rule


def test_before_any_screen_is_passed_nothing_is_said(rulebook: Rulebook) -> None:
    told = tell(rulebook, {}, passed=())
    assert told.evaluation.points == ()
    assert told.patient.groups == ()


def test_the_quiet_patient_has_no_point_above_information(rulebook: Rulebook) -> None:
    told = tell(rulebook, dict(rulebook.people["quiet"]))
    assert {point.priority for point in told.evaluation.points} == {Priority.INFORMATION}
    assert told.clinician.points == ()
    assert told.clinician.ask == ()


@pytest.mark.parametrize(
    ("person", "most"), [("truck_driver", 6), ("young_adult", 6), ("low_mood", 7), ("older_person", 12)]
)
def test_typical_patients_are_not_drowned_in_points(rulebook: Rulebook, person: str, most: int) -> None:
    told = tell(rulebook, dict(rulebook.people[person]))
    shown = [point for point in told.evaluation.shown_points if point.priority is not Priority.INFORMATION]
    assert 1 <= len(shown) <= most


def test_the_same_answers_make_the_same_bytes(rulebook: Rulebook) -> None:
    rng = Random(SEED)
    for _ in range(PATIENTS // 4):
        raw = random_raw(rng, rulebook)
        backwards = dict(reversed(raw.items()))
        assert exported(rulebook, raw) == exported(rulebook, raw) == exported(rulebook, backwards)


def test_another_process_with_another_hash_seed_makes_the_same_bytes(rulebook: Rulebook) -> None:
    here = hashlib.sha256(
        b"".join(exported(rulebook, dict(raw)) for raw in rulebook.people.values())
    ).hexdigest()
    for seed in ("0", "4711"):
        environ = unset(PYTHONHASHSEED=seed, PYTHONPATH=str(ROOT), TZ="Asia/Tokyo", LC_ALL="C")
        done = subprocess.run(
            [sys.executable, "-c", HASH_EVALUATIONS],
            capture_output=True,
            text=True,
            check=True,
            env=environ,
            cwd=ROOT,
        )
        assert done.stdout.strip() == here


def test_scores_keep_to_their_ranges_and_name_a_band_only_when_both_ends_fall_in_it(
    rulebook: Rulebook,
) -> None:
    rng = Random(SEED)
    statuses = set()
    for _ in range(PATIENTS):
        told = tell(rulebook, random_raw(rng, rulebook))
        for score in told.evaluation.scores.values():
            statuses.add(score.status)
            if score.low is None or score.high is None:
                assert (score.status, score.band) == (ScoreStatus.NOT_ADMINISTERED, "")
                continue
            low, high = RANGES[score.id]
            assert low <= score.low <= score.high <= high
            assert (score.status is ScoreStatus.COMPLETE) == (score.blank == 0)
            assert (score.low == score.high) or score.blank > 0
            bands = {
                band.name
                for band in rulebook.scores[score.id].bands
                if band.low <= score.low and score.high <= band.high
            }
            assert {score.band} - {""} == bands
    assert statuses == set(ScoreStatus)


def test_points_of_random_patients_stand_gravest_first_in_the_files_order_and_say_why(
    rulebook: Rulebook,
) -> None:
    rng = Random(SEED)
    order = list(rulebook.rules)
    for _ in range(PATIENTS):
        told = tell(rulebook, random_raw(rng, rulebook))
        places = [(-point.priority.gravity, order.index(point.rule)) for point in told.evaluation.points]
        assert places == sorted(places)
        for point in told.evaluation.points:
            assert not point.failed
            assert point.reasons
            assert point.lift_reasons or not point.lifted


def test_a_parent_that_changed_leaves_no_trace_of_its_child(rulebook: Rulebook) -> None:
    quiet = dict(rulebook.people["quiet"])
    stale = {
        "phq9": 0,
        "sui_safe_now": "not_safe",
        "alcohol_heavy": "yes",
        "naloxone_home": "yes",
        "day_sleepy": "very",
        "phq_difficulty": "extremely",
        "mood_care": ["medicine"],
        **{f"phq{number}": 3 for number in range(3, 9)},
    }
    plain = [parse(rulebook, quiet).response, parse(rulebook, {**quiet, **stale}).response]
    assert plain[0] != plain[1]
    assert exported(rulebook, quiet) == exported(rulebook, {**quiet, **stale})
    assert tell(rulebook, quiet).clinician == tell(rulebook, {**quiet, **stale}).clinician
