"""Facts and roles: named conditions, named sets of medicines, and what the program must know by meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from screener.codes import Code
from screener.defaults import FIRST_FOR_ANOTHER, FIRST_TAKEN_NOW
from screener.model.condition import Chosen, Condition
from screener.model.question import QuestionType
from screener.model.rulebook import Crisis, Roles, Together, Truth
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


ROLE_TYPES: Mapping[str, tuple[QuestionType, ...]] = {
    "age": (QuestionType.ONE,),
    "allergies": (QuestionType.TEXT, QuestionType.MANY),
    "indication": (QuestionType.ONE, QuestionType.MANY, QuestionType.TEXT),
    "tried": (QuestionType.MANY, QuestionType.MEDICINES),
    "own_question": (QuestionType.TEXT,),
    "item": (QuestionType.SCALE,),
    "safe": (QuestionType.YES_NO, QuestionType.ONE),
}
"""Of which types a question can be that plays a part."""


def read_roles(node: Node | None, names: Names, check: Check, uses: Uses) -> Roles:
    """What the program must know by meaning; of a text from before `roles` was a key, what it has of old."""
    keys = fields(node)
    if keys is None:
        return _first_roles(names)
    crisis = fields(keys.nodes.get("crisis"))
    return Roles(
        taken_now=list_subject(keys.nodes.get("taken_now"), names, check) or "",
        for_another=_for_another(keys.nodes.get("for_another"), names, check, uses),
        tried=tuple(filter(None, (_player("tried", item, names, check) for item in keys.items("tried")))),
        crisis=Crisis(*(_player(key, crisis.nodes.get(key), names, check) for key in ("item", "safe")))
        if crisis is not None
        else None,
        **{
            key: _player(key, keys.nodes.get(key), names, check)
            for key in ("age", "allergies", "indication", "own_question")
        },
    )


def _for_another(node: Node | None, names: Names, check: Check, uses: Uses) -> Condition | None:
    if node is None:
        return None
    read = read_condition(node, names, check)
    for mention in filter(uses.speaks_of_form, read.mentions):
        what = f"`for_another` cannot ask for `{mention.name}`, which speaks of the form"
        check.problems.add(mention.place, Code.ROLE_MISFIT, what=what, mend="ask for an answer instead")
    return read.condition


def _player(role: str, node: Node | None, names: Names, check: Check) -> str:
    """The question that plays this part; empty where there is none, or an unfit one (and a problem)."""
    id = names.question_ids.find(node, check.problems)
    question = names.questions.get(id or "")
    if question is not None and node is not None and question.type not in ROLE_TYPES[role]:
        what = f"`{id}` cannot be the question for `{role}`: it is of type {question.type}"
        mend = f"name one of type {' or '.join(ROLE_TYPES[role])}"
        check.problems.add(node.place, Code.ROLE_MISFIT, what=what, mend=mend)
    return id or ""


def _first_roles(names: Names) -> Roles:
    question, option = FIRST_FOR_ANOTHER
    asked = names.questions.get(question)
    return Roles(
        taken_now=FIRST_TAKEN_NOW if FIRST_TAKEN_NOW in names.sets else "",
        for_another=Chosen(question, (option,)) if asked is not None and option in asked.options else None,
    )
