"""What may stand in a place of the file: the kinds of single values.

Every kind says in words what it is, tests a node (reporting what does not fit and giving back what can be
used, or None), and gives its JSON Schema. `containers` holds the kinds made of other kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from screener.codes import Code
from screener.rulebook.language.slots import CONTACT_NAMES, Slots, find_slots, is_balanced
from screener.rulebook.yaml.nodes import Block, Broken, Items, Node, Scalar
from screener.rulebook.yaml.problems import Problems, found, listed, nearest
from screener.rulebook.yaml.traps import CUT

Schema = dict[str, object]


# What begins with these words is never put in quotes.
NOT_QUOTED = ("a list", "a block", "the keys", "a number", "a whole number", "a condition", "one of")


@dataclass(frozen=True, slots=True)
class Check:
    """What a kind needs while it tests: where problems go, and the rows of every place.

    ``newest`` asks for every key that is required today; else one that has a default may be missing, as in
    a text that was stored before the key was there.
    """

    problems: Problems
    places: Mapping[str, Mapping[str, Key]]
    newest: bool = False


class Kind(Protocol):
    """What may stand somewhere."""

    @property
    def words(self) -> str:
        """What it is, in words that follow "here stands"."""

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """What of the node can be used; ``name`` is what messages call it."""

    def schema(self) -> Schema:
        """The JSON Schema of it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table of keys: in blocks of ``place``, ``name`` holds a ``kind``.

    A required key with a ``default`` can be missing in an older text.
    """

    place: str
    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: bool = False


def wrong_kind(node: Node, check: Check, *, name: str, wanted: str) -> None:
    """Report that ``node`` is not what is wanted."""
    if isinstance(node, Broken):
        return
    what = f"`{name}` holds {found(node)}, where {wanted} is expected"
    check.problems.add(node.place, Code.WRONG_KIND, what=what, mend=_mend(node, wanted))


def _mend(node: Node, wanted: str) -> str:
    text = not wanted.startswith(NOT_QUOTED)
    if isinstance(node, Scalar) and node.value is None and not node.written:
        return f"write {wanted} after the colon"
    if isinstance(node, Scalar) and text and not isinstance(node.value, str):
        return "put it in quotes"
    if isinstance(node, Block) and text:
        return "put the whole text in quotes if it begins with `{` or holds a colon, else write one text"
    if isinstance(node, Items) and text:
        return "write one, without square brackets or a second `-`"
    return f"write {wanted}"


@dataclass(frozen=True, slots=True)
class Text:
    """One line shown to a person."""

    characters: int = 0
    length: int = 0
    slots: Slots = Slots.NONE

    @property
    def words(self) -> str:
        """ "a text", with its limit."""
        if self.characters:
            return f"a text of at most {self.characters} characters"
        return f"a text of at most {self.length} words" if self.length else "a text"

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """A text that is not empty, of one line, not too long, with no slot that has no place here."""
        if isinstance(node, Scalar) and node.remark:
            check.problems.add(node.remark, Code.CUT_TEXT, what=CUT[0], mend=CUT[1])
            return None
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            wrong_kind(node, check, name=name, wanted=self.words)
            return None
        text, report = node.value, check.problems.add
        if not text.strip():
            report(
                node.place,
                Code.EMPTY_TEXT,
                what=f"`{name}` is empty",
                mend="write the text, or take the key out",
            )
        if "\n" in text:
            what = f"`{name}` runs over several lines"
            report(node.place, Code.MANY_LINES, what=what, mend="write it as one line in quotes")
        if self.characters and len(text) > self.characters:
            what = f"`{name}` has {len(text)} characters, and at most {self.characters} fit"
            report(node.place, Code.TOO_LONG, what=what, mend="shorten it")
        if self.length and len(text.split()) > self.length:
            what = f"`{name}` has {len(text.split())} words, and at most {self.length} are read"
            report(node.place, Code.TOO_LONG, what=what, mend="shorten it")
        if self.slots is not Slots.ALL:
            self._check_slots(node, check, name)
        return node

    def _check_slots(self, node: Scalar, check: Check, name: str) -> None:
        text = str(node.value)
        contacts = self.slots is Slots.CONTACTS
        bad = [slot for slot in find_slots(text) if not (contacts and slot.name == "contact")]
        if bad:
            mend = "only `{contact:…}` can stand here" if contacts else "write the words themselves"
            what = f"`{name}` cannot hold the slot {{{bad[0].written}}}"
            check.problems.add(node.place, Code.SLOT_OUT_OF_PLACE, what=what, mend=mend)
        check_contacts_and_braces(node, check.problems, name=name)

    def schema(self) -> Schema:
        """A string."""
        limit = {"maxLength": self.characters} if self.characters else {}
        return {"type": "string", "minLength": 1, **limit}


def check_contacts_and_braces(node: Scalar, problems: Problems, *, name: str) -> None:
    """Report unknown contacts of `{contact:…}` and braces that belong to no slot."""
    text = str(node.value)
    if not is_balanced(text):
        what = f"`{name}` has a curly bracket without its partner"
        problems.add(
            node.place, Code.UNBALANCED_BRACES, what=what, mend="write slots as {list}, with both brackets"
        )
    for slot in find_slots(text):
        if slot.name == "contact" and slot.id not in CONTACT_NAMES:
            near = nearest(slot.id, CONTACT_NAMES)
            what = f"there is no contact `{slot.id}`"
            start = f"did you mean {{contact:{near}}}? Known: " if near else "write one of "
            problems.add(node.place, Code.UNKNOWN_CONTACT, what=what, mend=start + listed(CONTACT_NAMES))


@dataclass(frozen=True, slots=True)
class FixedWord:
    """A word of a fixed form: an id, a reference to one, a date, an address."""

    words: str
    pattern: str = ".+"
    mend: str = ""

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """A word; one that does not match the pattern as a whole is reported and kept as a name."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            wrong_kind(node, check, name=name, wanted=self.words)
            return None
        if not re.fullmatch(self.pattern, node.value):
            what = f"`{node.written}` cannot be {self.words}" if node.written else f"`{name}` is empty"
            check.problems.add(node.place, Code.BAD_FORM, what=what, mend=self.mend or f"write {self.words}")
        return node

    def schema(self) -> Schema:
        """A string with the pattern."""
        return (
            {"type": "string"} if self.pattern == ".+" else {"type": "string", "pattern": f"^{self.pattern}$"}
        )


@dataclass(frozen=True, slots=True)
class OneOfWords:
    """One of a few fixed words."""

    allowed: tuple[str, ...]

    @property
    def words(self) -> str:
        """ "one of" and the words."""
        row = listed(self.allowed)
        return f"one of {row}" if len(self.allowed) > 1 else row

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """One of the words."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            wrong_kind(node, check, name=name, wanted=self.words)
            return None
        if node.value in self.allowed:
            return node
        near = nearest(node.value, self.allowed)
        mend = f"did you mean `{near}`? Allowed: {listed(self.allowed)}" if near else f"write {self.words}"
        check.problems.add(
            node.place, Code.UNKNOWN_WORD, what=f"`{name}` cannot be `{node.written}`", mend=mend
        )
        return None

    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": list(self.allowed)}


@dataclass(frozen=True, slots=True)
class Exactly:
    """One fixed value, such as ``true`` or 1."""

    value: bool | int

    @property
    def words(self) -> str:
        """The value."""
        return str(self.value).lower()

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """That value and no other."""
        if (isinstance(node, Scalar) and node.value is self.value) or self._same_number(node):
            return node
        if not isinstance(node, Broken):
            what = f"`{name}` holds {found(node)}, where only {self.words} can stand"
            mend = f"write `{name}: {self.words}`, or take the key out"
            check.problems.add(node.place, Code.WRONG_KIND, what=what, mend=mend)
        return None

    def _same_number(self, node: Node) -> bool:
        return isinstance(node, Scalar) and not isinstance(node.value, bool) and node.value == self.value

    def schema(self) -> Schema:
        """A constant."""
        return {"const": self.value}


@dataclass(frozen=True, slots=True)
class Number:
    """A number; ``whole`` allows no decimals."""

    whole: bool = True
    low: int = -1_000_000
    high: int = 1_000_000

    @property
    def words(self) -> str:
        """ "a whole number" or "a number"."""
        return "a whole number" if self.whole else "a number"

    def prune(self, node: Node, check: Check, *, name: str) -> Node | None:
        """A number between the limits."""
        value = node.value if isinstance(node, Scalar) else None
        if not isinstance(value, int | Decimal) or isinstance(value, bool):
            wrong_kind(node, check, name=name, wanted=f"{self.words} without quotes")
            return None
        if self.whole and isinstance(value, Decimal):
            wrong_kind(node, check, name=name, wanted=self.words)
            return None
        if not self.low <= value <= self.high:
            what = f"`{name}` cannot be {value}"
            mend = f"write {self.words} from {self.low} to {self.high}"
            check.problems.add(node.place, Code.OUT_OF_RANGE, what=what, mend=mend)
            return None
        return node

    def schema(self) -> Schema:
        """An integer or a number."""
        return {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high}
