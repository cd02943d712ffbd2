"""The examples of a rulebook as responses, made once and tried on any condition."""

from __future__ import annotations

from functools import lru_cache

from screener.answers import change, parse
from screener.engine import see
from screener.engine.logic import value
from screener.engine.values import NO, UNKNOWN, YES, Value
from screener.engine.view import View
from screener.model.condition import Condition
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook


class Trials:
    """The examples of one rulebook, those that can be read; views are kept, so that a trial costs little.

    They spare most searches through all cases. A rule without a readable example, because its person is
    faulty, is not searched at all: that is to be mended first.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._views = lru_cache(maxsize=None)(self._made)

    def of(self, rule: Rule) -> tuple[tuple[View, Value], ...]:
        """Each example of the rule, and what its condition is said to come to on it."""
        return self._views(rule.id)

    def may_be_within(self, inner: Condition, outer: Condition, rule: Rule) -> bool:
        """Whether no example of the rule makes the inner condition hold and the outer one not."""
        tried = self.of(rule)
        return bool(tried) and not any(
            value(view, inner) == YES and value(view, outer) != YES for view, _wanted in tried
        )

    def tell_apart(self, rule: Rule, other: Condition) -> bool:
        """Whether some example of the rule comes to something else with another condition, or none can."""
        tried = self.of(rule)
        return not tried or any(value(view, other) != wanted for view, wanted in tried)

    def _made(self, rule_id: str) -> tuple[tuple[View, Value], ...]:
        examples = self._rulebook.rules[rule_id].examples
        made = []
        for wanted, list_of in ((YES, examples.fires), (NO, examples.silent), (UNKNOWN, examples.open)):
            for example in list_of:
                person = parse(self._rulebook, self._rulebook.people[example.person])
                changed = change(self._rulebook, person.response, example.answers)
                if not person.problems and not changed.problems:
                    made.append((see(self._rulebook, changed.response), wanted))
        return tuple(made)
