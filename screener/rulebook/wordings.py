"""The words of a rule: its pages, its variants, its words for a region, and what its slots stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screener.model.condition import FormWord
from screener.model.rule import BindForm, Binding, BindMedicines, BindTicked, Page, Wording
from screener.rulebook.conditions import form_subjects, list_subject
from screener.rulebook.fields import Fields, fields, listed_nodes
from screener.rulebook.kinds import Check
from screener.rulebook.names import Names
from screener.rulebook.nodes import Block, Node, Value
from screener.rulebook.report import listed
from screener.rulebook.selectors import read_selector
from screener.rulebook.texts import Filled, check_text

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
            check.problems.add(keys.place_of(slot), "binding_form", what=what, mend=mend)
        for key, node in entries[:1]:
            binding = _binding(key, node, names, check)
            if binding is not None:
                bindings[slot] = binding
    return bindings


def _binding(key: Value, node: Node, names: Names, check: Check) -> Binding | None:
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
        question = names.questions.get(item.written) if isinstance(item, Value) else None
        if question is not None and question.type != "yes_no":
            what = f"`{question.id}` is no yes/no question, so it cannot be ticked"
            mend = f"take it out, or write {{answer:{question.id}}} in the text"
            check.problems.add(item.place, "no_yes_no", what=what, mend=mend)
    return names.question_ids.find_all(listed_nodes(node), check.problems)


@dataclass(frozen=True, slots=True)
class Writer:
    """Reads the words of one rule: their slots are ``filled`` so, a page's number is in every region."""

    filled: Filled
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
            self.check.problems.add(keys.place, "no_words", what=what, mend=mend)
        return Wording(
            patient=keys.optional_text("patient"),
            clinician=keys.optional_text("clinician"),
            page=self.page(keys.nodes.get("page"), self.numbers),
        )

    def regional(self, region: Value, node: Node) -> Wording | None:
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
        if isinstance(number, Value) and missing:
            what = f"there is no number `{number.written}` to tap in {listed(missing)}"
            shared = frozenset.intersection(*numbers.values())
            mend = f"write one of {listed(sorted(shared))}, or add it to the region's `numbers`"
            self.check.problems.add(number.place, "unknown_number", what=what, mend=mend)
        lines = tuple(str(line.value) for line in keys.items("lines") if isinstance(line, Value))
        return Page(keys.text("heading"), keys.text("do"), keys.text("number"), lines)

    def check_texts(self, keys: Fields, which: tuple[str, ...]) -> None:
        """Test the slots of these texts of a block."""
        for key in which:
            self._check_all(key, (keys.nodes[key],) if keys.has(key) else ())

    def _check_all(self, name: str, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            if isinstance(node, Value):
                check_text(node, self.filled, self.names, self.check.problems, name=name)


def region_numbers(contacts: Node | None) -> dict[str, frozenset[str]]:
    """The names of the numbers to tap, by region; regions whose numbers cannot be read are left out."""
    return {region: frozenset(names) for region, names in _numbers(contacts)}


def _numbers(contacts: Node | None) -> Iterator[tuple[str, list[str]]]:
    for region, node in contacts.entries if isinstance(contacts, Block) else ():
        keys = fields(node)
        if keys is not None and keys.has("numbers"):
            yield region.written, [name.written for name, _ in keys.entries("numbers")]
