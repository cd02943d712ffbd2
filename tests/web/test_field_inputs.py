"""Inputs that broke other forms and rule engines, each with the behavior that we owe; named by number."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest
from flask import Flask

from screener.answers import parse
from screener.engine import contacts_for, evaluate
from screener.medicines import load as load_vocabulary
from screener.model.response import NOT_REACHED, State
from screener.model.rulebook import Rulebook
from screener.rulebook import read
from screener.store import Store
from screener.summary.pages import ClinicianSummary
from screener.visits import Visits
from screener.web.app import create_app
from screener.workbench.check import check
from tests.web.people import Clock, Patient
from tests.web.test_clinic import sign_in
from tests.web.test_journey import MEDICINES, only_visit


def points(rulebook: Rulebook, answers: dict[str, object]) -> dict[str, object]:
    """The outcomes that fire, by rule."""
    response = parse(rulebook, answers).response
    words = contacts_for(rulebook, region="us", clinic="your clinic")
    return {one.rule: one for one in evaluate(rulebook, response, region="us", contacts=words).points}


def stored(visits: Visits, patient: Patient) -> ClinicianSummary:
    return visits.clinician_summary(only_visit(visits, patient))


def test_01_prozac_and_then_takes_none_leaves_nothing(
    patient: Patient, visits: Visits, app: Flask, access_code: str
) -> None:
    patient.start().skip_to(MEDICINES).answer(**{"med_list-0": "Prozac", "med_list_sure": "complete"})
    patient.back().answer(**{"med_list-list": "none", "med_list_sure": "complete"})
    patient.get("/f/check").post("/f/send")
    reference = only_visit(visits, patient).reference
    sheet = sign_in(Patient(app.test_client()), access_code).get(f"/clinic/v/{reference}")
    assert reference in sheet.text
    for text in (patient.get("/f/keep").text, patient.get("/f/keep?v=1").text, sheet.text):
        assert not re.search("prozac|fluoxetine|SSRI", text, re.IGNORECASE)
    fired = {point.rule for point in visits.evaluation(only_visit(visits, patient)).points}
    assert "info_side_effects" not in fired


def test_03_an_early_answer_changed_takes_a_later_screen_back(visits: Visits, patient: Patient) -> None:
    patient.start()
    visit = only_visit(visits, patient)
    visits.save(visit.id, "mood-1", {"phq1": 3, "phq2": 3})
    visits.save(visit.id, "mood-2", {f"phq{number}": 3 for number in range(3, 9)} | {"phq9": 0})
    assert {"urg_phq9_severe"} <= {one.rule for one in visits.evaluation(visits.get(visit.id)).points}
    visits.save(visit.id, "mood-1", {"phq1": 0, "phq2": 0})
    resumed = visits.links.resume(patient.link.rsplit("/", 1)[1], born=None)
    evaluation = visits.evaluation(resumed)
    assert not {one.rule for one in evaluation.points} & {"urg_phq9_severe", "dis_phq9_moderate"}
    assert evaluation.scores["phq9_score"].words == "not administered"
    assert resumed.state.raw["phq3"] == 3, "kept, in case it is shown again"


def test_05_the_same_with_a_question_in_between(visits: Visits, patient: Patient) -> None:
    patient.start()
    visit = only_visit(visits, patient)
    visits.save(visit.id, "mood-1", {"phq1": 3, "phq2": 3})
    visits.save(visit.id, "mood-more", {"mood_care": ["medicine"]})
    fired = {one.rule for one in visits.evaluation(visits.get(visit.id)).points}
    assert "dis_mood_despite_treatment" in fired
    visits.save(visit.id, "mood-1", {"phq1": 1, "phq2": 0, "gad1": 0, "gad2": 0})
    sent = visits.complete(visit.id)
    assert visits.evaluation(sent).states["mood_care"] is State.NOT_ASKED
    fired = {one.rule for one in visits.evaluation(sent).points}
    assert "dis_mood_despite_treatment" not in fired
    lines = [line for group in visits.clinician_summary(sent).answers for line in group.answers]
    assert {line.label: line.answer for line in lines}["Mood care"] == "not asked"


def test_07_two_sends_with_one_token_a_refresh_and_back_make_one_visit(
    patient: Patient, app: Flask, visits: Visits
) -> None:
    patient.start().get("/f/check")
    fields, cookie = {"csrf_token": patient.token}, patient.client.get_cookie("screener").value

    def send(_: int) -> str:
        client = app.test_client()
        client.set_cookie("screener", cookie)
        return client.post("/f/send", data=fields, follow_redirects=True).get_data(as_text=True)

    with ThreadPoolExecutor(2) as pool:
        receipts = list(pool.map(send, range(2)))
    reference = only_visit(visits, patient).reference
    again = patient.post("/f/send", **fields).text
    assert all(reference in text for text in (*receipts, again, patient.get("/f/keep").text))
    assert [line.visit.reference for line in visits.listing().completed] == [reference]


def test_09_one_wrong_value_beside_twelve_good_ones(patient: Patient, visits: Visits) -> None:
    patient.start().skip_to("Your pain")
    good = {"pain_site": ["low_back", "neck"], "pain_change": "same", "pain_neuro": ["burning", "electric"]}
    patient.answer(**good, pain_cause=["arthritis"], pain_duration="since <b>June</b>")
    assert patient.page.status_code == 422
    assert "Error: " in patient.text
    visit = only_visit(visits, patient)
    assert {id: visit.state.raw[id] for id in good} == good
    assert visit.state.raw["pain_cause"] == ["arthritis"]
    assert visits.response(visit).of("pain_duration") == NOT_REACHED


def test_11_pain_0_is_taken_printed_and_not_blank(patient: Patient, visits: Visits) -> None:
    patient.start().skip_to("Your pain in the past week").answer(
        peg_pain="0", peg_enjoyment="0", peg_activity="0"
    )
    patient.get("/f/check").post("/f/send")
    scores = {score.label: score.words for score in stored(visits, patient).scores}
    assert scores["PEG"] == "0 of 10"
    assert scores["GAD-2"] == "left blank"


MISSING = [
    # answers, score, words on the print, band
    ({f"phq{n}": 2 for n in (1, 2, 3, 5, 7, 8, 9)}, "PHQ-9", "between 14 and 20 of 27 (2 items blank)", ""),
    ({"peg_pain": 10, "peg_enjoyment": 10}, "PEG", "between 6.7 and 10 of 10 (1 item blank)", ""),
    ({"peg_pain": 0, "peg_enjoyment": 0}, "PEG", "between 0 and 3.3 of 10 (1 item blank)", "lower"),
    ({"gad1": 3}, "GAD-2", "between 3 and 6 of 6 (1 item blank)", "raised"),
]


@pytest.mark.parametrize(("answers", "score", "words", "band"), MISSING)
def test_13_one_rule_for_missing_items_of_every_instrument(
    visits: Visits, patient: Patient, answers: dict, score: str, words: str, band: str
) -> None:
    patient.start()
    visit = only_visit(visits, patient)
    for screen in visits.rulebook.screens.values():
        visits.save(visit.id, screen.id, {id: answers[id] for id in screen.questions if id in answers})
    lines = {line.label: line for line in visits.clinician_summary(visits.complete(visit.id)).scores}
    assert (lines[score].words, lines[score].band) == (words, band)


@pytest.mark.parametrize("number", ["2,5", "12.", "７", "1.000", "-1", "1e1", " "])
def test_15_a_number_is_read_or_refused_in_words_never_blank(
    patient: Patient, visits: Visits, number: str
) -> None:
    patient.start().skip_to("Your pain in the past week").answer(peg_pain=number, peg_activity="3")
    assert patient.page.status_code == 422
    assert "Choose one of the answers shown." in patient.text
    assert only_visit(visits, patient).state.raw["peg_activity"] == 3


@pytest.mark.parametrize("typed", ["tramadol 1.000 mg", "tramadol 2,5", "ｔｒａｍａｄｏｌ ５０ｍｇ"])
def test_15_a_dose_is_kept_as_typed(patient: Patient, visits: Visits, typed: str) -> None:
    patient.start().skip_to(MEDICINES).answer(**{"med_list-0": typed, "med_list_sure": "complete"})
    patient.get("/f/check").post("/f/send")
    (line,) = stored(visits, patient).medicines
    assert line.typed == typed
    assert line.recognized
    assert line.what.startswith("tramadol")


def test_17_none_together_with_saddle_numbness(patient: Patient) -> None:
    patient.start().answer(**{"list-0": "none"}).answer(**{"list-0": ["rf_saddle_numb", "none"]})
    assert patient.heading == "Your answers may mean that nerves in your spine are squeezed"
    patient.go_on()
    assert "You ticked “None of these” and also “Numb or odd feeling" in patient.text


@pytest.mark.parametrize("hours", [-8, 0, 14])
def test_19_a_birth_date_is_a_date_wherever_the_server_stands(
    visits: Visits, clock: Clock, access_code: str, hours: int
) -> None:
    zone = timezone(timedelta(hours=hours))
    app = create_app(visits=visits, secret_key=b"a key for tests only", clock=clock, zone=zone)
    patient = Patient(app.test_client())
    patient.get("/").post("/")
    patient.get("/f/person").post(
        "/f/person", name="Ada", **{"born-day": "4", "born-month": "4", "born-year": "1970"}
    )
    assert only_visit(visits, patient).state.person.born == date(1970, 4, 4)
    patient.get("/f/check").post("/f/send")
    reference = only_visit(visits, patient).reference
    sheet = sign_in(Patient(app.test_client()), access_code).get(f"/clinic/v/{reference}")
    assert "born 4 Apr 1970" in sheet.text


NAMES = [
    "محمد عبد الله",
    "שרה כהן",
    "Zoë 👩🏽‍⚕️ O’Neil",
    "Z̷̢͔̈́a̴͇͝l̸͕̽g̶̼̈́o",
    "<b>Bold</b> & {{ 7*7 }}",
]


@pytest.mark.parametrize("name", NAMES)
def test_21_any_name_is_printed_as_it_was_typed(
    patient: Patient, visits: Visits, app: Flask, access_code: str, name: str
) -> None:
    patient.get("/").post("/")
    patient.get("/f/person").post("/f/person", name=name)
    assert only_visit(visits, patient).state.person.name == name
    patient.get("/f/check").post("/f/send")
    reference = only_visit(visits, patient).reference
    sheet = sign_in(Patient(app.test_client()), access_code).get(f"/clinic/v/{reference}")
    assert name in sheet.text
    assert b"<b>Bold" not in sheet.page.data


def test_23_a_visit_finishes_on_the_rulebook_that_it_began_on(
    store: Store, visits: Visits, patient: Patient, clock: Clock, rulebook: Rulebook
) -> None:
    patient.start()
    visit = only_visit(visits, patient)
    text = rulebook.text.replace("headline: Stroke signs reported", "headline: Edited", 1)
    edited = read(text.encode(), "edited.yaml", load_vocabulary())
    later = Visits(store=store, rulebook=edited, region="us", clinic="your clinic", clock=clock)
    later.save(visit.id, "warning-signs", {"sym_stroke": "yes"})
    sent = later.complete(visit.id)
    assert [line.headline for line in later.clinician_summary(sent).emergencies] == ["Stroke signs reported"]
    emptied = replace(edited, hash="0" * 64, rules={})
    much_later = Visits(store=store, rulebook=emptied, region="us", clinic="your clinic", clock=clock)
    assert much_later.clinician_summary(sent) == later.clinician_summary(sent)
    fresh = later.begin().visit
    later.save(fresh.id, "warning-signs", {"sym_stroke": "yes"})
    assert later.evaluation(later.get(fresh.id)).emergencies[0].headline == "Edited"


def test_25_a_brand_and_its_generic_are_one_line_and_no_interaction(
    patient: Patient, visits: Visits, rulebook: Rulebook
) -> None:
    patient.start().skip_to(MEDICINES).answer(
        **{"med_list-0": "Cymbalta", "med_list-1": "duloxetine 30", "med_list_sure": "complete"}
    )
    patient.get("/f/check").post("/f/send")
    summary = stored(visits, patient)
    assert [note for note in summary.medicine_notes if "Cymbalta" in note] == [
        "duloxetine in 2 rows: Cymbalta and duloxetine 30"
    ]
    serotonin = {"dis_multi_serotonergic", "dis_two_antidepressants", "dis_three_serotonergic"}
    assert not {point.rule for point in summary.points} & serotonin


def test_27_six_medicines_stay_in_order_and_the_difficulty_item_is_not_summed(
    visits: Visits, patient: Patient
) -> None:
    typed = ["oxycodone", "gabapentin", "amitriptyline", "lorazepam", "furosemide", "apixaban"]
    patient.start()
    visit = only_visit(visits, patient)
    visits.save(visit.id, "mood-1", {"phq1": 3, "phq2": 3})
    visits.save(visit.id, "mood-2", {f"phq{number}": 1 for number in range(3, 10)})
    visits.save(visit.id, "mood-more", {"phq_difficulty": "extremely"})
    visits.save(visit.id, "medicines", {"med_list": typed, "med_list_sure": "complete"})
    sent = visits.complete(visit.id)
    summary = visits.clinician_summary(sent)
    assert [line.typed for line in summary.medicines] == typed
    assert {line.label: line.words for line in summary.scores}["PHQ-9"] == "13 of 27"
    lines = {line.label: line.answer for group in summary.answers for line in group.answers}
    assert lines["PHQ difficulty"] == "Extremely difficult"


def test_29_nothing_fires_on_an_empty_response_but_what_is_about_the_form(rulebook: Rulebook) -> None:
    assert all(rulebook.rules[id].about_form for id in points(rulebook, {}))


WITH_NOT = [
    ("when: {sym_stroke: yes}", "when: {not: {sym_stroke: yes}}"),
    (
        "when: {sym_stroke: yes}",
        "when: {all: [{not: {phq9: {at_least: 1}}}, {not: {med_list: {has: ssri}}}]}",
    ),
    ("when: {sym_stroke: yes}", "when: {phq9: {at_most: 0}}"),
]


@pytest.mark.parametrize(("old", "new"), WITH_NOT)
def test_29_nor_where_a_rule_wants_another_value(rulebook: Rulebook, old: str, new: str) -> None:
    changed = read(rulebook.text.replace(old, new, 1).encode(), "changed.yaml", load_vocabulary())
    assert "emg_stroke" not in points(changed, {})


REFUSED = [
    ("when: {sym_stroke: yes}", "when: {sym_stork: yes}", "sym_stroke"),
    ("when: {sym_stroke: yes}", "when: {sym_stroke: {at_least}}", "at_least"),
    ("when: {sym_stroke: yes}", "when: [sym_stroke]", "question: answer"),
]


@pytest.mark.parametrize(("old", "new", "named"), REFUSED)
def test_31_an_unknown_id_or_a_broken_condition_is_refused_with_its_place(
    rulebook: Rulebook, old: str, new: str, named: str
) -> None:
    line = rulebook.text[: rulebook.text.index(old)].count("\n") + 1
    checked = check(rulebook.text.replace(old, new, 1).encode(), "rules.yaml")
    assert checked.rulebook is None
    first = checked.problems[0]
    assert str(first).startswith(f"rules.yaml:{line}:")
    assert named in f"{first.what} {first.mend}"
