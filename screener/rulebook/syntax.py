"""What is wrong with the YAML itself, told in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from screener.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """One sort of fault: the pieces that PyYAML's parsers say of it, and what we say.

    ``early`` tells the place where the faulty thing began instead of the one where it was noticed.
    """

    pieces: tuple[str, ...]
    what: str
    mend: str
    early: bool = False
    code: str = "syntax"


TAB = Fault(("tab character",), "a tab stands where only spaces can", "use spaces instead of the tab")
FAULTS = (
    Fault(
        ("maximum nesting depth",),
        "this is nested much too deep",
        "close the brackets, or name the inner condition as a fact",
        code="too_deep",
    ),
    TAB,
    Fault(
        ("while scanning a quoted scalar", "while scanning a double-quoted scalar"),
        "a quotation mark opens here and is never closed",
        "close it at the end of the text",
        early=True,
    ),
    Fault(
        ("mapping values are not allowed",),
        "a second colon stands on this line",
        "put the text in quotes",
    ),
    Fault(
        ("cannot start any token",),
        "a text cannot begin with this character",
        "put the text in quotes",
    ),
    Fault(
        ("expected ',' or", "while parsing a flow node"),
        "a bracket is not closed, or a comma is missing",
        "close the bracket, or put a comma between",
    ),
    Fault(
        ("could not find expected ':'",),
        "a key stands here without its colon",
        "write `key: value`, or put a long text in quotes",
        early=True,
    ),
    Fault(
        ("expected <block end>", "did not find expected key", "expected '-' indicator"),
        "this line does not stand under the lines it belongs to",
        "begin it in the same column as the other lines of its block",
    ),
    Fault(
        ("expected alphabetic or numeric", "while scanning an a"),
        "`&` and `*` begin no text",
        "put the text in quotes",
    ),
    Fault(
        ("while scanning a block scalar",),
        "`|` and `>` begin no text on this line",
        "put the text in quotes",
    ),
)
QUOTE = Fault(
    (),
    "a quotation mark ends a text here, and more follows it",
    "close the quotes of an earlier line, or put a text that holds quotes between single ones",
)
ESCAPE = Fault((), "in double quotes a backslash has a meaning of its own", "use single quotes")
ESCAPES = ("escape", "expected hexdecimal number")
OTHER = Fault((), "the file cannot be understood here", "look for a missing quote, bracket, colon or space")


def syntax_problem(error: Exception, text: str, name: str) -> Problem:
    """The one problem of a text that is no YAML; ``error`` is what PyYAML raised."""
    if not hasattr(error, "problem"):
        return Problem(
            Place(name, *_line_and_column(text, text.find("\\U"))), "syntax", ESCAPE.what, ESCAPE.mend
        )
    early, late = (getattr(error, mark, None) for mark in ("context_mark", "problem_mark"))
    noticed = _position(late or early, text)
    fault = _fault(error, *_characters(text, noticed))
    line, column = _position(early or late, text) if fault.early else noticed
    return Problem(Place(name, line, column), fault.code, fault.what, fault.mend)


def _fault(error: Exception, before: str, character: str) -> Fault:
    problem = str(getattr(error, "problem", None) or error)
    message = f"{getattr(error, 'context', None) or ''} {problem}"
    if any(piece in problem for piece in ESCAPES):
        return ESCAPE
    if character == "\t":
        return TAB
    if before in ('"', "'"):
        return QUOTE
    return next((fault for fault in FAULTS if any(piece in message for piece in fault.pieces)), OTHER)


def _position(mark: object, text: str) -> tuple[int, int]:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    if isinstance(line, int) and isinstance(column, int):
        return line + 1, column + 1
    return _line_and_column(text, len(text))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _characters(text: str, position: tuple[int, int]) -> tuple[str, str]:
    """The character before a position on its line, and the one at it."""
    lines = text.split("\n")
    line, column = position
    row = lines[line - 1] if line <= len(lines) else ""
    return row[max(column - 2, 0) : column - 1], row[column - 1 : column]
