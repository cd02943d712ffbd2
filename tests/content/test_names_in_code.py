"""The program names nothing of `rules.yaml`: what it must know by meaning, a rulebook names under `roles`."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

import screener
from screener.answers import STATE_WORDS
from screener.model.rulebook import Rulebook
from screener.rulebook.language.containers import BlockOf, ByForm, ListOf, MapOf
from screener.rulebook.language.keys import TABLE
from screener.rulebook.language.kinds import Kind, OneOfWords

CODE = Path(screener.__file__).parent
DEFAULTS = "defaults.py"
"""The one file that names what stored rulebooks of earlier versions do not say."""
WORD = re.compile(r"\w+")

EVERYDAY = {
    ("rulebook/yaml/problems.py", "nothing"): "an option; a problem says of an empty place what stands there",
    ("medicines/words.py", "same"): "an option; a medicine that is also an everyday word",
}
"""Everyday words that some option has for its id, and what they say where they stand."""


@pytest.fixture(scope="module")
def ids(rulebook: Rulebook) -> frozenset[str]:
    """Every name whose meaning only the content knows, without the words of the language itself."""
    found = {
        *rulebook.questions,
        *rulebook.scores,
        *rulebook.facts,
        *rulebook.sets,
        *rulebook.screens,
        *rulebook.rules,
        *(option for question in rulebook.questions.values() for option in question.options),
        *(tag for medicine in rulebook.vocabulary.medicines.values() for tag in medicine.tags),
    }
    words = {word for key in TABLE for word in (key.name, key.place, *allowed(key.kind))}
    return frozenset(found - words - STATE_WORDS.keys())


def allowed(kind: Kind | None) -> Iterator[str]:
    """The fixed words that can stand where this kind does."""
    match kind:
        case OneOfWords(allowed=words):
            yield from words
        case ListOf(item=inner) | BlockOf(others=inner):
            yield from allowed(inner)
        case MapOf(key=key, value=value):
            yield from (*allowed(key), *allowed(value))
        case ByForm(word=word, list=list, block=block):
            yield from (*allowed(word), *allowed(list), *allowed(block))


def strings(source: str) -> Iterator[str]:
    """Every string constant, parts of f-strings too; strings that stand alone are docstrings."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def named(source: str, ids: Collection[str]) -> set[str]:
    """The ids that are string constants, and those with an underscore that stand inside one."""
    found = set()
    for string in strings(source):
        found |= {string, *(word for word in WORD.findall(string) if "_" in word)}.intersection(ids)
    return found


def test_the_code_names_nothing_of_the_content(ids: frozenset[str]) -> None:
    found = {
        (file.relative_to(CODE).as_posix(), id)
        for file in sorted(CODE.rglob("*.py"))
        for id in named(file.read_text(encoding="utf-8"), ids)
    }
    assert {row for row in found if row[0] != DEFAULTS} == set(EVERYDAY)


PLANTED = (
    ('LIST = "med_list"', {"med_list"}),
    ('screen == "mood-safe"', {"mood-safe"}),
    ('answers.get("widespread")', {"widespread"}),
    ('ASKED = {"age_band": "65_74", **more}', {"age_band", "65_74"}),
    ('match rule:\n    case "emg_stroke" | "dis_bp":\n        pass', {"emg_stroke", "dis_bp"}),
    ('MEND = "Write `list: {current_medicines: opioid}`."', {"current_medicines"}),
    ('f"{person}: phq9_score is {number}"', {"phq9_score"}),
    ('words = f"{a} and qt_known"', {"qt_known"}),
    ('WORDS = "all over, or widespread"', set()),
    ('KEYS = ("show_when", "allergies", "medicines")', set()),
    ('STATES = ("not_sure", "prefer_not", "yes")', set()),
    ('"""Reads med_list."""\nsize = 1\n"""As many as med_list has."""', set()),
    ("def read():\n    '''Reads med_list.'''\n    return med_list  # not age_band", set()),
    ('LONGER = "med_listed"', set()),
)


@pytest.mark.parametrize(("source", "found"), PLANTED)
def test_a_planted_name_is_found(source: str, found: set[str], ids: frozenset[str]) -> None:
    assert named(source, ids) == found
