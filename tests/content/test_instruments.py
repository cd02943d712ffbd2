"""Published instruments word for word: items, stem, answers, order and codes are frozen here."""

from __future__ import annotations

import pytest

from screener.model.rulebook import Rulebook

STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
ANSWERS = ("Not at all", "Several days", "More than half the days", "Nearly every day")

ITEMS = [
    ("gad1", "Feeling nervous, anxious or on edge", "69725-0"),
    ("gad2", "Not being able to stop or control worrying", "68509-9"),
    ("phq1", "Little interest or pleasure in doing things", "44250-9"),
    ("phq2", "Feeling down, depressed, or hopeless", "44255-8"),
    ("phq3", "Trouble falling or staying asleep, or sleeping too much", "44259-0"),
    ("phq4", "Feeling tired or having little energy", "44254-1"),
    ("phq5", "Poor appetite or overeating", "44251-7"),
    (
        "phq6",
        "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
        "44258-2",
    ),
    (
        "phq7",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "44252-5",
    ),
    (
        "phq8",
        "Moving or speaking so slowly that other people could have noticed? "
        "Or the opposite - being so fidgety or restless "
        "that you have been moving around a lot more than usual",
        "44253-3",
    ),
    ("phq9", "Thoughts that you would be better off dead, or of hurting yourself in some way", "44260-8"),
]
PEG = [
    (
        "peg_pain",
        "What number best describes your pain on average in the past week?",
        {0: "No pain", 10: "Pain as bad as you can imagine"},
        "75893-8",
    ),
    (
        "peg_enjoyment",
        "What number best describes how, during the past week, "
        "pain has interfered with your enjoyment of life?",
        {0: "Does not interfere", 10: "Completely interferes"},
        "91145-3",
    ),
    (
        "peg_activity",
        "What number best describes how, during the past week, "
        "pain has interfered with your general activity?",
        {0: "Does not interfere", 10: "Completely interferes"},
        "91146-1",
    ),
]


@pytest.mark.parametrize(("id", "words", "loinc"), ITEMS)
def test_each_item_of_phq_and_gad_is_verbatim(rulebook: Rulebook, id: str, words: str, loinc: str) -> None:
    question = rulebook.questions[id]
    assert question.ask == words
    assert question.steps == ANSWERS
    assert (question.low, question.high) == (0, 3)
    assert question.loinc == loinc
    assert question.hint == ""


@pytest.mark.parametrize(("id", "words", "anchors", "loinc"), PEG)
def test_each_item_of_peg_is_verbatim(
    rulebook: Rulebook, id: str, words: str, anchors: dict[int, str], loinc: str
) -> None:
    question = rulebook.questions[id]
    assert question.ask == words
    assert dict(question.anchors) == anchors
    assert (question.low, question.high) == (0, 10)
    assert question.loinc == loinc


@pytest.mark.parametrize(
    ("screen", "instrument", "questions"),
    [
        ("mood-1", "phq", ("gad1", "gad2", "phq1", "phq2")),
        ("mood-2", "phq", ("phq3", "phq4", "phq5", "phq6", "phq7", "phq8", "phq9")),
        ("pain-week", "peg", ("peg_pain", "peg_enjoyment", "peg_activity")),
    ],
)
def test_the_order_of_the_instrument_is_never_broken(
    rulebook: Rulebook, screen: str, instrument: str, questions: tuple[str, ...]
) -> None:
    shown = rulebook.screens[screen]
    assert (shown.items, shown.instrument, shown.layout) == (questions, instrument, "grid")


def test_mood_two_follows_mood_one_directly(rulebook: Rulebook) -> None:
    order = list(rulebook.screens)
    assert order.index("mood-2") == order.index("mood-1") + 1


def test_the_stem_stands_over_both_parts_with_its_credit(rulebook: Rulebook) -> None:
    assert rulebook.instruments["phq"].stem == STEM
    assert "Spitzer" in rulebook.instruments["phq"].credit
    assert "Krebs" in rulebook.instruments["peg"].credit
    assert rulebook.instruments["phq"].below.startswith("You may skip any question.")


def test_how_difficult_is_verbatim_and_not_scored(rulebook: Rulebook) -> None:
    question = rulebook.questions["phq_difficulty"]
    assert question.ask == (
        "If you checked off any problems, how difficult have these problems made it "
        "for you to do your work, take care of things at home, or get along with other people?"
    )
    assert list(question.options.values()) == [
        "Not difficult at all",
        "Somewhat difficult",
        "Very difficult",
        "Extremely difficult",
    ]
    assert not [score.id for score in rulebook.scores.values() if "phq_difficulty" in score.items]


@pytest.mark.parametrize(
    ("score", "items", "bands", "loinc"),
    [
        ("phq2_score", ["phq1", "phq2"], [("low", 0, 2), ("raised", 3, 6)], "55758-7"),
        (
            "phq9_score",
            [f"phq{number}" for number in range(1, 10)],
            [
                ("minimal", 0, 4),
                ("mild", 5, 9),
                ("moderate", 10, 14),
                ("moderately severe", 15, 19),
                ("severe", 20, 27),
            ],
            "44261-6",
        ),
        ("gad2_score", ["gad1", "gad2"], [("low", 0, 2), ("raised", 3, 6)], ""),
    ],
)
def test_the_published_bands_are_kept(
    rulebook: Rulebook, score: str, items: list[str], bands: list[tuple[str, int, int]], loinc: str
) -> None:
    found = rulebook.scores[score]
    assert list(found.items) == items
    assert not found.mean
    assert [(band.name, band.low, band.high) for band in found.bands] == bands
    assert found.loinc == loinc


def test_peg_is_the_mean_to_one_place(rulebook: Rulebook) -> None:
    found = rulebook.scores["peg_score"]
    assert (found.mean, found.places, found.loinc) == (True, 1, "91147-9")


def test_copyrighted_instruments_are_not_shipped(rulebook: Rulebook) -> None:
    names = [
        "STarT",
        "C-SSRS",
        "Oswestry",
        "Epworth",
        "STOP-Bang",
        "painDETECT",
        "S-LANSS",
        "DN4",
        "HADS",
        "PROMIS",
    ]
    asked = " ".join(question.ask + question.label for question in rulebook.questions.values())
    assert not [name for name in names if name in asked]
