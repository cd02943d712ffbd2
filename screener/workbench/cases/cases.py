"""Conditions in, patients out: which joint values conditions can have, and answers that show each."""

from __future__ import annotations

from screener.engine import YES, Value
from screener.model.condition import All, Any, Condition, Form, Joined, Leaf, Not, Possibly
from screener.model.navigate import folded, leaves_of, one_by_one, questions_of
from screener.model.rulebook import Rulebook
from screener.workbench.cases import table
from screener.workbench.cases.candidates import ToldApart, cost, told_apart
from screener.workbench.cases.lists import Raw
from screener.workbench.cases.table import CaseOutcome, Formula, Op


class Cases:
    """The cases of one rulebook; what was worked out for one question is kept for the next."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._told: dict[tuple[tuple[str, ...], tuple[Leaf, ...]], tuple[ToldApart, ...]] = {}

    def of(self, *conditions: Condition) -> dict[tuple[Value, ...], Raw]:
        """Every joint value of the conditions, with the shortest answers found that give it.

        The answers name every question that the conditions look at; all others are blank. No value is left
        out; one that hangs on how questions are shown may be in excess, so whoever shows its answers tries
        them first. Raises `TooMany`.
        """
        form = _Formulas(self._rulebook, conditions)
        told = [self._apart(questions, leaves) for questions, leaves in form.parts]
        outcomes = [[CaseOutcome(one.values, cost(one.raw)) for one in part] for part in told]
        found = table.tabulate([form.formula(condition) for condition in conditions], outcomes)
        return {
            values: {id: raw for part, number in case.items() for id, raw in told[part][number].raw.items()}
            for values, case in found.items()
        }

    def showing(self, *conditions: Condition) -> Raw | None:
        """Answers on which all of the conditions hold; None where there are none, or too many cases."""
        try:
            return self.of(*conditions).get((YES,) * len(conditions))
        except table.TooMany:
            return None

    def _apart(self, questions: tuple[str, ...], leaves: tuple[Leaf, ...]) -> tuple[ToldApart, ...]:
        if (questions, leaves) not in self._told:
            self._told[questions, leaves] = told_apart(self._rulebook, questions, leaves)
        return self._told[questions, leaves]


KINDS: dict[type[Joined], str] = {All: "all", Any: "any", Not: "not", Possibly: "possibly"}
"""How a formula joins what each kind of condition joins."""


def _joined(condition: Joined, members: tuple[Formula, ...]) -> Formula:
    return Op(KINDS[type(condition)], members)


class _Formulas:
    """What some conditions speak of, in parts that do not depend on each other, and formulas over these."""

    def __init__(self, rulebook: Rulebook, conditions: tuple[Condition, ...]) -> None:
        self._rulebook = rulebook
        leaves = self._with_gates(conditions)
        groups = self._groups(leaves)
        self.parts: list[tuple[tuple[str, ...], tuple[Leaf, ...]]] = []
        self._places: dict[Leaf, tuple[int, int]] = {}
        for number, group in enumerate(groups):
            own = tuple(leaf for leaf in leaves if leaves[leaf][0] in group)
            self.parts.append((tuple(sorted(group, key=rulebook.place_of.__getitem__)), own))
            self._places |= {leaf: (number, place) for place, leaf in enumerate(own)}

    def formula(self, condition: Condition) -> Formula:
        """The condition over the parts."""
        return folded(self._rulebook, condition, leaf=self._leaf, joined=_joined)

    def _leaf(self, leaf: Leaf) -> Formula:
        parts = tuple(map(self._single, one_by_one(leaf)))
        return parts[0] if len(parts) == 1 else Op("any", parts)

    def _single(self, leaf: Leaf) -> Formula:
        number, place = self._places[leaf]
        inside = set(self.parts[number][0])
        gates = tuple(
            gate
            for id in self._gated(leaf)
            for gate in self._rulebook.gates_of[id]
            if not inside.issuperset(questions_of(self._rulebook, gate))
        )
        plain = table.Leaf(number, place)
        if not gates:
            return plain
        shown = Op("all", tuple(map(self.formula, dict.fromkeys(gates))))
        return Op("told" if isinstance(leaf, Form) else "shown", (shown, plain))

    def _gated(self, leaf: Leaf) -> tuple[str, ...]:
        """The questions without which the leaf counts for nothing; a set goes on without one of its lists."""
        questions = questions_of(self._rulebook, leaf)
        is_set = any(
            self._rulebook.questions[id].complete_if or self._rulebook.questions[id].medicines
            for id in questions
        )
        return () if is_set else questions

    def _with_gates(self, conditions: tuple[Condition, ...]) -> dict[Leaf, tuple[str, ...]]:
        """Every leaf with its questions, those of what shows the questions included."""
        found: dict[Leaf, tuple[str, ...]] = {}
        waiting = list(conditions)
        while waiting:
            spoken = leaves_of(self._rulebook, waiting.pop())
            for leaf in (part for whole in spoken for part in one_by_one(whole)):
                if leaf not in found:
                    found[leaf] = questions_of(self._rulebook, leaf)
                    waiting.extend(gate for id in found[leaf] for gate in self._rulebook.gates_of[id])
        return found

    def _groups(self, leaves: dict[Leaf, tuple[str, ...]]) -> list[set[str]]:
        """Questions that some leaf looks at together, in the order in which they are met."""
        groups: list[set[str]] = []
        for questions in leaves.values():
            joined = set(questions).union(*(group for group in groups if group & set(questions)))
            groups = [*(group for group in groups if not group & joined), joined]
        return groups
