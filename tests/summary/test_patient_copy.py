"""The patient's copy: five pieces of information, no score, own words, what was left open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from screener.model.rulebook import Rulebook
from screener.web.patient.result import without_mood
from tests.content.telling import Told, changed, tell, words_in

MOST = 5
INSTRUMENT = re.compile(r"\b(PHQ|GAD|PEG)\b|moderately severe|\bminimal\b|\bsevere band\b|\braised\b")
KEEN = {"ad_view": "keen", "med_list": ["sertraline"], "pain_neuro": ["burning"], "work_testing": "yes"}


def information(told: Told) -> list[str]:
    return [p.rule for group in told.patient.groups if group.priority == "information" for p in group.points]


def spoken(told: Told) -> Iterator[str]:
    """What the copy says, less the titles of its sources."""
    points = [point for group in told.patient.groups for point in group.points] + list(told.patient.more)
    yield from words_in(told.patient.emergency)
    yield from words_in([group.lead for group in told.patient.groups])
    yield from words_in([(point.text, point.because) for point in points])


def test_information_beyond_five_is_behind_more(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, KEEN))
    assert len(information(told)) == MOST
    assert len(told.patient.more) > 0
    assert not set(information(told)) & {point.rule for point in told.patient.more}


def test_no_one_reads_more_than_five_pieces_of_information_at_first(everyone: dict[str, Told]) -> None:
    for name, told in everyone.items():
        assert len(information(told)) <= MOST, name
        assert not told.patient.more or len(information(told)) == MOST, name


def test_what_the_rulebook_keeps_stays_among_the_first_five_in_the_files_order(
    rulebook: Rulebook, everyone: dict[str, Told]
) -> None:
    order = list(rulebook.rules)
    kept = [rule.id for rule in rulebook.rules.values() if rule.keep]
    assert kept == ["info_do_not_stop"]
    late = tell(rulebook, changed(rulebook, KEEN))
    assert information(late)[-1] == "info_do_not_stop"
    for name, told in everyone.items():
        assert "info_do_not_stop" not in [point.rule for point in told.patient.more], name
        assert information(told) == sorted(information(told), key=order.index), name


def test_the_patient_reads_no_score_and_no_band(everyone: dict[str, Told]) -> None:
    for name, told in everyone.items():
        groups = [point for group in told.patient.groups for point in group.points]
        for point in (*groups, *told.patient.more):
            for words in (point.text, *point.because):
                assert not INSTRUMENT.search(words), f"{name}: {words}"


@pytest.mark.parametrize(
    ("person", "rule", "because"),
    [
        ("in_crisis", "emg_suicidal_thoughts", ("the part “Mood”",)),
        ("in_crisis", "urg_phq9_severe", ("the part “Mood”",)),
        ("low_mood", "dis_peg_high", ("the part “Pain”",)),
        ("truck_driver", "dis_bleed_nsaid", ("duloxetine and ibuprofen",)),
        ("older_person", "dis_sleep", ("“How often does pain or worry spoil your sleep?”: Most nights",)),
        (
            "older_person",
            "dis_multi_sedative",
            (
                "oxycodone, gabapentin, amitriptyline and lorazepam",
                "“A fall in the last year”: yes",
                "“How old are you?”: 75 or over",
                "“In the last 4 weeks I started a medicine or the amount changed”: yes",
            ),
        ),
    ],
)
def test_each_point_says_which_answers_caused_it(
    rulebook: Rulebook, everyone: dict[str, Told], person: str, rule: str, because: tuple[str, ...]
) -> None:
    told = everyone[person].patient
    point = next(p for group in told.groups for p in group.points if p.rule == rule)
    assert point.because == because
    titles = [rulebook.sources[key] for key in rulebook.rules[rule].sources]
    assert point.sources == tuple(f"{source.title}, {source.year}" for source in titles)


@pytest.mark.parametrize(
    ("changes", "mood"),
    [
        ({"phq9": 1}, {"emg_suicidal_thoughts": True}),
        ({"phq9": 1, "med_list": ["amitriptyline"]}, {"urg_means_access": True, "info_do_not_stop": False}),
        ({"phq1": 2, "phq2": 1}, {"dis_phq2_positive": True}),
        ({"gad1": 2, "gad2": 1}, {"dis_gad2_positive": True, "info_pain_mood_link": True}),
        ({"mood_high_ever": "yes"}, {"dis_bipolar": True}),
        ({"phq9": None}, {"sys_suicide_not_answered": True}),
        (
            {"peg_pain": 9, "peg_enjoyment": 9, "peg_activity": 9, "sleep_trouble": "most_nights"},
            {"dis_peg_high": False, "dis_sleep": False, "info_nondrug": False},
        ),
    ],
)
def test_points_that_rest_on_the_mood_part_are_marked(
    rulebook: Rulebook, changes: dict[str, object], mood: dict[str, bool]
) -> None:
    told = tell(rulebook, changed(rulebook, changes)).patient
    points = [point for group in told.groups for point in group.points] + list(told.more)
    marks = {point.rule: point.mood for point in points if point.rule in mood}
    assert marks == mood


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (
            "Can I dance at the wedding?",
            (
                (
                    "What matters most to you at this visit? What do you want to ask?",
                    "Can I dance at the wedding?",
                ),
            ),
        ),
        (
            "<b>5 & 6</b> {list}",
            (("What matters most to you at this visit? What do you want to ask?", "<b>5 & 6</b> {list}"),),
        ),
        ("   ", ()),
        (None, ()),
        ("not_sure", ()),
    ],
)
def test_own_words_are_printed_as_written_on_both(
    rulebook: Rulebook, goal: str | None, words: tuple[tuple[str, str], ...]
) -> None:
    told = tell(rulebook, changed(rulebook, {"visit_goal": goal}))
    assert told.patient.own_words == words
    assert told.clinician.own_words == words


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, ()),
        ({"rf_cancer": None}, ("Cancer at any time",)),
        ({"rf_cancer": "prefer_not", "cond_memory": "not_sure"}, ("And any of these?",)),
        ({"cond_smoking": None}, ()),
        (
            {"sym_stroke": None, "rf_cancer": None},
            (
                "Face drooping on one side, a weak arm, or slurred speech, even if it went away",
                "Cancer at any time",
            ),
        ),
        ({"sym_stroke": None, "sym_eye": "not_sure"}, ("Is any of this happening now, or in the last day?",)),
        (
            {"phq1": None, "phq2": None, "phq9": None},
            (
                "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
                "Thoughts that you would be better off dead, or of hurting yourself in some way",
            ),
        ),
    ],
)
def test_what_was_left_open_is_a_line_a_question_or_a_line_a_screen(
    rulebook: Rulebook, changes: dict[str, object], lines: tuple[str, ...]
) -> None:
    told = tell(rulebook, changed(rulebook, changes)).patient
    assert tuple(line.words for line in told.ask) == lines


STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"


@pytest.mark.parametrize(
    ("changes", "mood", "others"),
    [
        ({"phq9": 1, "sui_safe_now": None}, ["Are you safe right now?"], []),
        ({"gad1": None, "gad2": None}, [STEM], []),
        ({"rf_cancer": None}, [], ["Cancer at any time"]),
        ({"gad1": None, "gad2": None, "rf_cancer": None}, [STEM], ["Cancer at any time"]),
    ],
)
def test_what_was_left_open_in_the_mood_part_is_left_out_with_it(
    rulebook: Rulebook, changes: dict[str, object], mood: list[str], others: list[str]
) -> None:
    told = tell(rulebook, changed(rulebook, changes)).patient
    assert [line.words for line in told.ask if line.mood] == mood
    assert [line.words for line in without_mood(told).ask] == others


@pytest.mark.parametrize("state", [None, "not_sure", "prefer_not"])
def test_the_print_without_the_mood_part_holds_no_word_of_its_questions(
    rulebook: Rulebook, state: str | None
) -> None:
    mood = [question for question in rulebook.questions.values() if question.mood]
    asked = [question.id for question in mood if not question.show_when]
    told = tell(rulebook, changed(rulebook, {**dict.fromkeys(asked, state), "rf_cancer": state})).patient
    kept = "\n".join(words_in(without_mood(told)))
    assert "Cancer at any time" in kept
    titles = {screen.title for screen in rulebook.screens.values() if set(screen.questions) & set(asked)}
    assert not [words for words in (*titles, *(question.ask for question in mood)) if words in kept]
    assert "mood" not in kept.lower()


@pytest.mark.parametrize(
    ("changes", "rule", "mood"),
    [
        ({"rf_cancer": None}, "sys_not_answered", False),
        ({"mood_high_ever": None}, "sys_not_answered", True),
        ({"mood_high_ever": None, "rf_cancer": None}, "sys_not_answered", False),
        ({"rf_cancer": "not_sure"}, "sys_not_sure", False),
        ({"mood_high_ever": "not_sure"}, "sys_not_sure", True),
    ],
)
def test_that_something_was_left_open_is_said_once_without_its_questions(
    rulebook: Rulebook, changes: dict[str, object], rule: str, *, mood: bool
) -> None:
    told = tell(rulebook, changed(rulebook, changes)).patient
    point = next(point for group in told.groups for point in group.points if point.rule == rule)
    assert (point.because, point.mood) == ((), mood)
    assert not [id for id in changes if rulebook.questions[id].ask in point.text]


def test_the_uk_copy_has_uk_words_and_numbers_only(rulebook: Rulebook) -> None:
    raw = changed(
        rulebook, {"sym_stroke": "yes", "sym_extra_dose": "yes", "rf_bladder": "yes"}, person="in_crisis"
    )
    uk, us = tell(rulebook, raw, region="uk"), tell(rulebook, raw, region="us")
    uk_words, us_words = ("\n".join(spoken(told)) for told in (uk, us))
    assert "999" in uk_words
    assert "Samaritans 116 123" in uk_words
    assert "A&E" in uk_words
    assert not re.search(r"\b911\b|\b988\b|1-800|emergency room", uk_words)
    assert not re.search(r"\b999\b|\b111\b|116 123|A&E", us_words)
    assert "1-800" not in "\n".join(words_in(uk.patient))
    assert uk.patient_rules == us.patient_rules


def test_the_clinics_own_name_stands_in_the_lead_of_urgent_points(everyone: dict[str, Told]) -> None:
    leads = {group.priority: group.lead for group in everyone["older_person"].patient.groups}
    assert "Call your clinic or your pharmacist today" in leads["urgent"]
