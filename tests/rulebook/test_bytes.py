"""What is refused before a word of the file is read: size, bytes, a cut, depth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from screener.errors import Place, Problem, RulebookError
from screener.model.vocabulary import Vocabulary
from screener.rulebook import read
from screener.rulebook.yaml import nodes

ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]
RULES = Path(__file__).parents[2] / "rules.yaml"

END = b"\nend: true\n"
REFUSED = (
    (b"a: 1\n" * 120_000 + END, "too-large", 1, 1),
    (b"a: " + b"x" * (512 * 1024 - 13) + END, "too-large", 1, 1),
    (b"title: a\0b" + END, "nul", 1, 9),
    (b"title: a\nversion: caf\xe9" + END, "not-utf8", 2, 13),
    ("title: a\nend: true\n".encode("utf-16"), "nul", 1, 4),
    (b"", "empty", 1, 1),
    (b"\n  \n# only words to the reader\n", "empty", 1, 1),
    (b"title: a\n", "cut-short", 1, 1),
    (b"title: a\nend: true\nmore: 1\n", "cut-short", 3, 1),
    (b"title: a\r\nend: true  # all\r\n- more\r\n", "cut-short", 3, 1),
    (b"title: a\nend: tru", "cut-short", 2, 1),
    (b"title: a\nend: false\n", "cut-short", 2, 1),
    (b"title: a\n  end: true\n", "cut-short", 2, 1),
    ("title: a\u0007b\nend: true\n".encode(), "bad-character", 1, 9),
    (b"title: " + b"- " * 20_000 + b"x" + END, "syntax", 1, 8),
)


@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER], ids=["python parser", "fast parser"])
@pytest.mark.parametrize(
    ("raw", "code", "line", "column"), REFUSED, ids=[f"{row[1]}: {row[0][:24]!r}" for row in REFUSED]
)
def test_bytes_that_are_no_rulebook_are_refused_at_their_place(
    monkeypatch: pytest.MonkeyPatch,
    problems_of: ProblemsOf,
    loader: type,
    raw: bytes,
    code: str,
    line: int,
    column: int,
) -> None:
    monkeypatch.setattr(nodes, "LOADER", loader)
    (problem,) = problems_of(raw)
    assert (str(problem.code), problem.place) == (code, Place("rules.yaml", line, column))


DEEP = (b"title: " + b"[" * 20_000, b"title: " + b"{a: " * 20_000, b"title:\n  " + b"- " * 20_000 + b"x")


@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER], ids=["python parser", "fast parser"])
@pytest.mark.parametrize("raw", DEEP, ids=["lists", "blocks", "lists of block style"])
def test_twenty_thousand_levels_are_refused(
    monkeypatch: pytest.MonkeyPatch, problems_of: ProblemsOf, loader: type, raw: bytes
) -> None:
    monkeypatch.setattr(nodes, "LOADER", loader)
    assert [str(problem.code) for problem in problems_of(raw + END)] == ["too-deep"]


@pytest.mark.parametrize(("levels", "code"), [(18, "wrong-kind"), (19, "wrong-kind"), (20, "too-deep")])
def test_twenty_levels_are_read_and_one_more_is_not(problems_of: ProblemsOf, levels: int, code: str) -> None:
    nested = "[" * levels + "]" * levels
    problems = problems_of(f"title: {nested}\nend: true\n")
    assert code in {str(problem.code) for problem in problems}
    assert len(problems) == 1 or code != "too-deep"


def test_a_file_of_exactly_the_greatest_size_is_read(problems_of: ProblemsOf) -> None:
    raw = b"a: " + b"x" * (512 * 1024 - 14) + END
    assert len(raw) == 512 * 1024
    assert "too-large" not in {str(problem.code) for problem in problems_of(raw)}


@pytest.mark.parametrize("path", [RULES, Path(__file__).parent / "small.yaml"], ids=["shipped", "small"])
def test_a_file_cut_at_any_line_end_is_refused_as_cut_short(vocabulary: Vocabulary, path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.startswith(b"end: true"))
    sizes = [0]
    for line in lines[:last]:
        sizes.append(sizes[-1] + len(line))
    raw = path.read_bytes()
    for size in sizes:
        with pytest.raises(RulebookError) as refused:
            read(raw[:size], "rules.yaml", vocabulary)
        assert [str(problem.code) for problem in refused.value.problems] in (["cut-short"], ["empty"])


def test_a_file_cut_within_a_line_is_refused(small: str, problems_of: ProblemsOf) -> None:
    raw = small.encode()
    for size in range(0, len(raw.rstrip()), 37):
        assert problems_of(raw[:size])


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(small: str, vocabulary: Vocabulary) -> None:
    raw = b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode()
    rulebook = read(raw, "rules.yaml", vocabulary)
    assert rulebook.rules == read(small.encode(), "rules.yaml", vocabulary).rules
    assert rulebook.text.encode() == raw


def test_both_parsers_read_the_shipped_file_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = RULES.read_bytes()
    fast = nodes.read_nodes(raw, "rules.yaml", closed=True)
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    assert nodes.read_nodes(raw, "rules.yaml", closed=True) == fast


def test_a_line_after_the_last_one_is_called_that(vocabulary: Vocabulary) -> None:
    with pytest.raises(RulebookError) as refused:
        read(b"title: a\nend: true\nmore: 1\n", "rules.yaml", vocabulary)
    (problem,) = refused.value.problems
    assert (problem.what, problem.mend) == (
        "this line stands after `end: true`",
        "move it above that line, or delete it",
    )
