"""The rows of a list of medicines: what was typed in each, and the offer that was taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from screener.codes import Code
from screener.errors import AnswerPlace, Problem
from screener.medicines import Matcher, Part
from screener.model.response import MedicineRow, Recognition, is_blank
from screener.model.vocabulary import Medicine

HALF_CHARACTER = re.compile("[\ud800-\udfff]")
ROW_KEYS = ("typed", "taken_as", "reason", "since")
LONGEST_NAME = 200


def read_rows(
    question: str, value: Sequence[object], matcher: Matcher
) -> tuple[tuple[MedicineRow, ...], tuple[Problem, ...]]:
    """The rows of a list, and what is wrong with them; whatever has a name makes rows all the same.

    So a yes to an offer that is no longer made stays a yes, beside a problem that only whoever takes
    the answer in for the first time heeds.
    """
    rows: list[MedicineRow] = []
    problems: list[Problem] = []
    for entry, item in enumerate(value):
        fields = {"typed": item} if isinstance(item, str) else item
        wrong = _wrong_row(question, fields, entry, matcher)
        if wrong is not None:
            problems.append(wrong)
        typed = fields.get("typed") if isinstance(fields, Mapping) else None
        if isinstance(fields, Mapping) and _is_whole(typed) and not is_blank(str(typed)):
            rows.extend(_rows(fields, entry, matcher))
    return tuple(rows), tuple(problems)


def _is_whole(words: object) -> bool:
    return isinstance(words, str) and not HALF_CHARACTER.search(words)


def _wrong_row(question: str, fields: object, entry: int, matcher: Matcher) -> Problem | None:
    def wrong(what: str, mend: str, code: Code = Code.WRONG_MEDICINE) -> Problem:
        return Problem(AnswerPlace(question, row=entry + 1), code, what, mend)

    if not isinstance(fields, Mapping):
        return wrong("this is not a medicine", "write its name, or typed: and its name")
    if set(fields) - set(ROW_KEYS):
        return wrong("this row has a part that is not known", f"use {', '.join(ROW_KEYS)}")
    if "typed" not in fields:
        return wrong("this row has no medicine name", "write typed: and the name", Code.NO_NAME)
    for key, value in fields.items():
        if not isinstance(value, str):
            return wrong(f"{key} of this row holds no words", f"put them in quotes, or leave {key} out")
    if not all(_is_whole(words) for words in fields.values()):
        return wrong("this row holds half a character", "write the character itself")
    if max(map(len, fields.values())) > LONGEST_NAME:
        return wrong(f"this row is longer than {LONGEST_NAME} characters", "shorten it", Code.TOO_LONG)
    if is_blank(fields["typed"]) and not all(map(is_blank, fields.values())):
        return wrong("this row has no medicine name", "write it, or leave the row out", Code.NO_NAME)
    if fields.get("taken_as"):
        taken, parts = matcher.look_up(fields["taken_as"]), matcher.recognize(fields["typed"])
        if taken is None or all(taken.generic not in (part.generic, *part.suggestions) for part in parts):
            offered = dict.fromkeys(generic for part in parts for generic in part.suggestions)
            mend = f"use {' or '.join(offered)}, or leave taken_as out" if offered else "leave taken_as out"
            return wrong("taken_as is none of the names that are offered", mend, Code.NOT_OFFERED)
    return None


def _rows(fields: Mapping[str, object], entry: int, matcher: Matcher) -> list[MedicineRow]:
    """The rows of one line; an empty ``taken_as`` says that nothing of what was offered was taken."""
    line = str(fields["typed"])
    words = {key: HALF_CHARACTER.sub("", str(fields.get(key) or "")) for key in ROW_KEYS}
    taken = matcher.look_up(words["taken_as"]) if words["taken_as"] else None
    parts = matcher.recognize(line)
    at = _taken_part(parts, taken.generic) if taken is not None else None
    return [
        _row(
            part,
            entry=entry,
            line=line,
            taken=taken if number == at else None,
            declined=fields.get("taken_as") == "",
            matcher=matcher,
            words=words,
        )
        for number, part in enumerate(parts)
    ]


def _row(
    part: Part,
    *,
    entry: int,
    line: str,
    taken: Medicine | None,
    declined: bool,
    matcher: Matcher,
    words: Mapping[str, str],
) -> MedicineRow:
    medicine = taken or (matcher.look_up(part.generic) if part.generic else None)
    return MedicineRow(
        typed=part.typed,
        entry=entry,
        line=line,
        recognition=part.recognition if taken is None else Recognition.RECOGNIZED,
        generic=medicine.generic if medicine else "",
        generics=medicine.substances if medicine else (),
        suggestions=part.suggestions if taken is None else (),
        taken_as=taken.generic if taken else "",
        reason=words["reason"] or part.reason,
        since=words["since"],
        offered=part.suggestions,
        declined=declined and part.recognition is Recognition.OFFERED,
    )


def _taken_part(parts: tuple[Part, ...], generic: str) -> int | None:
    """Which part of a line the patient said yes to: the one that offered it, else the first not known."""
    offered = [number for number, part in enumerate(parts) if generic in part.suggestions]
    unknown = [number for number, part in enumerate(parts) if part.recognition is not Recognition.RECOGNIZED]
    return next(iter((*offered, *unknown, *range(len(parts)))), None)
