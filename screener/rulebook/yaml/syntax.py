"""From the bytes of a file to its text, and what is wrong with the YAML itself, told in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screener.codes import Code
from screener.errors import Place, Problem
from screener.rulebook.yaml.traps import Where, first_trap

MOST_BYTES = 512 * 1024
BYTE_ORDER_MARK = "\ufeff"

LAST_LINE = re.compile(r"end:[ ]+true[ \t]*([ \t]#.*)?")
END = re.compile(rf"^{LAST_LINE.pattern}\r?$", re.MULTILINE)
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def open_text(raw: bytes, name: str, *, closed: bool) -> str | Problem:
    """The text of a file, or the one problem that keeps it from being read.

    Tested in this order: size, NUL, UTF-8 (a byte order mark before it is allowed and dropped), empty,
    cut short (only where ``closed``: the last line must be ``end: true``), unprintable characters.
    """
    start = Place(name, 1, 1)
    if len(raw) > MOST_BYTES:
        size = f"the file has {len(raw) // 1024} kB, and at most {MOST_BYTES // 1024} kB are read"
        return Problem(start, Code.TOO_LARGE, size, "make sure it is the right file, or shorten it")
    if b"\0" in raw:
        return Problem(
            _place_of(raw.index(b"\0"), raw, name),
            Code.NUL,
            "the file holds a NUL byte, so it is not plain text",
            "save it again as plain text in UTF-8",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(
            _place_of(error.start, raw, name),
            Code.NOT_UTF8,
            "here the file is not UTF-8 text",
            'save it again with the encoding "UTF-8"',
        )
    return _tested(text.removeprefix(BYTE_ORDER_MARK), name, closed=closed)


def _tested(text: str, name: str, *, closed: bool) -> str | Problem:
    start, line = _last_line(text)
    if not line:
        return Problem(Place(name, 1, 1), Code.EMPTY, "the file is empty", "choose the right file")
    if closed and not LAST_LINE.fullmatch(line):
        if END.search(text):
            what, mend = "this line stands after `end: true`", "move it above that line, or delete it"
            return Problem(Place(name, _line_at(text, start), 1), Code.CUT_SHORT, what, mend)
        return Problem(
            Place(name, _line_at(text, start), 1),
            Code.CUT_SHORT,
            "the file is cut short: its last line is not `end: true`",
            "fetch the whole file again; if nothing is lost, add `end: true` as the last line",
        )
    odd = UNPRINTABLE.search(text)
    if odd:
        return Problem(
            _place_of(len(text[: odd.start()].encode()), text.encode(), name),
            Code.BAD_CHARACTER,
            f"here stands a character that cannot be seen or printed (U+{ord(odd.group()):04X})",
            "delete it",
        )
    return text


def _last_line(text: str) -> tuple[int, str]:
    """The last line that is neither empty nor a comment, and where it starts; else nothing."""
    end = len(text)
    while end > 0:
        start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        line = text[start:end]
        if line.strip() and not line.lstrip().startswith("#"):
            return start, line
        end = start - 1
    return 0, ""


def place_after(start: Place, text: str) -> Place:
    """The place that follows a text which begins at ``start``."""
    begins = max(text.rfind("\n"), text.rfind("\r")) + 1
    column = len(text) - begins + (1 if begins else start.column)
    return Place(start.file, start.line + _line_at(text, len(text)) - 1, column)


def _line_at(text: str, offset: int) -> int:
    breaks = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    return breaks + 1


def _place_of(offset: int, raw: bytes, name: str) -> Place:
    before = raw[:offset].decode("utf-8", errors="replace")
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return Place(name, _line_at(before, len(before)), len(before) - start + 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """One sort of fault: the pieces that PyYAML's parsers say of it, and what we say.

    ``early`` tells the place where the faulty thing began instead of the one where it was noticed.
    """

    pieces: tuple[str, ...]
    what: str
    mend: str
    early: bool = False
    code: Code = Code.SYNTAX


BLOCK_ENDS = ("expected <block end>", "did not find expected key", "expected '-' indicator")
SECOND_COLON = "a second colon stands on this line"
TAB = Fault(("tab character",), "a tab stands where only spaces can", "use spaces instead of the tab")
FAULTS = (
    Fault(
        ("maximum nesting depth",),
        "this is nested much too deep",
        "close the brackets, or name the inner condition as a fact",
        code=Code.TOO_DEEP,
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
        SECOND_COLON,
        "put the text in quotes",
    ),
    Fault(
        ("cannot start any token", "mapping keys are not allowed"),
        "a text cannot begin with this character",
        "put the text in quotes",
    ),
    Fault(
        ("expected ',' or", "while parsing a flow node"),
        "a bracket is not closed, or a comma is missing",
        "close the bracket, put a comma between, or put a text that holds a colon or a bracket in quotes",
    ),
    Fault(
        ("could not find expected ':'",),
        "a key stands here without its colon",
        "write `key: value`, or put a long text in quotes",
        early=True,
    ),
    Fault(
        BLOCK_ENDS,
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
ABOVE = Fault(
    (),
    "this line counts as words of the text above it",
    "begin it in the same column as the key above; if it stands so, the line above lacks a space or a quote",
)
FIRST_COLON = re.compile(r"[ ]*(?:- +)*\w*")
LINES_BEFORE = 2
LONGEST_LINE = 1000
ESCAPES = ("escape", "expected hexdecimal number")
OTHER = Fault((), "the file cannot be understood here", "look for a missing quote, bracket, colon or space")


def syntax_problem(error: Exception, text: str, name: str) -> Problem:
    """The one problem of a text that is no YAML; ``error`` is what PyYAML raised."""
    if not hasattr(error, "problem"):
        return Problem(
            Place(name, *_line_and_column(text, text.find("\\U"))), Code.SYNTAX, ESCAPE.what, ESCAPE.mend
        )
    early, late = (getattr(error, mark, None) for mark in ("context_mark", "problem_mark"))
    noticed = _position(late or early, text)
    fault = _fault(error, *_characters(text, noticed))
    if fault.what == SECOND_COLON and _is_first_colon(text, noticed):
        fault = ABOVE
    line, column = _position(early or late, text) if fault.early else noticed
    return _trap_before(text, noticed[0], name) or Problem(
        Place(name, line, column), fault.code, fault.what, fault.mend
    )


def _is_first_colon(text: str, position: tuple[int, int]) -> bool:
    line, column = position
    return bool(FIRST_COLON.fullmatch(text.split("\n")[line - 1][: column - 1]))


def _trap_before(text: str, noticed: int, name: str) -> Problem | None:
    """The trap on the line where a fault was noticed, or on one of the two lines before it."""
    lines = text.split("\n")
    for line in range(min(noticed, len(lines)), max(noticed - LINES_BEFORE, 0) - 1, -1):
        found = first_trap(Where.LINE, lines[line - 1][:LONGEST_LINE]) if line else None
        if found:
            trap, offset = found
            return Problem(Place(name, line, offset + 1), trap.code, trap.what, trap.mend)
    return None


def _fault(error: Exception, before: str, character: str) -> Fault:
    problem = str(getattr(error, "problem", None) or error)
    message = f"{getattr(error, 'context', None) or ''} {problem}"
    if any(where in problem for where in ESCAPES):
        return ESCAPE
    if character == "\t":
        return TAB
    in_block = any(where in message for where in BLOCK_ENDS)
    if (before.rstrip() if in_block else before).endswith(('"', "'")):
        return QUOTE
    return next((fault for fault in FAULTS if any(where in message for where in fault.pieces)), OTHER)


def _position(mark: object, text: str) -> tuple[int, int]:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    if isinstance(line, int) and isinstance(column, int):
        return line + 1, column + 1
    return _line_and_column(text, len(text))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _characters(text: str, position: tuple[int, int]) -> tuple[str, str]:
    """What stands before a position on its line, and the character at it."""
    lines = text.split("\n")
    line, column = position
    row = lines[line - 1] if line <= len(lines) else ""
    return row[: column - 1], row[column - 1 : column]
