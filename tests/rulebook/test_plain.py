"""Answers in YAML, read by the same strict rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.errors import AnswersError
from screener.rulebook import read_plain

READ = [
    (b"faint: yes\nphq9: 0\nage: 18_24\n", {"faint": "yes", "phq9": 0, "age": "18_24"}),
    (b"med_list: []\nphq1: null\n", {"med_list": [], "phq1": None}),
    (b"med_list: [{typed: Prozac, since: a year}]\n", {"med_list": [{"typed": "Prozac", "since": "a year"}]}),
    (b"dose: 2.50\nsure: true\n", {"dose": Decimal("2.50"), "sure": True}),
    (b"- a\n- 1\n", ["a", 1]),
    (b'goal: "no: yes"\n', {"goal": "no: yes"}),
]
REFUSED = [
    (b"faint: yes\nfaint: no\n", "duplicate-key", "answers.yaml:2:1"),
    (b"med_list: &a [SECRET]\n", "anchor", "answers.yaml:1:11"),
    (b"since: 2020-01-31\n", "must-quote", "answers.yaml:1:8"),
    (b"goal: !!python/name:os.system SECRET\n", "tag", "answers.yaml:1:7"),
    (b"goal: SECRET: a\n", "syntax", "answers.yaml:1:13"),
    (b"", "empty", "answers.yaml:1:1"),
    (b"a: \xff\n", "not-utf8", "answers.yaml:1:4"),
    (b"a: b\n---\nc: d\n", "second-document", "answers.yaml:2:1"),
    (b"a: " + b"[" * 21 + b"]" * 21, "too-deep", "answers.yaml:1:23"),
]


@pytest.mark.parametrize(("raw", "value"), READ, ids=[str(row[0]) for row in READ])
def test_answers_are_read_as_plain_values(raw: bytes, value: object) -> None:
    assert read_plain(raw, "answers.yaml") == value


@pytest.mark.parametrize(("raw", "code", "place"), REFUSED, ids=[row[1] for row in REFUSED])
def test_answers_are_refused_with_a_place_and_without_the_value(raw: bytes, code: str, place: str) -> None:
    with pytest.raises(AnswersError) as refused:
        read_plain(raw, "answers.yaml")
    (problem,) = refused.value.problems
    assert (str(problem.code), str(problem.place)) == (code, place)
    assert "SECRET" not in str(problem)
    assert "2020" not in str(problem)
