"""Small faults planted in a rule's condition, and which of them the rule's examples would catch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    Has,
    InOneSet,
    Joined,
    Not,
    Pair,
    Possibly,
)
from screener.model.navigate import with_members
from screener.model.question import QuestionType
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook
from screener.rulebook import select
from screener.workbench.cases import Cases, TooMany
from screener.workbench.examples import ExampleResponses, Proposal, proposed


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted fault, in words, and the condition that it makes."""

    rule: str
    what: str
    when: Condition

    @property
    def leaves_out(self) -> bool:
        """Whether a clause or an option is missing in it."""
        return self.what.endswith("dropped") or self.what.endswith("left out")


@dataclass(frozen=True, slots=True)
class Survivor:
    """A fault that no example catches; ``example`` would, None where there are too many cases to find one."""

    mutant: Mutant
    example: Proposal | None


@dataclass(frozen=True, slots=True)
class Mutated:
    """What became of the faults: how many were planted, made no difference at all, and were caught."""

    planted: int
    without_effect: int
    caught: int
    survivors: tuple[Survivor, ...]

    @property
    def share(self) -> float:
        """Of the faults that make a difference, the part that is caught; 1 without any."""
        told = self.planted - self.without_effect
        return self.caught / told if told else 1.0


def mutate(rulebook: Rulebook) -> Mutated:
    """Plant every small fault in every rule, one at a time, and run the rule's examples on each."""
    cases, trials = Cases(rulebook), ExampleResponses(rulebook)
    planted = without_effect = caught = 0
    survivors: list[Survivor] = []
    for rule in rulebook.rules.values():
        for mutant in mutants(rulebook, rule):
            planted += 1
            if trials.tell_apart(rule, mutant.when):
                caught += 1
                continue
            try:
                example = proposed(rulebook, cases, rule, other=mutant.when)
            except TooMany:
                survivors.append(Survivor(mutant, None))
                continue
            if example is None:
                without_effect += 1
            else:
                survivors.append(Survivor(mutant, example))
    return Mutated(planted, without_effect, caught, tuple(survivors))


def mutants(rulebook: Rulebook, rule: Rule) -> Iterator[Mutant]:
    """Every small fault in the condition of a rule, each once."""
    seen: set[Condition] = {rule.when}
    for what, when in _Planting(rulebook).in_one(rule.when):
        if when not in seen:
            seen.add(when)
            yield Mutant(rule.id, what, when)


class _Planting:
    """Faults by the kind of condition; what a fact says is left alone."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def in_one(self, condition: Condition) -> Iterator[tuple[str, Condition]]:
        """Every condition with one fault, and the fault in words."""
        match condition:
            case All(members):
                yield "all of them -> any of them", Any(members)
                yield from self._in_members(condition)
            case Any(members):
                yield "any of them -> all of them", All(members)
                yield from self._in_members(condition)
            case Not(member) | Possibly(member):
                yield f"{'not' if isinstance(condition, Not) else 'possibly'} taken out", member
                yield from self._in_members(condition)
            case Chosen(question, options):
                yield from self._in_options(question, options)
            case Compare():
                yield from _in_bounds(condition)
            case Count(set_id, at_least):
                yield (
                    f"{set_id} at_least: {at_least} -> {at_least + 1}",
                    replace(condition, at_least=at_least + 1),
                )
                if at_least > 1:
                    yield (
                        f"{set_id} at_least: {at_least} -> {at_least - 1}",
                        replace(condition, at_least=at_least - 1),
                    )
                yield from self._in_selector(condition)
            case Pair(first, second):
                yield from (
                    (what, replace(condition, first=one))
                    for what, one in self.in_one(first)
                    if isinstance(one, Has)
                )
                yield from (
                    (what, replace(condition, second=one))
                    for what, one in self.in_one(second)
                    if isinstance(one, Has)
                )
            case _ if isinstance(condition, InOneSet):
                yield from self._in_selector(condition)

    def _in_members(self, condition: Joined) -> Iterator[tuple[str, Condition]]:
        members = condition.members
        for place, member in enumerate(members):
            before, after = members[:place], members[place + 1 :]
            if len(members) > 1:
                dropped = with_members(condition, (*before, *after))
                yield f"clause {place + 1} of {len(members)} dropped", dropped
            for what, faulty in self.in_one(member):
                yield what, with_members(condition, (*before, faulty, *after))

    def _in_options(self, question: str, options: tuple[str, ...]) -> Iterator[tuple[str, Condition]]:
        asked = self._rulebook.questions[question]
        if asked.type is QuestionType.YES_NO:
            flipped = tuple("no" if option == "yes" else "yes" for option in options)
            yield f"{question}: {options[0]} -> {flipped[0]}", Chosen(question, flipped)
            return
        rest = tuple(option for option in asked.options if option not in options)
        if rest:
            yield f"{question}: the other options", Chosen(question, rest)
        if len(options) > 1:
            for option in options:
                left = tuple(one for one in options if one != option)
                yield f"{question}: option {option} left out", Chosen(question, left)

    def _in_selector(self, condition: InOneSet) -> Iterator[tuple[str, Condition]]:
        words = condition.selector.words
        if len(words) < 2:
            return
        for word in words:
            left = [one for one in words if one != word]
            found = select(left, self._rulebook.vocabulary)
            yield f"{condition.set}: without {word}", replace(condition, selector=found)


def _in_bounds(condition: Compare) -> Iterator[tuple[str, Condition]]:
    for key in ("at_least", "at_most"):
        bound = getattr(condition, key)
        if bound is not None:
            for moved in (bound - 1, bound + 1):
                yield f"{condition.subject} {key}: {bound} -> {moved}", replace(condition, **{key: moved})
