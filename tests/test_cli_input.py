"""What the command line makes of input that is odd, broken or hostile: words, a place, and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from screener.cli import main
from tests.environment import unset

COMMANDS = [
    [],
    ["serve"],
    ["demo"],
    ["code"],
    ["check"],
    ["schema"],
    ["evaluate"],
    ["explain"],
    ["visits"],
    ["visits", "list"],
    ["visits", "show"],
    ["visits", "delete"],
]
WRONG_COMMANDS = [[], ["chekc"], ["evaluate"], ["evaluate", "--format", "xml", "-"], ["check", "--fast"]]
BYTES = [
    # the file's name, its bytes, words that the one line must hold
    ("a.json", b"", "line 1"),
    ("a.json", b"\n \n", "nothing is written here"),
    ("a.json", b"\xff\xfe{}", "UTF-8"),
    ("a.json", b'{"peg_pain": 1,\n\n "phq9": 9}', "a.json, line 3, phq9"),
    ("a.json", b'{\n "allergies": "phq9: x",\n "phq9": 9}', "a.json, line 3, phq9"),
    ("a.json", b'{"allergies": "say \\"phq9\\": x, phq9: y",\n"phq9"\n: 9}', "a.json, line 3, phq9"),
    ("a.yaml", b"allergies: 'phq9: x'\nphq9: 9\n", "a.yaml, line 2, phq9"),
    ("a.yaml", b'visit_goal: 6" scar\nphq9: 9\nallergies: 5" more\n', "a.yaml, line 2, phq9"),
    ("a.yaml", b'allergies: "phq9: x"\nphq9: 9\n', "a.yaml, line 2, phq9"),
    ("a.json", b'{"peg_pain": "0007"}', "peg_pain: this is not a step of the scale"),
    ("a.json", b'{"peg_pain": "00"}', "peg_pain: this is not a step of the scale"),
    ("a.yaml", b'peg_pain: "07"\n', "peg_pain: this is not a step of the scale"),
    ("a.json", b'{"med_list": [{"reason": "pain"}]}', "row 1: this row has no medicine name; write typed:"),
    (
        "a.json",
        b'{"med_list": [{"typed": "x", "taken_as": null}]}',
        "row 1: taken_as of this row holds no words",
    ),
    (
        "a.json",
        b'{"med_list": ["x", {"typed": 5}]}',
        "row 2: typed of this row holds no words; put them in quotes",
    ),
    ("a.YAML", b"phq9: 9\n", "a.YAML, line 1, phq9"),
    ("a.NDJSON", b"", "a.NDJSON, line 1: nothing is written here"),
    ("a.json", b'{"sym_eyes": "SECRET"}', "sym_eyes"),
    ("a.ndjson", b"", "a.ndjson, line 1: nothing is written here"),
    ("a.jsonl", b"\n \n", "a.jsonl, line 1: nothing is written here"),
    ("a.json", b'{"my SECRET": 1}', "line 1"),
    ("a.json", b'{"peg_pain": ' + b"9" * 6000 + b"}", "line 1"),
    ("a.json", b'{"peg_pain": "' + b"9" * 6000 + b'"}', "peg_pain"),
    ("a.json", b'{"peg_pain": 1e999}', "peg_pain"),
    ("a.json", b'{"a":' * 60000, "nested"),
    ("a.json", b'{"med_list": ["\\ud800"]}', "med_list, row 1"),
    ("a.json", b'{"\\ud800": 1}', "line 1"),
    ("a.json", json.dumps({"med_list": ["SECRET"] * 10000}).encode(), "med_list"),
    ("a.yaml", b"sym_eye: yes\nphq9: 9\n", "a.yaml, line 2, phq9"),
    ("a.yaml", b"a: 1\na: 2\nb: &c 3\n", "(and 1 more)"),
    ("a.yaml", b"\0", "a.yaml"),
    ("a.yaml", b"- SECRET\n", "object"),
]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(list(arguments))
    except SystemExit as stopped:
        code = int(str(stopped.code))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def evaluated(capsys: pytest.CaptureFixture[str], file: Path, raw: bytes, *options: str) -> list[str]:
    file.write_bytes(raw)
    code, out, err = run(capsys, "evaluate", *options, str(file))
    assert (code, err) == (0, "")
    return out.splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_the_version(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    code, out, _ = run(capsys, *command, "--version")
    assert code == 0
    assert out.startswith("screener ")


@pytest.mark.parametrize("arguments", WRONG_COMMANDS)
def test_a_wrong_command_is_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "--help" in err


@pytest.mark.parametrize(("name", "raw", "words"), BYTES)
def test_input_that_cannot_be_used_is_one_line_with_its_place_and_without_its_values(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, raw: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    code, out, err = run(capsys, "evaluate", str(file))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert words in err
    assert "SECRET" not in err


@pytest.mark.parametrize("command", [["evaluate"], ["evaluate", "--format", "text"], ["explain", "emg_eye"]])
def test_a_file_of_which_every_response_is_refused_is_not_done(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text('{"phq9": 9}\nnonsense\n', encoding="utf-8")
    code, out, err = run(capsys, *command, str(file))
    assert (code, len(out.splitlines())) == (2, 2)
    assert err == "screener: none of 2 responses could be read; see the output for each\n"


def test_text_stays_text_where_a_response_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = evaluated(capsys, tmp_path / "a.ndjson", b'{"phq9": 9}\n{}\n', "--format", "text")
    assert lines[0] == "line 1, phq9: this is not a step of the scale; use a whole number from 0 to 3"


def test_rows_on_lines_of_their_own_do_not_make_one_response_many(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    raw = b'{"med_list": [\n{"typed": "Prozac"},\n{"typed": "tramadol"}\n]}\n'
    (line,) = evaluated(capsys, tmp_path / "a.json", raw)
    assert [entry["typed"] for entry in json.loads(line)["medicines"]] == ["Prozac", "tramadol"]


def test_a_line_that_is_not_utf8_spoils_no_other(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    raw = b'\xef\xbb\xbf{"sym_eye": "yes"}\n{"visit_goal": "\xff"}\n{"phq9": 0}\n'
    for name in ("a.ndjson", "a.json"):
        first, second, third = map(json.loads, evaluated(capsys, tmp_path / name, raw))
        assert first["points"][0]["id"] == "emg_eye"
        assert (second["error"]["line"], second["error"]["question"]) == (2, None)
        assert "UTF-8" in second["error"]["what"]
        assert third["points"]


def test_explain_goes_on_after_a_line_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text('{"sym_eye": "maybe"}\n{"sym_eye": "yes"}\n', encoding="utf-8")
    code, out, _ = run(capsys, "explain", "emg_eye", str(file))
    first, second = out.splitlines()[:2]
    assert code == 0
    assert first.startswith("line 1, sym_eye: ")
    assert second == "emg_eye: fires, emergency"


def test_text_leaves_out_scores_not_taken_and_cannot_steer_a_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers = json.dumps({"med_list": ["\x1b[2Jpill", "\u202eبروزاك 😀"]}).encode()
    text = "\n".join(evaluated(capsys, tmp_path / "a.json", answers, "--format", "text"))
    assert "SCORE" not in text
    assert "\x1b" not in text
    assert "بروزاك 😀" in text
    assert "(1 point, " in text


def test_output_is_utf8_whatever_the_terminal_says(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"med_list": ["Бромазепам 😀"]}', encoding="utf-8")
    environment = unset(PYTHONIOENCODING="ascii", PYTHONPATH=str(Path(__file__).parents[1]))
    command = [sys.executable, "-m", "screener.cli", "evaluate", str(file)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["medicines"][0]["typed"] == "Бромазепам 😀"


def test_bytes_at_random_never_end_in_a_traceback(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for number, name in enumerate(["a.json", "a.ndjson", "a.yaml"] * 4):
        file = tmp_path / name
        file.write_bytes(bytes((number * 97 + place * place * 31) % 251 + 4 for place in range(300)))
        code, _, err = run(capsys, "evaluate", str(file))
        assert (code, len(err.splitlines())) == (2, 1) or (name == "a.ndjson" and (code, err) == (0, ""))
