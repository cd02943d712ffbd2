"""More danger never makes a page milder: a sign turned to yes, a medicine added."""

from __future__ import annotations

from random import Random

from screener.answers import parse
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import TELLING, random_raw
from tests.content.telling import fired, gravest, tell

PATIENTS = 6
SEED = 7


def signs(rulebook: Rulebook) -> list[str]:
    """Every warning sign and red flag that is answered yes or no."""
    return [
        question.id
        for question in rulebook.questions.values()
        if question.type == "yes_no" and question.id.startswith(("sym_", "rf_"))
    ]


def emergencies(points: dict[str, Priority]) -> set[str]:
    return {rule for rule, priority in points.items() if priority is Priority.EMERGENCY}


def test_a_warning_sign_turned_from_no_to_yes_never_makes_the_page_milder(rulebook: Rulebook) -> None:
    rng = Random(SEED)
    assert len(signs(rulebook)) == 24
    for _ in range(PATIENTS):
        raw = random_raw(rng, rulebook)
        for sign in signs(rulebook):
            before = fired(rulebook, parse(rulebook, {**raw, sign: "no"}).response)
            after = fired(rulebook, parse(rulebook, {**raw, sign: "yes"}).response)
            assert gravest(after) >= gravest(before), (sign, raw)
            assert emergencies(after) >= emergencies(before), (sign, raw)
            assert set(after) >= set(before), (sign, raw)


def test_one_more_medicine_never_makes_the_page_milder(rulebook: Rulebook) -> None:
    rng = Random(SEED)
    for _ in range(PATIENTS * 2):
        raw = random_raw(rng, rulebook)
        raw["med_list"] = rng.sample(TELLING, rng.randint(0, 4))
        before = fired(rulebook, parse(rulebook, raw).response)
        for name in rng.sample(TELLING, 8):
            more = {**raw, "med_list": [*raw["med_list"], name]}
            after = fired(rulebook, parse(rulebook, more).response)
            assert gravest(after) >= gravest(before), (name, raw)
            assert emergencies(after) >= emergencies(before), (name, raw)
            assert set(after) >= set(before), (name, raw)


def test_no_point_of_a_random_patient_is_graver_than_the_gravest_shown(rulebook: Rulebook) -> None:
    """Folding never hides the gravest."""
    rng = Random(SEED)
    for _ in range(PATIENTS):
        told = tell(rulebook, random_raw(rng, rulebook))
        shown = {point.rule: point.priority for point in told.evaluation.shown_points}
        assert gravest(shown) == gravest({point.rule: point.priority for point in told.evaluation.points})
        for point in told.evaluation.points:
            if point.hidden_by is None:
                continue
            assert point.priority is not Priority.EMERGENCY
            hider = told.fired[point.hidden_by]
            assert hider.priority.gravity >= point.priority.gravity
