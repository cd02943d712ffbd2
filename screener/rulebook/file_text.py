"""From the bytes of a file to its text: what is tested before a word of it is read."""

from __future__ import annotations

import re

from screener.errors import Place, Problem

MOST_BYTES = 512 * 1024
BYTE_ORDER_MARK = "\ufeff"

LAST_LINE = re.compile(r"end:[ ]+true[ \t]*([ \t]#.*)?")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def open_text(raw: bytes, name: str, *, closed: bool) -> str | Problem:
    """The text of a file, or the one problem that keeps it from being read.

    Tested in this order: size, NUL, UTF-8 (a byte order mark before it is allowed and dropped), empty,
    cut short (only where ``closed``: the last line must be ``end: true``), unprintable characters.
    """
    start = Place(name, 1, 1)
    if len(raw) > MOST_BYTES:
        size = f"the file has {len(raw) // 1024} kB, and at most {MOST_BYTES // 1024} kB are read"
        return Problem(start, "too_large", size, "make sure it is the right file, or shorten it")
    if b"\0" in raw:
        return Problem(
            _place_of(raw.index(b"\0"), raw, name),
            "nul",
            "the file holds a NUL byte, so it is not plain text",
            "save it again as plain text in UTF-8",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(
            _place_of(error.start, raw, name),
            "not_utf8",
            "here the file is not UTF-8 text",
            'save it again with the encoding "UTF-8"',
        )
    return _tested(text.removeprefix(BYTE_ORDER_MARK), name, closed=closed)


def _tested(text: str, name: str, *, closed: bool) -> str | Problem:
    start, line = _last_line(text)
    if not line:
        return Problem(Place(name, 1, 1), "empty", "the file is empty", "choose the right file")
    if closed and not LAST_LINE.fullmatch(line):
        return Problem(
            Place(name, _line_at(text, start), 1),
            "cut_short",
            "the file is cut short: its last line is not `end: true`",
            "fetch the whole file again; if nothing is lost, add `end: true` as the last line",
        )
    odd = UNPRINTABLE.search(text)
    if odd:
        return Problem(
            _place_of(len(text[: odd.start()].encode()), text.encode(), name),
            "bad_character",
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


def _line_at(text: str, offset: int) -> int:
    breaks = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    return breaks + 1


def _place_of(offset: int, raw: bytes, name: str) -> Place:
    before = raw[:offset].decode("utf-8", errors="replace")
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return Place(name, _line_at(before, len(before)), len(before) - start + 1)
