"""What may stand in a place of the file: the kinds made of other kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.codes import Code
from screener.rulebook.language.kinds import Check, Key, Kind, Schema, wrong_kind
from screener.rulebook.yaml.nodes import Block, Broken, Items, Node, Scalar
from screener.rulebook.yaml.problems import Problems, listed, nearest


def a_place(place: str) -> str:
    """A place of the table with its article."""
    if place == "top":
        return "the file itself"
    if place in ("examples", "roles"):
        return f"the {place}"
    return f"{'an' if place[0] in 'aeiou' else 'a'} {place}"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; ``single`` lets one item stand without the list, ``repeats`` the same word twice in it."""

    item: Kind
    least: int = 0
    most: int = 0
    single: bool = False
    repeats: bool = False

    @property
    def words(self) -> str:
        """What stands in the list."""
        inner = self.item.words
        return f"{inner}, or a list of such" if self.single else f"a list, each {inner}"

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """The list without the items that do not fit."""
        if self.single and not isinstance(node, Items):
            return self.item.prune(node, check, name=name)
        if not isinstance(node, Items):
            wrong_kind(node, check, name=name, wanted="a list")
            return None
        size, report = len(node.items), check.problems.add
        if size < self.least:
            what = f"the list `{name}` has {size} entries, and at least {self.least} are needed"
            report(node.place, Code.TOO_FEW, what=what, mend=f"add {self.item.words}")
        if self.most and size > self.most:
            what = f"the list `{name}` has {size} entries, and at most {self.most} fit"
            report(node.place, Code.TOO_MANY, what=what, mend="shorten it")
        if not self.repeats:
            self._refuse_repeats(node, check.problems)
        pruned = (self.item.prune(item, check, name=name) for item in node.items)
        return Items(node.place, tuple(item for item in pruned if item is not None))

    def _refuse_repeats(self, node: Items, problems: Problems) -> None:
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, Scalar) and isinstance(item.value, str):
                if item.value in seen:
                    what = f"`{item.written}` stands twice in this list"
                    problems.add(item.place, Code.REPEATED, what=what, mend="keep one of the two")
                seen.add(item.value)

    def schema(self) -> Schema:
        """An array, or the item itself."""
        limit = {"minItems": self.least} if self.least else {}
        most = {"maxItems": self.most} if self.most else {}
        array: Schema = {"type": "array", "items": self.item.schema(), **limit, **most}
        return {"anyOf": [self.item.schema(), array]} if self.single else array


@dataclass(frozen=True, slots=True)
class MapOf:
    """A block whose keys the author names."""

    key: Kind
    value: Kind
    least: int = 0

    @property
    def words(self) -> str:
        """What stands on both sides of the colon."""
        return f"a block of keys, each {self.key.words}, holding {self.value.words}"

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """The block without the entries that do not fit."""
        if not isinstance(node, Block):
            wrong_kind(node, check, name=name, wanted="a block of keys")
            return None
        if len(node.entries) < self.least:
            what, mend = f"`{name}` is empty", f"add {self.key.words}, a colon and {self.value.words}"
            check.problems.add(node.place, Code.TOO_FEW, what=what, mend=mend)
        entries = []
        for key, value in node.entries:
            good_key = self.key.prune(key, check, name=name)
            good_value = self.value.prune(value, check, name=key.written)
            if isinstance(good_key, Scalar) and good_value is not None:
                entries.append((good_key, good_value))
        return Block(node.place, tuple(entries))

    def schema(self) -> Schema:
        """An object of the author's keys."""
        least = {"minProperties": self.least} if self.least else {}
        keys = {key: item for key, item in self.key.schema().items() if key == "pattern"}
        names = {"propertyNames": keys} if keys else {}
        return {"type": "object", "additionalProperties": self.value.schema(), **names, **least}


@dataclass(frozen=True, slots=True)
class BlockOf:
    """A block with the keys of one place of the table; ``others`` is what any further key holds."""

    place: str
    others: Kind | None = None

    @property
    def words(self) -> str:
        """The name of the place."""
        return f"the keys of {a_place(self.place)}"

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """The block without what does not fit."""
        if not isinstance(node, Block):
            wrong_kind(node, check, name=name, wanted=self.words)
            return None
        rows = check.places[self.place]
        entries, present = [], {key.written for key, _ in node.entries}
        for key, value in node.entries:
            kind = rows[key.written].kind if key.written in rows else self.others
            if kind is None:
                self._refuse(key, rows, check.problems)
                present.add(nearest(key.written, rows) or "")
            elif (pruned := kind.prune(value, check, name=key.written)) is not None:
                entries.append((key, pruned))
        self._ask_for_missing(node, [key for key in rows.values() if key.name not in present], check)
        return Block(node.place, tuple(entries))

    def _refuse(self, key: Scalar, rows: Mapping[str, Key], problems: Problems) -> None:
        what = f"`{key.written}` is no key of {a_place(self.place)}"
        near = nearest(key.written, rows)
        mend = f"did you mean `{near}`? Allowed: " if near else "take it out, or write one of "
        problems.add(key.place, Code.UNKNOWN_KEY, what=what, mend=mend + listed(rows, most=len(rows)))

    def _ask_for_missing(self, node: Block, absent: list[Key], check: Check) -> None:
        for key in absent:
            if key.required and (check.newest or not key.default):
                what = f"the key `{key.name}` of {a_place(self.place)} is missing"
                mend = f"add `{key.name}:` with {key.kind.words}"
                check.problems.add(node.place, Code.MISSING_KEY, what=what, mend=mend)

    def schema(self) -> Schema:
        """A reference to the place's definition."""
        return {"$ref": f"#/$defs/{self.place.replace(' ', '_')}"}


@dataclass(frozen=True, slots=True)
class ByForm:
    """A kind for each form a node can have: a word, a list, a block."""

    word: Kind | None = None
    list: Kind | None = None
    block: Kind | None = None

    @property
    def _kinds(self) -> tuple[Kind, ...]:
        return tuple(kind for kind in (self.word, self.list, self.block) if kind is not None)

    @property
    def words(self) -> str:
        """The kinds, joined by "or"."""
        return ", or ".join(kind.words for kind in self._kinds)

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """What the kind for the node's form makes of it."""
        kind = {Scalar: self.word, Items: self.list, Block: self.block, Broken: None}[type(node)]
        if kind is None:
            wrong_kind(node, check, name=name, wanted=self.words)
            return None
        return kind.prune(node, check, name=name)

    def schema(self) -> Schema:
        """Any of the kinds."""
        return {"anyOf": [kind.schema() for kind in self._kinds]}


@dataclass(frozen=True, slots=True)
class Free:
    """What is read by a part of its own later: conditions, selectors, answers."""

    words: str
    ref: str

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """The node as it stands."""
        return None if isinstance(node, Broken) else node

    def schema(self) -> Schema:
        """A reference to its definition."""
        return {"$ref": f"#/$defs/{self.ref}"}
