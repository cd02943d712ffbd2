"""Adopting from the command line: what is refused, what is told, and what a kill leaves behind."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from screener.content import shipped_rulebook
from screener.store import Store, open_store
from tests.adopting.conftest import SECOND, SMALL, rulebook_of, take

EVERY = 1 if os.environ.get("SCREENER_TEST_CUTS") == "all" else 40
"""At how many line ends a file is cut: one of forty, or each with ``SCREENER_TEST_CUTS=all``."""
LESS = (
    SMALL.replace("  dis_signs", "  dis_gone")
    .replace("- id: dis_signs", "- id: dis_other")
    # what named the things that vanish
    .replace("hides: [dis_signs]", "hides: [dis_other]")
    .replace("mean_score:", "other_score:")
    .replace("formal", "informal")
    .replace("BOOK", "TOME")
    .replace("safe-now", "safe-here")
)
GONE = ("rule dis_signs", "screen safe-now", "score mean_score", "fact formal", "source BOOK")
MEND = "; put it back, or add --accept-removals"
KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import event
from screener.rulebook import load
from screener.store import open_store
from screener.visits.rulebooks import adopt
store = open_store(Path(sys.argv[1]), Path(sys.argv[2]))
rulebook = load(Path(sys.argv[3]))
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[4] == "before":
    event.listen(store._engine, "commit", kill)
adopt(store, rulebook, instead_of=store.adopted(), at=datetime.now(UTC))
kill()
"""


def adopted_text(tmp_path: Path) -> str:
    """The words of the rulebook adopted last, "" before the first."""
    with open_store(tmp_path / "data", tmp_path / "keys" / "key") as store:
        adopted = store.adopted()
        return "" if adopted is None else store.rulebook_text(adopted.rulebook)


@pytest.fixture
def first(store: Store) -> None:
    """The small rulebook is adopted."""
    take(store, SMALL)


def test_a_sound_file_is_taken_under_its_hash(run, write, first, tmp_path: Path) -> None:
    code, lines, err = run("adopt", write(SECOND))
    assert (code, err) == (0, "")
    assert lines[0] == "no patient is affected: every case of every rule was covered"
    assert "version 2; its hash is " + hashlib.sha256(SECOND.encode()).hexdigest() in lines[1]
    assert "draft" in lines[-1]
    assert adopted_text(tmp_path) == SECOND


def test_a_file_with_a_byte_order_mark_and_other_line_ends_keeps_its_hash(
    run, write, first, tmp_path: Path
) -> None:
    odd = "\ufeff" + SECOND.replace("\n", "\r\n")
    assert run("adopt", write(odd))[0] == 0
    assert adopted_text(tmp_path) == odd


def test_what_vanishes_is_named_and_refused(run, write, first, tmp_path: Path) -> None:
    code, lines, _ = run("adopt", write(LESS))
    assert code == 1
    assert lines[:-1] == [f"{gone} vanishes{MEND}" for gone in GONE]
    assert "nothing was changed" in lines[-1]
    assert adopted_text(tmp_path) == SMALL


def test_what_vanishes_is_named_and_taken_where_that_is_accepted(run, write, first, tmp_path: Path) -> None:
    code, lines, _ = run("adopt", write(LESS), "--accept-removals")
    assert code == 0
    assert lines[: len(GONE)] == [f"{gone} vanishes" for gone in GONE]
    assert adopted_text(tmp_path) == LESS


def test_what_changes_for_patients_is_told(run, write, first) -> None:
    moved = SMALL.replace("pain: {at_least: 7,", "pain: {at_least: 6,")
    lines = run("adopt", write(moved))[1]
    assert lines[0].startswith("dis_pair: fires, discuss before, fires, urgent now, for example for {")
    assert "pain: 6" in lines[0]


def test_a_question_that_vanishes_is_named(run, write, first) -> None:
    fewer = SMALL.replace(", goal]", "]").replace(
        '  goal: {ask: "What matters?", label: Goal, type: text, hint: In your own words}\n', ""
    )
    assert f"question goal vanishes{MEND}" in run("adopt", write(fewer))[1]


def test_before_the_first_the_shipped_one_is_compared(run, write, tmp_path: Path) -> None:
    code, lines, _ = run("adopt", write(SMALL))
    assert code == 1
    assert f"rule emg_suicidal_thoughts vanishes{MEND}" in lines
    assert adopted_text(tmp_path) == ""
    assert run("adopt", write(SECOND), "--rules", write(SECOND))[0] == 0
    assert adopted_text(tmp_path) == SECOND


def test_an_adopted_one_that_was_damaged_is_replaced_only_when_told_to(
    run, write, first, store: Store, tmp_path: Path
) -> None:
    with store.writing() as writing:
        writing.adopt("0" * 64, "title: broken\n", at=store.adopted().at)
    code, lines, _ = run("adopt", write(SECOND))
    assert code == 1
    assert "The rulebook 000000000000 cannot be read by this version" in lines[0]
    assert "nothing can be compared" in lines[0]
    assert run("adopt", write(SECOND), "--accept-removals")[0] == 0
    assert adopted_text(tmp_path) == SECOND


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SCREENER_RULES", str(shipped_rulebook()), "SCREENER_RULES names"),
        ("SCREENER_REGION", "nz", "it has no region nz, but us, uk"),
    ],
)
def test_what_would_not_be_served_is_not_adopted(
    run, write, first, tmp_path: Path, monkeypatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    code, _, err = run("adopt", write(SECOND))
    assert code == 2
    assert told in err
    assert err.count("\n") == 1
    assert adopted_text(tmp_path) == SMALL


def test_a_text_that_would_be_cut_is_not_adopted_and_one_that_was_is_compared(
    run, write, store: Store, tmp_path: Path
) -> None:
    cut = SMALL.replace("headline: Numb", "headline: Ask before Tylenol #3")
    take(store, cut)
    code, lines, _ = run("adopt", write(cut))
    assert code == 1
    assert "begins a remark" in lines[0]
    assert run("adopt", write(SECOND))[0] == 0
    assert adopted_text(tmp_path) == SECOND


def test_a_file_that_is_not_there_is_told(run, first, tmp_path: Path) -> None:
    code, _, err = run("adopt", tmp_path / "none.yaml")
    assert (code, err) == (2, f"screener: {tmp_path / 'none.yaml'}: No such file or directory\n")


def test_the_shipped_rulebook_cut_at_a_line_end_is_refused(run, write, tmp_path: Path) -> None:
    raw = shipped_rulebook().read_bytes()
    lines = raw.splitlines(keepends=True)
    for end in [*range(0, len(lines) - 1, EVERY), len(lines) - 1]:
        code, told, _ = run("adopt", write(b"".join(lines[:end])))
        assert code == 1, f"cut after line {end}"
        assert "is refused, nothing was changed: 1 to mend" in told[-1]
    assert not (tmp_path / "data").exists()


def test_the_small_rulebook_cut_at_each_line_end_is_refused(run, write, first, tmp_path: Path) -> None:
    lines = SECOND.splitlines(keepends=True)
    assert [run("adopt", write("".join(lines[:end])))[0] for end in range(len(lines))] == [1] * len(lines)
    assert adopted_text(tmp_path) == SMALL


@pytest.mark.parametrize(("when", "left"), [("before", SMALL), ("after", SECOND)])
def test_a_kill_leaves_the_old_or_the_new_one(write, first, tmp_path: Path, when: str, left: str) -> None:
    places = [str(tmp_path / "data"), str(tmp_path / "keys" / "key"), str(write(SECOND))]
    killed = subprocess.run([sys.executable, "-c", KILLED, *places, when], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert adopted_text(tmp_path) == left
    with open_store(tmp_path / "data", tmp_path / "keys" / "key") as store:
        assert store.adopted().rulebook == rulebook_of(left).hash
