"""One broken rulebook per defect, told in broken.yaml; and many defects told at once."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import reduce
from operator import getitem
from pathlib import Path
from random import Random

import pytest
import yaml

from screener.errors import Place, Problem
from tests.test_plain_words import PYTHON

MARK = "▸"
NOT_PLAIN = ("NoneType", "scalar", "mapping", "sequence", "dict", "Decimal", "Traceback")
CASES = yaml.safe_load((Path(__file__).parent / "broken.yaml").read_text(encoding="utf-8"))
ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]


def marked_place(text: str) -> Place:
    before = text.partition(MARK)[0]
    return Place("rules.yaml", before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)


def test_the_small_rulebook_itself_is_free_of_problems(small: str, problems_of: ProblemsOf) -> None:
    assert problems_of(small) == ()


def test_a_rule_may_hide_one_of_another_topic(small: str, problems_of: ProblemsOf) -> None:
    assert "hides: [dis_signs]" in small
    assert problems_of(small.replace("hides: [dis_signs]", "hides: [dis_signs, dis_pair]")) == ()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['code']}: {case['to'][:60]}" for case in CASES])
def test_a_defect_is_told_with_place_and_mend(
    small: str, problems_of: ProblemsOf, case: dict[str, str]
) -> None:
    assert case["change"] in small
    text = small.replace(case["change"], case["to"], 1)
    problems = problems_of(text.replace(MARK, ""))
    assert [str(problem.code) for problem in problems] == [case["code"]], "\n".join(map(str, problems))
    assert case["what"] in problems[0].what
    assert case["mend"] in problems[0].mend
    assert not [word for word in NOT_PLAIN if word in str(problems[0])]
    if MARK in text:
        assert problems[0].place == marked_place(text)


PLANTED = (
    ("year: 2020", "year: two thousand"),
    ("layout: grid", "layout: gird"),
    ("{older: true}", "{oldr: true}"),
    ("raised: [2, 4]", "raised: [3, 4]"),
    ("[sedating, kratom]", "[sedativ, kratom]"),
)


def test_all_problems_come_in_one_pass_in_the_order_of_the_file(small: str, problems_of: ProblemsOf) -> None:
    text = small
    for old, new in PLANTED:
        assert old in text
        text = text.replace(old, new, 1)
    problems = problems_of(text)
    assert [str(problem.code) for problem in problems] == [
        "wrong-kind",
        "unknown-word",
        "unknown-question",
        "band-gap",
        "unknown-tag",
    ]
    assert [problem.place for problem in problems] == sorted(problem.place for problem in problems)


def test_a_problem_reads_as_one_line(small: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(small.replace("type: text", "type: txt"))
    assert str(problem) == (
        "rules.yaml:47:51: `type` cannot be `txt`; did you mean `text`? Allowed: `yes_no`, `one`, `many`, "
        "`scale`, `text`, `medicines`"
    )


WRONG = (None, True, 5, 2.5, [], {}, [None], {"x": None}, "2026-01-01", "word")


def places(tree: object) -> Iterator[list]:
    """The way to every part of a tree of lists and mappings."""
    yield []
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in inside:
        yield from ([key, *rest] for rest in places(part))


def test_whatever_stands_where_something_else_is_meant_is_told_plainly(
    small: str, problems_of: ProblemsOf
) -> None:
    tree = {"all": yaml.safe_load(small)}
    every = [(way, wrong) for way in places(tree) if way for wrong in WRONG]
    told = set()
    for way, wrong in Random(22).sample(every, 200):
        broken = copy.deepcopy(tree)
        inside = reduce(getitem, way[:-1], broken)
        inside[way[-1]] = wrong
        text = yaml.safe_dump(broken["all"], allow_unicode=True, sort_keys=False)
        told |= {f"{one.what}; {one.mend}" for one in problems_of(text)}
    assert len(told) > 50
    assert not {message for message in told if PYTHON.search(message)}
