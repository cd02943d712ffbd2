"""Faults of the YAML itself, in the words of both parsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from screener.errors import Problem
from screener.rulebook.yaml import nodes

ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]

FAULTS = (
    ("title: a: b\n", 1, "a second colon", "in quotes"),
    ("title: @a\n", 1, "cannot begin with this character", "in quotes"),
    ("a:\n\tb: c\n", 2, "a tab", "spaces"),
    ('title: "a\n', 1, "a quotation mark opens here and is never closed", "close it"),
    ('title: "He said "no" to me"\n', 1, "a quotation mark ends a text here", "single ones"),
    ("a: [b, c\n", 2, "a bracket is not closed", "close the bracket"),
    ("a: {b: c\nd: e\n", 2, "a bracket is not closed", "close the bracket"),
    ("a: b\nlonely\n", 2, "without its colon", "`key: value`"),
    ("a:\n    b: c\n  d: e\n", 3, "does not stand under the lines", "the same column"),
    ('title: "a\\qb"\n', 1, "a backslash", "single quotes"),
    ('title: "\\U99999999"\n', 1, "a backslash", "single quotes"),
    ("title: & a\n", 1, "begin no text", "in quotes"),
    ("title: > a\n", 1, "begin no text", "in quotes"),
)


@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER], ids=["python parser", "fast parser"])
@pytest.mark.parametrize(("text", "line", "what", "mend"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_of_the_yaml_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch,
    problems_of: ProblemsOf,
    loader: type,
    text: str,
    line: int,
    what: str,
    mend: str,
) -> None:
    monkeypatch.setattr(nodes, "LOADER", loader)
    (problem,) = problems_of(text + "end: true\n")
    assert str(problem.code) == "syntax"
    assert problem.place.line == line  # type: ignore[union-attr]
    assert what in problem.what
    assert mend in problem.mend
