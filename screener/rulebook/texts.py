"""Texts of a rule: whether every slot in them stands for something."""

from __future__ import annotations

from dataclasses import dataclass

from screener.model.condition import All, Any, Condition, Count, Pair, Possibly, Twice
from screener.rulebook.kinds import check_contacts_and_braces
from screener.rulebook.names import Names
from screener.rulebook.nodes import Value
from screener.rulebook.report import Problems, advice, listed, nearest
from screener.rulebook.slots import ALL_SLOTS, NAMED_SLOTS, PLAIN_SLOTS, Slot, find_slots

# What fills a slot that nothing binds, and how to mend it.
UNBOUND = {
    "a": "bind it with `a: {list: tag}`, or let `when` hold a `pair`",
    "b": "bind it with `b: {list: tag}`, or let `when` hold a `pair`",
    "pairs": "let `when` hold a `pair`, or name the medicines by `list:`",
    "list": "bind it with `list: {list: tag}` or `list: {ticked: [questions]}`",
    "n": "let `when` hold `{at_least: n, of: tag}`, or write the number",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """Which plain slots something fills in one rule."""

    slots: frozenset[str]


EVERYTHING = Filled(frozenset(PLAIN_SLOTS))


def filled_slots(when: Condition, bound: frozenset[str]) -> Filled:
    """The slots that a rule's condition and its keys fill; what stands under `not` fills none."""
    slots = set(bound.intersection(PLAIN_SLOTS))
    for leaf in _leaves(when):
        match leaf:
            case Pair():
                slots |= {"a", "b", "pairs"}
            case Twice():
                slots.add("list")
            case Count():
                slots.add("n")
    return Filled(frozenset(slots))


def _leaves(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(members) | Any(members):
            return tuple(leaf for member in members for leaf in _leaves(member))
        case Possibly(member):
            return _leaves(member)
    return (condition,)


def check_text(node: Value, filled: Filled, names: Names, problems: Problems, *, name: str) -> None:
    """Report slots of a rule's text that are unknown, or that nothing fills."""
    check_contacts_and_braces(node, problems, name=name)
    for slot in find_slots(str(node.value)):
        fault = _fault(slot, filled, names)
        if fault:
            code, what, mend = fault
            problems.add(node.place, code, what=what, mend=mend)


def _fault(slot: Slot, filled: Filled, names: Names) -> tuple[str, str, str] | None:
    if slot.written in PLAIN_SLOTS:
        if slot.name in filled.slots:
            return None
        return (
            "unbound_slot",
            f"nothing says what {{{slot.name}}} stands for in this rule",
            UNBOUND[slot.name],
        )
    if slot.name not in NAMED_SLOTS or not slot.id:
        near = nearest(slot.written, ALL_SLOTS)
        start = f"did you mean {{{near}}}? Known: " if near else "write one of "
        return (
            "unknown_slot",
            f"there is no slot {{{slot.written}}}",
            start + listed(f"{{{name}}}" for name in ALL_SLOTS),
        )
    if slot.name == "contact":
        return None
    known = names.question_ids if slot.name == "answer" else names.scores
    if slot.id in known or not known.whole:
        return None
    what = f"there is no {known.sort} `{slot.id}` for the slot {{{slot.written}}}"
    return f"unknown_{known.sort}", what, advice(slot.id, known.places)
