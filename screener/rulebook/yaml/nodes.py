"""Strict YAML 1.2 as a tree in which every value knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import yaml

from screener.codes import Code
from screener.errors import Place, Problem
from screener.rulebook.yaml.syntax import open_text, syntax_problem

PlainValue = str | int | bool | Decimal | None

LONGEST_NUMBER = 15

FIXED: dict[str, PlainValue] = {"true": True, "false": False, "null": None, "~": None, "": None}
NUMBERS_BEGIN_WITH = frozenset("0123456789+-.")
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")

# What looks like a value but reads differently from one program to the next, and what to call it.
UNCLEAR = (
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?"), "a date"),
    (re.compile(r"[-+]?[0-9]+(:[0-9]{1,2})+(\.[0-9]*)?"), "a time of day"),
    (re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?"), "a number with a leading zero"),
    (re.compile(r"[-+]?0[xob][0-9a-fA-F]+"), "a number in computer notation"),
    (re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+"), "a number with an exponent"),
    (re.compile(r"[-+]?\.[0-9]+|[-+]?[0-9]+\.|\+[0-9.]+"), "a number with an unusual sign or point"),
    (re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE), "a number that is none"),
)


def read_scalar(written: str, *, plain: bool) -> tuple[PlainValue, str]:
    """The value of ``written``, and what it looks like when it must be quoted to be clear (else "").

    ``plain`` says that it stands without quotes; what stands in quotes is always a text.
    """
    if not plain:
        return written, ""
    if written in FIXED:
        return FIXED[written], ""
    if written[0] not in NUMBERS_BEGIN_WITH:
        return written, ""
    if INTEGER.fullmatch(written) or DECIMAL.fullmatch(written):
        if len(written) > LONGEST_NUMBER:
            return written, "a number of very many digits"
        return (Decimal(written) if "." in written else int(written)), ""
    for pattern, name in UNCLEAR:
        if pattern.fullmatch(written):
            return written, name
    return written, ""


DEEPEST = 20
HALF_CHARACTER = re.compile("[\ud800-\udfff]")

# The C parser gives the events twenty times as fast; it is missing where PyYAML was built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: ``written`` as in the file without quotes, ``value`` what it means."""

    place: Place
    value: PlainValue
    written: str


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


def read_nodes(raw: bytes, name: str, *, closed: bool) -> tuple[Node | None, list[Problem]]:
    """The tree of a file and the problems found on the way; None where the file cannot be read at all.

    ``closed``: the file must end with ``end: true``.
    """
    text = open_text(raw, name, closed=closed)
    if isinstance(text, Problem):
        return None, [text]
    composer = _Composer(name, yaml.parse(text, Loader=LOADER))
    try:
        return composer.document(), composer.problems
    except _Unreadable:
        return None, composer.problems
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        return None, [*composer.problems, syntax_problem(error, text, name)]


@dataclass(slots=True)
class _Composer:
    name: str
    events: Iterator[yaml.Event]
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
        value, unclear = read_scalar(event.value, plain=event.style is None or event.style == "")
        if unclear:
            self._add(event, Code.MUST_QUOTE, f"without quotes this looks like {unclear}", "put it in quotes")
            return Broken(self._place(event))
        if HALF_CHARACTER.search(event.value):
            self._add(
                event, Code.BAD_CHARACTER, "this text holds half a character", "write the character itself"
            )
            return Broken(self._place(event))
        return Scalar(self._place(event), value, event.value)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth=depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth=depth + 1)
            node = self._node(next(self.events), depth=depth + 1)
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
