"""The slots that a text may hold: `{a}`, `{list}`, `{answer:id}` and the rest of a closed list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

SLOT = re.compile(r"\{([^{}]*)\}")
PLAIN_SLOTS = ("a", "b", "pairs", "list", "n")
NAMED_SLOTS = ("answer", "score", "contact")
ALL_SLOTS = (*PLAIN_SLOTS, "answer:question", "score:id", "contact:name")
CONTACT_NAMES = ("emergency", "crisis", "poison", "urgent_line", "ed", "clinic")


class Slots(StrEnum):
    """Which slots a text may hold."""

    NONE = "none"
    CONTACTS = "contacts"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot as written: `{list}` has the name list, `{answer:phq9}` the name answer and the id phq9."""

    written: str
    name: str
    id: str


def find_slots(text: str) -> tuple[Slot, ...]:
    """The slots of a text in order, unknown ones too."""
    slots = []
    for written in SLOT.findall(text):
        name, _, id = written.partition(":")
        slots.append(Slot(written, name, id))
    return tuple(slots)


def is_balanced(text: str) -> bool:
    """Whether every brace of the text belongs to a slot."""
    rest = SLOT.sub("", text)
    return "{" not in rest and "}" not in rest
