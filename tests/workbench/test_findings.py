# ruff: noqa: E501 - a table of texts
"""What is odd in a rulebook that reads well, in ways beside those of `planted.yaml`: found at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from screener.answers import parse
from screener.content import shipped_rulebook
from screener.engine import judge, see
from screener.errors import Place
from screener.model.evaluation import Verdict
from screener.rulebook import read_plain
from screener.workbench.check import Checked, check
from tests.workbench.test_planted import RULE, USUAL, changed, line_of

SMALL = Path(__file__).parents[1] / "rulebook" / "small.yaml"
BASE = SMALL.read_text("utf-8").replace(
    "{fires: [{med_list: [morphine, lorazepam]}]",
    "{fires: [{med_list: [morphine, lorazepam]}, {pain: 8, med_list: [morphine, lorazepam]}]",
)
TODAY = date(2026, 11, 25)

MORE = {**USUAL, "id": "dis_more", "topic": "mixing"}


def with_rule(**parts: str) -> str:
    """The small rulebook with one more rule."""
    return BASE.replace("\ninvariants:", "\n" + RULE.format(**{**MORE, **parts}) + "\ninvariants:")


def replaced(old: str, new: str) -> str:
    """The small rulebook with one place changed."""
    return changed(BASE, {old: new})


def found(text: str, code: str) -> tuple[Checked, list[str], list[int]]:
    """What was checked; the patients, and the lines, of all findings of one code."""
    checked = check(text.encode(), "rules.yaml", today=TODAY)
    findings = [one for one in (*checked.warnings, *checked.problems) if str(one.code) == code]
    return (
        checked,
        [one.patient for one in findings],
        [one.place.line for one in findings if isinstance(one.place, Place)],
    )


PLANTED = [
    ("never-fires", with_rule(when="{all: [{mood_score: {at_least: 4}}, {mood1: {at_most: 1}}]}"), "- id: dis_more"),
    ("never-fires", with_rule(when="{all: [{pain: {at_least: 7}}, {pain: {at_most: 3}}]}"), "- id: dis_more"),
    ("always-fires", with_rule(when="{possibly: {pain: {at_least: 0}}}\n    about: form", topic="form").replace(", open: [{pain: null}]", ""), "- id: dis_more"),
    ("same-condition", with_rule(topic="signs", when="{effects: [dizzy, sleepy]}", fires="{effects: [sleepy]}", open="{effects: null}"), "- id: dis_more"),
    ("implied", with_rule(topic="signs", when="{effects: [sleepy, dizzy], pain: {at_least: 7}}", fires="{effects: [sleepy], pain: 8}", open="{effects: null, pain: 8}"), "- id: dis_more"),
    ("idle-clause", with_rule(when="{all: [{pain: {at_least: 9}}, {pain: {at_least: 7}}]}"), "- id: dis_more"),
    ("never-urgent", with_rule(when="{pain: {at_least: 7}}\n    urgent_when: {pain: {at_most: 3}}"), "- id: dis_more"),
    ("always-urgent", with_rule(when="{pain: {at_least: 7}}\n    urgent_when: {pain: {at_least: 3}}"), "- id: dis_more"),
    ("upper-edge", with_rule(topic="signs", when="{pain: {at_least: 4}, mood2: {at_most: 0}}", fires="{pain: 5}"), "- id: dis_more"),
    ("late-emergency", replaced("    when: {mood2: {at_least: 1}}\n", "    when: {mood2: {at_least: 1}, pain: {at_least: 0}}\n"), "- id: emg_thoughts"),
    ("unused", replaced("  BOOK: {title", '  SPARE: {title: Another, year: 2021, url: "https://example.org", status: seen, checked: "2026-11-25"}\n  BOOK: {title'), "SPARE: {title"),
    ("unused", BASE, "falls: {ask"),
    ("review-due", replaced("review: {status: draft, approved: []}", 'review: {status: draft, approved: [], review_by: "2026-11-24"}'), "review: {status"),
    ("hard-to-read", with_rule(when="{pain: {at_least: 7}}", patient="Ask concerning pharmacological considerations necessitating comprehensive interdisciplinary evaluation."), "- id: dis_more"),
    ("long-sentence", with_rule(when="{pain: {at_least: 7}}", patient="Ask if it is a good day to " + "go out and " * 9 + "sit in the sun."), "- id: dis_more"),
    ("banned-wording", with_rule(when="{pain: {at_least: 7}}", patient="You should take it at night."), "- id: dis_more"),
    ("banned-wording", with_rule(when="{pain: {at_least: 7}}", patient="Ask about 30 mg."), "- id: dis_more"),
    ("example-asks", with_rule(when="{pain: {at_least: 7}}", open="{pain: null, asks: [age]}"), "asks: [age]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text", "where"), PLANTED, ids=[f"{n}-{one[0]}" for n, one in enumerate(PLANTED)]
)
def test_it_is_found_at_its_place(code: str, text: str, where: str) -> None:
    _checked, _patients, lines = found(text, code)
    assert line_of(text, where) in lines


@pytest.mark.parametrize(
    "number", [n for n, one in enumerate(PLANTED) if one[0] in ("same-condition", "implied")]
)
def test_the_patient_makes_both_rules_fire(number: int) -> None:
    code, text, _where = PLANTED[number]
    checked, patients, _lines = found(text, code)
    assert patients
    for patient in patients:
        view = see(
            checked.rulebook, parse(checked.rulebook, read_plain(patient.encode(), "patient")).response
        )
        fired = {
            rule.id for rule in checked.rulebook.rules.values() if judge(view, rule).verdict is Verdict.FIRES
        }
        assert {"dis_more", "dis_signs"} <= fired


def test_the_shipped_rulebook_is_odd_in_one_way_only() -> None:
    shipped = shipped_rulebook()
    checked = check(shipped.read_bytes(), shipped.name, today=TODAY)
    assert checked.problems == ()
    assert [str(warning.code) for warning in checked.warnings] == ["late-emergency"]
    assert checked.deciding["emg_serotonin_toxicity"] == "medicines"
    assert "emg_serotonin_toxicity" in checked.warnings[0].what


def test_texts_that_are_hard_on_average_are_told_at_the_hardest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screener.workbench.findings.texts.MOST_MEAN_GRADE", -20.0)
    easy, hard = (with_rule(when="{pain: {at_least: 7}}", patient=text) for text in ("Ask us.", HARDER * 2))
    assert line_of(hard, "- id: dis_more") not in found(easy, "hard-to-read")[2]
    assert line_of(hard, "- id: dis_more") in found(hard, "hard-to-read")[2]


HARDER = "Ask if it is a good day to go out and about and sit down with a friend or two in the sun for an hour or so. "


@pytest.mark.parametrize(("priority", "unseen"), [("information", True), ("discuss", False)])
def test_only_information_on_medicines_is_hidden_by_a_point_that_does_not_name_them(
    priority: str, unseen: bool
) -> None:
    hiding = changed(
        BASE,
        {
            "{current: {pair: [opioid, [sedating, kratom]]}}": "{current: {has: opioid}}\n    hides: [dis_more]"
        },
    )
    hiding = hiding.replace("{a} with {b} can", "This can").replace(
        'clinician: "{pairs}"', "clinician: Here."
    )
    rule = RULE.format(
        **{
            **MORE,
            "priority": priority,
            "when": "{current: {has: morphine}}",
            "fires": "{med_list: [morphine]}",
            "open": "{med_list: null}",
        }
    )
    _, _, lines = found(hiding.replace("\ninvariants:", "\n" + rule + "\ninvariants:"), "never-seen")
    assert bool(lines) is unseen
