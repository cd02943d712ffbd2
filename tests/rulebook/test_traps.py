"""Text that YAML reads otherwise than it was written: refused with its mend, read as ever where stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from screener.errors import Place, Problem
from screener.model.vocabulary import Vocabulary
from screener.rulebook import read
from screener.rulebook.yaml import nodes
from screener.rulebook.yaml.traps import TRAPS

MARK = "▸"
HEADLINE, ASK, NO, LIST = "headline: Numb", 'ask: "Did you faint?"', "faint: no,", "hides: [dis_signs]"
ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]

REFUSED = [
    # what is changed, into what, the code, words of the fault, words of the mend
    (HEADLINE, "headline: Ask before Tylenol ▸#3 daily", "cut-text", "begins a remark", "in quotes"),
    (HEADLINE, "headline: Tylenol ▸#3", "cut-text", "begins a remark", "in quotes"),
    (HEADLINE, "headline: ▸#3 of four", "cut-text", "begins a remark", "in quotes"),
    (HEADLINE, "headline: ▸# of pills", "cut-text", "begins a remark", "in quotes"),
    (HEADLINE, "headline: Numb ▸# the leg", "cut-text", "begins a remark", "in quotes"),
    (HEADLINE, "headline: Numb feet  ▸# the leg", "cut-text", "begins a remark", "in quotes"),
    (HEADLINE, 'headline: "Tylenol" ▸#3', "cut-text", "begins a remark", "in quotes"),
    (HEADLINE, "headline: Numb ▸#3\n      and more", "cut-text", "begins a remark", "in quotes"),
    ("[white pill]", "[Tylenol ▸#3, white pill]", "cut-text", "begins a remark", "in quotes"),
    ("[white pill]", "[\n      Tylenol ▸# 3\n      ]", "cut-text", "begins a remark", "in quotes"),
    ("format: 1", "format: 1 ▸#3", "cut-text", "begins a remark", "line of its own"),
    (HEADLINE, "headline: ▸“Numb”", "look-alike", "curly", "straight ones"),
    (HEADLINE, 'headline: ▸“Numb"', "look-alike", "curly", "straight ones"),
    (HEADLINE, "headline: ▸«Numb»", "look-alike", "curly", "straight ones"),
    (HEADLINE, "headline: ▸‘Don’t fall’", "look-alike", "curly", "straight ones"),
    (HEADLINE, "headline: Numb▸”", "look-alike", "curly", "straight ones"),
    (HEADLINE, "headline: ▸“Numb: now”", "look-alike", "curly", "straight ones"),
    (HEADLINE, "headline: ▸“Tylenol #3”", "look-alike", "curly", "straight ones"),
    (HEADLINE, 'headline: Numb▸"', "syntax", "none begins it", "before the text"),
    (HEADLINE, "headline: ▸\u00a0Numb", "look-alike", "a special space", "ordinary space"),
    (HEADLINE, "headline: Numb▸\u00a0", "look-alike", "a special space", "ordinary space"),
    (HEADLINE, "headline: Numb▸\u2009# the leg", "look-alike", "a special space", "ordinary space"),
    (HEADLINE, 'headline: ▸\u00a0"Numb"', "look-alike", "a special space", "ordinary space"),
    (HEADLINE, 'headline: "Numb"▸\u00a0', "look-alike", "a special space", "ordinary space"),
    (HEADLINE, "headline:▸\u00a0Numb", "look-alike", "a special space", "ordinary space"),
    (f"    {HEADLINE}", f"  ▸\u00a0 {HEADLINE}", "look-alike", "a special space", "ordinary space"),
    ("[sleepy, dizzy]}", "[sleepy,▸\u00a0dizzy]}", "look-alike", "a special space", "ordinary space"),
    (NO, "faint:▸\u00a0no,", "look-alike", "a special space", "ordinary space"),
    (LIST, "hides:\n      -▸\u00a0dis_signs", "look-alike", "a special space", "ordinary space"),
    (HEADLINE, "headline: Nu▸\u200bmb", "bad-character", "cannot be seen", "delete it"),
    (HEADLINE, 'headline: "Nu▸\u00admb"', "bad-character", "cannot be seen", "delete it"),
    (HEADLINE, "headline: ▸\ufeffNumb", "bad-character", "cannot be seen", "delete it"),
    (HEADLINE, "headline: ▸\u200fNumb", "bad-character", "cannot be seen", "delete it"),
    (HEADLINE, "headline: >-\n      Numb ▸\u202efeet", "bad-character", "cannot be seen", "delete it"),
    (HEADLINE, "headline:▸\u200bNumb", "bad-character", "cannot be seen", "delete it"),
    (HEADLINE, "headline: Numb▸\u2028feet", "bad-character", "line break", "Enter"),
    ("# A rulebook", "# A▸\u0085rulebook", "bad-character", "line break", "Enter"),
    (HEADLINE, "headline: ▸– Numb", "look-alike", "no line of a list", "the plain `-`"),
    (LIST, "hides:\n      ▸• dis_signs", "look-alike", "no line of a list", "the plain `-`"),
    (HEADLINE, "headline▸:Numb", "no-space", "after this colon", "with a space"),
    (NO, "faint▸:no,", "no-space", "after this colon", "with a space"),
    ("strength: weak", "strength: weak\n      about▸:form", "no-space", "after this colon", "with a space"),
    (LIST, "hides:\n      ▸-dis_signs", "no-space", "after this `-`", "with a space"),
    ("  - id: emg_numb", "  ▸-id: emg_numb", "no-space", "after this `-`", "with a space"),
    ("  - id: emg_numb", "  ▸– id: emg_numb", "look-alike", "no line of a list", "the plain `-`"),
    ("page: {heading: Go now.,", "page: {heading▸:Go now.,", "no-space", "after this colon", "with a space"),
    (NO, "faint: no, numb: no ▸# twice, ", "cut-text", "begins a remark", "in quotes"),
    (ASK, "ask: Did you▸: faint?", "syntax", "a bracket is not closed", "holds a colon"),
    (HEADLINE, 'headline: "Ask" ▸before bed', "syntax", "a quotation mark ends", "single ones"),
    (ASK, "ask: Did you faint, ▸or fall", "cut-text", "without a colon", "in quotes"),
    ("fires: [{numb: yes}]", "fires: [{▸numb}]", "cut-text", "without a colon", "`key: value`"),
    (HEADLINE, "headline: Numb\n      ▸- feet", "swallowed", "the text above it", "the same column"),
    (HEADLINE, "headline: Numb\n      ▸– feet", "swallowed", "the text above it", "the same column"),
    (HEADLINE, 'headline: "Numb\n    ▸keep: true"', "swallowed", "is still open", "close the quotes"),
    (HEADLINE, r'headline: "Numb▸\tfeet"', "bad-character", "another character", "single quotes"),
    (HEADLINE, "headline: Numb\n      keep▸: true", "syntax", "the text above it", "the same column"),
    (HEADLINE, "headline: ▸? Numb", "syntax", "cannot begin", "in quotes"),
    (HEADLINE, "headline: ▸null", "wrong-kind", "stands for nothing", "in quotes"),
    (LIST, "hides:\n      - ▸- dis_signs", "wrong-kind", "holds a list", "a second `-`"),
    ("[Stay with someone.]", "[▸Stay: with someone.]", "wrong-kind", "a block", "holds a colon"),
]
CLEAN = [
    (HEADLINE, 'headline: "Ask before Tylenol #3"  # a brand'),
    (HEADLINE, "headline: Numb#3"),
    (HEADLINE, "headline: “Numb” is a word"),
    (HEADLINE, "headline: “Numb” or “dull”"),
    (HEADLINE, 'headline: "“Numb”"'),
    (HEADLINE, "headline: Patients’ feet"),
    (HEADLINE, 'headline: A needle of 6"'),
    (HEADLINE, 'headline: Say "no"'),
    (HEADLINE, "headline: After 10\u00a0mg"),
    (HEADLINE, "headline: Well \U0001f469\u200d⚕️"),
    (HEADLINE, "headline: \u05db\u05d0\u05d1\u200f"),
    (HEADLINE, "headline: Numb – or dull"),
    (HEADLINE, "headline: See https://example.org/page"),
    (HEADLINE, "headline: Ratio is a:b"),
    (HEADLINE, "headline: Numb\n      or dull"),
    (HEADLINE, r'headline: "Numb \"dull\" \\table"'),
    ("format: 1", "format: 1  # the language of the file"),
    ("format: 1", "format: 1 # 3rd edition of the language"),
    ("type: text", "type: text  # own words\n   "),
    ("when: {any_yes: [numb, faint]}", "when: {any_yes: [numb, faint]}  # why"),
    ("id: emg_numb", "id: emg_numb # ---- numb ----"),
    ("priority: emergency", "priority: emergency # the first"),
]
STORED = [
    # what is changed, into what, and what an adopted text goes on to mean
    (HEADLINE, "headline: Ask before Tylenol #3", "Ask before Tylenol"),
    (HEADLINE, "headline: “Numb”", "“Numb”"),
    (HEADLINE, "headline: \u00a0Numb", "\u00a0Numb"),
    (HEADLINE, "headline: Nu\u200bmb", "Nu\u200bmb"),
    (HEADLINE, "headline: – Numb", "– Numb"),
    (HEADLINE, "headline: Numb\n      - feet", "Numb - feet"),
    (HEADLINE, r'headline: "Numb\tfeet"', "Numb\tfeet"),
    (HEADLINE, "headline: Numb # the leg", "Numb"),
    (HEADLINE, "headline: Numb\u2028    keep: true", "Numb"),
    ("fires: [{numb: yes}]", "fires: [{numb: yes, faint}]", "Numb"),
]


def place_of_mark(text: str) -> Place:
    before = text.partition(MARK)[0]
    return Place("rules.yaml", before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)


@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER], ids=["python parser", "fast parser"])
@pytest.mark.parametrize(
    ("old", "new", "code", "what", "mend"), REFUSED, ids=[ascii(row[1]) for row in REFUSED]
)
def test_a_trap_is_told_with_its_place_and_mend(
    monkeypatch: pytest.MonkeyPatch,
    small: str,
    problems_of: ProblemsOf,
    loader: type,
    old: str,
    new: str,
    code: str,
    what: str,
    mend: str,
) -> None:
    monkeypatch.setattr(nodes, "LOADER", loader)
    assert old in small
    text = small.replace(old, new, 1)
    problems = {str(problem.code): problem for problem in problems_of(text.replace(MARK, ""))}
    assert set(problems) - {"missing-key"} == {code}
    assert problems[code].place == place_of_mark(text)
    assert what in problems[code].what
    assert mend in problems[code].mend


def test_every_trap_of_the_table_has_a_text_that_falls_into_it() -> None:
    told = {(code, what) for _, _, code, what, _ in REFUSED}
    for trap in TRAPS:
        assert any(str(trap.code) == code and what in trap.what for code, what in told), trap


@pytest.mark.parametrize(("old", "new"), CLEAN, ids=[ascii(row[1]) for row in CLEAN])
def test_what_only_looks_like_a_trap_is_read(small: str, problems_of: ProblemsOf, old: str, new: str) -> None:
    assert old in small
    assert problems_of(small.replace(old, new, 1)) == ()


@pytest.mark.parametrize(("old", "new", "headline"), STORED, ids=[ascii(row[1]) for row in STORED])
def test_a_stored_text_reads_as_it_did(
    small: str, vocabulary: Vocabulary, problems_of: ProblemsOf, old: str, new: str, headline: str
) -> None:
    text = small.replace(old, new, 1)
    assert problems_of(text)
    assert read(text.encode(), "rules.yaml", vocabulary).rules["emg_numb"].headline == headline


def test_a_file_with_windows_line_ends_has_its_traps_at_the_same_places(
    small: str, problems_of: ProblemsOf
) -> None:
    text = small.replace(HEADLINE, "headline: Tylenol #3", 1)
    assert problems_of(text.replace("\n", "\r\n")) == problems_of(text) != ()
