"""Rules with their examples, and invariants: from nodes to the model, with every name in them looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.codes import Code
from screener.errors import Place
from screener.model.rule import Example, Examples, Invariant, Page, Priority, Promise, Rule, Variant, Wording
from screener.rulebook.language.kinds import Check
from screener.rulebook.parts.conditions import NOTHING, Mention, Read, read_condition
from screener.rulebook.parts.names import Names
from screener.rulebook.parts.wordings import EVERYTHING, FilledSlots, Writer, filled_slots, read_bindings
from screener.rulebook.yaml.fields import Fields, fields
from screener.rulebook.yaml.nodes import Block, Items, Node, Scalar
from screener.rulebook.yaml.problems import Problems

OWN_KEYS = ("person", "asks")


def plain(node: Node) -> object:
    """The node as plain values: dict, list, str, int, bool, None and Decimal."""
    match node:
        case Block(entries=entries):
            return {key.written: plain(value) for key, value in entries}
        case Items(items=items):
            return [plain(item) for item in items]
        case Scalar(value=value):
            return value
    return None


def read_people(block: Block, names: Names, problems: Problems) -> dict[str, dict[str, object]]:
    """The raw answers of every example person."""
    people = {}
    for id, node in block.entries:
        entries = node.entries if isinstance(node, Block) else ()
        answers = {}
        for key, value in entries:
            if names.question_ids.find(key, problems) is not None:
                answers[key.written] = plain(value)
        people[id.written] = answers
    return people


def read_examples(rule: Fields, names: Names, problems: Problems, *, about_form: bool) -> Examples:
    """The examples of a rule; every list that the rule must have holds at least one."""
    keys = fields(rule.nodes.get("examples"))
    if keys is None:
        return Examples()
    needed = ("fires", "silent") if about_form else ("fires", "silent", "open")
    for key in needed:
        missing = key == "open" and not keys.has(key)
        if missing or (keys.has(key) and not keys.items(key)):
            what = f"this rule has no example under `{key}`"
            mend = f"add `{key}: [{{question: answer}}]`, a change of a person"
            problems.add(keys.place_of(key), Code.MISSING_EXAMPLE, what=what, mend=mend)
    if about_form and keys.has("open"):
        what = "a rule about the form is never open"
        problems.add(keys.place_of("open"), Code.FORM_OPEN, what=what, mend="take `open` out")
    default = next(iter(names.people.places), "")
    lists = {
        key: tuple(_example(node, default, names, problems) for node in keys.items(key))
        for key in ("fires", "silent", "open")
    }
    return Examples(**lists)


def _example(node: Node, default: str, names: Names, problems: Problems) -> Example:
    keys = fields(node)
    if keys is None:
        return Example(default, {})
    person = names.people.find(keys.nodes.get("person"), problems)
    entries = node.entries if isinstance(node, Block) else ()
    answers = {
        key.written: plain(value)
        for key, value in entries
        if key.written not in OWN_KEYS and names.question_ids.find(key, problems) is not None
    }
    asks = names.question_ids.find_all(keys.items("asks"), problems) if keys.has("asks") else None
    return Example(person or default, answers, asks)


EMPTY = Read(NOTHING, ())


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A rule with what only the checks need: places and mentions."""

    rule: Rule
    keys: Fields
    firing: tuple[Mention, ...]
    wording: tuple[Mention, ...]

    def place_of(self, key: str) -> Place:
        """Where a key of the rule stands."""
        return self.keys.place_of(key)


def read_rule(
    node: Node, numbers: Mapping[str, frozenset[str]], names: Names, check: Check
) -> ReadRule | None:
    """One rule, or None where its id or priority is not known."""
    keys = fields(node)
    if keys is None or not keys.text("id") or not keys.text("priority"):
        return None
    problems = check.problems
    names.topics.find(keys.nodes.get("topic"), problems)
    when, filled = _firing(keys, names, check)
    urgent = _condition(keys, "urgent_when", names, check)
    writer = Writer(filled, numbers, names, check)
    writer.check_texts(keys, ("patient", "clinician"))
    variants, mentions = _variants(keys, writer)
    rule = Rule(
        id=keys.text("id"),
        topic=keys.text("topic"),
        priority=Priority(keys.text("priority")),
        when=when.condition,
        headline=keys.text("headline"),
        patient=keys.text("patient"),
        clinician=keys.text("clinician"),
        sources=names.sources.find_all(keys.items("sources"), problems),
        strength=keys.text("strength"),
        examples=read_examples(keys, names, problems, about_form=keys.has("about")),
        urgent_when=urgent.condition if keys.has("urgent_when") else None,
        about_form=keys.has("about"),
        hides=names.rules.find_all(keys.items("hides"), problems),
        bindings=read_bindings(keys, names, check),
        variants=variants,
        regions=_regions(keys, writer),
        page=writer.page(keys.nodes.get("page"), numbers),
        companions=_companions(keys, writer),
        keep=keys.has("keep"),
        print_asks=keys.has("print"),
        seed=keys.text("seed"),
        line=keys.place_of("id").line,
    )
    return ReadRule(rule, keys, (*when.mentions, *urgent.mentions), mentions)


def _condition(keys: Fields, key: str, names: Names, check: Check) -> Read:
    node = keys.nodes.get(key)
    return EMPTY if node is None else read_condition(node, names, check)


def _firing(keys: Fields, names: Names, check: Check) -> tuple[Read, FilledSlots]:
    """What makes a rule fire, and the slots it fills; nothing is said of slots where it is faulty."""
    before = len(check.problems)
    when = _condition(keys, "when", names, check)
    if len(check.problems) > before or not keys.has("when"):
        return when, EVERYTHING
    return when, filled_slots(when.condition, frozenset(keys.nodes))


def _variants(keys: Fields, writer: Writer) -> tuple[tuple[Variant, ...], tuple[Mention, ...]]:
    variants: list[Variant] = []
    mentions: list[Mention] = []
    for node in keys.items("variants"):
        inner, wording = fields(node), writer.wording(node)
        if inner is None or wording is None:
            continue
        read = _condition(inner, "when", writer.names, writer.check)
        variants.append(Variant(read.condition, wording))
        mentions.extend(read.mentions)
    return tuple(variants), tuple(mentions)


def _regions(keys: Fields, writer: Writer) -> dict[str, Wording]:
    regions = {}
    for region, node in keys.entries("regions"):
        known = writer.names.regions.find(region, writer.check.problems)
        wording = writer.regional(region, node)
        if known is not None and wording is not None:
            regions[known] = wording
    return regions


def _companions(keys: Fields, writer: Writer) -> dict[str, Page]:
    pages = {}
    for rule, node in keys.entries("with"):
        known = writer.names.rules.find(rule, writer.check.problems)
        inner = fields(node)
        page = writer.page(inner.nodes.get("page"), writer.numbers) if inner is not None else None
        if known is not None and page is not None:
            pages[known] = page
    return pages


@dataclass(frozen=True, slots=True)
class ReadInvariant:
    """An invariant, and what its condition mentions."""

    invariant: Invariant
    mentions: tuple[Mention, ...]


def read_invariant(node: Node, names: Names, check: Check) -> ReadInvariant | None:
    """One invariant, or None where its id is not known."""
    keys = fields(node)
    if keys is None or not keys.text("id"):
        return None
    read = _condition(keys, "if", names, check)
    promises = _promises(keys.nodes.get("then"), names, check)
    invariant = Invariant(keys.text("id"), read.condition, promises, line=keys.place_of("id").line)
    return ReadInvariant(invariant, read.mentions)


def _promises(node: Node | None, names: Names, check: Check) -> tuple[Promise, ...]:
    keys = fields(node)
    if keys is None:
        return ()
    if sum(keys.has(key) for key in ("fires", "never", "any")) != 1:
        what = "a promise is one of `fires`, `never` and `any`"
        check.problems.add(keys.place, Code.PROMISE_FORM, what=what, mend="keep one of them")
        return ()
    if keys.has("at_least") and not keys.has("fires"):
        what, mend = "`at_least` goes with `fires` only", "take it out"
        check.problems.add(keys.place_of("at_least"), Code.KEY_MISFIT, what=what, mend=mend)
    if keys.has("any"):
        return tuple(promise for item in keys.items("any") for promise in _promises(item, names, check))
    return _promise(keys, names, check)


def _promise(keys: Fields, names: Names, check: Check) -> tuple[Promise, ...]:
    node = keys.nodes["fires" if keys.has("fires") else "never"]
    rule = names.rules.find(node if isinstance(node, Scalar) else None, check.problems)
    if rule is None:
        return ()
    at_least = Priority(keys.text("at_least")) if keys.text("at_least") else None
    return (Promise(rule, fires=keys.has("fires"), at_least=at_least),)
