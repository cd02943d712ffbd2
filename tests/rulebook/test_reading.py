"""What the reader makes of the small rulebook and of the shipped one."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from screener.errors import RulebookError
from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    FormWord,
    Has,
    Not,
    Pair,
    Possibly,
    Selector,
    Twice,
)
from screener.model.question import Band, Checklist
from screener.model.rule import BindForm, BindTicked, Example, Page, Priority, Promise
from screener.model.rulebook import Rulebook
from screener.model.vocabulary import Vocabulary
from screener.rulebook import load, read

RULES = Path(__file__).parents[2] / "rules.yaml"

OPIOID = Selector(("opioid",), frozenset({"morphine", "kratom", "codeine", "newdrug"}))
SUBSTANCES = frozenset(
    {"morphine", "lorazepam", "fluoxetine", "kratom", "St John's wort", "codeine", "acetaminophen", "newdrug"}
)
CONDITIONS: list[tuple[str, Condition]] = [
    ("emg_thoughts", Compare("mood2", at_least=Decimal(1))),
    ("emg_numb", Any((Chosen("numb", ("yes",)), Chosen("faint", ("yes",))))),
    ("dis_signs", Chosen("effects", ("sleepy", "dizzy"))),
    (
        "dis_pair",
        Pair(
            Has("current", OPIOID),
            Has("current", Selector(("sedating", "kratom"), frozenset({"morphine", "lorazepam", "kratom"}))),
        ),
    ),
    (
        "dis_twice",
        Any(
            (
                Twice("med_list", OPIOID),
                Pair(
                    Has("med_list", OPIOID),
                    Has("everything", Selector(("St John's wort",), frozenset({"St John's wort"}))),
                ),
            )
        ),
    ),
    (
        "sys_unknown",
        Any(
            (
                Form(FormWord.UNRECOGNIZED, ("current",)),
                Form(FormWord.UNANSWERED, ("faint", "numb", "mood2", "med_list")),
                FactHolds("formal"),
                Possibly(Chosen("faint", ("yes",))),
                Form(FormWord.INCOMPLETE, ("med_list",)),
            )
        ),
    ),
]


@pytest.fixture(scope="module")
def rulebook(small: str, vocabulary: Vocabulary) -> Rulebook:
    return read(small.encode(), "rules.yaml", vocabulary)


@pytest.mark.parametrize(("rule", "condition"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_a_condition_becomes_a_tree(rulebook: Rulebook, rule: str, condition: Condition) -> None:
    assert rulebook.rules[rule].when == condition


def test_several_keys_and_several_conditions_mean_all_in_their_order(rulebook: Rulebook) -> None:
    assert rulebook.rules["dis_pair"].urgent_when == All(
        (
            Compare("pain", at_least=Decimal(7), at_most=Decimal(10)),
            Not(Chosen("age", ("under_18",))),
            Count("current", 2, Selector(("any",), SUBSTANCES)),
        )
    )


# A selector as written, and the generics that it stands for.
SELECTORS = [
    ("ssri", {"fluoxetine"}),
    ("morphine", {"morphine"}),
    ("[ssri, lorazepam]", {"fluoxetine", "lorazepam"}),
    ("sedating", {"morphine", "lorazepam"}),
    ("codeine and acetaminophen", {"codeine and acetaminophen"}),
    ("[codeine and acetaminophen, lorazepam]", {"codeine and acetaminophen", "lorazepam"}),
    ("[codeine and acetaminophen, acetaminophen]", {"acetaminophen"}),
    ("any", SUBSTANCES),
]


@pytest.mark.parametrize(("written", "generics"), SELECTORS, ids=[row[0] for row in SELECTORS])
def test_a_selector_stands_for_these_generics(
    small: str, vocabulary: Vocabulary, written: str, generics: set[str]
) -> None:
    text = small.replace("{effects: [sleepy, dizzy]}", f"{{current: {{has: {written}}}}}")
    condition = read(text.encode(), "rules.yaml", vocabulary).rules["dis_signs"].when
    assert isinstance(condition, Has)
    assert condition.selector.generics == generics


def test_states_and_the_empty_choice_are_no_options(rulebook: Rulebook) -> None:
    safe, used, sure = (rulebook.questions[id] for id in ("safe", "used", "med_list_sure"))
    assert (list(safe.options), safe.prefer_not) == (["safe", "not_safe"], "I would rather not say")
    assert (list(sure.options), sure.not_sure) == (["complete", "incomplete"], "I am not sure")
    assert (list(used.options), used.none) == (["kratom", "other"], "None")
    assert used.medicines == {"kratom": "kratom", "other": "unrecognized"}
    assert rulebook.questions["effects"].alone == ("nothing",)


def test_scales_have_steps_or_a_range(rulebook: Rulebook) -> None:
    steps, ranged = rulebook.questions["mood1"], rulebook.questions["pain"]
    assert (steps.low, steps.high, steps.steps) == (0, 2, ("Not at all", "Several days", "Nearly every day"))
    assert (ranged.low, ranged.high, ranged.anchors) == (0, 10, {0: "No pain", 10: "Worst pain"})


def test_screens_group_their_checklists(rulebook: Rulebook) -> None:
    assert rulebook.screens["signs"].items == (Checklist(("faint", "numb")),)
    assert rulebook.screens["mood"].items == ("mood1", "mood2")
    assert rulebook.screens["rest"].items[-2:] == (Checklist(("falls",), rather_not=True), "goal")
    assert rulebook.screens["safe-now"].show_when == Compare("mood2", at_least=Decimal(1))


def test_scores_facts_and_sets(rulebook: Rulebook) -> None:
    assert rulebook.scores["mean_score"].bands == (
        Band("lower", Decimal(0), Decimal("1.9")),
        Band("higher", Decimal(2), Decimal("4.7")),
    )
    assert rulebook.facts["older"].condition == Compare("mood_score", at_least=Decimal(2))
    assert rulebook.sets["current"].lists == ("med_list", "used")
    assert rulebook.questions["med_list"].complete_if == Chosen("med_list_sure", ("complete",))


def test_the_words_of_a_rule(rulebook: Rulebook) -> None:
    thoughts, numb, unknown = (rulebook.rules[id] for id in ("emg_thoughts", "emg_numb", "sys_unknown"))
    assert thoughts.priority is Priority.EMERGENCY
    assert thoughts.page == Page(
        "We are glad you told us.", "{contact:crisis}", "crisis", ("Stay with someone.",)
    )
    assert thoughts.variants[0].when == Form(FormWord.UNSURE, ("safe",))
    assert thoughts.companions["emg_numb"].heading == "Both."
    assert numb.bindings == {"list": BindTicked(("numb", "faint"))}
    assert numb.hides == ("dis_signs",)
    assert numb.regions["uk"].patient == "You ticked {list}. Go to A&E."
    assert numb.regions["uk"].clinician is None
    assert unknown.bindings == {"list": BindForm(FormWord.UNRECOGNIZED, ("current",))}
    assert (unknown.about_form, unknown.keep, unknown.print_asks) == (True, True, True)


def test_examples_change_the_first_person_unless_they_name_another(rulebook: Rulebook) -> None:
    examples = rulebook.rules["emg_thoughts"].examples
    assert examples.fires == (Example("quiet", {"mood2": 1}),)
    assert examples.silent == (Example("quiet", {}),)
    assert examples.open == (Example("quiet", {"mood2": None}, ("mood2",)),)
    assert rulebook.people["quiet"]["age"] == "25_64"


def test_invariants_promise(rulebook: Rulebook) -> None:
    assert rulebook.invariants["numb-first"].promises == (
        Promise("emg_numb", at_least=Priority.URGENT),
        Promise("dis_pair", fires=False),
    )


def test_the_hash_is_that_of_the_bytes_and_the_order_that_of_the_file(small: str, rulebook: Rulebook) -> None:
    assert rulebook.hash == hashlib.sha256(small.encode()).hexdigest()
    assert rulebook.text == small
    assert list(rulebook.topics) == ["signs", "mixing", "form"]
    assert list(rulebook.questions)[:3] == ["faint", "numb", "mood1"]
    assert "newdrug" in rulebook.vocabulary.medicines


def test_the_shipped_rulebook_is_free_of_problems() -> None:
    rulebook = load(RULES)
    assert len(rulebook.rules) == 125
    assert len(rulebook.questions) == 95
    assert len(rulebook.screens) == 17


def test_a_problem_names_the_file_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"title: a\n")
    with pytest.raises(RulebookError, match=r"mine\.yaml:1:1: the file is cut short"):
        load(path)


def test_a_file_that_cannot_be_opened_is_left_to_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "absent.yaml")
