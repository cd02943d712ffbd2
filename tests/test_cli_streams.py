"""The command line with a stream closed, full or left, or stopped by its user: words and no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import screener.cli
from screener.cli import Exit, main
from tests.environment import unset

SCREENER = f"{sys.executable} -m screener.cli"


def shell(line: str, given: bytes = b"{}") -> tuple[int, str, str]:
    """The exit code, the output and the errors of a line of shell."""
    environment = unset(PYTHONPATH=str(Path(__file__).parents[1]))
    command = ["sh", "-c", line.replace("screener", SCREENER, 1)]
    done = subprocess.run(command, input=given, capture_output=True, env=environment, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("command", ["evaluate -", "explain emg_eye -", "evaluate --format text -"])
def test_a_closed_standard_input_is_told(command: str) -> None:
    told = "screener: standard input is closed; pipe the answers in, or name their file\n"
    assert shell(f"screener {command} <&-") == (2, "", told)


@pytest.mark.parametrize("command", ["serve", "evaluate", "visits"])
def test_ctrl_c_while_a_command_is_still_loading_ends_without_a_traceback(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(screener.cli, "import_module", stopped)
    assert main([command]) == Exit.INTERRUPTED


@pytest.mark.parametrize("command", ["evaluate -", "schema", "visits list"])
def test_a_closed_standard_output_is_told_before_anything_is_done(command: str, tmp_path: Path) -> None:
    settings = f"SCREENER_DATA={tmp_path}/data SCREENER_KEY_FILE={tmp_path}/keys/key"
    told = "screener: standard output is closed, so nothing was done; leave it open\n"
    assert shell(f"env {settings} screener {command} >&-") == (2, "", told)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    ["evaluate -", "schema", "explain emg_eye -", "--version", "--help", "serve --help", "check rules.yaml"],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_standard_output_is_named(
    command: str, unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    told = "screener: standard output: No space left on device\n"
    assert shell(f"screener {command} >/dev/full") == (2, "", told)


@pytest.mark.parametrize("command", ["evaluate -", "schema", "evaluate --format text -"])
def test_a_reader_that_has_gone_ends_a_command_silently_with_141(command: str) -> None:
    line = f"(sleep 0.1; screener {command}; echo $? >&3) 3>&2 | true"
    assert shell(line) == (0, "", "141\n")
