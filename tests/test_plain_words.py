"""Whatever is wrong, a message speaks plain English: no word of Python stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.answers import parse
from screener.cli import main
from screener.errors import SettingsError
from screener.model.rulebook import Rulebook
from screener.settings import SETTINGS, read_settings

PYTHON = re.compile(
    r"\b(NoneType|None|True|False|dict|tuple|float|bool|str|int|bytes|frozenset|[A-Z]\w+Error|Traceback)\b"
    r"|object has no|<class|\[None|\{'|\bb'|object at 0x|nan\b|\binf\b"
)
WRONG = [
    None, True, False, 0, -1, 2.5, 10**30, float("nan"), "", "x", "None", " ", "\ud800", [], [None], [True],
    [[]], [{}], [5], {}, {"typed": None}, {"x": 1}, {"": ""},
]  # fmt: skip


def plain(messages: Iterator[str]) -> None:
    """Each message once, without a word of Python."""
    told = set(messages)
    assert told
    assert not {message for message in told if PYTHON.search(message)}


def test_problems_of_answers_speak_plainly(rulebook: Rulebook) -> None:
    rows = [{key: wrong} for key in ("typed", "taken_as", "reason", "since", "x") for wrong in WRONG]
    rows += [
        {"typed": "Prozac", key: wrong} for key in ("taken_as", "reason", "since", "x") for wrong in WRONG
    ]
    raws = [{id: wrong} for id in rulebook.questions for wrong in WRONG]
    raws += [{"med_list": [row]} for row in rows] + [{"": 1}, {"None": 1}, {"x" * 99: 1}]
    plain(f"{one.what}; {one.mend}" for raw in raws for one in parse(rulebook, raw).problems)


def test_problems_of_settings_speak_plainly() -> None:
    messages = []
    for setting in SETTINGS:
        for wrong in (
            "None",
            "-1",
            "2.5",
            "9" * 40,
            "x y",
            "\u200b",
            "[]",
            "/",
            "http://",
            "a\nb",
            "::::",
            "\udc80",
        ):
            try:
                read_settings({setting.variable: wrong}, loopback=True)
            except SettingsError as error:
                messages.append(str(error).replace(wrong, ""))
    plain(iter(messages))


FILES = [
    "null",
    "true",
    "5",
    '"x"',
    "[]",
    "[1]",
    "{}",
    '{"a": {}}',
    '{"peg_pain": NaN}',
    '{"peg_pain": [',
    "~",
    "- a",
]


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.ndjson"])
@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("command", [["evaluate"], ["explain", "emg_eye"]])
def test_refusals_of_the_command_line_speak_plainly(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str], text: str, name: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    code = main([*command, str(file)])
    told = capsys.readouterr()
    wrong = told.err + ("" if code == 0 else re.sub(r'"value": .*', "", told.out))
    assert not PYTHON.search(wrong.replace("NaN", "")), json.dumps(wrong)
