"""Where things stand in a file that was read without a problem."""

from __future__ import annotations

from screener.errors import Place
from screener.rulebook.fields import Fields, fields
from screener.rulebook.nodes import Node, read_nodes


class AnswerPlaces:
    """The places of answers and entries in a rulebook's file; what is not there has its block's place."""

    def __init__(self, raw: bytes, name: str) -> None:
        tree, _ = read_nodes(raw, name, closed=True)
        self._start = Place(name, 1, 1)
        top = fields(tree)
        self._top = top
        self._people = fields(top.nodes.get("people")) if top else None
        rules = [fields(node) for node in top.items("rules")] if top else []
        self._rules = {rule.text("id"): rule for rule in rules if rule is not None}

    def of_person(self, person: str, question: str) -> Place:
        """Where a person answers the question."""
        return self._place(self._people.nodes.get(person) if self._people else None, question)

    def of_example(self, rule: str, kind: str, number: int, question: str = "") -> Place:
        """Where the example (``kind``: fires, silent or open; counted from 0) answers the question."""
        examples: Fields | None = fields(self._rules[rule].nodes.get("examples"))
        return self._place(examples.items(kind)[number] if examples else None, question)

    def of_entry(self, section: str, key: str) -> Place:
        """Where an entry of a section (``sources``, ``facts``, ...) begins."""
        return self._place(self._top.nodes.get(section) if self._top else None, key)

    def _place(self, block: Node | None, question: str) -> Place:
        found = fields(block)
        return found.place_of(question) if found else self._start
