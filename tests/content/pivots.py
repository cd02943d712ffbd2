"""Whether an ask can decide: answers to all else under which a condition hangs on it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from screener.answers import parse
from screener.engine import see, value
from screener.engine.view import UNKNOWN_STATES, UNRECOGNIZED_OPTION, View
from screener.model.condition import Condition
from screener.model.navigate import leaves_of, questions_of
from screener.model.question import QuestionType
from screener.model.response import BLANK, Answer, Recognition, Response, State
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import given_for_sure

TRIES, ANSWERS = 600, 20


class Pivots:
    """Looks at random for such answers to what one condition looks at."""

    def __init__(self, rulebook: Rulebook, condition: Condition, rng: Random) -> None:
        self._rulebook = rulebook
        self._condition = condition
        self._rng = rng
        self._within, conditions = with_gates(rulebook, condition)
        self._names = _telling_names(rulebook, conditions)
        self._high = 0.0

    def decides(self, response: Response, asked: str) -> bool:
        """Whether an answer to this question decides, once the right ones are given to the others."""
        view = see(self._rulebook, response)
        counted = {
            id: view.answer(id)
            for id in self._within
            if view.state(id) not in (State.NOT_SHOWN, State.NOT_ASKED)
        }
        others = [id for id in self._within if id != asked and self._is_unknown(view, id)]
        for _ in range(TRIES):
            self._high = self._rng.random()
            answers = counted
            for id in others:
                answers = {**self._with_answer(answers, id), asked: response.of(asked)}
            if not self._decided(answers) and any(
                self._decided(self._with_answer(answers, asked)) for _ in range(ANSWERS)
            ):
                return True
        return False

    def _decided(self, answers: Mapping[str, Answer]) -> bool:
        return value(see(self._rulebook, Response(answers)), self._condition).decided

    def _is_unknown(self, view: View, id: str) -> bool:
        if view.state(id) in UNKNOWN_STATES or view.answer(id).rest is not State.GIVEN:
            return True
        sets = (lists for lists in self._rulebook.lists_of.values() if id in lists)
        return any(view.held(one).open for lists in sets for one in lists)

    def _with_answer(self, answers: Mapping[str, Answer], id: str) -> dict[str, Answer]:
        """The answers with this one: what was ticked is now told by name, and a list is whole."""
        question = self._rulebook.questions[id]
        complete_if = question.complete_if
        closing = () if complete_if is None else questions_of(self._rulebook, complete_if)
        named = self._typed_beside(id) if question.medicines else ()
        while True:
            told = {
                **answers,
                **{one: self._told(answers.get(one, BLANK), one) for one in (id, *closing, *named)},
            }
            if complete_if is None or value(see(self._rulebook, Response(told)), complete_if).surely:
                return told

    def _typed_beside(self, id: str) -> list[str]:
        """The lists into which goes by name what was ticked without one."""
        united = {other for lists in self._rulebook.lists_of.values() if id in lists for other in lists}
        questions = self._rulebook.questions
        return [
            one for one in self._within if one in united and questions[one].type is QuestionType.MEDICINES
        ]

    def _told(self, before: Answer, id: str) -> Answer:
        """An answer that leaves nothing unknown and keeps what was given."""
        question = self._rulebook.questions[id]
        raw: object
        if question.type is QuestionType.MEDICINES:
            raw = self._rng.choices(self._names, k=self._rng.choice([0, 0, 1, 1, 2, 3]))
        elif question.type is QuestionType.SCALE and self._rng.random() < self._high:
            raw = question.high
        else:
            raw = given_for_sure(self._rng, question, self._names)
        told = parse(self._rulebook, {id: raw}).response.of(id)
        if question.type is QuestionType.MEDICINES:
            known = tuple(row for row in before.rows if row.recognition is Recognition.RECOGNIZED)
            more = tuple(replace(row, entry=row.entry + len(before.rows)) for row in told.rows)
            return replace(told, rows=known + more)
        if question.type is QuestionType.MANY:
            kept = [one for one in before.chosen if question.medicines.get(one) != UNRECOGNIZED_OPTION]
            return replace(told, chosen=tuple(dict.fromkeys((*kept, *told.chosen))))
        return told


def with_gates(rulebook: Rulebook, condition: Condition) -> tuple[list[str], list[Condition]]:
    """The questions that a condition and their showing look at, with all these conditions."""
    found: dict[str, None] = {}
    conditions = [condition]
    for one in conditions:
        for id in questions_of(rulebook, one):
            if id not in found:
                found[id] = None
                conditions += rulebook.gates_of.get(id, ())
    return list(found), conditions


def _telling_names(rulebook: Rulebook, conditions: list[Condition]) -> list[str]:
    """Medicines that the conditions tell apart: some of every selector, and one of none."""
    selectors = {
        s for one in conditions for leaf in leaves_of(rulebook, one) for s in leaf.looks_at.selectors
    }
    alike: dict[frozenset[object], str] = {}
    for generic in rulebook.vocabulary.medicines:
        alike.setdefault(frozenset(s for s in selectors if generic in s.generics), generic)
    second = {frozenset(s for s in selectors if g in s.generics): g for g in rulebook.vocabulary.medicines}
    return [*alike.values(), *second.values()]
