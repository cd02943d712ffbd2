"""Answers to one question, and medicines in lists: of every kind that conditions could tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import comb
from typing import NamedTuple

from screener.engine import UNRECOGNIZED_OPTION, Held, Holdings, number, pair, twice
from screener.model.condition import (
    Chosen,
    Compare,
    Count,
    Form,
    Has,
    Leaf,
    Pair,
    Selector,
    Twice,
)
from screener.model.navigate import lists_of
from screener.model.question import TYPES, Control, Question, QuestionType, choices_of
from screener.model.rulebook import Rulebook
from screener.workbench.cases.table import TooMany

MOST_CHOICES = 8_000
STATES = ("not_sure", "prefer_not")

Raw = dict[str, object]
Leaves = tuple[Leaf, ...]


def single(question: Question, leaves: Leaves) -> Iterator[object]:
    """Answers to one question, blank first."""
    yield None
    if any(isinstance(leaf, Form) for leaf in leaves):
        yield from STATES
    if question.is_number:
        yield from range(question.low, question.high + 1)
        return
    match TYPES[question.type].control:
        case Control.TICKS:
            yield from _choices(question, leaves)
        case Control.MEDICINES:
            yield from ([], ["in own words"])
        case Control.WORDS:
            yield "in own words"
        case _:
            yield from choices_of(question)


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
    if sum(comb(len(few), size) for size in sizes) > MOST_CHOICES:
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


MOST = 20_000
NO_NAME = "little white pill"
"""A medicine that no vocabulary knows."""
BLANK = object()


class ListEntry(NamedTuple):
    """A name or option to put in a list, with the generics that it stands for."""

    list: str
    name: str
    generics: tuple[str, ...]


Rows = tuple[ListEntry, ...]


def listed(rulebook: Rulebook, questions: tuple[str, ...], leaves: Leaves) -> Iterator[Raw]:
    """Answers to questions of which some list medicines; raises `TooMany`."""
    lists = tuple(id for id in questions if _takes_medicines(rulebook.questions[id]))
    others = tuple(id for id in questions if id not in lists)
    about_form = any(isinstance(leaf, Form) for leaf in leaves)
    endings = list(product(*(_endings(rulebook.questions[id], about_form=about_form) for id in lists)))
    beside = list(product(*(single(rulebook.questions[id], leaves) for id in others)))
    fillings = _fillings(rulebook, lists, leaves)
    if len(fillings) * len(endings) * len(beside) > MOST:
        raise TooMany
    for rows, ending, answers in product(fillings, endings, beside):
        filled = _filled(lists, rows, ending)
        if filled is not None:
            yield filled | {
                id: answer for id, answer in zip(others, answers, strict=True) if answer is not None
            }


def _takes_medicines(question: Question) -> bool:
    return question.type is QuestionType.MEDICINES or bool(question.medicines)


def _fillings(rulebook: Rulebook, lists: tuple[str, ...], leaves: Leaves) -> tuple[Rows, ...]:
    """Rows for the lists, one more at a time; of those that lead equally far for every leaf one is kept."""
    sets = {set_id for leaf in leaves for set_id in leaf.looks_at.sets}
    inside = {set_id: frozenset(lists_of(rulebook, set_id)) for set_id in sets}

    def progress(rows: Rows) -> tuple[object, ...]:
        held = {set_id: _held(rulebook, rows, within) for set_id, within in inside.items()}
        return tuple(_progress(leaf, rows, held) for leaf in leaves)

    entries = tuple(_entries(rulebook, lists, leaves))
    found: dict[tuple[object, ...], Rows] = {progress(()): ()}
    newest = list(found.values())
    while newest:
        further: list[Rows] = []
        for rows in newest:
            for entry in entries:
                longer = (*rows, entry)
                if found.setdefault(progress(longer), longer) is longer:
                    further.append(longer)
        if len(found) > MOST:
            raise TooMany
        newest = further
    return tuple(found.values())


def _progress(leaf: Leaf, rows: Rows, held: dict[str, Holdings]) -> object:
    """How far rows lead to what a leaf counts; more of them than it counts lead no farther."""
    match leaf:
        case Pair(first, second):
            left, right = held[first.set], held[second.set]
            sides = (
                frozenset(list(_matching(left, first.selector))[:2]),
                frozenset(list(_matching(right, second.selector))[:2]),
            )
            return sides, pair(left, first.selector, right, second.selector).surely
        case Twice(set_id, selector):
            return frozenset(list(_matching(held[set_id], selector))[:1]), twice(
                held[set_id], selector
            ).surely
        case Has(set_id, selector):
            return any(held[set_id].matching(selector))
        case Count(set_id, at_least, selector):
            found = held[set_id]
            counted = min(number(found.matching(selector)), at_least)
            return frozenset(list(_matching(found, selector))[:at_least]), counted
        case Chosen(question, options):
            return any(row.list == question and row.name in options for row in rows)
        case Compare() | Form():
            return None


def _held(rulebook: Rulebook, rows: Rows, lists: frozenset[str]) -> Holdings:
    substance_of = rulebook.vocabulary.substance_of
    return Holdings(
        tuple(
            Held(row.list, str(place), generic, substance_of(generic), row.name)
            for place, row in enumerate(rows)
            if row.list in lists
            for generic in row.generics
        )
    )


def _matching(held: Holdings, selector: Selector) -> dict[str, None]:
    """The substances that match."""
    return dict.fromkeys(source.substance for source in held.matching(selector))


def _entries(rulebook: Rulebook, lists: tuple[str, ...], leaves: Leaves) -> Iterator[ListEntry]:
    """Entries for each kind of medicine that the selectors tell apart, as many as a leaf counts.

    Of several lists that stand in the same sets the first that takes names is enough.
    """
    selectors = [selector for leaf in leaves for selector in leaf.looks_at.selectors]
    each = max((leaf.at_least if isinstance(leaf, Count) else 2 for leaf in leaves), default=2)
    in_rows = any(isinstance(leaf, Pair | Twice) for leaf in leaves)
    names = _names(rulebook, selectors)
    wanted = {option for leaf in leaves if isinstance(leaf, Chosen) for option in leaf.options}
    filled: set[frozenset[int]] = set()
    for id in sorted(lists, key=lambda one: rulebook.questions[one].type is not QuestionType.MEDICINES):
        question = rulebook.questions[id]
        role = frozenset(
            number
            for number, leaf in enumerate(leaves)
            if any(id in lists_of(rulebook, set_id) for set_id in leaf.looks_at.sets)
        )
        if question.type is QuestionType.MEDICINES and role not in filled:
            for kinds, found in names.items():
                if len(kinds) == 1 or in_rows:
                    yield from (ListEntry(id, *one) for one in found[: each if len(kinds) == 1 else 1])
        for option, generic in question.medicines.items():
            if option in wanted or (role not in filled and any(_kind(generic, selectors))):
                yield ListEntry(id, option, (generic,))
        filled.add(role)


Kinds = frozenset[tuple[bool, ...]]


def _names(
    rulebook: Rulebook, selectors: Sequence[Selector]
) -> dict[Kinds, list[tuple[str, tuple[str, ...]]]]:
    """The medicines by what the selectors make of their ingredients; those that none matches left out.

    What is sold under many names, and so is known to most, stands first.
    """
    names: dict[Kinds, list[tuple[str, tuple[str, ...]]]] = {}
    for medicine in sorted(rulebook.vocabulary.medicines.values(), key=lambda one: -len(one.brands)):
        generics = tuple(dict.fromkeys((*medicine.ingredients, medicine.generic)))
        kinds = frozenset(_kind(generic, selectors) for generic in generics) - {(False,) * len(selectors)}
        if kinds:
            names.setdefault(kinds, []).append((medicine.generic, generics))
    return {kinds: _apart_first(rulebook, found) for kinds, found in names.items()}


def _apart_first(
    rulebook: Rulebook, found: list[tuple[str, tuple[str, ...]]]
) -> list[tuple[str, tuple[str, ...]]]:
    """Those that share no substance with one before them, then the others; each time in their order."""
    seen: set[str] = set()
    apart: list[tuple[str, tuple[str, ...]]] = []
    others: list[tuple[str, tuple[str, ...]]] = []
    for one in found:
        substances = {rulebook.vocabulary.substance_of(generic) for generic in one[1]}
        (others if substances & seen else apart).append(one)
        seen |= substances
    return [*apart, *others]


def _kind(generic: str, selectors: Sequence[Selector]) -> tuple[bool, ...]:
    return tuple(generic in selector.generics for selector in selectors)


def _endings(question: Question, *, about_form: bool) -> Iterator[object]:
    """What stands behind the entries of a list: nothing, a name or word that leaves it open, or all blank."""
    yield None
    if question.type is QuestionType.MANY:
        yield from STATES[: 2 if about_form else 1]
        yield from (
            option for option, generic in question.medicines.items() if generic == UNRECOGNIZED_OPTION
        )
    elif about_form or question.complete_if is None:
        yield NO_NAME
    if about_form:
        yield BLANK


def _filled(lists: tuple[str, ...], rows: Rows, endings: Sequence[object]) -> Raw | None:
    """The lists with these entries; None where entries stand in a list that is to be blank."""
    raw: Raw = {}
    for id, ending in zip(lists, endings, strict=True):
        entries: list[object] = [row.name for row in rows if row.list == id]
        if ending is BLANK and entries:
            return None
        if ending is not BLANK:
            raw[id] = [*entries, ending] if ending is not None else entries
    return raw
