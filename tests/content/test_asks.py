"""On the shipped rulebook: whatever is asked at the visit can still decide a point."""

from __future__ import annotations

from random import Random

from screener.answers import parse
from screener.engine import judge, see
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import random_raw
from tests.content.pivots import Pivots

OPEN = 2000
RULES = 12
"""How many rules, drawn at random, are looked at for one patient."""


def test_each_ask_of_random_open_rules_can_decide(rulebook: Rulebook) -> None:
    rng = Random(19)
    looking: dict[tuple[str, bool], Pivots] = {}
    opened, idle = 0, []
    rules = [rule for rule in rulebook.rules.values() if not rule.about_form]
    while opened < OPEN:
        raw = random_raw(rng, rulebook)
        response = parse(rulebook, raw).response
        view = see(rulebook, response)
        for rule in rng.sample(rules, RULES):
            outcome = judge(view, rule)
            for condition, asked in ((rule.when, outcome.asks), (rule.urgent_when, outcome.lift_asks)):
                if condition is None or not asked:
                    continue
                opened += 1
                key = (rule.id, condition is rule.when)
                pivots = looking.setdefault(key, Pivots(rulebook, condition, rng))
                idle += [(rule.id, id, raw) for id in asked if not pivots.decides(response, id)]
    assert not idle
