"""A second, slow and literal reading of what a rulebook says of one response.

It shares no code with the engine. A reading is (surely, possibly).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    FormWord,
    Has,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.question import Question, QuestionType, Screen
from screener.model.response import Recognition, Response, State
from screener.model.rulebook import Rulebook
from tests.properties.sources import Medicines, are_as_many, matching, pairs_of, repeated

Reading = tuple[bool, bool]
YES: Reading = (True, True)
NO: Reading = (False, False)
UNKNOWN: Reading = (False, True)
Value = TypeVar("Value")


class World:
    """One response as one rulebook sees it.

    With ``usual``, the same response as it is usually seen, every question that was not reached counts as
    not asked; what is not shown there is not shown here.
    """

    def __init__(self, rulebook: Rulebook, response: Response, *, usual: World | None = None) -> None:
        self.rulebook = rulebook
        self.response = response
        self.usual = usual
        self.screen_of: dict[str, Screen] = {
            question: screen for screen in rulebook.screens.values() for question in screen.questions
        }
        self._remembered: dict[tuple[str, object], object] = {}

    def _once(self, key: tuple[str, object], find: Callable[[], Value]) -> Value:
        if key not in self._remembered:
            self._remembered[key] = find()
        return self._remembered[key]  # type: ignore[return-value]

    # Questions

    def show_condition(self, id: str) -> Condition:
        """What a question's showing hangs on: its screen's condition and its own."""
        conditions = (self.screen_of[id].show_when, self.rulebook.questions[id].show_when)
        return All(tuple(condition for condition in conditions if condition is not None))

    def shown(self, id: str) -> Reading:
        """Surely shown, surely not asked, or not shown yet."""
        if self.usual is not None and self.response.of(id).state is State.NOT_REACHED:
            return NO
        return self._once(("shown", id), lambda: self._showing(id))

    def _showing(self, id: str) -> Reading:
        sure, may = self.reading(self.show_condition(id))
        return sure and (self.usual is None or self.usual.shown(id) == YES), may

    def given(self, id: str) -> bool:
        """Whether the question is surely shown and its answer counts as given."""
        return self.shown(id) == YES and self.response.of(id).state in (State.GIVEN, State.NOT_TICKED)

    def reached(self, id: str) -> bool:
        """Whether the question is surely shown and its screen was passed."""
        return self.shown(id) == YES and self.response.of(id).state is not State.NOT_REACHED

    def options(self, id: str) -> tuple[set[str], set[str]]:
        """The known and the maybe options of a ``many`` that is not surely left out."""
        question, answer = self.rulebook.questions[id], self.response.of(id)
        if not self.given(id):
            return set(), set(question.options)
        rest = set(question.options) - set(answer.chosen)
        return set(answer.chosen), set() if answer.rest is State.GIVEN else rest

    # Conditions

    def reading(self, condition: Condition) -> Reading:
        """Whether it surely holds and whether it possibly does."""
        match condition:
            case All(members):
                readings = [self.reading(member) for member in members]
                return all(sure for sure, _ in readings), all(may for _, may in readings)
            case Any(members):
                readings = [self.reading(member) for member in members]
                return any(sure for sure, _ in readings), any(may for _, may in readings)
            case Not(member):
                sure, may = self.reading(member)
                return not may, not sure
            case FactHolds(fact):
                return self._once(("fact", fact), lambda: self.reading(self.rulebook.facts[fact].condition))
            case Possibly(member):
                cautious = World(self.rulebook, self.response, usual=self)
                return YES if cautious.reading(member)[1] else NO
            case Form(word, subjects):
                return YES if any(self.form(word, subject) for subject in subjects) else NO
            case Chosen(question, options):
                return self._chosen(self.rulebook.questions[question], options)
            case Compare():
                return self._compare(condition)
            case _:
                return self._about_medicines(condition)

    def _chosen(self, question: Question, options: tuple[str, ...]) -> Reading:
        if self.shown(question.id) == NO:
            return NO
        if question.type is QuestionType.MANY:
            known, maybe = self.options(question.id)
            return bool(known & set(options)), bool((known | maybe) & set(options))
        if not self.given(question.id):
            return UNKNOWN
        answer = self.response.of(question.id)
        chosen = ("no",) if answer.state is State.NOT_TICKED else answer.chosen
        return YES if set(chosen) & set(options) else NO

    def _compare(self, compare: Compare) -> Reading:
        if compare.subject in self.rulebook.scores:
            low, high, sure = self.score_bounds(compare.subject)
            if low is None or high is None:
                return NO
            within = self._within(compare, low, high)
            return within[0] and sure, within[1]
        question = self.rulebook.questions[compare.subject]
        if self.shown(question.id) == NO:
            return NO
        if question.type is QuestionType.MANY:
            known, maybe = self.options(question.id)
            return self._within(compare, Decimal(len(known)), Decimal(len(known) + len(maybe)))
        if not self.given(question.id):
            return UNKNOWN
        number = Decimal(self.response.of(question.id).number or 0)
        return self._within(compare, number, number)

    def _within(self, compare: Compare, low: Decimal, high: Decimal) -> Reading:
        least = compare.at_least if compare.at_least is not None else low
        most = compare.at_most if compare.at_most is not None else high
        return low >= least and high <= most, high >= least and low <= most

    def score_bounds(self, id: str) -> tuple[Decimal | None, Decimal | None, bool]:
        """Lowest and highest value (None: not administered), and whether every item is surely shown."""
        score = self.rulebook.scores[id]
        if any(self.shown(item) == NO for item in score.items):
            return None, None, True
        lows, highs = [], []
        for item in score.items:
            question = self.rulebook.questions[item]
            number = self.response.of(item).number if self.given(item) else None
            lows.append(question.low if number is None else number)
            highs.append(question.high if number is None else number)
        ends = []
        for numbers in (lows, highs):
            exact = Decimal(sum(numbers)) / (len(numbers) if score.mean else 1)
            ends.append(exact.quantize(Decimal(1).scaleb(-score.places), ROUND_HALF_UP))
        return ends[0], ends[1], all(self.shown(item) == YES for item in score.items)

    def form(self, word: FormWord, subject: str) -> bool:
        """Whether a question or a set is in the state that the word names."""
        if word in (FormWord.UNANSWERED, FormWord.UNSURE):
            answer = self.response.of(subject)
            states = {answer.state, answer.rest if answer.chosen else State.GIVEN}
            wanted = {State.BLANK, State.PREFER_NOT} if word is FormWord.UNANSWERED else {State.NOT_SURE}
            return self.reached(subject) and bool(states & wanted)
        lists = [id for id in self.lists(subject) if self.reached(id)]
        if word is FormWord.INCOMPLETE:
            return any(self._is_incomplete(id) for id in lists)
        return any(self._has_unrecognized(id) for id in lists)

    def _is_incomplete(self, id: str) -> bool:
        question = self.rulebook.questions[id]
        if not self.given(id):
            return True
        if question.type is QuestionType.MANY:
            return self.response.of(id).rest is not State.GIVEN
        return not self.closes(question)

    def closes(self, question: Question) -> bool:
        """Whether the list surely is complete."""
        return question.complete_if is None or self.reading(question.complete_if) == YES

    def _has_unrecognized(self, id: str) -> bool:
        answer, question = self.response.of(id), self.rulebook.questions[id]
        return any(row.recognition is not Recognition.RECOGNIZED for row in answer.rows) or any(
            question.medicines.get(option) == "unrecognized" for option in answer.chosen
        )

    # Medicines

    def lists(self, set_id: str) -> list[str]:
        """The questions that a set is made of, each once."""
        if set_id not in self.rulebook.sets:
            return [set_id]
        united = [id for part in self.rulebook.sets[set_id].lists for id in self.lists(part)]
        return list(dict.fromkeys(united))

    def medicines(self, set_id: str) -> Medicines:
        """The union of what the set's lists say."""
        parts = [self.list_medicines(id) for id in self.lists(set_id)]
        return Medicines(
            known=tuple(source for part in parts for source in part.known),
            maybe=tuple(source for part in parts for source in part.maybe),
            open=any(part.open for part in parts),
        )

    def list_medicines(self, id: str) -> Medicines:
        """What one list of medicines, or one ``many`` with medicines, says."""
        return self._once(("list", id), lambda: self._list_medicines(self.rulebook.questions[id]))

    def _list_medicines(self, question: Question) -> Medicines:
        if self.shown(question.id) == NO:
            return Medicines()
        if question.type is QuestionType.MANY:
            return self._ticked_medicines(question)
        if not self.given(question.id):
            return Medicines(open=True)
        rows = self.response.of(question.id).rows
        known = [
            (generic, (question.id, number))
            for number, row in enumerate(rows)
            if row.recognition is Recognition.RECOGNIZED
            for generic in dict.fromkeys((*row.generics, row.generic))
        ]
        unrecognized = any(row.recognition is not Recognition.RECOGNIZED for row in rows)
        return Medicines(known=tuple(known), open=unrecognized or not self.closes(question))

    def _ticked_medicines(self, question: Question) -> Medicines:
        known, maybe = self.options(question.id)
        mapped = [(name, (question.id, option)) for option, name in question.medicines.items()]
        return Medicines(
            known=tuple(s for s in mapped if s[1][1] in known and s[0] != "unrecognized"),
            maybe=tuple(s for s in mapped if s[1][1] in maybe and s[0] != "unrecognized"),
            open=any(name == "unrecognized" and row[1] in known | maybe for name, row in mapped),
        )

    def _about_medicines(self, condition: Condition) -> Reading:
        match condition:
            case Has(set_id, selector):
                value = self.medicines(set_id)
                possible = value.possible(selector.generics)
                return bool(matching(value.known, selector.generics)), value.open or bool(possible)
            case Count(set_id, at_least, selector):
                value = self.medicines(set_id)
                sure = are_as_many(matching(value.known, selector.generics), at_least)
                may = are_as_many(value.possible(selector.generics), at_least)
                return sure, value.open or may
            case Twice(set_id, selector):
                value = self.medicines(set_id)
                sure = repeated(matching(value.known, selector.generics))
                may = repeated(value.possible(selector.generics))
                return bool(sure), value.open or bool(may)
            case Pair(first, second):
                return self._pair(first, second)
        raise TypeError(condition)

    def known_pairs(self, pair: Pair) -> set[tuple[str, str]]:
        """Every pair that is surely taken."""
        first, second = self.medicines(pair.first.set), self.medicines(pair.second.set)
        return pairs_of(
            matching(first.known, pair.first.selector.generics),
            matching(second.known, pair.second.selector.generics),
        )

    def _pair(self, one: Has, other: Has) -> Reading:
        first, second = self.medicines(one.set), self.medicines(other.set)
        sources = first.possible(one.selector.generics), second.possible(other.selector.generics)
        sides_possible = (first.open or bool(sources[0])) and (second.open or bool(sources[1]))
        possibly = sides_possible and (first.open or second.open or bool(pairs_of(*sources)))
        return bool(self.known_pairs(Pair(one, other))), possibly
