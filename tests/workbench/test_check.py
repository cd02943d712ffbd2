"""What `check` finds in people and examples: the exact place, once, however many examples rest on it."""

from __future__ import annotations

import pytest

from screener.content import shipped_rulebook
from screener.errors import Place
from screener.workbench.check import check

MARK = "▸"
FIRES = "      fires: [{sym_eye: yes}, {sym_eye: yes, med_list: [duloxetine]}]"
OPEN = "      open: [{sym_eye: null, asks: [sym_eye]}]"
IN_EXAMPLES = [
    # line, what stands there instead (a mark before the faulty answer), words of the problem
    (FIRES, "      fires: [{▸sym_eye: maybe}]", "this is not an answer to a yes/no question"),
    (FIRES, "      fires: [{▸sym_eye: true}]", "this is not an answer to a yes/no question"),
    (FIRES, "      fires: [{sym_eye: yes, ▸phq9: 9}]", "from 0 to 3"),
    (FIRES, "      fires: [{sym_eye: yes, ▸age_band: 65_75}]", "65_74"),
    (FIRES, "      fires: [{sym_eye: yes, ▸pain_site: neck}]", "takes a list"),
    (FIRES, "      fires: [{sym_eye: yes, ▸pain_site: [nek]}]", "one entry is not an option"),
    (FIRES, "      fires: [{sym_eye: yes, ▸pain_neuro: [none, burning]}]", "together with another answer"),
    (FIRES, "      fires: [{sym_eye: yes, ▸med_list: [5]}]", "this is not a medicine"),
    (FIRES, "      fires:\n        - sym_eye: yes\n          ▸phq9: 9", "from 0 to 3"),
    (FIRES, "      fires: [{sym_eye: yes}, ▸{sym_eye: no}]", "emg_eye stays silent on this example"),
    (OPEN, "      open: [{sym_eye: null, ▸asks: [sym_bleed]}]", "does not ask about sym_bleed"),
]
PERSON = "sym_bleed: no, sym_eye: no"
IN_PEOPLE = [
    ("sym_bleed: no, ▸sym_eye: maybe", "quiet answers sym_eye"),
    ("sym_bleed: no, ▸sym_eye: false", "quiet answers sym_eye"),
    ("▸sym_bleed: 3, sym_eye: no", "quiet answers sym_bleed"),
]


def marked_place(text: str) -> Place:
    before = text.partition(MARK)[0]
    return Place("rules.yaml", before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)


def changed(old: str, new: str) -> str:
    text = shipped_rulebook().read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(("line", "instead", "words"), IN_EXAMPLES)
def test_a_faulty_example_is_told_once_where_the_answer_stands(line: str, instead: str, words: str) -> None:
    text = changed(line, instead)
    (problem,) = check(text.replace(MARK, "").encode(), "rules.yaml").problems
    assert problem.place == marked_place(text)
    assert words in str(problem)


@pytest.mark.parametrize(("instead", "words"), IN_PEOPLE)
def test_a_faulty_person_is_told_once_and_not_again_by_every_example(instead: str, words: str) -> None:
    text = changed(PERSON, instead)
    (problem,) = check(text.replace(MARK, "").encode(), "rules.yaml").problems
    assert problem.place == marked_place(text)
    assert words in problem.what


def test_every_emergency_is_told_with_the_first_screen_that_decides_it() -> None:
    deciding = check(shipped_rulebook().read_bytes(), "rules.yaml").deciding
    assert len(deciding) == 11
    assert deciding["emg_eye"] == "warning-signs"
    assert deciding["emg_cauda_equina"] == "nerve-signs"
    assert deciding["emg_acutely_unwell"] == "recent-signs"
    assert deciding["emg_suicidal_thoughts"] == "mood-2"
    assert deciding["emg_serotonin_toxicity"] == "medicines"


EDGES = [
    "{all: [{phq9_score: {at_least: 10}}, {phq9_score: {at_most: 19}}]}",
    "{all: [{phq9_score: {at_least: 10}}, {not: {phq9_score: {at_least: 20}}}]}",
]


@pytest.mark.parametrize("condition", EDGES)
def test_an_upper_edge_that_makes_room_for_a_graver_rule_is_warned_of_and_no_problem(condition: str) -> None:
    text = changed("    when: {phq9_score: {at_least: 10}}\n", f"    when: {condition}\n")
    checked = check(text.encode(), "rules.yaml")
    assert checked.rulebook is not None
    line = text[: text.index("  - id: dis_phq9_moderate\n")].count("\n") + 1
    (edge,) = [warning for warning in checked.warnings if str(warning.code) == "upper-edge"]
    assert edge.place == Place("rules.yaml", line, 1)
    assert "urg_phq9_severe" in edge.what
