"""From the bytes of a rulebook to the model, or to all problems of one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from screener.errors import AnswersError, Place, RulebookError
from screener.medicines import vocabulary as medicines
from screener.model.question import Question, Score, Screen
from screener.model.rule import Invariant
from screener.model.rulebook import Rulebook
from screener.model.vocabulary import Vocabulary
from screener.rulebook.cross_checks import (
    Shown,
    check_about,
    check_complete_if,
    check_cycles,
    check_form,
    check_hides,
    check_pages,
    check_shown,
)
from screener.rulebook.language.containers import BlockOf
from screener.rulebook.language.keys import PLACES
from screener.rulebook.language.kinds import Check, wrong_kind
from screener.rulebook.parts.conditions import Mention, read_condition
from screener.rulebook.parts.facts import Facts, Uses, read_facts, read_roles
from screener.rulebook.parts.front import (
    block_of,
    read_contacts,
    read_instruments,
    read_leads,
    read_review,
    read_sources,
    read_vocabulary,
)
from screener.rulebook.parts.names import Names, check_reserved, check_unique, collect, part
from screener.rulebook.parts.questions import read_question
from screener.rulebook.parts.rules import ReadRule, plain, read_invariant, read_people, read_rule
from screener.rulebook.parts.scores import read_score
from screener.rulebook.parts.screens import check_placed, read_screen
from screener.rulebook.parts.wordings import region_numbers
from screener.rulebook.yaml.fields import Fields, fields
from screener.rulebook.yaml.nodes import Block, Items, Node, Scalar, read_nodes, words_in
from screener.rulebook.yaml.problems import Problems

TOP = BlockOf("top")


def load(path: Path, vocabulary: Vocabulary | None = None) -> Rulebook:
    """Read the rulebook in a file; None means the vocabulary that comes with Screener.

    Raises RulebookError with all problems, and OSError where the file cannot be opened.
    """
    known = medicines.load() if vocabulary is None else vocabulary
    return read(path.read_bytes(), str(path), known)


def read(raw: bytes, name: str, vocabulary: Vocabulary, *, newest: bool = False) -> Rulebook:
    """Read a rulebook; ``name`` is what places call the file.

    ``newest`` asks for every key that is required today and refuses text that says less than was written;
    else keys that have a default may be missing and text reads as YAML has it, so that a text of an earlier
    version reads. Raises RulebookError with all problems of one pass, in the order
    of the file.
    """
    tree, found = read_nodes(raw, name, closed=True, newest=newest)
    problems = Problems(found)
    rulebook = None
    if tree is not None:
        rulebook = _read_tree(tree, raw, vocabulary, Check(problems, PLACES, newest=newest))
    if problems or rulebook is None:
        raise RulebookError(problems.sorted)
    return rulebook


def read_plain(raw: bytes, name: str) -> object:
    """Strictly read YAML of answers: dict, list, str, int, bool, None and Decimal.

    Raises AnswersError with all problems; none of them repeats a value.
    """
    tree, found = read_nodes(raw, name, closed=False)
    if tree is None or found:
        raise AnswersError(Problems(found).sorted)
    return plain(tree)


def _read_tree(tree: Node, raw: bytes, vocabulary: Vocabulary, check: Check) -> Rulebook | None:
    problems = check.problems
    if not isinstance(tree, Block):
        wrong_kind(tree, check, name="rulebook", wanted="a block of keys such as `title: …`")
        return None
    pruned = fields(TOP.prune(tree, check, name="rulebook"))
    if pruned is None:
        return None
    names = collect(tree, vocabulary)
    check_unique(tree, names, problems)
    check_reserved(names, problems)
    asked = frozenset(
        word for key, node in tree.entries if key.written != "medicines" for word in words_in(node)
    )
    names.vocabulary = read_vocabulary(pruned, vocabulary, names.sources, asked, problems)
    return _FileReader(pruned, part(tree, "contacts"), names, check).rulebook(raw)


@dataclass(slots=True)
class _FileReader:
    """One pass over the parts of a file, in the order in which they build on each other."""

    keys: Fields
    contacts: Node | None
    names: Names
    check: Check
    uses: Uses = field(default_factory=Uses)

    def rulebook(self, raw: bytes) -> Rulebook:
        keys, names, problems = self.keys, self.names, self.check.problems
        self._read_questions()
        scores = dict(self._scores())
        facts = read_facts(block_of(keys, "facts"), names, self.check, self.uses)
        questions, screens = self._conditions_of_questions_and_screens()
        rules, invariants = self._rules(), self._invariants()
        self._check_facts(facts)
        return Rulebook(
            title=keys.text("title"),
            version=keys.text("version"),
            hash=hashlib.sha256(raw).hexdigest(),
            text=raw.decode("utf-8"),
            review=read_review(keys.nodes.get("review"), problems),
            leads=read_leads(keys),
            topics=keys.texts("topics"),
            sources=read_sources(keys),
            contacts=read_contacts(keys, problems),
            instruments=read_instruments(keys),
            people=read_people(block_of(keys, "people"), names, problems),
            screens=screens,
            questions=questions,
            scores=scores,
            facts=facts.truths,
            sets=facts.sets,
            rules={id: read.rule for id, read in rules.items()},
            invariants=invariants,
            vocabulary=names.vocabulary,
            roles=read_roles(keys.nodes.get("roles"), names, self.check, self.uses),
        )

    def _read_questions(self) -> None:
        option_lists = self.keys.nodes.get("option_lists")
        lists = option_lists if isinstance(option_lists, Block) else None
        problems = self.check.problems
        for id, node in self.keys.entries("questions"):
            self.names.questions[id.written] = read_question(
                id, node, option_lists=lists, names=self.names, problems=problems
            )

    def _scores(self) -> Iterator[tuple[str, Score]]:
        for id, node in self.keys.entries("scores"):
            score, span = read_score(id, node, self.names, self.check.problems)
            self.names.spans[id.written] = span
            if score is not None:
                self.uses.parts[id.written] = tuple(Mention(item, id.place, False) for item in score.items)
                yield id.written, score

    def _conditions_of_questions_and_screens(self) -> tuple[dict[str, Question], dict[str, Screen]]:
        problems = self.check.problems
        nodes = Items(self.keys.place, self.keys.items("screens"))
        positions = check_placed(nodes, block_of(self.keys, "questions"), self.names, problems)
        shown: list[Shown] = []
        screens = dict(self._screens(nodes, shown))
        questions = dict(self._questions(positions, shown))
        ids = tuple(_id_of(node) for node in nodes.items)
        check_shown(shown, positions, ids, self.uses, problems)
        for item in shown:
            check_form(item.mentions, self.uses, problems)
        return questions, screens

    def _screens(self, nodes: Items, shown: list[Shown]) -> Iterator[tuple[str, Screen]]:
        for position, node in enumerate(nodes.items):
            screen, keys = read_screen(node, self.names, self.check.problems), fields(node)
            if screen is None or keys is None:
                continue
            if keys.has("show_when"):
                read = read_condition(keys.nodes["show_when"], self.names, self.check)
                shown.append(Shown(read.mentions, position))
                screen = replace(screen, show_when=read.condition)
            yield screen.id, screen

    def _questions(self, positions: Mapping[str, int], shown: list[Shown]) -> Iterator[tuple[str, Question]]:
        for id, node in self.keys.entries("questions"):
            question, keys = self.names.questions[id.written], fields(node)
            if question is None or keys is None:
                continue
            if keys.has("show_when"):
                read = read_condition(keys.nodes["show_when"], self.names, self.check)
                shown.append(Shown(read.mentions, positions.get(id.written, len(positions))))
                question = replace(question, show_when=read.condition)
            if keys.has("complete_if"):
                read = read_condition(keys.nodes["complete_if"], self.names, self.check)
                self.uses.parts[id.written] = check_complete_if(read.mentions, self.uses, self.check.problems)
                question = replace(question, complete_if=read.condition)
            yield id.written, question

    def _rules(self) -> dict[str, ReadRule]:
        problems, rules = self.check.problems, {}
        numbers = region_numbers(self.contacts)
        for node in self.keys.items("rules"):
            read = read_rule(node, numbers, self.names, self.check)
            if read is not None and read.rule.id not in rules:
                rules[read.rule.id] = read
                check_about(read, self.uses, problems)
                check_form((*read.firing, *read.wording), self.uses, problems)
        check_hides(rules, problems)
        check_pages(rules, problems)
        return rules

    def _invariants(self) -> dict[str, Invariant]:
        invariants = {}
        for node in self.keys.items("invariants"):
            read = read_invariant(node, self.names, self.check)
            if read is not None:
                invariants[read.invariant.id] = read.invariant
                check_form(read.mentions, self.uses, self.check.problems)
        return invariants

    def _check_facts(self, facts: Facts) -> None:
        problems = self.check.problems
        places: dict[str, Place] = {}
        for known in (self.names.question_ids, self.names.scores, self.names.truths, self.names.sets):
            places.update(known.places)
        check_cycles(self.uses, places, problems)
        for id in facts.truths:
            check_form(self.uses.parts[id], self.uses, problems)


def _id_of(node: Node) -> str:
    keys = fields(node)
    id = keys.nodes.get("id") if keys is not None else None
    return id.written if isinstance(id, Scalar) else ""


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
