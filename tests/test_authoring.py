"""The author's guide, followed from top to bottom on a copy of the shipped rulebook."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from textwrap import indent

import pytest

from screener.answers import parse
from screener.cli import main
from screener.content import shipped_rulebook
from screener.engine import judge, see
from screener.model.evaluation import Verdict
from screener.rulebook import load
from screener.workbench.check import check

GUIDE = (Path(__file__).parents[1] / "docs" / "authoring.md").read_text("utf-8")
BLOCK = re.compile(r"(?:<!-- into: (\w+) -->\n)?```(yaml|sh)\n(.*?)```", re.DOTALL)
SHOWN_ONLY = ("- id: dis_cyp2d6_tca", "when: {unsure: [rf_bladder, rf_bowel]}")
"""Blocks that show what is in the file already, or only a part of a rule."""
DIFFERS = 1


def into(text: str, section: str, block: str) -> str:
    """A rulebook's file with a block at the beginning of one of its sections."""
    text = re.sub(rf"^{section}: \{{\}}", f"{section}:", text, count=1, flags=re.MULTILINE)
    head = re.search(rf"^{section}:.*\n", text, flags=re.MULTILINE)
    assert head, f"the rulebook has no section {section}"
    return text[: head.end()] + indent(block, "  ") + text[head.end() :]


def follow(line: str) -> int:
    """One command of the guide, typed where the files are."""
    words = shlex.split(line)
    if words[0] == "echo":
        assert words[2] == ">"
        Path(words[3]).write_text(words[1] + "\n", "utf-8")
        return 0
    assert words[0] == "screener"
    return main(words[1:])


def test_every_block_of_the_guide_works_and_leaves_new_rules_that_fire(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rules, before = Path("rules.yaml"), Path("before.yaml")
    for copy in (rules, before):
        copy.write_text(shipped_rulebook().read_text("utf-8"), "utf-8")
    written = 0
    for section, language, block in BLOCK.findall(GUIDE):
        if section:
            rules.write_text(into(rules.read_text("utf-8"), section, block), "utf-8")
            checked = check(rules.read_bytes(), "rules.yaml")
            assert [str(problem) for problem in checked.problems] == []
            written += 1
        elif language == "sh":
            for line in block.splitlines():
                assert follow(line) == (DIFFERS if line.startswith("screener diff") else 0), line
        else:
            assert block.startswith(SHOWN_ONLY), block
    assert written == 5
    printed = capsys.readouterr().out
    assert "dis_cyp2d6_tca: fires, discuss" in printed
    assert "dis_night_shift_sedating: added\ndis_interference_high: added\n" in printed or (
        "dis_interference_high: added\ndis_night_shift_sedating: added\n" in printed
    )
    assert "dis_interference_high" in Path("rulebook.html").read_text("utf-8")
    rulebook = load(rules)
    fires = judge(
        see(rulebook, parse(rulebook, {"peg_enjoyment": 7, "peg_activity": 7}).response),
        rulebook.rules["dis_interference_high"],
    )
    assert fires.verdict is Verdict.FIRES
