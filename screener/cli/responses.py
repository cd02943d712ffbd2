"""Reads responses from a file or standard input: one JSON object, one a line, or YAML by extension."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from screener.codes import Code
from screener.errors import AnswerPlace, AnswersError, Problem, ScreenerError
from screener.rulebook import read_plain

MANY = {".ndjson", ".jsonl"}
YAML = {".yaml", ".yml"}
NO_OBJECT = "write one object, in braces, of question ids and answers"
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class GivenResponse:
    """The raw answers that begin on a line, counted from 1, or the problem that kept them from being read.

    ``one_of_many`` says that other responses stand in the same input; else ``name`` is what it is
    called and ``text`` its words.
    """

    line: int
    raw: Mapping[str, object] = field(default_factory=dict)
    problem: Problem | None = None
    one_of_many: bool = False
    name: str = ""
    text: str = field(default="", repr=False)

    def line_of(self, question: str) -> int:
        """On which line the question is answered, as far as that can be told."""
        words = self.text
        if words.lstrip().startswith("{"):
            words = STRING.sub(lambda found: _blanked(found[0], question, self.text[found.end() :]), words)
        key = rf"[\"']?{re.escape(question)}[\"']?\s*:"
        found = re.search(rf"^{key}", words, re.MULTILINE) or re.search(rf"(?:^|[{{,\s]){key}", words)
        return self.line if found is None else 1 + words.count("\n", 0, found.end())


def _blanked(string: str, question: str, after: str) -> str:
    """A quoted string as it is where it is this question's key, else without its words."""
    if string[1:-1] == question and after.lstrip().startswith(":"):
        return string
    return '"' + "\n" * string.count("\n") + '"'


def read_responses(file: Path) -> Iterator[GivenResponse]:
    """Every response of a file, ``-`` being standard input; raises `AnswersError`, OSError."""
    standard = str(file) == "-"
    raw = _standard_input() if standard else file.read_bytes()
    name = "standard input" if standard else file.name
    if file.suffix.lower() in YAML:
        given = _object(read_plain(raw, name), line=1, name=name)
        yield replace(given, name=name, text=raw.decode("utf-8"))
        return
    raw = raw.removeprefix(BYTE_ORDER_MARK)
    lines = [(number, line) for number, line in enumerate(raw.split(b"\n"), start=1) if line.strip()]
    if file.suffix.lower() in MANY or (len(lines) > 1 and _is_one_a_line(raw, [line for _, line in lines])):
        if not lines:
            raise AnswersError(
                (Problem(AnswerPlace(line=1, file=name), Code.EMPTY, "nothing is written here", NO_OBJECT),)
            )
        for number, line in lines:
            yield _line(line, number)
        return
    text = _text(raw, line=1, name=name)
    yield replace(_object(_load(text, line=1, name=name), line=1, name=name), name=name, text=text)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise ScreenerError("standard input is closed; pipe the answers in, or name their file")
    return sys.stdin.buffer.read()


def _is_one_a_line(raw: bytes, lines: list[bytes]) -> bool:
    """Whether each line is a response of its own: it is no JSON as a whole, and some line is an object."""
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return any(line.startswith(b"{") and _line(line, 1).problem is None for line in lines)
    return False


def _line(line: bytes, number: int) -> GivenResponse:
    try:
        given = _object(_load(_text(line, line=number, name=""), line=number, name=""), line=number, name="")
    except AnswersError as error:
        return GivenResponse(number, problem=error.problems[0], one_of_many=True)
    return replace(given, one_of_many=True)


def _text(raw: bytes, *, line: int, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = AnswerPlace(line=line + raw.count(b"\n", 0, error.start), file=name)
        raise AnswersError(
            (Problem(place, Code.NOT_UTF8, "this is not UTF-8 text", "save it as UTF-8"),)
        ) from None


def _load(text: str, *, line: int, name: str) -> object:
    if not text.strip():
        raise AnswersError(
            (Problem(AnswerPlace(line=line, file=name), Code.EMPTY, "nothing is written here", NO_OBJECT),)
        )
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = AnswerPlace(line=line + error.lineno - 1, file=name)
        raise AnswersError((Problem(place, Code.NOT_JSON, "this is not JSON", NO_OBJECT),)) from None
    except (ValueError, RecursionError) as error:
        what = (
            str(error)
            if isinstance(error, _Unclear)
            else "this is nested or written in a way that cannot be read"
        )
        raise AnswersError(
            (Problem(AnswerPlace(line=line, file=name), Code.NOT_JSON, what, NO_OBJECT),)
        ) from None


class _Unclear(ValueError):
    """JSON that says two things at once, or nothing that is a number."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Unclear("a question stands twice")
    return found


def _refuse_constant(_: str) -> object:
    raise _Unclear("a value is not a number")


def _object(value: object, *, line: int, name: str) -> GivenResponse:
    if not isinstance(value, Mapping):
        raise AnswersError(
            (Problem(AnswerPlace(line=line, file=name), Code.NOT_JSON, "this is not an object", NO_OBJECT),)
        )
    return GivenResponse(line, {str(key): item for key, item in value.items()})
