"""The commands for whoever changes a rulebook, and what `screener check` prints beside words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screener.cli import main

SMALL = Path(__file__).parent / "rulebook" / "small.yaml"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """The exit code of a command, and what it printed and told."""
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def changed(folder: Path, old: str, new: str) -> Path:
    """The small rulebook with one place changed."""
    text = SMALL.read_text("utf-8")
    assert text.count(old) == 1
    file = folder / "changed.yaml"
    file.write_text(text.replace(old, new), "utf-8")
    return file


def test_check_prints_json_with_place_and_patient(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = changed(tmp_path, "when: {effects: [sleepy, dizzy]}", "when: {not: {effects: [sleepy]}}")
    code, out, _ = run(capsys, "check", "--format", "json", file)
    told = json.loads(out)
    assert code == 1
    assert told["problems"][0]["file"] == str(file)
    assert {"line", "column", "code", "what", "mend", "patient"} <= set(told["problems"][0])
    assert told["emergencies"] == {"emg_thoughts": "mood", "emg_numb": "signs"}
    assert {warning["code"] for warning in told["warnings"]} >= {"unused", "idle-clause"}


def test_check_prints_annotations_for_github(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = changed(tmp_path, "effects: [sleepy, dizzy]}", "effects: [sleepy, dizy]}")
    code, out, _ = run(capsys, "check", "--format", "github", file)
    line = SMALL.read_text("utf-8").split("effects: [sleepy, dizzy]}")[0].count("\n") + 1
    assert code == 1
    assert out.startswith(f"::error file={file},line={line},col=")
    assert out.count("\n") == len(out.strip().splitlines())


def test_check_explains_a_code_and_names_the_nearest_for_a_slip(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "--explain", "never-fires")
    assert code == 0
    assert out.startswith("No patient can have answers on which this rule fires.")
    code, _, err = run(capsys, "check", "--explain", "never-fire")
    assert code == 2
    assert "never-fires" in err


def test_examples_are_proposed_in_the_form_of_the_file_and_pass(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "examples", "dis_signs", SMALL)
    assert code == 0
    assert "fires: {effects: [dizzy]}   # catches: effects: option dizzy left out" in out.splitlines()
    assert "open: {effects: null}" in out.splitlines()
    more = changed(
        tmp_path, "fires: [{effects: [sleepy]}]", "fires: [{effects: [sleepy]}, {effects: [dizzy]}]"
    )
    assert "# catches" not in run(capsys, "examples", "dis_signs", more)[1]
    assert run(capsys, "check", more)[0] == 0


def test_an_unknown_rule_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "examples", "something_else", SMALL)
    assert (code, err) == (2, 'screener: the rulebook has no rule "something_else"\n')


@pytest.mark.parametrize(
    ("typed", "near"), [("dis_sings", "dis_signs"), ("DIS_SIGNS", "dis_signs"), ("dis_sign", "dis_signs")]
)
@pytest.mark.parametrize("command", ["explain", "examples"])
def test_an_unknown_rule_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, typed: str, near: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text("{}")
    arguments = (typed, answers, "--rules", SMALL) if command == "explain" else (typed, SMALL)
    code, _, err = run(capsys, command, *arguments)
    assert (code, err) == (2, f'screener: the rulebook has no rule "{typed}"; did you mean "{near}"?\n')


def test_mutate_lists_what_no_example_catches_with_the_example_that_would(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "mutate", SMALL)
    assert code == 1
    wanted = "emg_numb: clause 2 of 2 dropped: no example catches it; fires: {faint: yes}"
    assert wanted in out.splitlines()
    assert out.splitlines()[-1].startswith("14 of 20 faults are caught (70.0%); 3 more of 23 planted")


def test_diff_shows_a_patient_on_the_boundary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    new = changed(tmp_path, "    when: {mood2: {at_least: 1}}\n", "    when: {mood2: {at_least: 2}}\n")
    code, out, _ = run(capsys, "diff", SMALL, new)
    assert code == 1
    assert out == "emg_thoughts: fires, emergency before, stays silent now, for example for {mood2: 1}\n"


def test_diff_says_that_nobody_is_affected_by_another_form_of_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    new = changed(
        tmp_path,
        "    when: {effects: [sleepy, dizzy]}\n",
        "    when:   # the same in another form\n      any: [{effects: dizzy}, {effects: sleepy}]\n",
    )
    code, out, _ = run(capsys, "diff", SMALL, new)
    assert (code, out) == (0, "no patient is affected: every case of every rule was covered\n")


def test_diff_counts_the_responses_that_change(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    responses = tmp_path / "responses.ndjson"
    new = changed(tmp_path, 'clinician: "Reports {answer:effects}."', "clinician: Reports effects.")
    responses.write_text('{"effects": ["dizzy"]}\n{"effects": []}\n{"effects": "no such"}\n', "utf-8")
    code, out, _ = run(capsys, "diff", SMALL, new, "--responses", responses)
    assert code == 1
    assert out.splitlines()[-2:] == [
        "1 of 3 responses change; 1 could not be read by both",
        "  line 3: effects: this question takes a list",
    ]


def test_diff_shows_both_sides_since_the_base(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    mine = changed(ours, "headline: Side effects", "headline: Effects")
    text = mine.read_text("utf-8")
    release = changed(theirs, "headline: The same twice", "headline: Twice the same")
    assert run(capsys, "diff", mine, release, "--base", SMALL) == (
        0,
        "changed by you only, keep yours: dis_signs\n"
        "changed by the new release only, take theirs: dis_twice\n"
        "changed by both, look at them yourself: nothing\n",
        "",
    )
    release.write_text(text.replace("headline: Effects", "headline: Side effects again"), "utf-8")
    code, out, _ = run(capsys, "diff", mine, release, "--base", SMALL)
    assert code == 1
    assert "changed by both, look at them yourself: dis_signs\n" in out
    assert "  yours and theirs: dis_signs: other words (headline)\n" in out
