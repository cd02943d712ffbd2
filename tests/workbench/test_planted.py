"""Forty mistakes of authors, each in a file of its own: what `check` says of it, where, and on whom."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import yaml

from screener.answers import parse
from screener.cli import main
from screener.engine import judge, see
from screener.model.evaluation import Verdict
from screener.rulebook import load, read_plain

TESTS = Path(__file__).parents[1]
SMALL = (TESTS / "rulebook" / "small.yaml").read_text("utf-8")
READ = yaml.safe_load((TESTS / "workbench" / "planted.yaml").read_text("utf-8"))
PLANTED: list[dict[str, Any]] = READ["planted"]
FOUND = [entry for entry in PLANTED if entry.get("found", True)]
BETWEEN = ("cross_rule", "missing_answer")

RULE = """  - id: {id}
    topic: {topic}
    priority: {priority}
    when: {when}
    {more}headline: {headline}
    patient: "{patient}"
    clinician: C
    sources: [BOOK]
    strength: weak
    examples: {{fires: [{fires}], silent: [{silent}], open: [{open}]}}
"""
USUAL = {
    "priority": "discuss",
    "headline": "H",
    "patient": "Ask about it.",
    "fires": "{pain: 9}",
    "silent": "{}",
    "open": "{pain: null}",
    "more": "",
}


def changed(text: str, changes: dict[str, str]) -> str:
    """A text with each of these texts, which stand in it once, replaced."""
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


BASE = changed(SMALL, READ["base"])


def text_of(entry: dict[str, Any]) -> str:
    """The file in which the author made this mistake."""
    rules = [RULE.format(**{**USUAL, **rule}) for rule in entry.get("rules", ())]
    return changed(BASE, {"\ninvariants:": "".join([*rules, "\ninvariants:"]), **entry.get("change", {})})


def checked(capsys: pytest.CaptureFixture[str], folder: Path, text: str) -> list[dict[str, Any]]:
    """The problems and warnings that the command prints of a file with this text."""
    file = folder / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    code = main(["check", "--format", "json", str(file)])
    printed = json.loads(capsys.readouterr().out)
    assert code == (1 if printed["problems"] else 0)
    findings: list[dict[str, Any]] = printed["problems"] + printed["warnings"]
    assert {finding["file"] for finding in findings} <= {str(file)}
    return findings


def line_of(text: str, words: str) -> int:
    assert text.count(words) == 1, words
    return text[: text.index(words)].count("\n") + 1


def at_its_place(entry: dict[str, Any], text: str, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """The one finding of the entry's first code on its line, when there is nothing else to find."""
    assert {finding["code"] for finding in findings} == set(entry["codes"])
    there = (entry["codes"][0], line_of(text, entry["at"]))
    (finding,) = [finding for finding in findings if (finding["code"], finding["line"]) == there]
    assert entry.get("mend", "") in finding["mend"]
    return finding


def shows_it(entry: dict[str, Any], folder: Path, finding: dict[str, Any]) -> None:
    """The patient of a finding gives answers, and with them the rules do what the entry says."""
    assert finding["patient"] is not None
    rulebook = load(folder / "rules.yaml")
    answers = read_plain(finding["patient"].encode(), "patient")
    assert set(answers) <= set(rulebook.questions)
    parsed = parse(rulebook, answers)
    assert parsed.problems == ()
    view = see(rulebook, parsed.response)
    for rules, fires in ((entry.get("fires", []), True), (entry.get("silent", []), False)):
        for rule in rules:
            assert (judge(view, rulebook.rules[rule]).verdict is Verdict.FIRES) is fires, rule


def is_found(entry: dict[str, Any], folder: Path, findings: list[dict[str, Any]]) -> None:
    """The mistake is among the findings: its codes, its place and, where a patient can show it, a patient."""
    text = text_of(entry)
    finding = at_its_place(entry, text, findings)
    if entry.keys() & {"fires", "silent"}:
        shows_it(entry, folder, finding)
    if "example" in entry:
        line = text.splitlines()[finding["line"] - 1]
        assert "examples: {" in line
        assert entry["at"] in line


@pytest.mark.parametrize("entry", PLANTED, ids=[entry["mistake"] for entry in PLANTED])
def test_the_mistake_is_found_unless_it_is_said_to_be_missed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, entry: dict[str, Any]
) -> None:
    text = text_of(entry)
    findings = checked(capsys, tmp_path, text)
    assert line_of(text, entry["at"])
    assert ("why" in entry) == (entry not in FOUND)
    with nullcontext() if entry in FOUND else pytest.raises(AssertionError):
        is_found(entry, tmp_path, findings)


def test_without_a_mistake_nothing_is_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert checked(capsys, tmp_path, BASE) == []


def test_there_are_forty_mistakes_and_half_of_them_no_single_rule_shows() -> None:
    assert len({entry["mistake"] for entry in PLANTED}) == len(PLANTED) == 40
    assert {entry["kind"] for entry in PLANTED} == {*BETWEEN, "single", "text", "wiring"}
    assert len([entry for entry in PLANTED if entry["kind"] in BETWEEN]) >= 15
    texts = {text_of(entry) for entry in PLANTED}
    assert len(texts) == 40
    assert BASE not in texts


def test_nearly_all_are_found() -> None:
    assert len(FOUND) >= 38
