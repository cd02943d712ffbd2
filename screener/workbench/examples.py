"""Examples: as responses tried on any condition, proposed for a rule, and written in the file's own form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from screener.answers import change, parse
from screener.codes import Code
from screener.engine import NO, UNKNOWN, YES, Value, View, judge, see, value
from screener.errors import Place, Problem
from screener.model.condition import Condition
from screener.model.evaluation import Verdict
from screener.model.rule import Example, Rule
from screener.model.rulebook import Rulebook
from screener.rulebook.yaml.scalars import read_scalar
from screener.workbench.cases import Cases

Raw = Mapping[str, object]

PLAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_ .+/'’-]*[A-Za-z0-9_.+/'’-])?")
"""Words that need no quotation marks, be it within brackets and braces."""


def own_form(value: object) -> str:
    """A raw answer, or answers by question, on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{own_form(key)}: {own_form(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(own_form, value)) + "]"
    if isinstance(value, str):
        return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def example_form(example: Example, *, default: str) -> str:
    """An example as written; ``default`` is the person whose name need not be said."""
    person = {} if example.person == default else {"person": example.person}
    asks = {} if example.asks is None else {"asks": example.asks}
    return own_form({**person, **example.answers, **asks})


def _is_plain(words: str) -> bool:
    return bool(PLAIN.fullmatch(words)) and read_scalar(words, plain=True) == (words, "")


class ExampleResponses:
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


VALUE = {Verdict.FIRES: YES, Verdict.OPEN: UNKNOWN, Verdict.RULED_OUT: NO}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the first person, as an example holds it, and what the rule does on it."""

    verdict: Verdict
    answers: Mapping[str, object]


def basic(rulebook: Rulebook, cases: Cases, rule: Rule) -> tuple[Proposal, ...]:
    """For each verdict that the rule can have one proposal; raises `TooMany`."""
    found = cases.of(rule.when)
    made: list[Proposal] = []
    for verdict, wanted in VALUE.items():

        def told(answers: Mapping[str, object], verdict: Verdict = verdict) -> Proposal | None:
            proposal = _on_person(rulebook, rule, answers)
            return proposal if proposal and proposal.verdict is verdict else None

        proposal = told(_changed(rulebook, found[(wanted,)])) if (wanted,) in found else None
        if proposal is not None:
            made.append(_shortened(proposal, told))
    return tuple(made)


def proposed(rulebook: Rulebook, cases: Cases, rule: Rule, *, other: Condition) -> Proposal | None:
    """The shortest proposal on which the rule does something else than it would with another condition.

    None where there is none. Raises `TooMany`.
    """
    faulty = replace(rule, when=other)

    def told(answers: Mapping[str, object]) -> Proposal | None:
        mine, theirs = _on_person(rulebook, rule, answers), _on_person(rulebook, faulty, answers)
        return mine if mine and theirs and mine.verdict is not theirs.verdict else None

    found = cases.of(rule.when, other)
    differing = [(values, raw) for values, raw in found.items() if values[0] != values[1]]
    for _values, raw in sorted(differing, key=_worth):
        proposal = told(_changed(rulebook, raw))
        if proposal is not None:
            return _shortened(proposal, told)
    return None


def _worth(found: tuple[tuple[Value, ...], Mapping[str, object]]) -> tuple[bool, int]:
    """Decided cases before open ones, short before long."""
    values, raw = found
    return any(value == UNKNOWN for value in values), sum(answer is not None for answer in raw.values())


def _shortened(proposal: Proposal, told: Callable[[Mapping[str, object]], Proposal | None]) -> Proposal:
    """The proposal without the answers that it can do without."""
    for id in proposal.answers:
        fewer = told({other: answer for other, answer in proposal.answers.items() if other != id})
        if fewer is not None and fewer.verdict is proposal.verdict:
            proposal = fewer
    return proposal


def _changed(rulebook: Rulebook, raw: Mapping[str, object]) -> dict[str, object]:
    """What of the answers differs from those of the first person."""
    person = next(iter(rulebook.people.values()))
    return {id: answer for id, answer in raw.items() if answer != person.get(id)}


def _on_person(rulebook: Rulebook, rule: Rule, answers: Mapping[str, object]) -> Proposal | None:
    """What the rule does on the first person so changed; None where nobody can answer so."""
    person = next(iter(rulebook.people.values()))
    parsed = change(rulebook, parse(rulebook, person).response, answers)
    if parsed.problems:
        return None
    return Proposal(judge(see(rulebook, parsed.response), rule).verdict, answers)


def at(name: str, line: int, code: Code, what: str, mend: str, patient: Raw | None = None) -> Problem:
    """A finding at a line of the file; ``patient`` holds the answers of one who shows it."""
    return Problem(Place(name, line, 1), code, what, mend, patient="" if patient is None else shown(patient))


def shortest(patients: Iterable[Raw]) -> Raw:
    """The patient who answers the fewest questions; there must be one."""
    return min(patients, key=lambda raw: sum(answer is not None for answer in raw.values()))


def shown(raw: Raw, *, blanks: bool = False) -> str:
    """Answers in the form of an example: ``{pain_cause: [cancer], pain_duration: lt6w}``.

    ``blanks`` writes out blank answers too, as a change of a person who did answer needs them.
    """
    return own_form({id: answer for id, answer in raw.items() if blanks or answer is not None})


def view_of(rulebook: Rulebook, raw: Raw) -> View | None:
    """The form with these answers; None where nobody can answer so."""
    parsed = parse(rulebook, {id: answer for id, answer in raw.items() if answer is not None})
    return None if parsed.problems else see(rulebook, parsed.response)
