"""What a change of the rulebook means: which rules say something else, and to which patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from screener.answers import parse
from screener.codes import Code
from screener.engine import UNKNOWN, YES, judge, see
from screener.model.condition import All, Any, Condition
from screener.model.evaluation import Verdict
from screener.model.navigate import leaves_of, lists_of, questions_of, resolved
from screener.model.question import Question, QuestionType
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany


def subjects_of(rulebook: Rulebook, condition: Condition) -> frozenset[str]:
    """The ids of all questions, scores and sets behind a condition, and behind showing its questions."""
    found: set[str] = set()
    waiting = [condition]
    while waiting:
        spoken = waiting.pop()
        for leaf in leaves_of(rulebook, spoken):
            found.update(leaf.looks_at.sets, (id for id in leaf.looks_at.subjects if id in rulebook.scores))
        for id in questions_of(rulebook, spoken):
            if id not in found:
                found.add(id)
                waiting.extend(rulebook.gates_of[id])
    return frozenset(found)


def nature_of(rulebook: Rulebook, id: str) -> object:
    """What decides how a question, score or set takes answers, to be compared; None for no such id."""
    if id in rulebook.scores:
        score = rulebook.scores[id]
        return score.items, score.mean, score.places
    if id in rulebook.sets:
        return lists_of(rulebook, id)
    if id not in rulebook.questions:
        return None
    gates = tuple(resolved(rulebook, gate) for gate in rulebook.gates_of[id])
    return _answers_to(rulebook, rulebook.questions[id]), gates


def _answers_to(rulebook: Rulebook, question: Question) -> tuple[object, ...]:
    lists_medicines = question.type is QuestionType.MEDICINES or bool(question.medicines)
    medicines = rulebook.vocabulary.medicines.values() if lists_medicines else ()
    complete_if = question.complete_if and resolved(rulebook, question.complete_if)
    return (
        *(question.type, tuple(question.options), bool(question.none), question.alone),
        *(question.low, question.high, tuple(question.medicines.items()), complete_if),
        frozenset((one.generic, one.ingredients, one.brands) for one in medicines),
    )


WORDS = (
    *("topic", "headline", "patient", "clinician", "page", "companions", "variants", "regions", "bindings"),
    *("hides", "sources", "strength", "keep", "print_asks", "seed"),
)
"""What of a rule is shown, and does not decide when."""
NEVER = Any(())


class Covered(StrEnum):
    """How much was looked at before something was said of all patients."""

    EVERY_CASE = "every case"
    SOME_CASES = "some cases"


@dataclass(frozen=True, slots=True)
class Patient:
    """Answers of one patient, all others blank, and what one rule does on them before and now."""

    answers: Mapping[str, object]
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that both rulebooks have and that is not the same in them.

    ``words`` names the keys whose words changed. ``patient`` is one whose point comes, goes, opens or changes
    its priority; None where there is none among the cases that were ``covered``.
    """

    rule: str
    words: tuple[str, ...]
    patient: Patient | None
    covered: Covered


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which two rulebooks differ, in the new one's order.

    ``others`` names, by part of the file, the ids that were added, removed or changed outside the rules.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[RuleChange, ...]
    others: Mapping[str, tuple[str, ...]]
    reordered: bool

    @property
    def covered(self) -> Covered:
        """Whether every case of every rule was covered."""
        some = any(change.covered is Covered.SOME_CASES for change in self.changed)
        return Covered.SOME_CASES if some else Covered.EVERY_CASE

    @property
    def affects_nobody(self) -> bool:
        """Whether no patient gets, loses or sees changed any point, with every case covered."""
        unchanged = not (self.added or self.removed or self.others)
        said = any(change.words or change.patient for change in self.changed)
        return unchanged and not said and self.covered is Covered.EVERY_CASE


def compare(old: Rulebook, new: Rulebook) -> Difference:
    """Compare two rulebooks rule by rule; a rule is known by its id."""
    comparing = _Comparing(old, new)
    common = [rule for rule in new.rules.values() if rule.id in old.rules]
    changes = (comparing.of(old.rules[rule.id], rule) for rule in common)
    return Difference(
        added=tuple(id for id in new.rules if id not in old.rules),
        removed=tuple(id for id in old.rules if id not in new.rules),
        changed=tuple(change for change in changes if change is not None),
        others={part: ids for part, ids in _others(old, new) if ids},
        reordered=[id for id in old.rules if id in new.rules] != [rule.id for rule in common],
    )


def _others(old: Rulebook, new: Rulebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What differs outside the rules: facts and sets are not told, as the rules tell what they do."""
    for part in ("questions", "screens", "scores", "leads", "topics", "sources", "contacts", "instruments"):
        before, now = getattr(old, part), getattr(new, part)
        yield part, tuple(str(id) for id in {**before, **now} if before.get(id) != now.get(id))
    medicines, were = new.vocabulary.medicines, old.vocabulary.medicines
    yield "medicines", tuple(id for id in {**were, **medicines} if were.get(id) != medicines.get(id))


class _Comparing:
    """Old and new, each with its cases."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self._old, self._new = old, new
        self._cases_of_old, self._cases = Cases(old), Cases(new)

    def of(self, was: Rule, now: Rule) -> RuleChange | None:
        """What changed between two rules of one id, None where nothing did."""
        words = tuple(key for key in WORDS if getattr(was, key) != getattr(now, key))
        patient, covered = self._patient(was, now)
        if not words and patient is None and covered is Covered.EVERY_CASE:
            return None
        return RuleChange(now.id, words, patient, covered)

    def _patient(self, was: Rule, now: Rule) -> tuple[Patient | None, Covered]:
        covered = Covered.EVERY_CASE
        for before, after in self._pairs(was, now):
            try:
                tried, whole = self._tried(before, after, same_priority=was.priority is now.priority)
            except TooMany:
                tried, whole = [], False
            for raw in tried:
                patient = self._on(was, now, raw)
                if patient is not None:
                    return patient, Covered.EVERY_CASE
            if not whole:
                covered = Covered.SOME_CASES
        return None, covered

    def _pairs(self, was: Rule, now: Rule) -> Iterator[tuple[Condition, Condition]]:
        """The conditions, old and new, that must agree for the rule to mean the same."""
        yield was.when, now.when
        if was.urgent_when is not None or now.urgent_when is not None:
            yield (
                All((was.when, was.urgent_when or NEVER)),
                All((now.when, now.urgent_when or NEVER)),
            )

    def _tried(
        self, before: Condition, after: Condition, *, same_priority: bool
    ) -> tuple[list[Mapping[str, object]], bool]:
        """Answers on which the two may differ, the clearest first, and whether there are no others."""
        subjects = subjects_of(self._old, before) | subjects_of(self._new, after)
        same_ground = all(nature_of(self._old, id) == nature_of(self._new, id) for id in subjects)
        before, after = resolved(self._old, before), resolved(self._new, after)
        if not same_ground:
            return [*self._cases_of_old.of(before).values(), *self._cases.of(after).values()], False
        if before == after:
            return [] if same_priority else list(self._cases.of(after).values()), True
        joint = self._cases.of(before, after)
        differing = {values: raw for values, raw in joint.items() if values[0] != values[1]}
        clear = sorted(
            differing, key=lambda values: (any(one == UNKNOWN for one in values), _length(joint[values]))
        )
        alike = [raw for values, raw in joint.items() if values[0] == values[1] == YES and not same_priority]
        return [*(differing[values] for values in clear), *alike], True

    def _on(self, was: Rule, now: Rule, raw: Mapping[str, object]) -> Patient | None:
        """The patient with these answers, None where the rule does the same on both."""
        before, after = _outcome(self._old, was, raw), _outcome(self._new, now, raw)
        if before == after or "" in (before, after):
            return None
        return Patient(raw, before, after)


def _length(raw: Mapping[str, object]) -> int:
    return sum(answer is not None for answer in raw.values())


def _outcome(rulebook: Rulebook, rule: Rule, raw: Mapping[str, object]) -> str:
    """What the rule does on these answers, in words; empty where nobody can answer so."""
    given = {id: answer for id, answer in raw.items() if answer is not None}
    parsed = parse(rulebook, given)
    if any(problem.code is not Code.UNKNOWN_QUESTION for problem in parsed.problems):
        return ""
    outcome = judge(see(rulebook, parsed.response), rule)
    if outcome.verdict is Verdict.FIRES:
        return f"fires, {outcome.priority}"
    return "is open" if outcome.verdict is Verdict.OPEN else "stays silent"
