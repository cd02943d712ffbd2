"""What a person takes, as far as the answers tell: known, maybe, and whether the list may grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screener.engine.values import Value
from screener.model.condition import Selector

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """One reason to think that a medicine is taken.

    ``question`` and ``row`` name the row of a list (or the option of a ``many``); ``generic`` is an
    ingredient, or a product under its own name, and ``substance`` that of which it is a form; ``words`` is
    what the person typed or ticked.
    """

    question: str
    row: str
    generic: str
    substance: str
    words: str

    @property
    def place(self) -> Place:
        """What tells two rows apart."""
        return (self.question, self.row)


@dataclass(frozen=True, slots=True)
class Holdings:
    """A list or set of medicines: ``known`` for sure, ``maybe`` others, ``open`` when it may hold any.

    A source of ``maybe`` stands for a row of its own.
    """

    known: tuple[Held, ...] = ()
    maybe: tuple[Held, ...] = ()
    open: bool = False

    def matching(self, selector: Selector) -> Iterator[Held]:
        """The known sources that the selector matches."""
        return (source for source in self.known if source.generic in selector.generics)

    def may_match(self, selector: Selector) -> Iterator[Held]:
        """The known and the maybe sources that the selector matches."""
        yield from self.matching(selector)
        yield from (source for source in self.maybe if source.generic in selector.generics)


def together(lists: list[Holdings]) -> Holdings:
    """Several lists as one."""
    return Holdings(
        known=tuple(source for held in lists for source in held.known),
        maybe=tuple(source for held in lists for source in held.maybe),
        open=any(held.open for held in lists),
    )


def has(held: Holdings, selector: Selector) -> Value:
    """Whether a medicine matches."""
    surely = any(held.matching(selector))
    return Value(surely, surely or held.open or any(held.may_match(selector)))


def count(held: Holdings, selector: Selector, at_least: int) -> Value:
    """Whether at least so many medicines match."""
    surely = number(held.matching(selector)) >= at_least
    return Value(surely, surely or held.open or number(held.may_match(selector)) >= at_least)


def number(sources: Iterable[Held]) -> int:
    """How many medicines the sources are: rows of which each has a substance that it shares with no other.

    It is the greatest number that there can be, so it does not hang on the order of the rows.
    """
    offers: dict[Place, list[str]] = {}
    for source in sources:
        offers.setdefault(source.place, []).append(source.substance)
    owners: dict[str, Place] = {}
    return sum(_finds_one(row, offers, owners, set()) for row in offers)


def _finds_one(
    row: Place, offers: Mapping[Place, list[str]], owners: dict[str, Place], tried: set[str]
) -> bool:
    """Whether the row comes to own one of its substances, by moving other rows to another one if need be."""
    for substance in offers[row]:
        if substance in tried:
            continue
        tried.add(substance)
        if substance not in owners or _finds_one(owners[substance], offers, owners, tried):
            owners[substance] = row
            return True
    return False


def repeated(sources: list[Held]) -> list[Held]:
    """Those sources whose substance stands in more than one row."""
    rows: dict[str, set[Place]] = {}
    for source in sources:
        rows.setdefault(source.substance, set()).add(source.place)
    return [source for source in sources if len(rows[source.substance]) > 1]


def twice(held: Holdings, selector: Selector) -> Value:
    """Whether two rows hold one matching substance."""
    surely = bool(repeated(list(held.matching(selector))))
    return Value(surely, surely or held.open or bool(repeated(list(held.may_match(selector)))))


def pairs(first: list[Held], second: list[Held]) -> list[tuple[Held, Held]]:
    """Every two sources of different substances in different rows, one of each list."""
    return [(a, b) for a in first for b in second if a.substance != b.substance and a.place != b.place]


def pair(first: Holdings, s: Selector, second: Holdings, t: Selector) -> Value:
    """Whether one medicine of ``first`` matches ``s`` and another of ``second`` matches ``t``.

    A list that may grow can supply either side, but the other side must be matched or open too.
    """
    surely = bool(pairs(list(first.matching(s)), list(second.matching(t))))
    if surely:
        return Value(True, True)
    left, right = list(first.may_match(s)), list(second.may_match(t))
    grows = (first.open and (bool(right) or second.open)) or (second.open and bool(left))
    return Value(False, grows or bool(pairs(left, right)))
