"""Conditions: from nodes to the tree that the engine reads, and which names it mentions where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from screener.codes import Code
from screener.errors import Place
from screener.model.condition import All, Any, Chosen, Condition, Form, FormWord, Has, Not, Pair, Possibly
from screener.rulebook.language.keys import PLACES
from screener.rulebook.language.kinds import Check
from screener.rulebook.parts.comparisons import compare
from screener.rulebook.parts.names import Names
from screener.rulebook.parts.selectors import read_selector
from screener.rulebook.yaml.fields import listed_nodes
from screener.rulebook.yaml.nodes import Block, Broken, Items, Node, Scalar
from screener.rulebook.yaml.problems import advice, found, listed

NOTHING = All(())
SAFETY = "safety"
POSSIBLY = "possibly"
FORM_WORDS = (*FormWord, POSSIBLY)
KEYWORDS = {name: key for name, key in PLACES["condition"].items() if name.islower()}


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a condition: ``name`` is what is mentioned, or the form word where ``form``."""

    name: str
    place: Place
    negated: bool
    form: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A condition, and what it mentions in the order of the file."""

    condition: Condition
    mentions: tuple[Mention, ...]


def read_condition(node: Node, names: Names, check: Check) -> Read:
    """Read one condition; what is faulty in it is reported and left out."""
    reader = _ConditionReader(names, check)
    condition = reader.condition(node, negated=False)
    return Read(condition, tuple(reader.mentions))


def form_subjects(nodes: Iterable[Node], names: Names, check: Check) -> tuple[str, ...]:
    """The questions that a form word speaks of; `safety` alone stands for all safety questions."""
    nodes = tuple(nodes)
    if len(nodes) == 1 and isinstance(nodes[0], Scalar) and nodes[0].written == SAFETY:
        return names.safety()
    return names.question_ids.find_all(nodes, check.problems)


def list_subject(node: Node | None, names: Names, check: Check) -> str | None:
    """The list of medicines that a node names."""
    if not isinstance(node, Scalar):
        return None
    if node.written not in names.subjects:
        check.problems.unknown(node, Code.UNKNOWN_SET, what="list of medicines", known=names.lists)
        return None
    if not names.is_list(node.written):
        what = f"`{node.written}` is no list of medicines"
        check.problems.add(node.place, Code.NO_SET, what=what, mend=f"write one of {listed(names.lists)}")
        return None
    return node.written


@dataclass(slots=True)
class _ConditionReader:
    names: Names
    check: Check
    mentions: list[Mention] = field(default_factory=list)

    def condition(self, node: Node, *, negated: bool) -> Condition:
        if not isinstance(node, Block):
            if not isinstance(node, Broken):
                what = f"here stands {found(node)}, where a condition is expected"
                self.check.problems.add(
                    node.place, Code.WRONG_KIND, what=what, mend="write `question: answer`"
                )
            return NOTHING
        if not node.entries:
            what, mend = "this condition says nothing", "write `question: answer`"
            self.check.problems.add(node.place, Code.EMPTY_CONDITION, what=what, mend=mend)
        members = tuple(self._entry(key, value, negated=negated) for key, value in node.entries)
        return members[0] if len(members) == 1 else All(members)

    def _entry(self, key: Scalar, node: Node, *, negated: bool) -> Condition:
        row = KEYWORDS.get(key.written)
        if row is None:
            return self._subject(key, node, negated=negated)
        pruned = row.kind.prune(node, self.check, name=key.written)
        if key.written in FORM_WORDS:
            self.mentions.append(Mention(key.written, key.place, negated, form=True))
        if pruned is None:
            return NOTHING
        match key.written:
            case "all" | "any" as word:
                members = tuple(self.condition(item, negated=negated) for item in listed_nodes(pruned))
                return All(members) if word == "all" else Any(members)
            case "not":
                return Not(self.condition(pruned, negated=True))
            case "possibly":
                return Possibly(self.condition(pruned, negated=negated))
            case "any_yes":
                return Any(tuple(self._yes(item, negated=negated) for item in listed_nodes(pruned)))
            case "pair":
                return self._pair(pruned, negated=negated)
        return self._form(FormWord(key.written), pruned, negated=negated)

    def _subject(self, key: Scalar, node: Node, *, negated: bool) -> Condition:
        if key.written not in self.names.subjects:
            self._unknown(key)
            return NOTHING
        self.mentions.append(Mention(key.written, key.place, negated))
        return compare(key, node, self.names, self.check) or NOTHING

    def _unknown(self, key: Scalar) -> None:
        subjects = self.names.subjects
        sorts = (self.names.question_ids, self.names.scores, self.names.truths)
        if not all(known.whole for known in sorts):
            return
        mend = advice(key.written, [*subjects, *KEYWORDS])
        what = f"there is no question, score or fact `{key.written}`"
        self.check.problems.add(key.place, Code.UNKNOWN_QUESTION, what=what, mend=mend)

    def _yes(self, node: Node, *, negated: bool) -> Condition:
        id = self.names.question_ids.find(node, self.check.problems)
        if id is None:
            return NOTHING
        self.mentions.append(Mention(id, node.place, negated))
        question = self.names.questions.get(id)
        if question is not None and question.type != "yes_no":
            what = f"`{id}` is no yes/no question, so it cannot stand in `any_yes`"
            mend = "take it out and write its condition under `any:`"
            self.check.problems.add(node.place, Code.OPERATOR_MISFIT, what=what, mend=mend)
        return Chosen(id, ("yes",))

    def _pair(self, node: Node, *, negated: bool) -> Condition:
        sides = []
        for side in listed_blocks(node):
            if len(side.entries) != 1:
                what = "each side of this pair names one list"
                self.check.problems.add(side.place, Code.PAIR_FORM, what=what, mend="write `- list: tag`")
            for key, value in side.entries[:1]:
                subject = list_subject(key, self.names, self.check)
                selector = read_selector(value, self.check, self.names.vocabulary, name=key.written)
                if subject is not None:
                    self.mentions.append(Mention(subject, key.place, negated))
                    sides.append(Has(subject, selector))
        return Pair(sides[0], sides[1]) if len(sides) == 2 else NOTHING

    def _form(self, word: FormWord, node: Node, *, negated: bool) -> Condition:
        nodes = listed_nodes(node)
        if word in (FormWord.UNANSWERED, FormWord.UNSURE):
            subjects = form_subjects(nodes, self.names, self.check)
        else:
            subject = list_subject(node, self.names, self.check)
            subjects = () if subject is None else (subject,)
        self.mentions.extend(Mention(subject, node.place, negated) for subject in subjects)
        return Form(word, subjects)


def listed_blocks(node: Node) -> tuple[Block, ...]:
    """The blocks of a list."""
    items = node.items if isinstance(node, Items) else ()
    return tuple(item for item in items if isinstance(item, Block))
