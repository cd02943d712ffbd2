"""Answers to try: of every kind that conditions could tell apart at least one, before any is told apart."""

from __future__ import annotations

from collections.abc import Iterator

from screener.model.condition import Compare, Condition
from screener.model.rulebook import Rulebook
from screener.workbench.cases.lists import listed, sets_of
from screener.workbench.cases.single import Leaves, Raw, single
from screener.workbench.cases.speaking import leaves_of, questions_of
from screener.workbench.cases.table import TooMany

MOST = 8_000


def candidates(rulebook: Rulebook, questions: tuple[str, ...], leaves: Leaves) -> Iterator[Raw]:
    """Answers to the questions, of every kind that these leaves could tell apart; raises `TooMany`."""
    if any(sets_of(leaf) for leaf in leaves):
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
        if not (isinstance(leaf, Compare) and leaf.subject in rulebook.scores):
            yield from questions_of(rulebook, leaf)


def _number(answer: object) -> int:
    return answer if isinstance(answer, int) else 0
