"""The patient's way through the form, as a browser without scripts goes it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask

from screener.errors import VisitNotFound
from screener.medicines import Matcher, Part
from screener.model.response import NOT_REACHED, Recognition
from screener.visits import Visits
from tests.web.people import Patient

WARNING = "Is any of this happening now, or in the last day?"
NERVES = "Have any of these started or got worse in the last few weeks?"
RECENT = "Have you had any of these in the last 4 weeks?"
ITEMS = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
SQUEEZED = "Your answers may mean that nerves in your spine are squeezed"
MEDICINES = "Your medicines"
NONE = {"list-0": "none"}


def only_visit(visits: Visits, patient: Patient):
    with patient.client.session_transaction() as session:
        return visits.get(session["visit"])


def test_the_form_begins_with_the_warning_signs(patient: Patient) -> None:
    assert patient.start().heading == WARNING
    assert "Part 1 of 8" in patient.text
    assert "Nobody watches this form" in patient.text
    assert 'href="tel:988"' in patient.text
    assert "Not for real patients yet" in patient.text


def test_an_untouched_safety_list_is_asked_about_once(patient: Patient) -> None:
    patient.start().answer()
    assert patient.heading == WARNING
    assert "Nothing is ticked. Tick “None of these” if none apply, or continue." in patient.text
    assert patient.answer().heading == NERVES
    assert "Nothing is ticked" not in patient.back().answer().text


def test_who_you_are_is_kept_and_each_part_may_be_left_out(patient: Patient, visits: Visits) -> None:
    patient.start()
    patient.get("/f/person").post(
        "/f/person", **{"name": "Anna أمل", "born-day": "4", "born-month": "4", "born-year": "1970"}
    )
    person = only_visit(visits, patient).state.person
    assert (person.name, person.born, person.appointment) == ("Anna أمل", date(1970, 4, 4), None)
    assert "4 Apr 1970" in patient.get("/f/check").text


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("31", "2", "1961", "There is no such date"),
        ("4", "", "1961", "or leave all three empty"),
        ("four", "4", "1961", "in digits"),
        ("4", "4", "61", "Write all four digits of the year\\."),
        ("4", "4", "2031", "This date is in the future\\. Check the year\\."),
        ("2", "12", "2026", "This date is in the future\\. Check the year\\."),
        ("4", "4", "1905", "Check the year of birth\\."),
        ("4", "4", "0196", "Check the year of birth\\."),
        ("4", "4", "9" * 30, "There is no such date"),
    ],
)
def test_a_wrong_date_is_told_in_words_and_stays_typed(
    patient: Patient, day: str, month: str, year: str, words: str
) -> None:
    patient.start().get("/f/person").post(
        "/f/person", **{"name": "Anna", "born-day": day, "born-month": month, "born-year": year}
    )
    assert patient.page.status_code == 422
    assert re.search(words, patient.text)
    assert "<title>Error: " in patient.text
    assert 'href="#born-day"' in patient.text
    assert f'value="{day}"' in patient.text
    assert 'value="Anna"' in patient.text


@pytest.mark.parametrize(
    ("day", "year", "words"),
    [
        ("4", "2020", "Write the date of the coming visit, or leave it empty."),
        ("30", "2026", "Write the date of the coming visit, or leave it empty."),
        ("4", "26", "Write all four digits of the year."),
        ("4", "3026", "Check the year of the visit."),
    ],
)
def test_the_date_of_a_visit_is_to_come(patient: Patient, day: str, year: str, words: str) -> None:
    patient.start().get("/f/person").post(
        "/f/person", **{"visit-day": day, "visit-month": "11", "visit-year": year}
    )
    assert patient.page.status_code == 422
    assert words in patient.text


def test_a_row_is_called_what_the_page_calls_it(patient: Patient) -> None:
    patient.start().skip_to("Your medicines").answer(**{"med_list-0": "tramadol", "med_list-1": "x" * 201})
    assert "Medicine 2 is longer than 200 characters." in patient.text
    assert "Row 2" not in patient.text


@pytest.mark.parametrize("words", ["iPhone stand", "my iPhone helps", "tired of this", "eBook"])
def test_what_somebody_wrote_is_shown_as_written(patient: Patient, words: str) -> None:
    patient.start().skip_to("What matters to you").answer(visit_goal=words)
    assert f">{words}<" in re.sub(r"\s*([<>])\s*", r"\1", patient.get("/f/check").text)


def test_full_width_digits_are_read(patient: Patient, visits: Visits) -> None:
    patient.start().get("/f/person").post(
        "/f/person", **{"born-day": "４", "born-month": "4", "born-year": "１９７０"}
    )
    assert only_visit(visits, patient).state.person.born == date(1970, 4, 4)


def test_an_emergency_shows_at_once_and_its_box_stays(patient: Patient) -> None:
    patient.start().answer(**NONE).answer(**{"list-0": "rf_bladder"})
    assert patient.heading == SQUEEZED
    assert "Nobody is watching this form right now." in patient.text
    assert patient.text.count('href="tel:911"') == 1
    assert patient.go_on().heading == RECENT
    assert SQUEEZED in patient.text
    assert SQUEEZED in patient.get("/f/check").text


def test_an_emergency_page_cannot_be_passed_by_unseen(patient: Patient) -> None:
    patient.start().answer(**NONE)
    address = patient.path
    patient.answer(**{"list-0": "rf_bladder"})
    assert patient.get(address).heading == SQUEEZED
    assert patient.get("/f/check").heading == SQUEEZED
    patient.go_on()
    assert patient.get(address).heading == NERVES


def test_a_double_click_shows_the_emergency_page_too(patient: Patient) -> None:
    patient.start().answer(**NONE)
    address, fields = patient.path, {**patient.hidden, "go": "on", "list-0": "rf_bladder"}
    patient.client.post(address, data=fields)
    assert patient.post(address, **fields).heading == SQUEEZED


def test_going_back_and_changing_the_answer_takes_the_box_away(patient: Patient, visits: Visits) -> None:
    patient.start().answer(**NONE).answer(**{"list-0": "rf_bladder"}).go_on()
    patient.back().answer(**NONE)
    assert patient.heading == RECENT
    assert SQUEEZED not in patient.text
    shown = only_visit(visits, patient).state.emergencies
    assert [page.heading for page in shown] == [SQUEEZED]


def test_a_tick_beside_none_is_an_error_after_the_emergency_page(patient: Patient, visits: Visits) -> None:
    patient.start().answer(**NONE).answer(**{"list-0": ["rf_saddle_numb", "none"]})
    assert patient.heading == SQUEEZED
    patient.go_on()
    assert patient.heading == NERVES
    assert "You ticked “None of these” and also “Numb or odd feeling" in patient.text
    assert patient.text.count(" checked") == 2
    assert "<title>Error: " in patient.text
    assert "nerve-signs" not in only_visit(visits, patient).state.passed
    assert patient.answer(**{"list-0": "rf_saddle_numb"}).heading == RECENT
    assert "nerve-signs" in only_visit(visits, patient).state.passed


def test_one_wrong_value_among_good_ones_loses_none_of_them(patient: Patient, visits: Visits) -> None:
    patient.start().skip_to("Your pain")
    patient.answer(pain_site=["low_back", "neck"], pain_duration="forever", pain_change="same")
    assert patient.page.status_code == 422
    assert "Choose one of the answers shown." in patient.text
    visit = only_visit(visits, patient)
    assert visit.state.raw["pain_site"] == ["low_back", "neck"]
    assert visit.state.raw["pain_change"] == "same"
    assert visits.response(visit).of("pain_duration") == NOT_REACHED


def test_too_long_a_text_is_refused_in_words_and_stays(patient: Patient) -> None:
    patient.start().skip_to("What matters to you").answer(visit_goal="word " * 500)
    assert "longer than 2000 characters" in patient.text
    assert "word " * 500 in patient.text


def test_pain_0_is_an_answer(patient: Patient, visits: Visits) -> None:
    patient.start().skip_to("Your pain in the past week").answer(peg_pain="0")
    raw = only_visit(visits, patient).state.raw
    assert (raw["peg_pain"], raw.get("peg_activity")) == (0, None)


def test_a_name_that_is_not_known_is_offered_and_only_a_yes_takes_it(
    patient: Patient, visits: Visits
) -> None:
    patient.start().skip_to(MEDICINES).answer(**{"med_list-0": "Prozac", "med_list-1": "hydroxizine"})
    assert patient.heading == MEDICINES
    assert "fluoxetine (SSRI)" in patient.text
    assert "hydroxyzine (antihistamine)" in patient.text
    assert "Keep what I wrote" in patient.text
    assert only_visit(visits, patient).state.raw["med_list"] == [
        {"typed": "Prozac"},
        {"typed": "hydroxizine"},
    ]
    patient.answer(**{"med_list-0": "Prozac", "med_list-1": "hydroxizine", "med_list-1-take": "hydroxyzine"})
    assert patient.heading == "How it goes with your medicines"
    taken = {"typed": "hydroxizine", "taken_as": "hydroxyzine"}
    assert only_visit(visits, patient).state.raw["med_list"] == [{"typed": "Prozac"}, taken]


def test_an_offer_without_a_choice_stays_an_offer(patient: Patient, visits: Visits) -> None:
    rows = {"med_list-0": "hydroxizine"}
    patient.start().skip_to(MEDICINES).answer(**rows).answer(**rows)
    assert patient.heading == "How it goes with your medicines"
    assert only_visit(visits, patient).state.raw["med_list"] == [{"typed": "hydroxizine"}]


def test_more_rows_lose_nothing(patient: Patient) -> None:
    patient.start().skip_to(MEDICINES)
    patient.answer(go="more", **{"med_list-0": "Prozac", "med_list-3": "tramadol", "med_list-3-for": "back"})
    assert patient.heading == MEDICINES
    for kept in ('value="Prozac"', 'value="tramadol"', 'value="back"', 'name="med_list-6"'):
        assert kept in patient.text


def test_none_and_a_name_is_an_error_that_keeps_both(patient: Patient) -> None:
    patient.start().skip_to(MEDICINES).answer(**{"med_list-0": "Prozac", "med_list-list": "none"})
    assert "You ticked that there is none, and also wrote “Prozac”" in patient.text
    assert 'value="Prozac"' in patient.text
    assert 'value="none" checked' in patient.text


def test_takes_none_after_prozac_leaves_no_trace(patient: Patient) -> None:
    patient.start().skip_to(MEDICINES).answer(**{"med_list-0": "Prozac"})
    patient.back().answer(**{"med_list-list": "none"})
    patient.get("/f/check").post("/f/send")
    for view in ("/f/keep", "/f/keep?v=1"):
        assert not re.search("prozac|fluoxetine", patient.get(view).text, re.IGNORECASE)


def test_control_characters_are_removed_with_a_notice(patient: Patient, visits: Visits) -> None:
    patient.start().skip_to("What matters to you").answer(visit_goal="Why\x00 me?\r\nTell me.")
    assert "We removed characters that cannot be shown" in patient.text
    assert only_visit(visits, patient).state.raw["visit_goal"] == "Why me?\nTell me."


def test_markup_is_shown_as_text(patient: Patient) -> None:
    patient.start().skip_to("What matters to you").answer(visit_goal="<b>bold</b>")
    assert b"&lt;b&gt;bold&lt;/b&gt;" in patient.page.data
    assert b"<b>bold" not in patient.page.data


def test_change_leads_back_to_check_your_answers(patient: Patient) -> None:
    patient.start().skip_to("Check your answers")
    change = re.search(r'href="(/f/s/[^"]+check=1)"', patient.text)[1]
    assert patient.get(change).heading == WARNING
    assert patient.answer(**NONE).heading == "Check your answers"


def test_clear_this_page_shows_it_empty(patient: Patient) -> None:
    patient.start().skip_to("About you").answer(completed_by="self").back()
    assert " checked" in patient.text
    assert " checked" not in patient.answer(go="clear").text


def test_items_3_to_8_are_asked_only_after_the_gate(patient: Patient) -> None:
    patient.start().skip_to("Your pain in the past week").answer()
    assert patient.heading == ITEMS
    patient.answer(phq1="2", phq2="2")
    assert 'name="phq3"' in patient.text
    patient.back().answer(phq1="0", phq2="0")
    assert 'name="phq3"' not in patient.text
    assert 'name="phq9"' in patient.text


def test_the_crisis_page_comes_before_the_question_about_now(patient: Patient) -> None:
    patient.start().skip_to("Your pain in the past week").answer().answer()
    patient.answer(phq9="1")
    assert patient.heading == "We are glad you told us. You do not have to face this alone."
    assert patient.go_on().heading == "One more question about how you are right now"
    assert "We are glad you told us" in patient.text
    patient.answer(sui_safe_now="not_safe")
    assert patient.heading == "You may not be safe right now"
    assert 'href="tel:911"' in patient.text


def test_however_often_it_is_sent_it_is_sent_once(patient: Patient, app: Flask, visits: Visits) -> None:
    patient.start().skip_to("Check your answers")
    token, cookie = patient.token, patient.client.get_cookie("screener")

    def send() -> int:
        client = app.test_client()
        client.set_cookie("screener", cookie.value)
        return client.post("/f/send", data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: send(), range(4))) == {303}
    assert len(visits.listing().completed) == 1
    receipt = patient.post("/f/send").text
    assert "Sent to the clinic." in receipt
    reference = only_visit(visits, patient).reference
    for address in ("/f/check", "/f/person", "/f/on", "/f/keep"):
        assert reference in patient.get(address).text


def test_what_was_sent_can_no_longer_be_changed(patient: Patient, visits: Visits) -> None:
    patient.start()
    first, fields = patient.path, {**patient.hidden, "go": "on", "list-0": "sym_stroke"}
    patient.get("/f/check").post("/f/send")
    assert (
        "This form was sent to the clinic before, so this page was not saved."
        in patient.post(first, **fields).text
    )
    assert "sym_stroke" not in only_visit(visits, patient).state.raw


def test_the_print_can_leave_out_the_mood_part(patient: Patient) -> None:
    patient.start().skip_to("Mood and sleep").answer(**{"list-0": "mood_high_ever"})
    patient.get("/f/check").post("/f/send")
    told = "high mood|bipolar|too much energy"
    assert re.search(told, patient.get("/f/keep?v=1").text)
    assert not re.search(told, patient.get("/f/keep?v=2").text)


def test_start_again_forgets_the_form(patient: Patient, visits: Visits) -> None:
    visit = only_visit(visits, patient.start())
    patient.answer(**NONE)
    assert patient.get("/f/again").post("/f/again").heading == "Before your pain visit"
    assert "Go on where you left off" not in patient.text
    with pytest.raises(VisitNotFound):
        visits.get(visit.id)


def test_the_quick_exit_forgets_this_browser(patient: Patient) -> None:
    patient.start()
    left = patient.client.get("/leave")
    assert left.headers["Location"] == "https://www.weather.gov/"
    assert patient.get("/f/check").path == "/"


def test_a_link_goes_on_where_the_form_stopped(patient: Patient, app: Flask) -> None:
    patient.start().answer(**NONE)
    other = Patient(app.test_client()).get(patient.link)
    assert other.post("/r").heading == NERVES


def test_a_link_shows_a_firing_emergency_again(patient: Patient, app: Flask) -> None:
    patient.start().answer(**NONE).answer(**{"list-0": "rf_bladder"}).go_on()
    other = Patient(app.test_client()).get(patient.link)
    assert other.post("/r").heading == SQUEEZED


def test_a_link_asks_for_the_birth_date_five_times(patient: Patient, app: Flask) -> None:
    right = {"born-day": "4", "born-month": "4", "born-year": "1970"}
    patient.start().get("/f/person").post("/f/person", **right)
    other = Patient(app.test_client()).get(patient.link)
    for left in ("4 tries are left", "3 tries are left", "2 tries are left", "1 try is left"):
        assert left in other.post("/r", **{**right, "born-day": "5"}).text
    assert "does not open any more" in other.post("/r", **{**right, "born-day": "5"}).heading
    assert "does not open any more" in other.get("/").post("/r", **right).heading
    with other.client.session_transaction() as session:
        assert "visit" not in session


def test_a_link_with_the_right_birth_date_opens(patient: Patient, app: Flask) -> None:
    right = {"born-day": "4", "born-month": "4", "born-year": "1970"}
    patient.start().get("/f/person").post("/f/person", **right)
    assert Patient(app.test_client()).get(patient.link).post("/r", **right).heading == WARNING


def test_an_unknown_link_is_told_kindly(patient: Patient) -> None:
    assert patient.get("/r/nobodys").page.status_code == 404
    assert "does not open any more" in patient.heading


def test_a_yes_to_what_was_not_on_offer_is_refused_and_the_name_kept(
    patient: Patient, visits: Visits
) -> None:
    rows = {"med_list-0": "hydroxizine", "med_list_sure": "complete"}
    patient.start().skip_to(MEDICINES).answer(**rows)
    patient.answer(**rows, **{"med_list-0-take": "acetaminophen"})
    assert patient.heading == MEDICINES
    assert "Please look at medicine 1 again. We could not keep what you chose for it." in patient.text
    assert 'value="hydroxizine"' in patient.text
    assert 'value="hydroxyzine"' in patient.text
    assert 'value="acetaminophen"' not in patient.text
    assert only_visit(visits, patient).state.raw["med_list"] == [{"typed": "hydroxizine"}]
    patient.answer(**rows, **{"med_list-0-take": "hydroxyzine"})
    assert patient.heading == "How it goes with your medicines"


def test_a_yes_is_kept_when_its_offer_has_gone(
    patient: Patient, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {"med_list-0": "hydroxizine", "med_list_sure": "complete"}
    patient.start().skip_to(MEDICINES).answer(**rows).answer(**rows, **{"med_list-0-take": "hydroxyzine"})
    taken = [{"typed": "hydroxizine", "taken_as": "hydroxyzine"}]
    gone = (Part("hydroxizine", Recognition.UNRECOGNIZED),)
    monkeypatch.setattr(Matcher, "recognize", lambda _, typed: gone if typed == "hydroxizine" else ())
    assert patient.back().heading == MEDICINES
    assert patient.answer(**patient.filled, **{"med_list-1": ""}).heading == "How it goes with your medicines"
    visit = only_visit(visits, patient)
    assert visit.state.raw["med_list"] == taken
    assert visits.clinician_summary(visit).medicines[0].note == "taken as hydroxyzine"
    sent = visits.complete(visit.id)
    assert visits.clinician_summary(sent).medicines[0].note == "taken as hydroxyzine"


def test_an_offer_that_was_refused_is_not_put_again(patient: Patient, visits: Visits) -> None:
    rows = {"med_list-0": "hydroxizine", "med_list_sure": "complete"}
    patient.start().skip_to(MEDICINES).answer(**rows).answer(**rows, **{"med_list-0-take": "keep"})
    assert patient.back().heading == MEDICINES
    assert "Did you mean" not in patient.text
    assert "It is kept as you wrote it" in patient.text
    assert patient.answer(**patient.filled).heading == "How it goes with your medicines"
    visit = only_visit(visits, patient)
    assert visit.state.raw["med_list"] == [{"typed": "hydroxizine", "taken_as": ""}]
    line = visits.clinician_summary(visit).medicines[0]
    assert (line.typed, line.recognized) == ("hydroxizine", False)
    assert line.note.startswith("offered, the patient kept what was typed: hydroxyzine")
    patient.back().answer(**{"med_list-0": "hydroxizin"})
    assert "Did you mean" in patient.text


def test_back_keeps_what_was_typed_and_does_not_pass_the_screen(patient: Patient, visits: Visits) -> None:
    patient.start().skip_to(MEDICINES)
    patient.answer(**{"med_list-0": "Prozac", "med_list-list": "none"}, go="back")
    assert patient.heading == "Mood and sleep"
    visit = only_visit(visits, patient)
    assert visit.state.raw["med_list"] == [{"typed": "Prozac"}]
    assert "medicines" not in visit.state.passed
    patient.answer()
    assert 'value="Prozac"' in patient.text
    patient.answer(**{"med_list-0": "Prozac"}).back().back()
    assert {"medicines", "mood-more"} <= set(only_visit(visits, patient).state.passed)


def test_back_from_the_first_screen_and_from_a_change(patient: Patient) -> None:
    assert patient.start().back().path == "/f/person"
    patient.get("/f/check")
    change = re.search(r'href="(/f/s/[^"]+check=1)"', patient.text)[1]
    assert patient.get(change).back().heading == "Check your answers"


def test_an_emergency_shows_on_back_too(patient: Patient) -> None:
    patient.start().answer(**NONE).answer(**{"list-0": "rf_bladder"}, go="back")
    assert patient.heading == SQUEEZED
    assert patient.go_on().heading == WARNING


def test_an_emergency_taken_back_shows_its_page_again_when_it_comes_back(
    patient: Patient, visits: Visits, clock
) -> None:
    patient.start().answer(**NONE).answer(**{"list-0": "rf_bladder"}).go_on().back().answer(**NONE)
    clock.forward(timedelta(minutes=6))
    patient.back().answer(**{"list-0": "rf_bladder"})
    assert patient.heading == SQUEEZED
    patient.go_on().back().answer(**{"list-0": ["rf_bladder", "rf_bowel"]})
    assert patient.heading == RECENT
    visit = only_visit(visits, patient)
    assert [page.at.minute for page in visit.state.emergencies] == [14, 20]
    (line,) = visits.clinician_summary(visit).emergencies
    assert (line.at[14:16], line.again[14:16], line.changed) == ("14", "20", False)


def test_a_lead_line_that_repeats_its_heading_is_left_out(patient: Patient) -> None:
    patient.start().skip_to("Mood and sleep").answer(sleep_trouble="most_nights")
    text = patient.get("/f/check").post("/f/send").text
    assert "Talk about at your visit" in text
    assert "Talk about this at your visit" not in text
