"""Example patients, the changes of them that show a rule, and raw answers."""

from __future__ import annotations

from screener.model.rule import Example, Examples
from screener.rulebook.fields import Fields, fields
from screener.rulebook.names import Names
from screener.rulebook.nodes import Block, Items, Node, Value
from screener.rulebook.report import Problems

OWN_KEYS = ("person", "asks")


def plain(node: Node) -> object:
    """The node as plain values: dict, list, str, int, bool, None and Decimal."""
    match node:
        case Block(entries=entries):
            return {key.written: plain(value) for key, value in entries}
        case Items(items=items):
            return [plain(item) for item in items]
        case Value(value=value):
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
            problems.add(keys.place_of(key), "missing_example", what=what, mend=mend)
    if about_form and keys.has("open"):
        what = "a rule about the form is never open"
        problems.add(keys.place_of("open"), "form_open", what=what, mend="take `open` out")
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
