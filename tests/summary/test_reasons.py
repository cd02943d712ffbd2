"""Why a point is made: the answers behind it, what made it urgent, and what still could."""

from __future__ import annotations

import pytest

from screener.model.rulebook import Rulebook
from tests.content.telling import Told, changed, tell

SEROTONIN = ["shaking_twitching_stiff", "bad_diarrhoea"]


@pytest.mark.parametrize(
    ("changes", "rule", "because", "lift"),
    [
        (
            {"med_list": ["Zoloft", "Ultram"], "med_changed_4w": "yes"},
            "dis_serotonergic_opioid",
            ("Ultram", "Zoloft"),
            ("Changed <4 weeks: yes",),
        ),
        ({"med_list": ["Zoloft", "Ultram"]}, "dis_serotonergic_opioid", ("Ultram", "Zoloft"), ()),
        (
            {"cond_eating": "yes", "med_list": ["Wellbutrin"]},
            "dis_eating",
            ("Eating disorder: yes",),
            ("Wellbutrin",),
        ),
        ({"peg_pain": 8, "peg_enjoyment": 7, "peg_activity": 8}, "dis_peg_high", ("PEG: 7.7",), ()),
        ({"sleep_trouble": "most_nights"}, "dis_sleep", ("Sleep: Most nights",), ()),
        (
            {"ad_past": ["helped", "side_effects"]},
            "dis_ad_past_bad",
            ("Past antidepressant: Yes, side effects",),
            (),
        ),
    ],
)
def test_every_point_says_why_and_what_made_it_urgent(
    rulebook: Rulebook, changes: dict[str, object], rule: str, because: tuple[str, ...], lift: tuple[str, ...]
) -> None:
    told = tell(rulebook, changed(rulebook, changes)).clinician
    point = next(point for point in told.points if point.rule == rule)
    assert (point.because, point.lift) == (because, lift)
    assert point.priority == ("urgent" if lift else "discuss")


@pytest.mark.parametrize(
    ("bleed", "priority", "lift", "may_lift"),
    [
        ("yes", "urgent", ("Ulcer/bleeding: yes",), ()),
        ("no", "discuss", (), ()),
        ("not_ticked", "discuss", (), ()),
        (None, "discuss", (), ("Ulcer/bleeding",)),
        ("not_sure", "discuss", (), ("Ulcer/bleeding",)),
        ("prefer_not", "discuss", (), ("Ulcer/bleeding",)),
    ],
)
def test_a_point_that_an_unknown_answer_could_make_urgent_names_the_question(
    rulebook: Rulebook, bleed: str | None, priority: str, lift: tuple[str, ...], may_lift: tuple[str, ...]
) -> None:
    told = tell(rulebook, changed(rulebook, {"med_list": ["ibuprofen", "sertraline"], "cond_bleed": bleed}))
    point = next(point for point in told.clinician.points if point.rule == "dis_bleed_nsaid")
    assert (point.priority, point.lift, point.may_lift) == (priority, lift, may_lift)


def test_what_may_make_a_point_urgent_is_asked_as_urgent(
    rulebook: Rulebook, everyone: dict[str, Told]
) -> None:
    named = 0
    for name, told in everyone.items():
        asked = {
            rulebook.questions[ask.question].label
            for ask in told.evaluation.ask
            if ask.priority in ("urgent", "emergency")
        }
        for point in told.clinician.points:
            named += len(point.may_lift)
            assert set(point.may_lift) <= asked, name
            assert not point.may_lift or point.priority == "discuss", name
    assert named > 0


@pytest.mark.parametrize(
    ("changes", "subjects", "exposure"),
    [
        ({"med_list": ["Zoloft"]}, {"sym_serotonin", "med_list"}, "Zoloft"),
        (
            {"med_list": ["little white pill"]},
            {"sym_serotonin", "med_list"},
            "Medicines: not recognized: “little white pill”",
        ),
        ({"med_list": None}, {"sym_serotonin", "med_list"}, "Medicines: left blank"),
        ({"med_stopped_5w": "not_sure"}, {"sym_serotonin", "med_stopped_5w"}, "Stopped <5 weeks: not sure"),
        (
            {"substances": ["other"]},
            {"sym_serotonin", "substances"},
            "Other substances: ticked without saying which: Something else",
        ),
    ],
)
def test_what_was_answered_with_none_is_no_reason_of_an_emergency(
    rulebook: Rulebook, changes: dict[str, object], subjects: set[str], exposure: str
) -> None:
    told = tell(rulebook, changed(rulebook, {"sym_serotonin": SEROTONIN, **changes}))
    assert {reason.subject for reason in told.fired["emg_serotonin_toxicity"].reasons} == subjects
    (line,) = told.clinician.emergencies
    assert line.because[:2] == (
        "New symptoms (2 days): Shaking, twitching or stiff muscles; Bad diarrhoea",
        exposure,
    )


def test_no_reason_repeats_part_of_another(rulebook: Rulebook) -> None:
    told = tell(
        rulebook,
        changed(
            rulebook, {"sym_serotonin": ["shaking_twitching_stiff", "bad_diarrhoea"], "med_list": ["Zoloft"]}
        ),
    )
    subjects = [reason.subject for reason in told.fired["emg_serotonin_toxicity"].reasons]
    assert len(subjects) == len(set(subjects))


def test_an_incomplete_list_is_the_reason_not_the_medicines_on_it(rulebook: Rulebook) -> None:
    changes = {
        "sym_serotonin": ["shaking_twitching_stiff", "bad_diarrhoea"],
        "med_list": ["ibuprofen"],
        "med_list_sure": "incomplete",
    }
    (line,) = tell(rulebook, changed(rulebook, changes)).clinician.emergencies
    assert "Medicines: ibuprofen" not in line.because
