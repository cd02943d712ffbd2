"""One response seen through one rulebook: what was shown, each question's state, lists and scores."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from screener.engine import scores
from screener.engine.holdings import Held, Holdings, together
from screener.engine.values import YES, Value
from screener.model.condition import Condition, Selector
from screener.model.question import Question, QuestionType
from screener.model.response import BLANK, Answer, MedicineRow, Recognition, Response, State
from screener.model.rulebook import Rulebook

UNRECOGNIZED_OPTION = "unrecognized"
LEFT_OUT = (State.BLANK, State.PREFER_NOT)
UNKNOWN_STATES = (State.NOT_SURE, State.PREFER_NOT, State.BLANK, State.NOT_REACHED, State.NOT_SHOWN)

NOT_ASKED, NOT_SHOWN = Answer(State.NOT_ASKED), Answer(State.NOT_SHOWN)


class View:
    """What the engine knows of one response.

    ``value`` tells what a condition comes to in a view. With ``plain``, the view of the same response
    without it, a question whose screen was not passed counts as not asked, which is how ``possibly``
    reads a response. Everything is worked out once, when first wanted.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        response: Response,
        *,
        value: Callable[[View, Condition], Value],
        plain: View | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.response = response
        self.value = value
        self.plain = plain
        self._answers: dict[str, Answer] = {}
        self._shown: dict[str, Value] = {}
        self._lists: dict[str, Holdings] = {}
        self._sets: dict[str, Holdings] = {}
        self._bounds: dict[str, scores.Bounds] = {}
        self.truths: dict[str, Value] = {}

    @cached_property
    def possible(self) -> View:
        """The same response with questions not reached counted as not asked."""
        return View(self.rulebook, self.response, value=self.value, plain=self)

    def shown(self, question: str) -> Value:
        """Whether the question is shown."""
        gates = self.rulebook.gates_of.get(question)
        if not gates:
            return YES
        if question not in self._shown:
            self._shown[question] = min([self.value(self, gate) for gate in gates])
        return self._shown[question]

    def state(self, question: str) -> State:
        """How the question stands."""
        return self.answer(question).state

    def answer(self, question: str) -> Answer:
        """The answer as far as it counts: what is stored for a question not shown does not."""
        if question not in self._answers:
            self._answers[question] = self._counting(question)
        return self._answers[question]

    def _counting(self, question: str) -> Answer:
        shown, given = self.shown(question), self.response.answers.get(question, BLANK)
        if not shown.possibly or (given.state is State.NOT_REACHED and self.plain is not None):
            return NOT_ASKED
        # What the plain reading does not show counts for nothing in this one either.
        counts = self.plain is None or self.plain.shown(question).surely
        return given if shown.surely and counts else NOT_SHOWN

    def chosen(self, question: Question) -> tuple[set[str], set[str]]:
        """The options of a ``many`` that are known to be chosen, and those that may be."""
        answer = self.answer(question.id)
        if answer.state in (State.GIVEN, State.NOT_ASKED):
            taken = set(answer.chosen)
            return taken, set() if answer.rest is State.GIVEN else set(question.options) - taken
        return set(), set(question.options)

    def bounds(self, score: str) -> scores.Bounds:
        """The least and the most that the score can come to."""
        if score not in self._bounds:
            self._bounds[score] = scores.bounds(self.rulebook.scores[score], self.items(score))
        return self._bounds[score]

    def items(self, score: str) -> list[scores.Item]:
        """The items of a score as they stand."""
        return [
            scores.Item(self.rulebook.questions[id], self.state(id), self.answer(id).number)
            for id in self.rulebook.scores[score].items
        ]

    def held(self, set_id: str) -> Holdings:
        """The medicines of a set, or of a question that lists medicines."""
        if set_id not in self._sets:
            lists = self.rulebook.lists_of.get(set_id, (set_id,))
            self._sets[set_id] = together([self._list(question) for question in lists])
        return self._sets[set_id]

    def _list(self, question: str) -> Holdings:
        if question not in self._lists:
            asked = self.rulebook.questions[question]
            read = self._typed if asked.type is QuestionType.MEDICINES else self._ticked
            self._lists[question] = read(asked)
        return self._lists[question]

    def _typed(self, question: Question) -> Holdings:
        answer = self.answer(question.id)
        if answer.state is State.NOT_ASKED:
            return Holdings()
        known = tuple(
            Held(question.id, str(number), generic, self._substance(generic), row.typed)
            for number, row in enumerate(answer.rows)
            for generic in dict.fromkeys((*row.generics, row.generic))
            if generic
        )
        open = answer.state is not State.GIVEN or bool(self.unrecognized(question.id))
        return Holdings(known, open=open or not self.completeness(question).surely)

    def _ticked(self, question: Question) -> Holdings:
        taken, maybe = self.chosen(question)
        known, possible = (
            tuple(
                Held(question.id, option, generic, self._substance(generic), question.options[option])
                for option, generic in question.medicines.items()
                if option in options and generic != UNRECOGNIZED_OPTION
            )
            for options in (taken, maybe)
        )
        other = {option for option, generic in question.medicines.items() if generic == UNRECOGNIZED_OPTION}
        return Holdings(known, possible, open=bool(other & (taken | maybe)))

    def _substance(self, generic: str) -> str:
        return self.rulebook.vocabulary.substance_of(generic)

    def substances(self, selector: Selector) -> set[str]:
        """All substances that a selector can match."""
        return {self._substance(generic) for generic in selector.generics}

    def completeness(self, question: Question) -> Value:
        """Whether a medicines list is said to be complete; without ``complete_if`` it is."""
        return YES if question.complete_if is None else self.value(self, question.complete_if)

    def unrecognized(self, question: str) -> tuple[str, ...]:
        """The names, as typed or ticked, that stand for no known medicine yet."""
        asked, answer = self.rulebook.questions[question], self.answer(question)
        if asked.type is QuestionType.MEDICINES:
            return tuple(row.typed for row in answer.rows if not_yet_known(row))
        return tuple(
            asked.options[option]
            for option in answer.chosen
            if asked.medicines.get(option) == UNRECOGNIZED_OPTION
        )

    def incomplete(self, question: str) -> bool:
        """Whether a list that was shown and reached is not closed, other than by an unknown name."""
        asked, state = self.rulebook.questions[question], self.state(question)
        if state in (State.BLANK, State.NOT_SURE, State.PREFER_NOT):
            return True
        answer = self.answer(question)
        if state is not State.GIVEN:
            return False
        return answer.rest is not State.GIVEN or not self.completeness(asked).surely


def not_yet_known(row: MedicineRow) -> bool:
    """Whether a row's name was neither recognized nor taken from an offer."""
    return row.recognition is not Recognition.RECOGNIZED
