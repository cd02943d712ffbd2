"""The command line as others script it: what is printed, and the exit code."""

from __future__ import annotations

import argparse
import io
import json
import stat
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from screener import __version__
from screener.cli import COMMANDS, main
from screener.content import shipped_rulebook
from screener.model.rulebook import Rulebook
from tests.environment import unset


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def evaluated(capsys: pytest.CaptureFixture[str], tmp_path: Path, answers: object) -> dict:
    file = tmp_path / "response.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    code, out, err = run(capsys, "evaluate", str(file))
    assert (code, err) == (0, "")
    (line,) = out.splitlines()
    return json.loads(line)


def test_check_passes_on_the_shipped_rulebook(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check")
    assert (code, err) == (0, "")
    assert "95 questions and 125 rules" in out


def test_check_names_place_and_mend_and_returns_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = shipped_rulebook().read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("layout: checklist", "layot: checklist", 1), encoding="utf-8")
    line = text[: text.index("layout: checklist")].count("\n") + 1
    code, out, _ = run(capsys, "check", str(broken))
    assert code == 1
    assert f"{broken}:{line}:" in out
    assert "layout" in out


def test_check_runs_the_examples(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = shipped_rulebook().read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    changed = text.replace("when: {sym_stroke: yes}", "when: {sym_bleed: yes}", 1)
    assert changed != text
    broken.write_text(changed, encoding="utf-8")
    code, out, _ = run(capsys, "check", str(broken))
    assert code == 1
    assert "emg_stroke stays silent on this example, which says that it fires" in out


def test_a_file_that_cannot_be_opened_returns_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "check", str(tmp_path / "none.yaml"))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "none.yaml" in err


def test_an_empty_object_fires_nothing_but_form_rules_and_asks_every_safety_question_shown(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, rulebook: Rulebook
) -> None:
    result = evaluated(capsys, tmp_path, {})
    fired = [point["id"] for point in result["points"]]
    assert fired
    assert all(rulebook.rules[id].about_form for id in fired)
    assert result["scores"] == {}
    hidden_behind_others = {"sui_safe_now", "alcohol_heavy", "pregnancy"}
    asked = {ask["question"] for ask in result["ask"]}
    assert set(rulebook.safety_questions) - hidden_behind_others <= asked
    assert not asked & hidden_behind_others
    assert set(result["not_answered"]) >= set(rulebook.safety_questions) - hidden_behind_others


def test_two_blank_items_of_the_phq9_give_a_range_and_no_band(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    items = {f"phq{number}": 2 for number in range(1, 10) if number not in (4, 6)}
    score = evaluated(capsys, tmp_path, items)["scores"]["phq9_score"]
    assert score == {"min": 14, "max": 20, "band": None, "status": "partial"}
    file = tmp_path / "response.json"
    _, out, _ = run(capsys, "evaluate", "--format", "text", str(file))
    assert "phq9_score: between 14 and 20 (2 items blank)\n" in out


PEG = [
    ((7, 7, 6), 6.7, "middle"),
    ((0, 0, 0), 0, "lower"),
    ((10, 10, 10), 10, "high"),
    ((7, 7, 7), 7, "high"),
]


@pytest.mark.parametrize(("items", "mean", "band"), PEG)
def test_the_peg_is_a_mean_to_one_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, items: tuple, mean: float, band: str
) -> None:
    given = dict(zip(("peg_pain", "peg_enjoyment", "peg_activity"), items, strict=True))
    score = evaluated(capsys, tmp_path, given)["scores"]["peg_score"]
    assert score == {"min": mean, "max": mean, "band": band, "status": "complete"}


def test_a_peg_of_6_7_fires_a_rule_at_6_7(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = shipped_rulebook().read_text(encoding="utf-8")
    lowered = tmp_path / "lowered.yaml"
    changed = text.replace("when: {peg_score: {at_least: 7}}", "when: {peg_score: {at_least: 6.7}}", 1)
    assert changed != text
    lowered.write_text(changed, encoding="utf-8")
    response = tmp_path / "response.json"
    response.write_text('{"peg_pain": 7, "peg_enjoyment": 7, "peg_activity": 6}', encoding="utf-8")
    fired = {}
    for rules in (lowered, shipped_rulebook()):
        _, out, _ = run(capsys, "evaluate", "--rules", str(rules), str(response))
        fired[rules] = "dis_peg_high" in [point["id"] for point in json.loads(out)["points"]]
    assert fired == {lowered: True, shipped_rulebook(): False}


REFUSED = [
    ('{"phq9": 9}', "phq9", "scale"),
    ('{"phq9": 1', "line 1", "JSON"),
    ("[]", "line 1", "object"),
    ('{"phq9": 1, "phq9": 2}', "line 1", "twice"),
    ('{"phq9": NaN}', "line 1", "number"),
    ("[" * 30000, "line 1", "nested"),
    ('{"med_list": "SECRETPILL"}', "med_list", "list"),
]


@pytest.mark.parametrize(("text", "place", "what"), REFUSED)
def test_input_that_cannot_be_read_is_one_line_without_the_value_and_returns_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, place: str, what: str
) -> None:
    file = tmp_path / "response.json"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "evaluate", str(file))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert place in err
    assert what in err
    assert "SECRET" not in err


def test_in_many_lines_a_bad_one_gives_an_error_in_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "responses.ndjson"
    file.write_text('{"phq9": 1}\n{"phq9": 9}\nnonsense\n{"phq9": 0}\n', encoding="utf-8")
    code, out, _ = run(capsys, "evaluate", str(file))
    first, second, third, last = map(json.loads, out.splitlines())
    assert code == 0
    assert first["points"][0]["id"] == "emg_suicidal_thoughts"
    assert (second["error"]["line"], second["error"]["question"]) == (2, "phq9")
    assert (third["error"]["line"], third["error"]["question"]) == (3, None)
    assert "emg_suicidal_thoughts" not in [point["id"] for point in last["points"]]


def test_yaml_answers_and_standard_input_say_the_same_as_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "response.yaml"
    file.write_text("sym_eye: yes\nmed_list: [Prozac]\nage_band: 75_plus\n", encoding="utf-8")
    _, from_yaml, _ = run(capsys, "evaluate", str(file))
    answers = {"sym_eye": "yes", "med_list": ["Prozac"], "age_band": "75_plus"}
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(answers).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    _, from_stdin, _ = run(capsys, "evaluate", "-")
    assert from_yaml == from_stdin
    assert json.loads(from_yaml)["points"][0]["id"] == "emg_eye"


def test_a_region_changes_the_contacts_and_an_unknown_one_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "response.json"
    file.write_text('{"sym_stroke": "yes"}', encoding="utf-8")
    for region, number in (("us", "911"), ("uk", "999")):
        _, out, _ = run(capsys, "evaluate", "--region", region, str(file))
        assert f"Call {number} now" in json.loads(out)["points"][0]["patient"]
    code, _, err = run(capsys, "evaluate", "--region", "mars", str(file))
    assert code == 2
    assert "us" in err


def test_evaluate_follows_the_settings_unless_told_otherwise(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "response.json"
    file.write_text('{"sym_stroke": "yes"}', encoding="utf-8")
    monkeypatch.setenv("SCREENER_REGION", "uk")
    assert "Call 999 now" in run(capsys, "evaluate", str(file))[1]
    assert "Call 911 now" in run(capsys, "evaluate", "--region", "us", str(file))[1]
    monkeypatch.setenv("SCREENER_REGION", "mars")
    for command in (["evaluate"], ["explain", "emg_stroke"]):
        code, out, err = run(capsys, *command, str(file))
        assert (code, out, "mars" in err) == (2, "", True)
    monkeypatch.delenv("SCREENER_REGION")
    rules = tmp_path / "own.yaml"
    text = shipped_rulebook().read_text(encoding="utf-8")
    rules.write_text(text.replace("id: emg_stroke", "id: emg_own_stroke"), encoding="utf-8")
    monkeypatch.setenv("SCREENER_RULES", str(rules))
    assert run(capsys, "explain", "emg_stroke", str(file))[0] == 2


@pytest.mark.parametrize("command", [["check"], ["book", "-o", "out.html"], ["paper", "-o", "out.html"]])
def test_a_command_about_a_rulebook_takes_the_file_named_then_that_of_the_setting(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    own, broken = tmp_path / "own.yaml", tmp_path / "broken.yaml"
    text = shipped_rulebook().read_text(encoding="utf-8")
    own.write_text(f"{text}\n# ours\n", encoding="utf-8")
    broken.write_text("title: [", encoding="utf-8")
    monkeypatch.setenv("SCREENER_RULES", str(broken))
    code, out, err = run(capsys, *command)
    assert (code, "broken.yaml:1:" in out + err) == (2 if command != ["check"] else 1, True)
    assert run(capsys, *command, str(own))[0] == 0
    monkeypatch.setenv("SCREENER_RULES", "nowhere.yaml")
    code, out, err = run(capsys, *command)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith(f"screener: SCREENER_RULES: there is no file {tmp_path / 'nowhere.yaml'}")


def test_the_clinics_own_line_stands_in_what_is_evaluated(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "response.json"
    file.write_text('{"phq9": 3, "sui_safe_now": "not_safe"}', encoding="utf-8")
    monkeypatch.setenv("SCREENER_CRISIS_LINE", "Hill Street at night, 555 010 4477")
    monkeypatch.setenv("SCREENER_CRISIS_NUMBER", "5550104477")
    out = run(capsys, "evaluate", str(file))[1]
    assert "Hill Street at night, 555 010 4477" in out
    monkeypatch.setenv("SCREENER_CRISIS_NUMBER", "not a number")
    code, out, err = run(capsys, "evaluate", str(file))
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("screener: SCREENER_CRISIS_NUMBER")


def test_explain_shows_each_part_with_its_answer_and_verdict(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "response.json"
    file.write_text(json.dumps({"job_tasks": ["drive_truck_bus"], "med_list": ["Prozac"]}), encoding="utf-8")
    code, out, _ = run(capsys, "explain", "dis_commercial_driver", str(file))
    assert code == 0
    assert out.splitlines()[0] == "dis_commercial_driver: fires, discuss"
    assert "unknown sleepy_wheel: yes   <- sleepy_wheel = left blank" in out
    assert "job_tasks = Driving a truck or bus" in out
    code, _, err = run(capsys, "explain", "no_such_rule", str(file))
    assert code == 2
    assert "no_such_rule" in err


def test_schema_is_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "schema")
    assert code == 0
    assert "rules" in json.loads(out)["properties"]


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"screener {__version__}\n"


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings that name a store in a fresh folder."""
    monkeypatch.setenv("SCREENER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SCREENER_KEY_FILE", str(tmp_path / "keys" / "key"))
    return tmp_path


def test_the_code_is_shown_on_a_terminal_or_in_a_file_only_the_owner_can_read(
    capsys: pytest.CaptureFixture[str], own_store: Path
) -> None:
    code, out, err = run(capsys, "code")
    assert (code, out) == (2, "")
    assert "--file" in err
    file = own_store / "code.txt"
    code, out, _ = run(capsys, "code", "--file", str(file))
    assert code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    secret = file.read_text(encoding="ascii").strip()
    assert len(secret.replace("-", "")) >= 26
    assert secret not in out
    again, _, err = run(capsys, "code", "--file", str(file))
    assert again == 2
    assert "code.txt" in err


READS_A_STORE = [
    ["visits", "list"],
    ["visits", "show", "AAA-AAA"],
    ["visits", "delete", "AAA-AAA"],
    ["replay"],
    ["sign-off", "--list"],
    ["backup", "copy.sqlite"],
]


@pytest.mark.parametrize("command", READS_A_STORE)
def test_what_reads_a_store_makes_none(
    capsys: pytest.CaptureFixture[str], own_store: Path, command: list[str]
) -> None:
    told = f"screener: SCREENER_DATA: there is no store in {own_store / 'data'}; name the folder of one.\n"
    assert run(capsys, *command) == (2, "", told)
    assert not list(own_store.iterdir())


def test_visits_of_an_empty_store(capsys: pytest.CaptureFixture[str], own_store: Path) -> None:
    run(capsys, "code", "--file", str(own_store / "code.txt"))
    assert run(capsys, "visits", "list")[:2] == (0, "No visits yet.\n")
    assert run(capsys, "visits", "show", "AAA-AAA")[0] == 1
    assert run(capsys, "visits", "delete", "AAA-AAA")[0] == 1


def test_a_wrong_setting_is_one_line(
    capsys: pytest.CaptureFixture[str], own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_RULEZ", "x")
    code, _, err = run(capsys, "visits", "list")
    assert code == 2
    assert "SCREENER_RULES" in err
    assert len(err.splitlines()) == 1


SERVE_REFUSED = [
    (["--host", "0.0.0.0"], "SCREENER_REGION"),
    (["--port", "99999"], "SCREENER_PORT"),
    (["--rules", "nowhere.yaml"], "SCREENER_RULES"),
]


@pytest.mark.parametrize(("arguments", "words"), SERVE_REFUSED)
def test_serve_refuses_what_is_unsafe_or_wrong_in_one_line(
    capsys: pytest.CaptureFixture[str], own_store: Path, arguments: list[str], words: str
) -> None:
    code, _, err = run(capsys, "serve", *arguments)
    assert code == 2
    assert words in err.replace("\n", " ")


def test_serve_off_loopback_needs_a_locked_line(
    capsys: pytest.CaptureFixture[str], own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("REGION", "us"), ("CLINIC_NAME", "Hill Clinic"), ("CLINIC_PHONE", "555 010 0199")):
        monkeypatch.setenv(f"SCREENER_{name}", value)
    code, _, err = run(capsys, "serve", "--host", "0.0.0.0")
    assert code == 2
    assert "--behind-proxy" in err


def test_evaluate_does_not_load_the_web_or_the_store() -> None:
    code = (
        "import io, sys; sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}'));"
        "from screener.cli import main; main(['evaluate', '-']);"
        "assert 'flask' not in sys.modules and 'sqlalchemy' not in sys.modules"
    )
    environment = unset(PYTHONPATH=str(Path(__file__).parents[1]))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_backup_is_put_back_into_an_empty_folder_only(
    capsys: pytest.CaptureFixture[str], own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = own_store / "copy.sqlite"
    assert run(capsys, "backup", str(copy))[0] == 2
    run(capsys, "code", "--file", str(own_store / "code.txt"))
    code, out, _ = run(capsys, "backup", str(copy))
    assert code == 0
    assert "key file" in out
    assert run(capsys, "restore", str(copy))[0] == 2
    monkeypatch.setenv("SCREENER_DATA", str(own_store / "restored"))
    assert run(capsys, "restore", str(copy))[0] == 0
    assert run(capsys, "visits", "list")[:2] == (0, "No visits yet.\n")


@pytest.mark.parametrize("room", COMMANDS)
def test_each_command_stands_with_the_module_that_has_it(room: str) -> None:
    commands = argparse.ArgumentParser().add_subparsers()
    import_module(f"screener.cli.{room}").add(commands)
    assert tuple(commands.choices) == COMMANDS[room]


@pytest.mark.parametrize("typed", ["--help", "chekc"])
def test_whoever_names_no_command_is_told_all(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    with pytest.raises(SystemExit):
        main([typed])
    printed = capsys.readouterr()
    told = printed.out + printed.err
    assert [name for names in COMMANDS.values() for name in names if name not in told] == []
