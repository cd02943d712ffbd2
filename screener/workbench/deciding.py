"""After which screen an emergency can first show."""

from __future__ import annotations

from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    Has,
    Not,
    Pair,
    Possibly,
    Twice,
)
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
        match condition:
            case All(members):
                return max((self.first(member) for member in members), default=0)
            case Any(members):
                return min((self.first(member) for member in members), default=0)
            case Not(member) | Possibly(member):
                return self.first(member)
            case FactHolds(fact):
                return self.first(self._rulebook.facts[fact].condition)
            case Chosen(question):
                return self._at[question]
            case Compare(subject):
                return max(self._questions(subject))
            case Has(set_id) | Count(set_id) | Twice(set_id):
                return min(self._questions(set_id))
            case Pair(one, other):
                return max(self.first(one), self.first(other))
            case Form(_, subjects):
                return min(number for subject in subjects for number in self._questions(subject))

    def _questions(self, subject: str) -> list[int]:
        """The screens of a question, of a score's items, or of all lists of a set."""
        if subject in self._rulebook.scores:
            return [self._at[item] for item in self._rulebook.scores[subject].items]
        if subject in self._rulebook.sets:
            lists = self._rulebook.sets[subject].lists
            return [number for part in lists for number in self._questions(part)]
        return [self._at[subject]]
