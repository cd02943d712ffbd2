"""Whatever is done to the bytes of a rulebook, it is read or refused: nothing else is ever raised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.errors import Place, Problem

ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]

RAW = (Path(__file__).parent / "small.yaml").read_bytes()
PIECES = [
    b"",
    b"\n",
    b" ",
    b"\t",
    b": ",
    b"- ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"'",
    b'"',
    b"&a ",
    b"*a",
    b"!t ",
    b"#",
    b"|",
]
PIECES += [
    b"\\ud800",
    b'"\\ud800"',
    b"true",
    b"null",
    b"9" * 30,
    b"1e9",
    b"\xff",
    b"\0",
    b"{list}",
    b"any",
    b"not: ",
    b"? ",
]
CHANGES = st.lists(
    st.tuples(st.integers(0, len(RAW)), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=3)),
    min_size=1,
    max_size=4,
)
LINES = RAW.splitlines(keepends=True)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_changed_bytes_are_read_or_refused(
    problems_of: ProblemsOf, changes: list[tuple[int, int, bytes]]
) -> None:
    raw = RAW
    for start, length, piece in changes:
        raw = raw[:start] + piece + raw[start + length :]
    for problem in problems_of(raw):
        assert isinstance(problem.place, Place)
        assert problem.what
        assert problem.mend


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 2), st.integers(0, len(LINES) - 2)), max_size=4))
def test_lines_left_out_or_moved_are_read_or_refused(
    problems_of: ProblemsOf, moves: list[tuple[int, int]]
) -> None:
    lines = list(LINES)
    for origin, target in moves:
        lines[target] = lines[origin]
    for problem in problems_of(b"".join(lines)):
        assert "\n" not in str(problem)
