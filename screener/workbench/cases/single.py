"""Answers to one question, of every kind that conditions could tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

from screener.model.condition import Chosen, Compare, Condition, Form
from screener.model.question import Question, QuestionType
from screener.workbench.cases.table import TooMany

MOST = 8_000
STATES = ("not_sure", "prefer_not")

Raw = dict[str, object]
Leaves = tuple[Condition, ...]


def single(question: Question, leaves: Leaves) -> Iterator[object]:
    """Answers to one question, blank first."""
    yield None
    if any(isinstance(leaf, Form) for leaf in leaves):
        yield from STATES
    match question.type:
        case QuestionType.YES_NO:
            yield from ("yes", "no")
        case QuestionType.ONE:
            yield from question.options
        case QuestionType.SCALE:
            yield from range(question.low, question.high + 1)
        case QuestionType.TEXT:
            yield "in own words"
        case QuestionType.MANY:
            yield from _choices(question, leaves)
        case QuestionType.MEDICINES:
            yield from ([], ["in own words"])


def _choices(question: Question, leaves: Leaves) -> Iterator[list[str]]:
    """Options of a ``many``: of each group that no leaf tells apart none or some, and as many as counted."""
    meant = [leaf.options for leaf in leaves if isinstance(leaf, Chosen)]
    counted = max((_edge(leaf) for leaf in leaves if isinstance(leaf, Compare)), default=1)
    groups: dict[tuple[bool, ...], list[str]] = {}
    for option in question.options:
        if option not in question.alone:
            groups.setdefault(tuple(option in options for options in meant), []).append(option)
    few = [option for group in groups.values() for option in group[: counted + 1]]
    sizes = range(1, min(len(few), max(counted + 1, len(groups))) + 1)
    if sum(comb(len(few), size) for size in sizes) > MOST:
        raise TooMany
    if question.none:
        yield []
    yield from ([option] for option in question.alone)
    for size in sizes:
        for chosen in combinations(few, size):
            yield list(chosen)
            yield from ([*chosen, state] for state in STATES)


def _edge(leaf: Compare) -> int:
    return int(max(leaf.at_least or 0, (leaf.at_most or -1) + 1))
