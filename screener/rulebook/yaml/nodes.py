"""Strict YAML 1.2 as a tree in which every value knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from screener.codes import Code
from screener.errors import Place, Problem
from screener.rulebook.yaml.scalars import PlainValue, read_scalar
from screener.rulebook.yaml.syntax import LINES_BEFORE, open_text, place_after, syntax_problem
from screener.rulebook.yaml.traps import CUT, TRAP_CODES, Where, first_trap

DEEPEST = 20
HALF_CHARACTER = re.compile("[\ud800-\udfff]")

LINE_END = re.compile(r"[\r\n]")
REMARK = re.compile(r"[ \t]+#")
NUMBERED = re.compile(r"[ \t]+# ?[0-9]")
LONGEST_REST = 200
WHERE_IN_STYLE = {
    "": (Where.ANY, Where.PLAIN),
    "'": (Where.ANY, Where.QUOTED),
    '"': (Where.ANY, Where.QUOTED, Where.DOUBLE),
    "|": (Where.ANY,),
    ">": (Where.ANY,),
}
BLOCK_STYLES = ("|", ">")

# The C parser gives the events twenty times as fast; it is missing where PyYAML was built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: ``written`` as in the file without quotes, ``value`` what it means.

    ``remark`` is where a remark follows that would be words if the value is a text for people.
    """

    place: Place
    value: PlainValue
    written: str
    remark: Place | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of keys, in the order of the file."""

    place: Place
    entries: tuple[tuple[Scalar, Node], ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that was found faulty already; nothing more is said of it."""

    place: Place


Node = Scalar | Items | Block | Broken


def words_in(node: Node) -> Iterator[str]:
    """Every single value of a tree as written; keys are left out."""
    match node:
        case Scalar(written=written):
            yield written
        case Items(items=items):
            for item in items:
                yield from words_in(item)
        case Block(entries=entries):
            for _, value in entries:
                yield from words_in(value)


class _Unreadable(Exception):
    """Reading cannot go on; the problem is the last one."""


def read_nodes(
    raw: bytes, name: str, *, closed: bool, newest: bool = False
) -> tuple[Node | None, list[Problem]]:
    """The tree of a file and the problems found on the way; None where the file cannot be read at all.

    ``closed``: the file must end with ``end: true``. ``newest``: text that falls into a trap is refused.
    """
    text = open_text(raw, name, closed=closed)
    if isinstance(text, Problem):
        return None, [text]
    trapped = first_trap(Where.FILE, text) if newest else None
    if trapped:
        trap, offset = trapped
        return None, [Problem(place_after(Place(name, 1, 1), text[:offset]), trap.code, trap.what, trap.mend)]
    composer = _Composer(name, yaml.parse(text, Loader=LOADER), text if newest else "")
    try:
        return composer.document(), composer.problems
    except _Unreadable:
        return None, composer.problems
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        return None, _with_syntax(composer.problems, syntax_problem(error, text, name))


def _with_syntax(problems: list[Problem], last: Problem) -> list[Problem]:
    """The problems and the one that ended reading, unless a trap just before it is why."""
    if not problems or problems[-1].code not in TRAP_CODES:
        return [*problems, last]
    before, after = problems[-1].place, last.place
    near = isinstance(before, Place) and isinstance(after, Place) and after.line - before.line <= LINES_BEFORE
    return problems if near else [*problems, last]


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return not event.style


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _holds_nothing(key: yaml.Event, held: yaml.Event) -> bool:
    """Whether a key stands in curly brackets alone: what it holds is empty and begins where it ends."""
    return (
        isinstance(held, yaml.ScalarEvent)
        and not held.value
        and _is_plain(held)
        and _start(held) == _end(key)
    )


@dataclass(slots=True)
class _Composer:
    """``text`` is looked through for traps; it is empty where none binds."""

    name: str
    events: Iterator[yaml.Event]
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    def document(self) -> Node:
        """The one document of the stream."""
        next(self.events)
        start = next(self.events)
        if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
            self._add(
                start, Code.DIRECTIVE, "a line that begins with % speaks to the YAML reader", "take it out"
            )
        if not isinstance(start, yaml.DocumentStartEvent):
            self._stop(start, Code.EMPTY, "the file is empty", "choose the right file")
        tree = self._node(next(self.events), depth=1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(
                after, Code.SECOND_DOCUMENT, "a second document begins here", "take the line `---` out"
            )
        return tree

    def _node(self, event: yaml.Event, *, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            self._add(event, Code.ALIAS, "`*` repeats a part of the file under a short name", "write it out")
            return Broken(self._place(event))
        self._refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth > DEEPEST:
            deep = f"this is nested more than {DEEPEST} levels deep"
            self._stop(event, Code.TOO_DEEP, deep, "name the inner condition as a fact")
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(self._place(event), tuple(self._items(depth)))
        return Block(self._place(event), tuple(self._entries(depth)))

    def _refuse_marks(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None) is not None:
            self._add(event, Code.ANCHOR, "`&` gives a part of the file a short name", "take it out")
        if getattr(event, "tag", None) is not None:
            mend = "take it out, or put a text that begins with `!` in quotes"
            self._add(event, Code.TAG, "a word with `!` before it is a YAML tag", mend)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar | Broken:
        if self.text and self._trapped(event):
            return Broken(self._place(event))
        value, unclear = read_scalar(event.value, plain=_is_plain(event))
        if unclear:
            self._add(event, Code.MUST_QUOTE, f"without quotes this looks like {unclear}", "put it in quotes")
            return Broken(self._place(event))
        if HALF_CHARACTER.search(event.value):
            self._add(
                event, Code.BAD_CHARACTER, "this text holds half a character", "write the character itself"
            )
            return Broken(self._place(event))
        return Scalar(self._place(event), value, event.value, self._remark(event))

    def _trapped(self, event: yaml.ScalarEvent) -> bool:
        """Whether the value falls into a trap, which is noted."""
        source = self.text[_start(event) : _end(event)]
        for where in WHERE_IN_STYLE[event.style or ""]:
            if self._falls(where, source, self._place(event)):
                return True
        if event.style in BLOCK_STYLES:
            return False
        if self._falls(Where.ENDED, self._rest_of_line(event), self._end_place(event)):
            return True
        remark = self._remark(event)
        if remark is None or not self._is_cut(event):
            return False
        self.problems.append(Problem(remark, Code.CUT_TEXT, *CUT))
        return True

    def _is_cut(self, event: yaml.ScalarEvent) -> bool:
        """Whether what looks like a remark may be words: after several words, or a number after a word."""
        numbered = NUMBERED.match(self._rest_of_line(event)) and not event.value.isdigit()
        return " " in event.value or bool(numbered and event.value)

    def _lacks_colon(self, key: yaml.Event, held: yaml.Event) -> bool:
        """Whether words stand in curly brackets without a colon of their own, which is noted."""
        words = self.text[_start(key) : _end(key)]
        return _holds_nothing(key, held) and self._falls(Where.ALONE, words, self._place(key))

    def _falls(self, where: Where, text: str, start: Place) -> bool:
        """Whether a text that begins at ``start`` falls into a trap, which is noted."""
        trapped = first_trap(where, text)
        if trapped:
            trap, offset = trapped
            place = place_after(start, text[:offset])
            self.problems.append(Problem(place, trap.code, trap.what.format(words=text), trap.mend))
        return trapped is not None

    def _rest_of_line(self, event: yaml.ScalarEvent) -> str:
        end = _end(event)
        return LINE_END.split(self.text[end : end + LONGEST_REST], maxsplit=1)[0]

    def _remark(self, event: yaml.ScalarEvent) -> Place | None:
        """Where a remark begins on the line after a value without quotes."""
        remark = REMARK.match(self._rest_of_line(event)) if self.text and _is_plain(event) else None
        return place_after(self._end_place(event), remark.group()[:-1]) if remark else None

    def _end_place(self, event: yaml.Event) -> Place:
        mark = event.end_mark
        return Place(self.name, mark.line + 1, mark.column + 1) if mark else self._place(event)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth=depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth=depth + 1)
            held = next(self.events)
            node = self._node(held, depth=depth + 1)
            if self.text and isinstance(key, Scalar) and self._lacks_colon(event, held):
                if " " in key.written:
                    continue
                node = Broken(self._place(held))
            if not isinstance(key, Scalar) or key.value is None:
                if not isinstance(key, Broken):
                    self._add(event, Code.BAD_KEY, "a key must be one word", "write `key: value`")
            elif key.written in lines:
                twice = (
                    f"`{key.written}` is written twice in one block: on line {lines[key.written]} and here"
                )
                self._add(event, Code.DUPLICATE_KEY, twice, "keep one of the two")
            else:
                lines[key.written] = key.place.line
                yield key, node

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name, 1, 1)

    def _add(self, event: yaml.Event, code: Code, what: str, mend: str) -> None:
        self.problems.append(Problem(self._place(event), code, what, mend))

    def _stop(self, event: yaml.Event, code: Code, what: str, mend: str) -> None:
        self._add(event, code, what, mend)
        raise _Unreadable
