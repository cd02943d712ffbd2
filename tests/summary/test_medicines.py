"""Medicines for the clinician: as typed, what they are, and what is uncertain about the lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screener.model.rulebook import Rulebook
from tests.content.telling import changed, tell


@pytest.mark.parametrize(
    ("changes", "typed", "what", "note", "recognized", "stopped"),
    [
        ({"med_list": ["Zoloft 50 mg"]}, "Zoloft 50 mg", "sertraline · SSRI", "", True, False),
        ({"med_list": ["Adapin"]}, "Adapin", "doxepin · TCA", "", True, False),
        (
            {"med_list": ["co-codamol"]},
            "co-codamol",
            "codeine + acetaminophen · opioid combination",
            "",
            True,
            False,
        ),
        ({"med_list": ["Tramadol"]}, "Tramadol", "opioid", "", True, False),
        ({"med_stopped_5w": ["Prozac"]}, "Prozac", "fluoxetine · SSRI", "", True, True),
        ({"med_list": ["little white pill"]}, "little white pill", "NOT RECOGNIZED", "", False, False),
        ({"med_list": ["<i>{list}"]}, "<i>{list}", "NOT RECOGNIZED", "", False, False),
        ({"substances": ["mdma"]}, "MDMA (ecstasy)", "MDMA · recreational", "Other substances", True, False),
        ({"substances": ["other"]}, "Something else", "NOT SAID WHICH", "Other substances", False, False),
        (
            {"med_list": [{"typed": "Zolofft", "taken_as": "sertraline", "reason": "mood", "since": "May"}]},
            "Zolofft",
            "sertraline · SSRI",
            "taken as sertraline; for mood; since May",
            True,
            False,
        ),
    ],
)
def test_medicines_stand_as_typed_with_what_they_are(
    rulebook: Rulebook,
    changes: dict[str, object],
    typed: str,
    what: str,
    note: str,
    *,
    recognized: bool,
    stopped: bool,
) -> None:
    (line,) = tell(rulebook, changed(rulebook, changes)).clinician.medicines
    assert (line.typed, line.what, line.note) == (typed, what, note)
    assert (line.recognized, line.stopped) == (recognized, stopped)


def test_an_offer_never_answered_prints_as_such(rulebook: Rulebook) -> None:
    (line,) = tell(rulebook, changed(rulebook, {"med_list": ["Zolofft"]})).clinician.medicines
    assert line.note.startswith("offered, not confirmed: sertraline")
    assert not line.recognized


def test_a_stopped_medicine_is_marked_in_the_texts_that_name_it(rulebook: Rulebook) -> None:
    raw = changed(rulebook, {"med_list": ["desipramine"], "med_stopped_5w": ["Prozac"]})
    told = tell(rulebook, raw)
    text = told.fired["dis_cyp2d6_tca"].patient
    assert text.startswith("Prozac (stopped) can raise the level of desipramine")


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"med_list": ["Tylenol", "co-codamol"]}, "acetaminophen in 2 rows: Tylenol and co-codamol"),
        ({"med_list": ["sertraline", "Zoloft"]}, "sertraline in 2 rows: sertraline and Zoloft"),
        ({"med_list": ["ibuprofen"], "med_list_sure": "not_sure"}, "Medicines: may not be complete"),
        (
            {"med_list": ["ibuprofen"], "med_list_sure": "incomplete"},
            "Medicines: said not to be complete",
        ),
        ({"med_list": ["ibuprofen"], "med_list_sure": None}, "Medicines: may not be complete"),
        ({"med_list": ["ibuprofen"], "med_list_sure": "complete"}, "Medicines: said to be complete"),
        ({"med_list": None}, "Medicines: left blank"),
        ({"med_list": "not_sure"}, "Medicines: not sure"),
        ({"med_list": []}, "Medicines: none"),
        ({"med_stopped_5w": None}, "Stopped <5 weeks: left blank"),
        ({"allergies": "penicillin <rash>"}, "Allergies/reactions: penicillin <rash>"),
        ({"allergies": None}, "Allergies/reactions: left blank"),
    ],
)
def test_what_is_uncertain_about_the_lists_is_said(
    rulebook: Rulebook, changes: dict[str, object], note: str
) -> None:
    assert note in tell(rulebook, changed(rulebook, changes)).clinician.medicine_notes


def test_a_list_that_holds_nothing_is_not_said_to_be_complete_beside(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, {"med_list": [], "med_list_sure": "complete"}))
    assert [note for note in told.clinician.medicine_notes if note.startswith("Medicines: ")] == [
        "Medicines: none"
    ]


@pytest.mark.parametrize(
    "names", [["little white pill"], ["blue capsule", "green tea mix for sleep"], ["Ωmega zzz"]]
)
@pytest.mark.parametrize("question", ["med_list", "med_stopped_5w"])
def test_an_unrecognized_name_stands_verbatim_in_point_table_and_ask_list(
    rulebook: Rulebook, question: str, names: list[str]
) -> None:
    told = tell(rulebook, changed(rulebook, {question: ["sertraline", *names]}))
    typed = [line.typed for line in told.clinician.medicines if not line.recognized]
    asked = " ".join(line.why for line in told.clinician.ask)
    point = told.fired["sys_unknown_medicine"]
    for name in typed:
        assert name in point.patient
        assert name in point.clinician
        assert name in asked
    assert typed
    assert set(" ".join(names).split()) == set(" ".join(typed).split())


def test_a_tick_that_does_not_say_which_is_told_from_a_name_that_was_typed(rulebook: Rulebook) -> None:
    both = tell(rulebook, changed(rulebook, {"med_list": ["blue capsule"], "substances": ["other"]}))
    point = both.fired["sys_unknown_medicine"]
    assert "“blue capsule” and “Something else” ticked (Other substances)." in point.clinician
    assert "not check everything that you take" in point.patient
    assert "not recognized: “blue capsule”" in [line.why for line in both.clinician.ask]
    assert "ticked without saying which: Something else" in [line.why for line in both.clinician.ask]
    alone = tell(rulebook, changed(rulebook, {"substances": ["other"]})).fired["sys_unknown_medicine"]
    assert "“Something else” ticked" in alone.clinician
    assert "Something else" not in alone.patient


def test_a_rulebook_without_words_for_a_tick_tells_it_from_typed_names(rulebook: Rulebook) -> None:
    rule = rulebook.rules["sys_unknown_medicine"]
    plain = replace(rulebook, rules={**rulebook.rules, rule.id: replace(rule, variants=rule.variants[1:])})
    told = tell(plain, changed(plain, {"med_list": ["blue capsule"], "substances": ["other"]}))
    assert "your medicines: blue capsule and “Something else”. " in told.fired[rule.id].patient


KEPT, OPEN = "offered, the patient kept what was typed", "offered, not confirmed"


@pytest.mark.parametrize(
    ("now", "stopped", "told"),
    [
        ({"typed": "Zolofft", "taken_as": ""}, "Zolofft", [KEPT, OPEN]),
        ("Zolofft", {"typed": "Zolofft", "taken_as": ""}, [OPEN, KEPT]),
        ({"typed": "Zolofft", "taken_as": ""}, {"typed": "Zolofft", "taken_as": ""}, [KEPT, KEPT]),
    ],
)
def test_an_offer_declined_in_one_list_stays_open_on_the_same_words_in_another(
    rulebook: Rulebook, now: object, stopped: object, told: list[str]
) -> None:
    lists = {"med_list": [now], "med_stopped_5w": [stopped]}
    lines = tell(rulebook, changed(rulebook, lists)).clinician.medicines
    assert [line.note.partition(":")[0] for line in lines] == told
