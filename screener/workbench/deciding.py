"""After which screen an emergency can first show."""

from __future__ import annotations

from screener.model.condition import Any, Condition, Joined, Leaf
from screener.model.navigate import folded, items_of, lists_of, one_by_one
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook


def deciding_screens(rulebook: Rulebook) -> dict[str, str]:
    """For every emergency rule, the id of the first screen whose answers can make it fire."""
    screens = tuple(rulebook.screens.values())
    at = {question: number for number, screen in enumerate(screens) for question in screen.questions}
    search = _Search(rulebook, at)
    emergencies = [rule for rule in rulebook.rules.values() if rule.priority is Priority.EMERGENCY]
    return {rule.id: screens[search.first(rule.when)].id for rule in emergencies}


class _Search:
    """Positions of screens, counted from 0; ``at`` gives each question's."""

    def __init__(self, rulebook: Rulebook, at: dict[str, int]) -> None:
        self._rulebook = rulebook
        self._at = at

    def first(self, condition: Condition) -> int:
        """The earliest screen after which the condition can surely hold."""
        return folded(self._rulebook, condition, leaf=self._leaf, joined=_joined)

    def _leaf(self, leaf: Leaf) -> int:
        return min(self._single(part) for part in one_by_one(leaf))

    def _single(self, leaf: Leaf) -> int:
        """A score needs all of its items, a set any of its lists."""
        looks_at = leaf.looks_at
        scored = [self._at[id] for subject in looks_at.subjects for id in items_of(self._rulebook, subject)]
        listed = [min(self._at[id] for id in lists_of(self._rulebook, set_id)) for set_id in looks_at.sets]
        return max(scored + listed)


def _joined(condition: Joined, members: tuple[int, ...]) -> int:
    return min(members, default=0) if isinstance(condition, Any) else max(members, default=0)
