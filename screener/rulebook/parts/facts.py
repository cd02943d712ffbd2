"""Facts: named conditions and named sets of medicines; and what everything is made of in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from screener.model.rulebook import Together, Truth
from screener.rulebook.language.containers import BlockOf
from screener.rulebook.language.kinds import Check
from screener.rulebook.parts.conditions import Mention, list_subject, read_condition
from screener.rulebook.parts.names import Names, is_set
from screener.rulebook.yaml.fields import fields
from screener.rulebook.yaml.nodes import Block, Node

SET = BlockOf("fact")


@dataclass(slots=True)
class Uses:
    """What facts, sets, scores and medicine lists are made of: their mentions, by id."""

    parts: dict[str, tuple[Mention, ...]] = field(default_factory=dict)

    def reached(self, mention: Mention) -> Iterator[Mention]:
        """The mention itself and all that it is made of, each name once."""
        seen: set[tuple[str, bool]] = set()
        waiting = [mention]
        while waiting:
            current = waiting.pop()
            if (current.name, current.form) in seen:
                continue
            seen.add((current.name, current.form))
            yield current
            if not current.form:
                waiting.extend(reversed(self.parts.get(current.name, ())))

    def speaks_of_form(self, mention: Mention) -> bool:
        """Whether the mention is a form word, or holds one."""
        return any(reached.form for reached in self.reached(mention))


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a file."""

    truths: Mapping[str, Truth]
    sets: Mapping[str, Together]


def read_facts(block: Block, names: Names, check: Check, uses: Uses) -> Facts:
    """Read the facts, and note in ``uses`` what each is made of."""
    truths, sets = {}, {}
    for id, node in block.entries:
        if is_set(node):
            lists = _lists(node, names, check)
            uses.parts[id.written] = lists
            members = tuple(mention.name for mention in lists)
            sets[id.written] = Together(id.written, members, line=id.place.line)
        else:
            read = read_condition(node, names, check)
            uses.parts[id.written] = read.mentions
            truths[id.written] = Truth(id.written, read.condition, line=id.place.line)
    return Facts(truths, sets)


def _lists(node: Node, names: Names, check: Check) -> tuple[Mention, ...]:
    keys = fields(SET.prune(node, check, name="fact"))
    mentions = []
    for item in keys.items("together") if keys is not None else ():
        name = list_subject(item, names, check)
        if name is not None:
            mentions.append(Mention(name, item.place, negated=False))
    return tuple(mentions)
