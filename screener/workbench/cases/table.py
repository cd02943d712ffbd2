"""Which values a formula can take over all cases of its variables, each with one case that gives it.

A variable's outcomes are vectors of values, one a place. Variables are independent of each other. A formula
is worked out from its leaves up: what a variable came to is remembered only as long as another part of the
formula speaks of it, so that a list of twenty answers costs sixty steps and not a million.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from screener.engine import CERTAIN, NO, UNKNOWN, YES, Value

MOST_ENTRIES = 60_000


class TooMany(Exception):
    """There are more cases than can be gone through."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The value that one place of a variable's outcome has."""

    variable: int
    place: int


@dataclass(frozen=True, slots=True)
class Op:
    """Formulas joined by ``kind``: all, any, not, possibly, shown or told.

    ``shown`` is the second part as far as the first, whether the question is shown, lets it count;
    ``told`` the same for what is said of the form.
    """

    kind: str
    parts: tuple[Formula, ...]


Formula = Leaf | Op


class CaseOutcome(NamedTuple):
    """One thing that a variable can come to: a value a place, and how many answers it takes."""

    values: tuple[Value, ...]
    cost: int


Chosen = tuple[tuple[int, int], ...]
"""Variables with the number of the outcome that each has, in the order of the variables."""


class TableEntry(NamedTuple):
    """One case: what the formulas come to, and the outcomes behind it, remembered ones apart."""

    values: tuple[Value, ...]
    kept: Chosen


Table = dict[TableEntry, dict[int, int]]
"""For every entry the rest of a case that gives it: an outcome's number a variable."""


def tabulate(
    formulas: Sequence[Formula], outcomes: Sequence[Sequence[CaseOutcome]]
) -> dict[tuple[Value, ...], dict[int, int]]:
    """Every joint value of the formulas, with a case that gives it: an outcome's number a variable.

    Raises `TooMany`.
    """
    work = _Work([list(one) for one in outcomes])
    simple = work.simplified(tuple(formulas))
    table = work.joined("tuple", simple, frozenset())
    return {entry.values: work.in_full(dict(entry.kept) | rest) for entry, rest in table.items()}


class _Work:
    """One tabulation; folded parts become variables of their own behind the given ones."""

    def __init__(self, outcomes: list[list[CaseOutcome]]) -> None:
        self._outcomes = outcomes
        self._folded: dict[int, list[dict[int, int]]] = {}
        self._variables: dict[Formula, frozenset[int]] = {}

    def variables(self, formula: Formula) -> frozenset[int]:
        """The variables that a formula speaks of."""
        if isinstance(formula, Leaf):
            return frozenset((formula.variable,))
        if formula not in self._variables:
            self._variables[formula] = frozenset().union(*map(self.variables, formula.parts))
        return self._variables[formula]

    def in_full(self, case: dict[int, int]) -> dict[int, int]:
        """A case in the given variables only."""
        full: dict[int, int] = {}
        for variable, number in case.items():
            if variable in self._folded:
                full |= self.in_full(self._folded[variable][number])
            else:
                full[variable] = number
        return full

    def cost(self, case: dict[int, int]) -> int:
        """How many answers a case takes."""
        return sum(self._outcomes[variable][number].cost for variable, number in case.items())

    def simplified(self, formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
        """The same formulas where what several share, and nothing else speaks of, is one variable."""
        formulas = _grouped(formulas)
        counts: Counter[Formula] = Counter()
        for formula in formulas:
            counts.update(_parts(formula))
        leaves = Counter(leaf.variable for leaf in counts.elements() if isinstance(leaf, Leaf))
        replaced: dict[Formula, Formula] = {}

        def folded(formula: Formula) -> Formula:
            if isinstance(formula, Leaf):
                return formula
            if formula in replaced:
                return replaced[formula]
            times = counts[formula]
            own = Counter(leaf.variable for leaf in _parts(formula) if isinstance(leaf, Leaf))
            if times > 1 and all(leaves[variable] == times * count for variable, count in own.items()):
                replaced[formula] = self._fold(formula)
            else:
                replaced[formula] = Op(formula.kind, tuple(map(folded, formula.parts)))
            return replaced[formula]

        return tuple(map(folded, formulas))

    def _fold(self, formula: Formula) -> Leaf:
        table = self.table(formula, frozenset())
        number = len(self._outcomes)
        self._folded[number] = list(table.values())
        self._outcomes.append([CaseOutcome(entry.values, self.cost(case)) for entry, case in table.items()])
        return Leaf(number, 0)

    def table(self, formula: Formula, keep: frozenset[int]) -> Table:
        """What one formula comes to, for every outcome of the variables to ``keep``."""
        if isinstance(formula, Op):
            return self.joined(formula.kind, formula.parts, keep)
        kept = formula.variable in keep
        found: Table = {}
        for number, outcome in enumerate(self._outcomes[formula.variable]):
            here = ((formula.variable, number),)
            entry = TableEntry((outcome.values[formula.place],), here if kept else ())
            self._offer(found, entry, {} if kept else dict(here))
        return found

    def joined(self, kind: str, parts: tuple[Formula, ...], keep: frozenset[int]) -> Table:
        """The parts taken together, one after the other."""
        spoken = [self.variables(part) for part in parts]
        sofar: Table | None = None
        for place, part in enumerate(parts):
            others = frozenset().union(*spoken[:place], *spoken[place + 1 :])
            later = keep.union(*spoken[place + 1 :])
            table = self.table(part, keep | (spoken[place] & others))
            if sofar is None:
                sofar = self._narrowed(_first(kind, table), later)
            else:
                sofar = self._joined(kind, sofar, table, later)
        if sofar is None:
            return {TableEntry((YES if kind == "all" else NO,), ()): {}}
        return sofar

    def _joined(self, kind: str, left: Table, right: Table, keep: frozenset[int]) -> Table:
        shared = _variables_of(left) & _variables_of(right)
        by: dict[Chosen, list[tuple[TableEntry, dict[int, int]]]] = {}
        for entry, rest in right.items():
            by.setdefault(_only(entry.kept, shared), []).append((entry, rest))
        found: Table = {}
        for entry, rest in left.items():
            for other, behind in by.get(_only(entry.kept, shared), ()):
                values = COMBINE[kind](entry.values, other.values)
                kept = dict(entry.kept) | dict(other.kept)
                self._put(found, values, kept, rest | behind, keep)
        return found

    def _narrowed(self, table: Table, keep: frozenset[int]) -> Table:
        found: Table = {}
        for entry, rest in table.items():
            self._put(found, entry.values, dict(entry.kept), rest, keep)
        return found

    def _put(
        self,
        found: Table,
        values: tuple[Value, ...],
        kept: dict[int, int],
        rest: dict[int, int],
        keep: frozenset[int],
    ) -> None:
        gone = {variable: number for variable, number in kept.items() if variable not in keep}
        still = tuple(sorted((variable, number) for variable, number in kept.items() if variable in keep))
        self._offer(found, TableEntry(values, still), rest | gone)

    def _offer(self, found: Table, entry: TableEntry, rest: dict[int, int]) -> None:
        known_rest = found.get(entry)
        if known_rest is None or self.cost(rest) < self.cost(known_rest):
            found[entry] = rest
        if len(found) > MOST_ENTRIES:
            raise TooMany


def _first(kind: str, table: Table) -> Table:
    if kind not in ("not", "possibly"):
        return table
    turned: Table = {}
    for entry, rest in table.items():
        (value,) = entry.values
        new = Value(not value.possibly, not value.surely) if kind == "not" else CERTAIN[value.possibly]
        turned.setdefault(TableEntry((new,), entry.kept), rest)
    return turned


def _all(one: tuple[Value, ...], other: tuple[Value, ...]) -> tuple[Value, ...]:
    (left,), (right,) = one, other
    return (Value(left.surely and right.surely, left.possibly and right.possibly),)


def _any(one: tuple[Value, ...], other: tuple[Value, ...]) -> tuple[Value, ...]:
    (left,), (right,) = one, other
    return (Value(left.surely or right.surely, left.possibly or right.possibly),)


def _shown(shown: tuple[Value, ...], inner: tuple[Value, ...]) -> tuple[Value, ...]:
    (gate,) = shown
    return inner if gate == YES else (NO,) if gate == NO else (UNKNOWN,)


def _told(shown: tuple[Value, ...], inner: tuple[Value, ...]) -> tuple[Value, ...]:
    return inner if shown == (YES,) else (NO,)


Joining = Callable[[tuple[Value, ...], tuple[Value, ...]], tuple[Value, ...]]
COMBINE: dict[str, Joining] = {
    "all": _all,
    "any": _any,
    "shown": _shown,
    "told": _told,
    "tuple": operator.add,
}
"""How two parts make one; ``tuple`` sets whole formulas side by side."""


def _parts(formula: Formula) -> Iterator[Formula]:
    yield formula
    if isinstance(formula, Op):
        for part in formula.parts:
            yield from _parts(part)


def _variables_of(table: Table) -> frozenset[int]:
    entry = next(iter(table), None)
    return frozenset(variable for variable, _ in entry.kept) if entry else frozenset()


def _only(chosen: Chosen, variables: frozenset[int]) -> Chosen:
    return tuple(one for one in chosen if one[0] in variables)


def _grouped(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """Where two formulas join partly the same parts, those parts become one part of each."""
    if len(formulas) != 2:
        return formulas
    one, other = formulas
    if not (isinstance(one, Op) and isinstance(other, Op)) or one.kind != other.kind or one == other:
        return formulas
    if one.kind not in ("all", "any"):
        if len(one.parts) == len(other.parts) == 1:
            left, right = _grouped((one.parts[0], other.parts[0]))
            return Op(one.kind, (left,)), Op(other.kind, (right,))
        return formulas
    same = tuple(part for part in dict.fromkeys(one.parts) if part in other.parts)
    mine = tuple(part for part in one.parts if part not in same)
    theirs = tuple(part for part in other.parts if part not in same)
    if len(mine) == len(theirs) == 1:
        (left,), (right,) = mine, theirs
        left, right = _grouped((left, right))
        mine, theirs = (left,), (right,)
    common = (Op(one.kind, same),) if len(same) > 1 else same
    return Op(one.kind, (*common, *mine)), Op(other.kind, (*common, *theirs))
