"""Answers to try: of every kind that conditions could tell apart, then each kind once, the shortest of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from screener.answers import change
from screener.engine import Value, see, value
from screener.model.condition import Condition, Leaf
from screener.model.navigate import leaves_of, questions_of
from screener.model.response import Answer, Response
from screener.model.rulebook import Rulebook
from screener.workbench.cases.lists import Leaves, Raw, listed, single
from screener.workbench.cases.table import TooMany

MOST = 8_000


def candidates(rulebook: Rulebook, questions: tuple[str, ...], leaves: Leaves) -> Iterator[Raw]:
    """Answers to the questions, of every kind that these leaves could tell apart; raises `TooMany`."""
    if any(leaf.looks_at.sets for leaf in leaves):
        yield from listed(rulebook, questions, leaves)
    elif len(questions) > 1:
        yield from _scored(rulebook, questions, leaves)
    else:
        (id,) = questions
        for answer in single(rulebook.questions[id], leaves):
            yield {} if answer is None else {id: answer}


def _scored(rulebook: Rulebook, questions: tuple[str, ...], leaves: Leaves) -> Iterator[Raw]:
    """Answers to the items of scores: of those that come to the same so far, one is kept."""
    inside = set(questions)
    scores = [score for score in rulebook.scores.values() if inside.issuperset(score.items)]
    alone = {id: tuple(leaf for leaf in leaves if questions_of(rulebook, leaf) == (id,)) for id in questions}
    gates = [rulebook.questions[id].show_when for id in questions]
    gates += [screen.show_when for screen in rulebook.screens.values()]
    watched = {id for gate in gates if gate for id in _watched(rulebook, gate)}
    watched |= {id for id in questions if alone[id]}
    kept: dict[tuple[object, ...], Raw] = {(): {}}
    for number, id in enumerate(questions):
        further: dict[tuple[object, ...], Raw] = {}
        for raw in kept.values():
            for answer in single(rulebook.questions[id], alone[id]):
                longer = raw if answer is None else {**raw, id: answer}
                sums = [
                    (
                        sum(_number(longer.get(item)) for item in score.items),
                        sum(item in longer for item in score.items),
                    )
                    for score in scores
                ]
                further.setdefault(
                    (*sums, *(longer.get(one) for one in questions[: number + 1] if one in watched)), longer
                )
        kept = further
        if len(kept) > MOST:
            raise TooMany
    yield from kept.values()


def _watched(rulebook: Rulebook, gate: Condition) -> Iterator[str]:
    """The questions that a condition looks at by themselves, not as items of a score."""
    for leaf in leaves_of(rulebook, gate):
        if not rulebook.scores.keys() & set(leaf.looks_at.subjects):
            yield from questions_of(rulebook, leaf)


def _number(answer: object) -> int:
    return answer if isinstance(answer, int) else 0


"""Answers as the command line takes them; None, or a question that is missing, is blank."""


class ToldApart(NamedTuple):
    """One set of answers, and what it makes of the leaves that were asked about."""

    values: tuple[Value, ...]
    raw: Raw


def told_apart(rulebook: Rulebook, questions: Sequence[str], leaves: Sequence[Leaf]) -> tuple[ToldApart, ...]:
    """For every joint value of the leaves the shortest answers to these questions that give it.

    The leaves speak of these questions only. Whether a question is shown counts only as far as that hangs
    on the others of them. Raises `TooMany`.
    """
    alone = _alone(rulebook, frozenset(questions))
    read: dict[tuple[str, str], Answer] = {}

    def answer(id: str, raw: object) -> Answer:
        if (id, repr(raw)) not in read:
            read[id, repr(raw)] = change(rulebook, Response({}), {id: raw}).response.of(id)
        return read[id, repr(raw)]

    found: dict[tuple[Value, ...], Raw] = {}
    for raw in candidates(alone, tuple(questions), tuple(leaves)):
        view = see(alone, Response({id: answer(id, raw.get(id)) for id in questions}))
        values = tuple(value(view, leaf) for leaf in leaves)
        if values not in found or cost(raw) < cost(found[values]):
            found[values] = raw
    blank = dict.fromkeys(questions)
    return tuple(ToldApart(values, {**blank, **raw}) for values, raw in found.items())


def cost(raw: Raw) -> int:
    """How much there is to read in these answers."""
    given = [answer for answer in raw.values() if answer is not None]
    return sum(1 + (len(answer) if isinstance(answer, list) else 0) for answer in given)


def _alone(rulebook: Rulebook, questions: frozenset[str]) -> Rulebook:
    """The rulebook as if there were only these questions: what is shown by others is shown."""

    def own(condition: Condition | None) -> Condition | None:
        if condition is None or not questions.issuperset(questions_of(rulebook, condition)):
            return None
        return condition

    screens = {
        screen.id: replace(
            screen,
            items=tuple(id for id in screen.questions if id in questions),
            show_when=own(screen.show_when),
        )
        for screen in rulebook.screens.values()
        if questions.intersection(screen.questions)
    }
    changed = {
        id: replace(rulebook.questions[id], show_when=own(rulebook.questions[id].show_when))
        for id in questions
    }
    return replace(rulebook, screens=screens, questions={**rulebook.questions, **changed})
