"""A condition as a nested list that a nurse reads aloud: one row a kind of node in `TELL`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any as Anything

from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    FormWord,
    Has,
    Not,
    Pair,
    Possibly,
    Selector,
    Twice,
)
from screener.model.question import Question, QuestionType
from screener.model.rulebook import Rulebook
from screener.rulebook import select
from screener.summary.shared import score_name

ANY_MEDICINE = "any"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence; ``anchor`` names what they lead to: "question-phq9", "tag-opioid"."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A condition, or a part of one, in plain English; ``parts`` are what it is made of."""

    pieces: tuple[Piece, ...]
    parts: tuple[Told, ...] = ()

    @property
    def words(self) -> str:
        """The sentence without its links."""
        return "".join(piece.words for piece in self.pieces)


def tell(rulebook: Rulebook, condition: Condition) -> Told:
    """The condition in plain English; its tree is that of the condition, with facts opened up."""
    return TELL[type(condition)](rulebook, condition)


def lines(told: Told, *, depth: int = 0) -> Iterator[str]:
    """What was told, a line a part, two spaces further in for each level."""
    yield f"{'  ' * depth}{'• ' if depth else ''}{told.words}"
    for part in told.parts:
        yield from lines(part, depth=depth + 1)


def question_name(question: Question) -> Piece:
    """A question as its label, leading to it."""
    return Piece(question.label, f"question-{question.id}")


def spaced(id: str) -> str:
    """An id as words: "low_mood" is "low mood"."""
    return id.replace("_", " ").replace("-", " ")


def joined(words: Sequence[str], link: str = "or") -> str:
    """Words as one phrase: "a, b or c"."""
    return f"{', '.join(words[:-1])} {link} {words[-1]}" if len(words) > 1 else "".join(words)


def _all(rulebook: Rulebook, node: All) -> Told:
    return _group("all of these:", rulebook, node.members)


def _any(rulebook: Rulebook, node: Any) -> Told:
    return _group("any of these:", rulebook, node.members)


def _not(rulebook: Rulebook, node: Not) -> Told:
    return _group("this is not so:", rulebook, (node.member,))


def _possibly(rulebook: Rulebook, node: Possibly) -> Told:
    return _group("this is so, or could be (what is unknown counts as yes):", rulebook, (node.member,))


def _group(words: str, rulebook: Rulebook, members: Iterable[Condition]) -> Told:
    return Told((Piece(words),), tuple(tell(rulebook, member) for member in members))


def _chosen(rulebook: Rulebook, node: Chosen) -> Told:
    question = rulebook.questions[node.question]
    if question.type is QuestionType.YES_NO:
        says = joined(node.options)
    else:
        says = joined([f"“{question.options[option]}”" for option in node.options])
    ticked = " ticked" if question.type is QuestionType.MANY else ""
    return Told((question_name(question), Piece(f": {says}{ticked}")))


def _compare(rulebook: Rulebook, node: Compare) -> Told:
    score = rulebook.scores.get(node.subject)
    if score is not None:
        return Told(
            (Piece(f"{score_name(score.id)} score", f"score-{score.id}"), Piece(f": {_bounds(node)}"))
        )
    question = rulebook.questions[node.subject]
    if question.type is QuestionType.MANY:
        return Told((question_name(question), Piece(f": {_bounds(node)} ticked")))
    return Told((question_name(question), Piece(f": {_bounds(node)}{_step(question, node)}")))


def _bounds(node: Compare) -> str:
    least, most = node.at_least, node.at_most
    if most is None:
        return f"{least} or more"
    if least is None:
        return f"{most} or less"
    return str(least) if least == most else f"from {least} to {most}"


def _step(question: Question, node: Compare) -> str:
    """The words of the steps that bound the comparison, where the scale has words for its steps."""
    bounds = dict.fromkeys(int(bound) for bound in (node.at_least, node.at_most) if bound is not None)
    inside = [number for number in bounds if question.low <= number < question.low + len(question.steps)]
    told = [f"{number} = “{question.steps[number - question.low]}”" for number in inside]
    return f" ({', '.join(told)})" if told else ""


def _fact(rulebook: Rulebook, node: FactHolds) -> Told:
    inner = tell(rulebook, rulebook.facts[node.fact].condition)
    return Told((Piece(spaced(node.fact), f"fact-{node.fact}"), Piece(", which means:")), (inner,))


def _has(rulebook: Rulebook, node: Has) -> Told:
    return Told(_held(rulebook, node))


def _count(rulebook: Rulebook, node: Count) -> Told:
    says = Piece(f": at least {node.at_least} different ones of ")
    return Told((set_name(rulebook, node.set), says, *selected(rulebook, node.selector)))


def _twice(rulebook: Rulebook, node: Twice) -> Told:
    says = Piece(": the same medicine named twice, of ")
    return Told((set_name(rulebook, node.set), says, *selected(rulebook, node.selector)))


def _pair(rulebook: Rulebook, node: Pair) -> Told:
    first, second = node.first, node.second
    if first.set == second.set:
        other = (Piece("; together with another one, "), *_one_of(rulebook, second.selector))
    else:
        other = (Piece("; and another one in "), *_held(rulebook, second))
    return Told((*_held(rulebook, first), *other))


def _held(rulebook: Rulebook, node: Has) -> tuple[Piece, ...]:
    return (set_name(rulebook, node.set), Piece(": "), *_one_of(rulebook, node.selector))


FORM_WORDS = {
    FormWord.UNANSWERED: "left blank or not to be said",
    FormWord.UNSURE: "answered “not sure”",
    FormWord.INCOMPLETE: "not said to be complete",
    FormWord.UNRECOGNIZED: "a name that is not recognized, or a tick that does not say which",
}
"""How each state of the form is told."""


def _form(rulebook: Rulebook, node: Form) -> Told:
    says = Piece(f": {FORM_WORDS[node.word]}")
    if len(node.subjects) > 1 and node.subjects == rulebook.safety_questions:
        return Told((Piece(f"any of the {len(node.subjects)} safety questions"), says))
    names = [_subject(rulebook, subject) for subject in node.subjects]
    begin = (Piece("any of "),) if len(names) > 1 else ()
    return Told((*begin, *_listed(names), says))


def _subject(rulebook: Rulebook, id: str) -> Piece:
    return set_name(rulebook, id) if id in rulebook.sets else question_name(rulebook.questions[id])


def set_name(rulebook: Rulebook, id: str) -> Piece:
    """A set by its name, or a question that lists medicines by its label."""
    if id in rulebook.sets:
        return Piece(spaced(id), f"fact-{id}")
    return question_name(rulebook.questions[id])


def _one_of(rulebook: Rulebook, selector: Selector) -> tuple[Piece, ...]:
    several = len(selector.generics) > 1 and selector.words != (ANY_MEDICINE,)
    return ((Piece("any of "),) if several else ()) + selected(rulebook, selector)


def selected(rulebook: Rulebook, selector: Selector) -> tuple[Piece, ...]:
    """A selector's tags and generics, each tag with the number of its medicines, and how many in all."""
    if selector.words == (ANY_MEDICINE,):
        return (Piece("any medicine"),)
    tags = rulebook.vocabulary.tags
    if len(selector.words) == 1:
        number = len(selector.generics)
        counted = f" ({number} medicine{'s' if number > 1 else ''})"
        return (_word(selector.words[0], counted) if selector.words[0] in tags else Piece(selector.words[0]),)
    names = [
        _word(word, f" ({len(select((word,), rulebook.vocabulary).generics)})")
        if word in tags
        else Piece(word)
        for word in selector.words
    ]
    total = Piece(f", {len(selector.generics)} in all")
    return (*_listed(names), *([total] if tags & {*selector.words} else []))


def _word(tag: str, counted: str) -> Piece:
    return Piece(f"{tag}{counted}", f"tag-{tag}")


def _listed(names: Sequence[Piece]) -> tuple[Piece, ...]:
    """The names with commas between them and "or" before the last."""
    pieces: list[Piece] = []
    for place, name in enumerate(names):
        if place:
            pieces.append(Piece(" or " if place == len(names) - 1 else ", "))
        pieces.append(name)
    return tuple(pieces)


TELL: dict[type[Anything], Callable[[Rulebook, Anything], Told]] = {
    All: _all,
    Any: _any,
    Not: _not,
    Possibly: _possibly,
    Chosen: _chosen,
    Compare: _compare,
    FactHolds: _fact,
    Has: _has,
    Count: _count,
    Twice: _twice,
    Pair: _pair,
    Form: _form,
}
"""How each kind of node is told."""
