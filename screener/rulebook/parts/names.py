"""What every name in the file stands for, and what is said of a name that stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from screener.codes import Code
from screener.errors import Place
from screener.model.question import Question
from screener.model.vocabulary import Vocabulary
from screener.rulebook.language.keys import PLACES
from screener.rulebook.language.spans import Span
from screener.rulebook.yaml.nodes import Block, Items, Node, Scalar
from screener.rulebook.yaml.problems import Problems

# Words that stand where ids do: in conditions, in what a slot is bound to, and in examples.
RESERVED = frozenset(
    key.name for place in ("condition", "comparison", "binding", "example") for key in PLACES[place].values()
) | {"safety", "together"}


UNKNOWN = {
    "topic": Code.UNKNOWN_TOPIC,
    "source": Code.UNKNOWN_SOURCE,
    "region": Code.UNKNOWN_REGION,
    "instrument": Code.UNKNOWN_INSTRUMENT,
    "option list": Code.UNKNOWN_OPTION_LIST,
    "person": Code.UNKNOWN_PERSON,
    "question": Code.UNKNOWN_QUESTION,
    "score": Code.UNKNOWN_SCORE,
    "set": Code.UNKNOWN_SET,
    "rule": Code.UNKNOWN_RULE,
}
"""What each sort of name is reported as when nothing bears it."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names of one sort. ``whole`` is False where the file's part could not be read: then no name
    of that sort is called unknown."""

    sort: str
    places: Mapping[str, Place]
    whole: bool = True

    @property
    def code(self) -> Code:
        """What it is called when a name of this sort stands for nothing."""
        return UNKNOWN[self.sort]

    def find(self, value: Node | None, problems: Problems) -> str | None:
        """The name that the node holds, or None (and a problem) where nothing bears it."""
        if not isinstance(value, Scalar):
            return None
        if value.written in self.places:
            return value.written
        if self.whole:
            problems.unknown(value, self.code, what=self.sort, known=self.places.keys())
        return None

    def find_all(self, values: Iterable[Node], problems: Problems) -> tuple[str, ...]:
        """The names that are known, in order."""
        found = (self.find(value, problems) for value in values)
        return tuple(name for name in found if name is not None)

    def __contains__(self, name: str) -> bool:
        return name in self.places


@dataclass(slots=True)
class Names:
    """Every name of one file.

    ``questions`` and ``spans`` hold None for a question or score that is faulty itself. ``lists`` are the
    names of all that holds medicines: sets, medicine questions, and a ``many`` whose options are medicines.
    """

    vocabulary: Vocabulary
    topics: Known
    sources: Known
    regions: Known
    instruments: Known
    option_lists: Known
    people: Known
    screens: Known
    question_ids: Known
    scores: Known
    truths: Known
    sets: Known
    rules: Known
    questions: dict[str, Question | None] = field(default_factory=dict)
    spans: dict[str, Span | None] = field(default_factory=dict)

    @property
    def subjects(self) -> tuple[str, ...]:
        """All that a condition can begin with."""
        sorts = (self.question_ids, self.scores, self.truths, self.sets)
        return tuple(name for known in sorts for name in known.places)

    @property
    def lists(self) -> tuple[str, ...]:
        """All that holds medicines."""
        return (*self.sets.places, *(name for name in self.question_ids.places if self.is_list(name)))

    def is_list(self, name: str) -> bool:
        """Whether ``name`` holds medicines; of a faulty question it is taken for granted."""
        if name in self.sets:
            return True
        question = self.questions.get(name)
        if question is None:
            return name in self.question_ids
        return question.type == "medicines" or bool(question.medicines)

    def safety(self) -> tuple[str, ...]:
        """The safety questions in file order."""
        return tuple(item.id for item in self.questions.values() if item is not None and item.safety)


def collect(top: Block, vocabulary: Vocabulary) -> Names:
    """The names of a file, from its nodes as they were written; ``vocabulary`` has the additions already."""
    facts = part(top, "facts")
    entries = facts.entries if isinstance(facts, Block) else ()
    sets = {key.written: key.place for key, node in entries if is_set(node)}
    truths = {key.written: key.place for key, node in entries if not is_set(node)}
    readable = isinstance(facts, Block)
    return Names(
        vocabulary,
        topics=_keys(top, "topics", "topic"),
        sources=_keys(top, "sources", "source"),
        regions=_keys(top, "contacts", "region"),
        instruments=_keys(top, "instruments", "instrument", optional=True),
        option_lists=_keys(top, "option_lists", "option list", optional=True),
        people=_keys(top, "people", "person"),
        screens=_ids(top, "screens", "screen"),
        question_ids=_keys(top, "questions", "question"),
        scores=_keys(top, "scores", "score"),
        truths=Known("fact", truths, readable),
        sets=Known("set", sets, readable),
        rules=_ids(top, "rules", "rule"),
    )


def is_set(node: Node) -> bool:
    """Whether a fact is a set."""
    return isinstance(node, Block) and any(key.written == "together" for key, _ in node.entries)


def part(top: Block, name: str) -> Node | None:
    """One part of the file."""
    return next((node for key, node in top.entries if key.written == name), None)


def _keys(top: Block, name: str, sort: str, *, optional: bool = False) -> Known:
    node = part(top, name)
    if isinstance(node, Block):
        return Known(sort, {key.written: key.place for key, _ in node.entries})
    return Known(sort, {}, whole=optional and node is None)


def _ids(top: Block, name: str, sort: str) -> Known:
    node = part(top, name)
    if not isinstance(node, Items):
        return Known(sort, {}, whole=False)
    return Known(sort, {id.written: id.place for id in _written_ids(node)})


def _written_ids(node: Items) -> Iterator[Scalar]:
    for item in node.items:
        id = part(item, "id") if isinstance(item, Block) else None
        if isinstance(id, Scalar):
            yield id


def check_unique(top: Block, names: Names, problems: Problems) -> None:
    """Report ids that two things bear: among screens, rules and invariants; among all that answers make."""
    for name in ("screens", "rules", "invariants"):
        node = part(top, name)
        first: dict[str, Place] = {}
        for id in _written_ids(node) if isinstance(node, Items) else ():
            if id.written in first:
                _report_twice(id.written, id.place, first[id.written], name.removesuffix("s"), problems)
            first.setdefault(id.written, id.place)
    borne: dict[str, Place] = {}
    for known in (names.question_ids, names.scores, names.truths, names.sets):
        for id_written, place in known.places.items():
            if id_written in borne:
                earlier, later = sorted((borne[id_written], place))
                _report_twice(id_written, later, earlier, "question, score or fact", problems)
            borne.setdefault(id_written, place)


def check_reserved(names: Names, problems: Problems) -> None:
    """Report questions, scores, facts and sets whose id is a word of the language."""
    for known in (names.question_ids, names.scores, names.truths, names.sets):
        for id, place in known.places.items():
            if id in RESERVED:
                what = f"`{id}` is a word of this language, so nothing can have it as its id"
                problems.add(place, Code.RESERVED_ID, what=what, mend="choose another id")


def _report_twice(id: str, place: Place, first: Place, sort: str, problems: Problems) -> None:
    what = f"the id `{id}` belongs to another {sort} already, on line {first.line}"
    problems.add(place, Code.DUPLICATE_ID, what=what, mend="give one of the two another id")
