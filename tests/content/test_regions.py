"""Each region's emergency pages lead to its own numbers, and to nobody else's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from screener.model.rulebook import SET_BY_CLINIC, Contacts, Rulebook
from screener.settings import lacks_contacts
from tests.content.telling import tell

OWN = {
    "eu": Contacts("eu", {"crisis": "Linha SOS 213 544 545"}, {"crisis": "213544545"}),
}
"""What a clinic in a region without a crisis line of its own sets."""

TRIGGERS = {
    "emg_overdose_breathing": {"sym_overdose": "yes"},
    "emg_extra_dose": {"sym_extra_dose": "yes"},
    "emg_suicidal_thoughts": {"phq9": 1},
    "emg_stroke": {"sym_stroke": "yes"},
    "emg_sudden_tearing": {"rf_sudden_tearing": "yes"},
    "emg_sudden_headache": {"sym_worst_headache": "yes"},
    "emg_acutely_unwell": {
        "sym_serotonin": ["agitated_confused", "shaking_twitching_stiff", "fever_sweats_shivers"]
    },
    "emg_bleeding": {"sym_bleed": "yes"},
    "emg_cauda_equina": {"rf_bowel": "yes"},
    "emg_eye": {"sym_eye": "yes"},
}
NUMBERS = {
    # region: emergency, poison, crisis, eye: the digits that are dialed
    "us": ("911", "18002221222", "988", "911"),
    "uk": ("999", "111", "111", "111"),
    "ca": ("911", "18447647669", "988", "911"),
    "au": ("000", "131126", "131114", "000"),
    "eu": ("112", "112", "213544545", "112"),
}
WORDS = {
    "us": ("911", "call or text 988", "Poison Help 1-800-222-1222", "the emergency room"),
    "uk": ("999", "Samaritans 116 123", "111", "A&E"),
    "ca": (
        "911",
        "call or text 9-8-8",
        "1-844-764-7669 (in Quebec 1-800-463-5060)",
        "the emergency department",
    ),
    "au": ("000", "Lifeline 13 11 14", "13 11 26", "the emergency department"),
    "eu": ("112", "Linha SOS 213 544 545", "112", "the nearest hospital emergency department"),
}
ELSEWHERE = dict.fromkeys(WORDS, r"\b(911|999|988|9-8-8|1-800|1-844|116 123|111|000|13 11|112|A&E)\b")


@pytest.fixture(params=sorted(NUMBERS))
def region(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def here(rulebook: Rulebook, region: str) -> Rulebook:
    return rulebook.with_own(OWN.get(region))


def test_all_regions_are_there(rulebook: Rulebook) -> None:
    assert set(rulebook.contacts) == set(NUMBERS)


@pytest.mark.parametrize("rule", TRIGGERS)
def test_an_emergency_page_dials_the_regions_number(here: Rulebook, region: str, rule: str) -> None:
    emergency, poison, crisis, eye = NUMBERS[region]
    wanted = {"emg_extra_dose": poison, "emg_suicidal_thoughts": crisis, "emg_eye": eye}.get(rule, emergency)
    (block,) = tell(here, TRIGGERS[rule], region=region).blocks
    assert block.tel == wanted


@pytest.mark.parametrize("rule", TRIGGERS)
def test_a_page_names_no_line_of_another_region(here: Rulebook, region: str, rule: str) -> None:
    (block,) = tell(here, TRIGGERS[rule], region=region).blocks
    spoken = " ".join((block.heading, block.instruction, block.number_words, *block.lines))
    own = " ".join(WORDS[region])
    named = {found for found in re.findall(ELSEWHERE[region], spoken) if found not in own}
    assert named == set()


def test_the_words_of_the_region_are_said(here: Rulebook, region: str) -> None:
    told = tell(
        here, {"sym_extra_dose": "yes", "rf_bowel": "yes", "phq9": 1, "sui_safe_now": "safe"}, region=region
    )
    spoken = " ".join(" ".join((block.instruction, *block.lines)) for block in told.blocks)
    emergency, crisis, _poison, ed = WORDS[region]
    assert told.blocks[0].instruction == f"Call {emergency} now."
    assert crisis in spoken
    assert ed in spoken


def test_a_region_that_leaves_a_line_to_the_clinic_waits_for_it(rulebook: Rulebook) -> None:
    assert lacks_contacts(rulebook, "eu") == (
        "region eu leaves this to the clinic: set SCREENER_CRISIS_LINE and SCREENER_CRISIS_NUMBER"
    )
    assert lacks_contacts(rulebook.with_own(OWN["eu"]), "eu") == ""


@pytest.mark.parametrize("region", ["us", "uk", "ca", "au"])
def test_other_regions_need_nothing_of_the_clinic(rulebook: Rulebook, region: str) -> None:
    assert lacks_contacts(rulebook, region) == ""
    assert SET_BY_CLINIC not in rulebook.contacts[region].numbers.values()


def test_a_region_that_is_not_there_is_told(rulebook: Rulebook) -> None:
    few = replace(rulebook, contacts={"uk": rulebook.contacts["uk"]})
    assert lacks_contacts(few, "us") == "it has no region us, but uk"
