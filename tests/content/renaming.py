"""Gives every name that a rulebook's author chose another one, and leaves everything else as it is.

    python -m tests.content.renaming rules.yaml > renamed.yaml

New names look like ``n0042n``, so that one regular expression finds them in whatever is printed. What belongs
to the language stays: keys and their words, the answers yes and no, the states of an answer, tags, generics,
regions, contacts and the names of their numbers. Comments are lost.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from screener.rulebook import read_plain
from screener.summary.shared import score_name

PRINTED = re.compile(r"n\d{4}n|N-\d{4}N")
"""A new name, and how that of a score is printed."""
SLOT = re.compile(r"(?<=\{)(answer|score):(\w+)(?=\})")
STAY = ("yes", "no", "none", "not_sure", "prefer_not")
"""Answers that belong to the language, even where an author gives them words."""

Block = Mapping[str, Any]


@dataclass(slots=True)
class Names:
    """The new name of every old one, by what it names; an option is of its question or its option list.

    Questions, scores, facts and sets are one sort, for conditions name them alike.
    """

    new: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, sort: str, old: str) -> str:
        """The new name; a name that is met for the first time is given one."""
        return self.new.setdefault((sort, old), f"n{len(self.new):04}n")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A rulebook's text with new names; ``old`` are the old names, printed ones of scores too, by new ones.

    ``answers`` turns raw answers to the old questions into answers to the new ones.
    """

    text: str
    old: Mapping[str, str]
    answers: Callable[[Block], dict[str, Any]]

    def back(self, text: str) -> str:
        """Whatever is printed, with old names instead of new ones."""
        return PRINTED.sub(lambda found: self.old[found[0]], text)


def rename(text: str) -> Renamed:
    """The rulebook of this text with every name replaced."""
    if PRINTED.search(text):
        raise ValueError("something in this text looks like a new name already")
    book: Any = read_plain(text.encode(), "rulebook")
    renaming = Renaming(book)
    book = renaming.book()
    written = yaml.dump(book, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=sys.maxsize)
    old = {new: name for (_, name), new in renaming.names.new.items()}
    return Renamed(
        written, old | {score_name(id): score_name(old[id]) for id in book["scores"]}, renaming.answers
    )


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(
    Decimal, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", str(number))
)


class Renaming:
    """One pass over the plain values of a rulebook."""

    def __init__(self, book: Block) -> None:
        self._book = book
        self.names = Names()

    def book(self) -> Block:
        """Every part of the rulebook, in the file's order."""
        parts: Mapping[str, Callable[[Any], Any]] = {
            "topics": lambda block: self._keyed("topic", block),
            "sources": lambda block: self._keyed("source", block),
            "instruments": lambda block: self._keyed("instrument", block),
            "option_lists": self._option_lists,
            "medicines": lambda block: {one: self._sourced(row) for one, row in block.items()},
            "roles": self._roles,
            "screens": lambda screens: [self._screen(one) for one in screens],
            "questions": lambda block: {self._subject(id): self._question(id) for id in block},
            "scores": lambda block: {self._subject(id): self._score(row) for id, row in block.items()},
            "facts": lambda block: {self._subject(id): self._fact(fact) for id, fact in block.items()},
            "rules": lambda rules: [self._rule(one) for one in rules],
            "invariants": lambda invariants: [self._invariant(one) for one in invariants],
            "people": lambda people: {
                self.names.of("person", name): self.answers(raw) for name, raw in people.items()
            },
        }
        return _by_key(self._book, parts)

    def answers(self, raw: Block) -> dict[str, Any]:
        """Raw answers by question; what is neither an option nor a list of them stays."""
        return {self._subject(id): self._answer(id, value) for id, value in raw.items()}

    def _answer(self, question: str, value: Any) -> Any:
        if self._book["questions"][question]["type"] in ("one", "many"):
            return self._options(question, value)
        return value

    def _options(self, question: str, value: Any) -> Any:
        """An option of the question or several; any other word, such as an answer's state, stays."""
        if isinstance(value, list):
            return [self._options(question, one) for one in value]
        sort, options = self._options_of(question)
        return self.names.of(sort, value) if value in options and value not in STAY else value

    def _options_of(self, question: str) -> tuple[str, Iterable[str]]:
        options = self._book["questions"][question].get("options", {})
        if isinstance(options, str):
            return f"option of the list {options}", self._book["option_lists"][options]
        return f"option of {question}", options

    def _keyed(self, sort: str, block: Block) -> Block:
        return {self.names.of(sort, name): value for name, value in block.items()}

    def _option_lists(self, block: Block) -> Block:
        """Lists whose options have ids get new ones; in the others the place is the value."""
        return {
            self.names.of("option list", name): self._block_of(f"option of the list {name}", options)
            if isinstance(options, dict)
            else options
            for name, options in block.items()
        }

    def _block_of(self, sort: str, block: Block) -> Block:
        return {name if name in STAY else self.names.of(sort, name): value for name, value in block.items()}

    def _subject(self, name: str) -> str:
        return self.names.of("subject", name)

    def _subjects(self, names: Any) -> Any:
        """One name or a list of them, nested ones too."""
        return [self._subjects(name) for name in names] if isinstance(names, list) else self._subject(names)

    def _of_form(self, names: Any) -> Any:
        """What a form word speaks of: `safety` is a word of the language."""
        return names if names in ("safety", ["safety"]) else self._subjects(names)

    def _sourced(self, row: Block) -> Block:
        return _by_key(row, {"source": lambda key: self.names.of("source", key)})

    def _roles(self, roles: Block) -> Block:
        return {
            key: self._condition(value)
            if key == "for_another"
            else {part: self._subject(id) for part, id in value.items()}
            if key == "crisis"
            else self._subjects(value)
            for key, value in roles.items()
        }

    def _screen(self, screen: Block) -> Block:
        return _by_key(
            screen,
            {
                "id": lambda name: self.names.of("screen", name),
                "instrument": lambda name: self.names.of("instrument", name),
                "show_when": self._condition,
                "questions": self._subjects,
            },
        )

    def _question(self, id: str) -> Block:
        """One question; its anchors are numbers again, which plain values have as words."""

        def options(value: Any) -> Any:
            sort, _ = self._options_of(id)
            return (
                self.names.of("option list", value) if isinstance(value, str) else self._block_of(sort, value)
            )

        return _by_key(
            self._book["questions"][id],
            {
                "options": options,
                "steps": lambda name: self.names.of("option list", name),
                "anchors": lambda block: {int(step): words for step, words in block.items()},
                "alone": lambda value: self._options(id, value),
                "medicines": lambda block: {self._options(id, one): name for one, name in block.items()},
                "complete_if": self._condition,
                "show_when": self._condition,
            },
        )

    def _score(self, score: Block) -> Block:
        return _by_key(self._sourced(score), {"sum": self._subjects, "mean": self._subjects})

    def _fact(self, fact: Block) -> Block:
        is_set = "together" in fact
        return {"together": self._subjects(fact["together"])} if is_set else self._condition(fact)

    def _condition(self, condition: Block) -> Block:
        words: Mapping[str, Callable[[Any], Any]] = {
            "all": lambda members: [self._condition(one) for one in members],
            "any": lambda members: [self._condition(one) for one in members],
            "not": self._condition,
            "possibly": self._condition,
            "any_yes": self._subjects,
            "pair": lambda sides: [
                {self._subject(name): value for name, value in side.items()} for side in sides
            ],
            "unanswered": self._of_form,
            "unsure": self._of_form,
            "incomplete": self._subject,
            "unrecognized": self._subject,
        }
        told = {}
        for key, value in condition.items():
            if key in words:
                told[key] = words[key](value)
            else:
                told[self._subject(key)] = self._compared(key, value)
        return told

    def _compared(self, subject: str, value: Any) -> Any:
        """Options become new ones; true, numbers and tags stay."""
        compares = isinstance(value, bool | dict) or subject not in self._book["questions"]
        return value if compares else self._answer(subject, value)

    def _rule(self, rule: Block) -> Block:
        """What no row tells of is words, with slots in them, or belongs to the language."""
        rows: Mapping[str, Callable[[Any], Any]] = {
            "id": self._rule_name,
            "topic": lambda name: self.names.of("topic", name),
            "when": self._condition,
            "urgent_when": self._condition,
            "hides": lambda rules: [self._rule_name(one) for one in rules],
            "a": self._binding,
            "b": self._binding,
            "list": self._binding,
            "variants": lambda variants: [_by_key(one, {"when": self._condition}) for one in variants],
            "with": lambda block: {self._rule_name(one): page for one, page in block.items()},
            "sources": lambda keys: [self.names.of("source", key) for key in keys],
            "examples": lambda kinds: {
                kind: [self._example(one) for one in examples] for kind, examples in kinds.items()
            },
        }
        return {
            key: value if key == "examples" else self._slots(value)
            for key, value in _by_key(rule, rows).items()
        }

    def _rule_name(self, id: str) -> str:
        return self.names.of("rule", id)

    def _binding(self, binding: Block) -> Block:
        words = {
            "ticked": self._subjects,
            "unsure": self._of_form,
            "unanswered": self._of_form,
            "unrecognized": self._subject,
        }
        return {
            key if key in words else self._subject(key): words[key](value) if key in words else value
            for key, value in binding.items()
        }

    def _slots(self, value: Any) -> Any:
        """The same words, wherever they stand in the value, with new names in their slots."""
        if isinstance(value, str):
            return SLOT.sub(lambda slot: f"{slot[1]}:{self._subject(slot[2])}", value)
        if isinstance(value, list):
            return [self._slots(one) for one in value]
        if isinstance(value, dict):
            return {key: self._slots(one) for key, one in value.items()}
        return value

    def _example(self, example: Block) -> Block:
        own = {key: value for key, value in example.items() if key in ("person", "asks")}
        rows = {"person": lambda name: self.names.of("person", name), "asks": self._subjects}
        answers = {key: value for key, value in example.items() if key not in own}
        return {**_by_key(own, rows), **self.answers(answers)}

    def _invariant(self, invariant: Block) -> Block:
        return _by_key(
            invariant,
            {
                "id": lambda name: self.names.of("invariant", name),
                "if": self._condition,
                "then": self._promise,
            },
        )

    def _promise(self, promise: Block) -> Block:
        return _by_key(
            promise,
            {
                "fires": self._rule_name,
                "never": self._rule_name,
                "any": lambda promises: [self._promise(one) for one in promises],
            },
        )


def _by_key(block: Block, rows: Mapping[str, Callable[[Any], Any]]) -> Block:
    """The block with each value as its row makes it; a key without a row keeps its value."""
    return {key: rows[key](value) if key in rows else value for key, value in block.items()}


if __name__ == "__main__":
    sys.stdout.write(rename(Path(sys.argv[1]).read_text(encoding="utf-8")).text)
