"""Which medicines a rule names, in which order, and whether they are taken now."""

from __future__ import annotations

from dataclasses import dataclass

from screener.engine.holdings import Source, pairs, repeated
from screener.engine.logic import value
from screener.engine.view import View
from screener.model.condition import All, Any, Condition, Count, FactHolds, Has, Pair, Twice

NOW = "current_medicines"
"""The set that says which lists are taken now; a medicine of another list only is told as stopped."""


@dataclass(frozen=True, slots=True)
class Named:
    """One medicine as a text names it: ``words`` as typed, ``generics`` those for which it is named."""

    generics: tuple[str, ...]
    words: str
    stopped: bool

    def __str__(self) -> str:
        return f"{self.words} (stopped)" if self.stopped else self.words

    @property
    def order(self) -> tuple[bool, tuple[str, ...]]:
        """Those taken now before stopped ones, then by generic."""
        return (self.stopped, self.generics)


def named(view: View, *sources: Source) -> Named:
    """The sources of one row as a text names it."""
    generics = tuple(sorted({source.generic for source in sources}))
    return Named(generics, sources[0].words, stopped=not any(_now(view, source) for source in sources))


def _now(view: View, source: Source) -> bool:
    """Whether the medicine is taken now, by this row or by another."""
    if NOW not in view.rulebook.sets or source.question in view.lists_of(NOW):
        return True
    return any(other.generic == source.generic for other in view.held(NOW).known)


def matching(view: View, leaf: Has | Count | Twice) -> list[Named]:
    """The medicines of a set that a selector matches, in the order of naming, each typed row once."""
    sources = list(view.held(leaf.set).matching(leaf.selector))
    if isinstance(leaf, Twice):
        sources = repeated(sources)
    rows: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        rows.setdefault(source.place, []).append(source)
    return sorted((named(view, *row) for row in rows.values()), key=lambda one: one.order)


def matched_pairs(view: View, condition: Condition) -> list[tuple[Named, Named]]:
    """Every pair that made the condition hold: those taken now first, then by generic, each pair once."""
    found: dict[frozenset[str], tuple[Named, Named]] = {}
    for leaf in leaves(view, condition, holding=True):
        if isinstance(leaf, Pair):
            first = list(view.held(leaf.first.set).matching(leaf.first.selector))
            second = list(view.held(leaf.second.set).matching(leaf.second.selector))
            for a, b in pairs(first, second):
                pair = (named(view, a), named(view, b))
                key = frozenset({a.generic, b.generic})
                if key not in found or _order(pair) < _order(found[key]):
                    found[key] = pair
    return sorted(found.values(), key=_order)


def _order(pair: tuple[Named, Named]) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    a, b = pair
    return (a.stopped or b.stopped, a.generics, b.generics)


def leaves(view: View, condition: Condition, *, holding: bool = False) -> list[Condition]:
    """The leaves of a condition that can name something: through facts, not under ``not``.

    With ``holding`` only those of branches that surely hold.
    """
    match condition:
        case All(members) | Any(members):
            chosen = [member for member in members if not holding or value(view, member).surely]
            return [leaf for member in chosen for leaf in leaves(view, member, holding=holding)]
        case FactHolds(fact):
            return leaves(view, view.rulebook.facts[fact].condition, holding=holding)
        case _:
            return [condition]


def counted(view: View, condition: Condition) -> int:
    """How many different generics match the condition's count: the first that holds, else the first."""
    counts = [leaf for leaf in leaves(view, condition) if isinstance(leaf, Count)]
    if not counts:
        return 0
    leaf = next((leaf for leaf in counts if value(view, leaf).surely), counts[0])
    return len({source.generic for source in view.held(leaf.set).matching(leaf.selector)})
