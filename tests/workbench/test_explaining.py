"""Every code that `check` can print is explained, in words for an author, with an example that raises it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import screener
from screener.workbench.check import check
from screener.workbench.explaining import EXPLAINED, PARTS, explain_code, nearest_code
from screener.workbench.findings.texts import longest_sentence, reading_grade

TESTS = Path(__file__).parents[1]
SMALL = (TESTS / "rulebook" / "small.yaml").read_text("utf-8")
FIRES = "fires: [{med_list: [morphine, lorazepam]}"
SOUND = SMALL.replace(FIRES, f"{FIRES}, {{med_list: [morphine, lorazepam], pain: 8}}", 1)
"""The small rulebook with a patient whose `urgent_when` holds: `check` need not look for one each time."""
DEFECTS = yaml.safe_load((TESTS / "rulebook" / "broken.yaml").read_text("utf-8"))
EXAMPLES = yaml.safe_load((TESTS / "workbench" / "codes.yaml").read_text("utf-8"))
PLANTED = [example for example in EXAMPLES if "changes" in example or "whole" in example]
CODE = re.compile(r"[a-z]+([_-][a-z0-9]+)*")
REPORTS = frozenset({"Problem", "add", "unknown", "report", "at", "_at", "_add", "_stop"})
"""What is called to tell a problem; the code is its second or third argument."""
ELSEWHERE = frozenset({"encoding", "json", "unreadable"})
"""Codes of other commands: of files of answers, and of a rulebook that `author` can no longer open."""
TODAY = date(2026, 11, 25)


def folded(codes: Iterable[str]) -> set[str]:
    """Codes with one sort of dash."""
    return {code.replace("-", "_") for code in codes}


def codes_in(node: ast.AST) -> Iterator[str]:
    """The codes that one node of a source gives: as an argument, as a default, or in a row of three texts."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=args) if name in REPORTS:
            yield from (argument.value for argument in args[1:3] if is_code(argument))
        case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
            yield code
        case ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code))):
            yield code
        case ast.arguments(kwonlyargs=names, kw_defaults=values):
            for name, value in zip(names, values, strict=True):
                if name.arg == "code" and is_code(value):
                    yield value.value
        case ast.Yield(value=ast.Tuple(elts=[first, _, _])) | ast.Return(value=ast.Tuple(elts=[first, _, _])):
            if is_code(first):
                yield first.value


def is_code(node: object) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(CODE.fullmatch(node.value))


def codes_in_the_sources() -> set[str]:
    sources = Path(screener.__file__).parent.rglob("*.py")
    trees = [ast.parse(source.read_text("utf-8")) for source in sources]
    return {code for tree in trees for node in ast.walk(tree) for code in codes_in(node)}


def test_every_code_is_explained_and_nothing_else_is() -> None:
    found = folded(codes_in_the_sources())
    assert {"unknown_key", "syntax", "unbound_slot", "wrong_answer", "never_fires", "hard_to_read"} <= found
    assert found >= ELSEWHERE
    raised = found | folded(defect["code"] for defect in DEFECTS)
    assert folded(EXPLAINED) == raised - ELSEWHERE


def test_no_code_is_explained_twice() -> None:
    assert sum(map(len, PARTS.values())) == len(folded(EXPLAINED))


@pytest.mark.parametrize(
    ("code", "sentence"), [(code, words) for code in EXPLAINED for words in EXPLAINED[code]]
)
def test_an_explanation_is_one_plain_sentence(code: str, sentence: str) -> None:
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
    ("unknown_kee", "unknown_key"),
    ("bandgap", "band_gap"),
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
    assert [example["code"] for example in EXAMPLES] == list(EXPLAINED)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["code"] for example in EXAMPLES])
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
    return Counter(found.code for found in (*checked.problems, *checked.warnings))


@pytest.mark.parametrize("example", PLANTED, ids=[example["code"] for example in PLANTED])
def test_an_example_raises_its_code(example: dict[str, Any]) -> None:
    raw = changed(example).encode(example.get("saved_as", "utf-8"))
    code = example["code"]
    assert codes_of(raw)[code] > codes_of(SOUND.encode())[code], codes_of(raw)
