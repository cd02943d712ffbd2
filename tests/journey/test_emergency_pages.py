"""The emergency page: one page, one instruction, one number to tap, in both regions."""

from __future__ import annotations

import pytest

from screener.model.evaluation import EmergencyBlock
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.content.telling import changed, tell

SEROTONIN = ["shaking_twitching_stiff", "bad_diarrhoea"]
TRIAD = ["agitated_confused", "shaking_twitching_stiff", "fever_sweats_shivers"]
CHANGES: dict[str, dict[str, object]] = {
    "emg_overdose_breathing": {"sym_overdose": "yes"},
    "emg_extra_dose": {"sym_extra_dose": "yes"},
    "emg_suicidal_thoughts": {"phq9": 1},
    "emg_stroke": {"sym_stroke": "yes"},
    "emg_sudden_tearing": {"rf_sudden_tearing": "yes"},
    "emg_serotonin_toxicity": {"sym_serotonin": SEROTONIN, "med_list": ["Zoloft"]},
    "emg_acutely_unwell": {"sym_serotonin": TRIAD},
    "emg_sudden_headache": {"sym_worst_headache": "yes"},
    "emg_bleeding": {"sym_bleed": "yes"},
    "emg_cauda_equina": {"rf_bladder": "yes"},
    "emg_eye": {"sym_eye": "yes"},
}
EVERYTHING: dict[str, object] = {
    key: answer for changes in CHANGES.values() for key, answer in changes.items()
} | {"sym_serotonin": TRIAD}

# rule, heading, then in each region the instruction and the number to tap
PAGES = [
    (
        "emg_overdose_breathing",
        "Someone may be in danger right now",
        ("Call 911 now.", "911"),
        ("Call 999 now.", "999"),
    ),
    (
        "emg_extra_dose",
        "You took a lot more of a medicine than you should",
        ("Call Poison Help 1-800-222-1222 now, even if you feel fine.", "18002221222"),
        ("Call 111 now, even if you feel fine.", "111"),
    ),
    (
        "emg_suicidal_thoughts",
        "We are glad you told us. You do not have to face this alone.",
        ("Get help now: call or text 988.", "988"),
        ("Call 111 and choose the mental health option now.", "111"),
    ),
    (
        "emg_stroke",
        "These can be signs of a stroke",
        ("Call 911 now, even if it has passed.", "911"),
        ("Call 999 now, even if it has passed.", "999"),
    ),
    (
        "emg_sudden_tearing",
        "Sudden, very bad pain needs help now",
        ("Call 911 now.", "911"),
        ("Call 999 now.", "999"),
    ),
    (
        "emg_serotonin_toxicity",
        "Your new symptoms need emergency help",
        ("Call 911 now.", "911"),
        ("Call 999 now.", "999"),
    ),
    (
        "emg_acutely_unwell",
        "Your new symptoms need emergency help",
        ("Call 911 now.", "911"),
        ("Call 999 now.", "999"),
    ),
    (
        "emg_sudden_headache",
        "A sudden, very bad headache needs help now",
        ("Call 911 now.", "911"),
        ("Call 999 now.", "999"),
    ),
    (
        "emg_bleeding",
        "Bleeding like this needs help now",
        ("Call 911 or go to the emergency room now.", "911"),
        ("Call 999 or go to A&E now.", "999"),
    ),
    (
        "emg_cauda_equina",
        "Your answers may mean that nerves in your spine are squeezed",
        ("Go to the emergency room now, even if the pain is no worse.", "911"),
        ("Go to A&E now, even if the pain is no worse.", "999"),
    ),
    (
        "emg_eye",
        "New eye pain can harm your sight fast",
        ("Get emergency eye care today.", "911"),
        ("Get emergency eye care today.", "111"),
    ),
]
NUMBERS_OF_THE_OTHER = {
    "us": ("999", "111", "116 123", "85258", "A&E"),
    "uk": ("911", "988", "222-1222", "emergency room"),
}


def blocks(rulebook: Rulebook, changes: dict[str, object], region: str = "us") -> tuple[EmergencyBlock, ...]:
    return tell(rulebook, changed(rulebook, changes), region=region).blocks


def test_the_table_below_holds_every_emergency_of_the_rulebook(rulebook: Rulebook) -> None:
    born = [rule.id for rule in rulebook.rules.values() if rule.priority is Priority.EMERGENCY]
    assert [rule for rule, *_ in PAGES] == born


@pytest.mark.parametrize(("rule", "heading", "us", "uk"), PAGES)
def test_each_emergency_has_one_page_in_each_region(
    rulebook: Rulebook, rule: str, heading: str, us: tuple[str, str], uk: tuple[str, str]
) -> None:
    for region, (instruction, tel) in (("us", us), ("uk", uk)):
        found = blocks(rulebook, CHANGES[rule], region)
        assert [block.rule for block in found] == [rule]
        assert (found[0].heading, found[0].instruction, found[0].tel) == (heading, instruction, tel)
        assert 1 <= len(found[0].lines) <= 3
        spoken = " ".join([found[0].instruction, found[0].number_words, *found[0].lines])
        assert not [number for number in NUMBERS_OF_THE_OTHER[region] if number in spoken]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"phq9": None},
        {"sym_stroke": "not_sure"},
        {"sym_bleed": None},
        {"rf_fever": "yes"},
        {"rf_bladder": "not_ticked"},
    ],
)
def test_no_page_without_a_sure_emergency(rulebook: Rulebook, changes: dict[str, object]) -> None:
    assert blocks(rulebook, changes) == ()


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"sym_stroke": "yes", "sym_bleed": "yes"}, ["emg_stroke", "emg_bleeding"]),
        ({"sym_eye": "yes", "sym_overdose": "yes"}, ["emg_overdose_breathing", "emg_eye"]),
        ({"sym_stroke": "yes", "phq9": 1}, ["emg_suicidal_thoughts", "emg_stroke"]),
        (
            {"sym_overdose": "yes", "sym_extra_dose": "yes", "phq9": 1},
            ["emg_overdose_breathing", "emg_suicidal_thoughts", "emg_extra_dose"],
        ),
        ({"sym_extra_dose": "yes", "phq9": 1}, ["emg_extra_dose", "emg_suicidal_thoughts"]),
        ({"sym_serotonin": TRIAD, "med_list": ["Zoloft"]}, ["emg_serotonin_toxicity"]),
        (
            EVERYTHING,
            [
                "emg_overdose_breathing",
                "emg_suicidal_thoughts",
                "emg_extra_dose",
                "emg_stroke",
                "emg_sudden_tearing",
                "emg_serotonin_toxicity",
                "emg_sudden_headache",
                "emg_bleeding",
                "emg_cauda_equina",
                "emg_eye",
            ],
        ),
    ],
)
def test_several_emergencies_make_one_page_with_the_crisis_line_second(
    rulebook: Rulebook, changes: dict[str, object], rules: list[str]
) -> None:
    for region in ("us", "uk"):
        found = blocks(rulebook, changes, region)
        assert [block.rule for block in found] == rules
        tapped = [block.tel for block in found if block.tel]
        assert len(tapped) == len(set(tapped))
        assert found[0].tel


@pytest.mark.parametrize(
    ("safe", "region", "crisis"),
    [
        ("not_safe", "us", "988"),
        ("not_safe", "uk", "111"),
        ("not_sure", "us", "988"),
        ("not_sure", "uk", "111"),
        ("safe", "us", "988"),
        ("prefer_not", "us", "988"),
        (None, "us", "988"),
    ],
)
def test_the_crisis_line_stays_second_and_keeps_its_number_whether_the_patient_is_safe_or_not(
    rulebook: Rulebook, safe: str | None, region: str, crisis: str
) -> None:
    several = {"sym_overdose": "yes", "sym_stroke": "yes", "sym_extra_dose": "yes"}
    found = blocks(rulebook, {**several, "phq9": 1, "sui_safe_now": safe}, region)
    assert [block.rule for block in found[:2]] == ["emg_overdose_breathing", "emg_suicidal_thoughts"]
    assert found[1].tel == crisis


@pytest.mark.parametrize(
    ("region", "instruction", "tel", "crisis"),
    [("us", "Call 911 now.", "911", "988"), ("uk", "Call 999 now.", "999", "111")],
)
def test_too_much_medicine_with_thoughts_of_dying_calls_the_emergency_number(
    rulebook: Rulebook, region: str, instruction: str, tel: str, crisis: str
) -> None:
    found = blocks(rulebook, {"sym_extra_dose": "yes", "phq9": 2}, region)
    assert (found[0].rule, found[0].instruction, found[0].tel) == ("emg_extra_dose", instruction, tel)
    assert (found[1].rule, found[1].tel) == ("emg_suicidal_thoughts", crisis)


@pytest.mark.parametrize(
    ("safe", "instruction"),
    [
        ("not_safe", "Call 911 now."),
        ("not_sure", "Call 911 now."),
        ("safe", "Get help now: call or text 988."),
        ("prefer_not", "Get help now: call or text 988."),
        (None, "Get help now: call or text 988."),
    ],
)
def test_not_safe_and_not_sure_turn_the_instruction_into_the_emergency_number(
    rulebook: Rulebook, safe: str | None, instruction: str
) -> None:
    (block,) = blocks(rulebook, {"phq9": 1, "sui_safe_now": safe})
    assert block.instruction == instruction
    assert "988" in " ".join([block.instruction, *block.lines])


def test_the_answer_on_being_safe_counts_only_while_item_nine_is_above_zero(rulebook: Rulebook) -> None:
    assert blocks(rulebook, {"phq9": 0, "sui_safe_now": "not_safe"}) == ()


@pytest.mark.parametrize("rule", list(CHANGES))
def test_going_back_and_changing_the_answer_takes_the_page_away(rulebook: Rulebook, rule: str) -> None:
    back = {key: rulebook.people["quiet"][key] for key in CHANGES[rule] if key != "med_list"}
    assert blocks(rulebook, {**CHANGES[rule], **back}) == ()


@pytest.mark.parametrize(
    ("changes", "passed", "rules"),
    [
        ({"sym_stroke": "yes"}, ["warning-signs"], ["emg_stroke"]),
        ({"sym_stroke": "yes", "rf_bowel": "yes"}, ["warning-signs"], ["emg_stroke"]),
        ({"rf_bowel": "yes"}, ["warning-signs", "nerve-signs"], ["emg_cauda_equina"]),
        ({"sym_serotonin": TRIAD}, ["warning-signs", "nerve-signs", "recent-signs"], ["emg_acutely_unwell"]),
        ({"sym_serotonin": ["none", *TRIAD]}, ["recent-signs"], ["emg_acutely_unwell"]),
        ({"sym_serotonin": SEROTONIN}, ["recent-signs"], []),
        (
            {"sym_serotonin": SEROTONIN, "med_list": ["Zoloft"]},
            ["recent-signs", "medicines"],
            ["emg_serotonin_toxicity"],
        ),
        (
            {"sym_serotonin": SEROTONIN, "med_list": None},
            ["recent-signs", "medicines"],
            ["emg_serotonin_toxicity"],
        ),
        ({}, [], []),
    ],
)
def test_the_page_opens_after_the_first_screen_that_decides_it_and_never_for_one_not_reached(
    rulebook: Rulebook, changes: dict[str, object], passed: list[str], rules: list[str]
) -> None:
    told = tell(rulebook, changed(rulebook, changes), passed=passed)
    assert [block.rule for block in told.blocks] == rules
