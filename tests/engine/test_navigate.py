"""The way through conditions: what every kind names, and its rows of meaning and of words."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest

from screener.engine.explain import JOINED
from screener.engine.logic import WALK
from screener.engine.reasons import REASONS
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
    Joined,
    Leaf,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.navigate import (
    leaves_of,
    lists_of,
    names_of,
    questions_of,
    resolved,
    subjects_of,
    with_members,
)
from screener.workbench.cases.cases import KINDS
from screener.workbench.english import TELL
from tests.engine.small import book, has, many, medicines, scale, score, selector, yes_no

FAINT = Chosen("faint", ("yes",))
LOW = Compare("total", at_most=Decimal(2))
SURE = Chosen("sure", ("yes",))
BOOK = book(
    [yes_no("faint"), yes_no("sure"), scale("sad", 0, 3), scale("tired", 0, 3)],
    [medicines("now", complete_if=SURE), medicines("past"), many("drugs", "cannabis")],
    scores=[score("total", "sad", "tired")],
    sets={"all": ("current", "past"), "current": ("now", "drugs")},
    facts={"unwell": Any((FAINT, LOW))},
    show={"s2": FAINT},
)
PAIR = Pair(has("now", "ssri"), has("past", "maoi"))


@pytest.mark.parametrize(
    ("condition", "subjects", "questions", "names"),
    [
        (FAINT, "faint", "faint", "faint"),
        (LOW, "total", "sad tired", "total sad tired"),
        (Compare("sad", at_least=Decimal(1)), "sad", "sad", "sad"),
        (FactHolds("unwell"), "faint total", "faint sad tired", "unwell faint total sad tired"),
        (has("past", "ssri"), "past", "past", "past"),
        (has("now", "ssri"), "now", "now sure", "now"),
        (
            Count("all", 2, selector("ssri")),
            "now drugs past",
            "now sure drugs past",
            "all current now drugs past",
        ),
        (Twice("current", selector("any")), "now drugs", "now sure drugs", "current now drugs"),
        (PAIR, "now past", "now sure past", "now past"),
        (Form(FormWord.UNSURE, ("now", "faint")), "now faint", "now faint", "now faint"),
        (Form(FormWord.INCOMPLETE, ("now",)), "now", "now sure", "now"),
        (Not(Possibly(All((LOW, FAINT, LOW)))), "total faint", "sad tired faint", "total sad tired faint"),
        (All(()), "", "", ""),
    ],
)
def test_what_a_condition_looks_at(condition: Condition, subjects: str, questions: str, names: str) -> None:
    assert subjects_of(BOOK, condition) == tuple(subjects.split())
    assert questions_of(BOOK, condition) == tuple(questions.split())
    assert list(dict.fromkeys(names_of(BOOK, condition))) == names.split()


def test_facts_are_opened_wherever_they_stand() -> None:
    condition = Not(All((FactHolds("unwell"), PAIR)))
    assert list(leaves_of(BOOK, condition)) == [FAINT, LOW, PAIR]
    assert resolved(BOOK, condition) == Not(All((Any((FAINT, LOW)), PAIR)))


def test_a_set_is_made_of_each_list_once() -> None:
    assert lists_of(BOOK, "all") == ("now", "drugs", "past")
    assert lists_of(BOOK, "past") == ("past",)


@pytest.mark.parametrize("condition", [All((FAINT, LOW)), Any((FAINT, LOW)), Not(LOW), Possibly(FAINT)])
def test_a_condition_is_made_again_from_its_members(condition: Joined) -> None:
    assert with_members(condition, condition.members) == condition


def test_the_way_to_a_question_is_known_to_the_rulebook() -> None:
    assert BOOK.screen_of["past"].id == "s2"
    assert BOOK.gates_of["past"] == (FAINT,)
    assert BOOK.gates_of["faint"] == ()
    assert list(BOOK.place_of) == list(BOOK.questions)


def test_every_kind_of_condition_has_its_rows() -> None:
    assert set(WALK) == set(REASONS) == set(TELL) == set(get_args(Condition))
    assert set(JOINED) == set(KINDS) == set(get_args(Joined))
    assert all(hasattr(kind, "looks_at") for kind in get_args(Leaf))
