"""The words of a rule: pages, variants, words for a region, and whether every slot in them is filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screener.codes import Code
from screener.model.condition import Condition, Count, FormWord, Not, Pair, Twice
from screener.model.navigate import members, nodes
from screener.model.rule import BindForm, Binding, BindMedicines, BindTicked, Page, Wording
from screener.rulebook.language.kinds import Check, check_contacts_and_braces
from screener.rulebook.language.slots import ALL_SLOTS, NAMED_SLOTS, PLAIN_SLOTS, Slot, find_slots
from screener.rulebook.parts.conditions import form_subjects, list_subject
from screener.rulebook.parts.names import Names
from screener.rulebook.parts.selectors import read_selector
from screener.rulebook.yaml.fields import Fields, fields, listed_nodes
from screener.rulebook.yaml.nodes import Block, Node, Scalar
from screener.rulebook.yaml.problems import Problems, advice, listed, nearest

# What fills a slot that nothing binds, and how to mend it.
UNBOUND = {
    "a": "bind it with `a: {list: tag}`, or let `when` hold a `pair`",
    "b": "bind it with `b: {list: tag}`, or let `when` hold a `pair`",
    "pairs": "let `when` hold a `pair`, or name the medicines by `list:`",
    "list": "bind it with `list: {list: tag}` or `list: {ticked: [questions]}`",
    "n": "let `when` hold `{at_least: n, of: tag}`, or write the number",
}


@dataclass(frozen=True, slots=True)
class FilledSlots:
    """Which plain slots something fills in one rule."""

    slots: frozenset[str]


EVERYTHING = FilledSlots(frozenset(PLAIN_SLOTS))


def filled_slots(when: Condition, bound: frozenset[str]) -> FilledSlots:
    """The slots that a rule's condition and its keys fill; what stands under `not` fills none."""
    slots = set(bound.intersection(PLAIN_SLOTS))
    for node in nodes(when, _filling):
        match node:
            case Pair():
                slots |= {"a", "b", "pairs"}
            case Twice():
                slots.add("list")
            case Count():
                slots.add("n")
    return FilledSlots(frozenset(slots))


def _filling(condition: Condition) -> tuple[Condition, ...]:
    return () if isinstance(condition, Not) else members(condition)


def check_text(node: Scalar, filled: FilledSlots, names: Names, problems: Problems, *, name: str) -> None:
    """Report slots of a rule's text that are unknown, or that nothing fills."""
    check_contacts_and_braces(node, problems, name=name)
    for slot in find_slots(str(node.value)):
        fault = _fault(slot, filled, names)
        if fault:
            code, what, mend = fault
            problems.add(node.place, code, what=what, mend=mend)


def _fault(slot: Slot, filled: FilledSlots, names: Names) -> tuple[Code, str, str] | None:
    if slot.written in PLAIN_SLOTS:
        if slot.name in filled.slots:
            return None
        return (
            Code.UNBOUND_SLOT,
            f"nothing says what {{{slot.name}}} stands for in this rule",
            UNBOUND[slot.name],
        )
    if slot.name not in NAMED_SLOTS or not slot.id:
        near = nearest(slot.written, ALL_SLOTS)
        start = f"did you mean {{{near}}}? Known: " if near else "write one of "
        return (
            Code.UNKNOWN_SLOT,
            f"there is no slot {{{slot.written}}}",
            start + listed(f"{{{name}}}" for name in ALL_SLOTS),
        )
    if slot.name == "contact":
        return None
    known = names.question_ids if slot.name == "answer" else names.scores
    if slot.id in known or not known.whole:
        return None
    what = f"there is no {known.sort} `{slot.id}` for the slot {{{slot.written}}}"
    return known.code, what, advice(slot.id, known.places)


SLOT_KEYS = ("a", "b", "list")
FORM_BINDINGS = {"unsure": FormWord.UNSURE, "unanswered": FormWord.UNANSWERED}


def read_bindings(keys: Fields, names: Names, check: Check) -> dict[str, Binding]:
    """What `a`, `b` and `list` stand for, where the rule says so."""
    bindings = {}
    for slot in SLOT_KEYS:
        entries = keys.entries(slot)
        if keys.has(slot) and len(entries) != 1:
            what = f"`{slot}` stands for exactly one thing"
            mend = f"write one key, such as `{slot}: {{list_of_medicines: tag}}`"
            check.problems.add(keys.place_of(slot), Code.BINDING_FORM, what=what, mend=mend)
        for key, node in entries[:1]:
            binding = _binding(key, node, names, check)
            if binding is not None:
                bindings[slot] = binding
    return bindings


def _binding(key: Scalar, node: Node, names: Names, check: Check) -> Binding | None:
    if key.written == "ticked":
        return BindTicked(_ticked(node, names, check))
    if key.written in FORM_BINDINGS:
        return BindForm(FORM_BINDINGS[key.written], form_subjects(listed_nodes(node), names, check))
    if key.written == "unrecognized":
        subject = list_subject(node, names, check)
        return None if subject is None else BindForm(FormWord.UNRECOGNIZED, (subject,))
    subject = list_subject(key, names, check)
    selector = read_selector(node, check, names.vocabulary, name=key.written)
    return None if subject is None else BindMedicines(subject, selector)


def _ticked(node: Node, names: Names, check: Check) -> tuple[str, ...]:
    for item in listed_nodes(node):
        question = names.questions.get(item.written) if isinstance(item, Scalar) else None
        if question is not None and question.type != "yes_no":
            what = f"`{question.id}` is no yes/no question, so it cannot be ticked"
            mend = f"take it out, or write {{answer:{question.id}}} in the text"
            check.problems.add(item.place, Code.NO_YES_NO, what=what, mend=mend)
    return names.question_ids.find_all(listed_nodes(node), check.problems)


@dataclass(frozen=True, slots=True)
class Writer:
    """Reads the words of one rule: their slots are ``filled`` so, a page's number is in every region."""

    filled: FilledSlots
    numbers: Mapping[str, frozenset[str]]
    names: Names
    check: Check

    def wording(self, node: Node) -> Wording | None:
        """The words of a variant or a region."""
        keys = fields(node)
        if keys is None:
            return None
        self.check_texts(keys, ("patient", "clinician"))
        if not any(keys.has(key) for key in ("patient", "clinician", "page")):
            what, mend = "no words stand here", "add `patient`, `clinician` or `page`"
            self.check.problems.add(keys.place, Code.NO_WORDS, what=what, mend=mend)
        return Wording(
            patient=keys.optional_text("patient"),
            clinician=keys.optional_text("clinician"),
            page=self.page(keys.nodes.get("page"), self.numbers),
        )

    def regional(self, region: Scalar, node: Node) -> Wording | None:
        """The words for one region."""
        numbers = {name: held for name, held in self.numbers.items() if name == region.written}
        return Writer(self.filled, numbers, self.names, self.check).wording(node)

    def page(self, node: Node | None, numbers: Mapping[str, frozenset[str]]) -> Page | None:
        """A page, or None where there is none."""
        keys = fields(node)
        if keys is None:
            return None
        self.check_texts(keys, ("heading", "do"))
        self._check_all("lines", keys.items("lines"))
        number = keys.nodes.get("number")
        missing = [region for region, held in numbers.items() if keys.text("number") not in held]
        if isinstance(number, Scalar) and missing:
            what = f"there is no number `{number.written}` to tap in {listed(missing)}"
            shared = frozenset.intersection(*numbers.values())
            mend = f"write one of {listed(sorted(shared))}, or add it to the region's `numbers`"
            self.check.problems.add(number.place, Code.UNKNOWN_NUMBER, what=what, mend=mend)
        lines = tuple(str(line.value) for line in keys.items("lines") if isinstance(line, Scalar))
        return Page(keys.text("heading"), keys.text("do"), keys.text("number"), lines)

    def check_texts(self, keys: Fields, which: tuple[str, ...]) -> None:
        """Test the slots of these texts of a block."""
        for key in which:
            self._check_all(key, (keys.nodes[key],) if keys.has(key) else ())

    def _check_all(self, name: str, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            if isinstance(node, Scalar):
                check_text(node, self.filled, self.names, self.check.problems, name=name)


def region_numbers(contacts: Node | None) -> dict[str, frozenset[str]]:
    """The names of the numbers to tap, by region; regions whose numbers cannot be read are left out."""
    return {region: frozenset(names) for region, names in _numbers(contacts)}


def _numbers(contacts: Node | None) -> Iterator[tuple[str, list[str]]]:
    for region, node in contacts.entries if isinstance(contacts, Block) else ():
        keys = fields(node)
        if keys is not None and keys.has("numbers"):
            yield region.written, [name.written for name, _ in keys.entries("numbers")]
