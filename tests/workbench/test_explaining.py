"""Every code that `check` can print is explained, in words for an author, with an example that raises it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import screener
from screener import codes
from screener.codes import PARTS, Code
from screener.workbench.check import check, explain_code, nearest_code
from screener.workbench.findings.texts import longest_sentence, reading_grade

TESTS = Path(__file__).parents[1]
SMALL = (TESTS / "rulebook" / "small.yaml").read_text("utf-8")
FIRES = "fires: [{med_list: [morphine, lorazepam]}"
SOUND = SMALL.replace(FIRES, f"{FIRES}, {{med_list: [morphine, lorazepam], pain: 8}}", 1)
"""The small rulebook with a patient whose `urgent_when` holds: `check` need not look for one each time."""
DEFECTS = yaml.safe_load((TESTS / "rulebook" / "broken.yaml").read_text("utf-8"))
EXAMPLES = yaml.safe_load((TESTS / "workbench" / "codes.yaml").read_text("utf-8"))
HERE = [example for example in EXAMPLES if "elsewhere" not in example]
PLANTED = [example for example in HERE if "changes" in example or "whole" in example]
SENTENCES = [(code, sentence) for code in Code for sentence in (code.means, code.mend)]
TODAY = date(2026, 11, 25)


def codes_in_the_sources() -> set[str]:
    """The names of all codes that some module but the table itself gives to a problem."""
    folder = Path(screener.__file__).parent
    trees = [
        ast.parse(source.read_text("utf-8"))
        for source in folder.rglob("*.py")
        if source != Path(codes.__file__)
    ]
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code"
        if node.attr != "__members__"
    }


def test_every_code_is_given_to_some_problem() -> None:
    assert codes_in_the_sources() == set(Code.__members__)


def test_every_code_of_a_broken_file_is_known() -> None:
    assert {defect["code"] for defect in DEFECTS} <= set(map(str, Code))


def test_each_heading_of_the_guide_begins_with_a_code_of_its_own() -> None:
    firsts = list(PARTS.values())
    assert firsts[0] is next(iter(Code))
    assert firsts == [code for code in Code if code in firsts]


@pytest.mark.parametrize(("code", "sentence"), SENTENCES, ids=str)
def test_an_explanation_is_one_plain_sentence(code: Code, sentence: str) -> None:
    spoken = re.sub(r"`[^`]*`", "it", sentence)
    assert re.fullmatch(r"[A-Z“][^.?!]*\.", spoken.replace("on your own; ask first.”", "”")), sentence
    assert longest_sentence(spoken) <= 25
    assert reading_grade(spoken) <= 10


KNOWN = [
    # code as typed, words of its explanation
    ("never-fires", "No patient can have answers"),
    ("never_fires", "No patient can have answers"),
    ("unknown_key", "correct its spelling"),
    ("unknown-key", "correct its spelling"),
    ("wrong_answer", "its question cannot have"),
]


@pytest.mark.parametrize(("code", "words"), KNOWN)
def test_a_code_is_looked_up_with_either_dash(code: str, words: str) -> None:
    explained = explain_code(code)
    assert explained is not None
    assert words.lower() in explained.lower()


NEAR = [
    ("never-fire", "never-fires"),
    ("unknown_kee", "unknown-key"),
    ("bandgap", "band-gap"),
    ("0815", None),
]


@pytest.mark.parametrize(("typed", "nearest"), NEAR)
def test_an_unknown_code_is_not_explained_but_the_nearest_is_named(typed: str, nearest: str | None) -> None:
    assert explain_code(typed) is None
    assert nearest_code(typed) == nearest


def changed(example: dict[str, Any]) -> str:
    """The small rulebook with the changes of an example."""
    text: str = example.get("whole", SOUND)
    for old, new in example.get("changes", {}).items():
        assert old in text, old
        text = text.replace(old, new * example.get("times", 1), 1)
    return text


def stands_in(example: dict[str, Any], text: str) -> bool:
    """Whether all pieces of an example stand in the text."""
    return all(piece in text for piece in re.split(r" … | ?…$", example["example"]))


def broken_so(code: str) -> list[str]:
    """The texts of the files that are broken in the way that the code means."""
    cases = [defect for defect in DEFECTS if defect["code"] == code]
    return [SMALL.replace(case["change"], case["to"].replace("▸", ""), 1) for case in cases]


def test_every_code_has_one_example() -> None:
    assert [example["code"] for example in EXAMPLES] == list(map(str, Code))


@pytest.mark.parametrize("example", HERE, ids=[example["code"] for example in HERE])
def test_an_example_stands_in_a_file_that_is_broken_so(example: dict[str, Any]) -> None:
    files = [changed(example)] if example in PLANTED else broken_so(example["code"])
    assert files
    if "example" in example:
        assert any(stands_in(example, text) for text in files)
        assert not stands_in(example, SOUND)


@cache
def codes_of(raw: bytes) -> Counter[str]:
    """The codes that `check` prints for a file, and how often."""
    checked = check(raw, "rules.yaml", today=TODAY)
    return Counter(str(found.code) for found in (*checked.problems, *checked.warnings))


@pytest.mark.parametrize("example", PLANTED, ids=[example["code"] for example in PLANTED])
def test_an_example_raises_its_code(example: dict[str, Any]) -> None:
    raw = changed(example).encode(example.get("saved_as", "utf-8"))
    code = example["code"]
    assert codes_of(raw)[code] > codes_of(SOUND.encode())[code], codes_of(raw)
