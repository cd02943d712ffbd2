"""Random responses to a rulebook, and random responses that say more than another."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from random import Random

from screener.engine.view import UNRECOGNIZED_OPTION
from screener.model.question import Question, QuestionType
from screener.model.response import BLANK, NOT_REACHED, Answer, MedicineRow, Recognition, Response, State
from screener.model.rulebook import Rulebook
from tests.properties.medicines import random_known_row, random_row
from tests.properties.oracle import YES, World

UNKNOWN_STATES = (State.NOT_SURE, State.PREFER_NOT, State.BLANK)


def _yes_no(rng: Random, question: Question) -> Answer:
    if rng.random() < 0.15:
        return Answer(State.NOT_TICKED)
    return Answer(State.GIVEN, chosen=(rng.choice(["yes", "yes", "no"]),))


def _one(rng: Random, question: Question) -> Answer:
    return Answer(State.GIVEN, chosen=(rng.choice(list(question.options)),))


def _many(rng: Random, question: Question) -> Answer:
    if question.none and rng.random() < 0.3:
        return Answer(State.GIVEN)
    if question.alone and rng.random() < 0.2:
        return Answer(State.GIVEN, chosen=question.alone)
    options = [option for option in question.options if option not in question.alone]
    chosen = rng.sample(options, rng.randint(1, len(options)))
    rest = rng.choice([State.GIVEN, State.GIVEN, State.NOT_SURE, State.PREFER_NOT])
    return Answer(State.GIVEN, chosen=_in_order(question, chosen), rest=rest)


def _in_order(question: Question, chosen: list[str]) -> tuple[str, ...]:
    return tuple(option for option in question.options if option in chosen)


def _scale(rng: Random, question: Question) -> Answer:
    return Answer(State.GIVEN, number=rng.randint(question.low, question.high))


def _text(rng: Random, question: Question) -> Answer:
    return Answer(State.GIVEN, text="some words")


def _medicines(rng: Random, question: Question) -> Answer:
    count = rng.choice([0, 1, 1, 2, 2, 3, 4])
    return Answer(State.GIVEN, rows=tuple(random_row(rng, entry=entry) for entry in range(count)))


GIVEN: dict[QuestionType, Callable[[Random, Question], Answer]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _scale,
    QuestionType.TEXT: _text,
    QuestionType.MEDICINES: _medicines,
}


def random_answer(rng: Random, question: Question) -> Answer:
    """An answer, or one of the ways to leave a question of a passed screen unanswered."""
    if rng.random() < 0.7:
        return GIVEN[question.type](rng, question)
    return Answer(rng.choice(UNKNOWN_STATES))


def random_response(rng: Random, rulebook: Rulebook) -> Response:
    """Answers on the screens that were passed: mostly all or the first few, now and then any."""
    screens = list(rulebook.screens.values())
    passed = screens
    if rng.random() < 0.4:
        passed = screens[: rng.randint(1, len(screens))]
    if rng.random() < 0.1:
        passed = [screen for screen in screens if rng.random() < 0.6]
    answers = {}
    for screen in screens:
        for id in screen.questions:
            answer = random_answer(rng, rulebook.questions[id]) if screen in passed else NOT_REACHED
            if answer != BLANK or rng.random() < 0.5:
                answers[id] = answer
    return Response(answers)


def _more_ticks(rng: Random, question: Question, answer: Answer) -> Answer:
    """The same with some of the options that it left unknown ticked, or ruled out."""
    if answer.rest is State.GIVEN:
        return answer
    more = [option for option in question.options if option not in question.alone and rng.random() < 0.4]
    rest = rng.choice([State.GIVEN, answer.rest])
    return replace(answer, chosen=_in_order(question, [*answer.chosen, *more]), rest=rest)


def _resolved(rng: Random, row: MedicineRow) -> list[MedicineRow]:
    """What an unrecognized name turns out to be: any number of medicines, or still unrecognized."""
    if row.recognition is Recognition.RECOGNIZED or rng.random() < 0.3:
        return [row]
    return [random_known_row(rng, entry=row.entry) for _ in range(rng.choice([0, 1, 1, 2, 3]))]


def _more_rows(rng: Random, answer: Answer, *, may_grow: bool) -> Answer:
    rows = [better for row in answer.rows for better in _resolved(rng, row)]
    if may_grow:
        rows += [random_row(rng, entry=len(answer.rows) + n) for n in range(rng.choice([0, 1, 1, 2]))]
    return replace(answer, rows=tuple(rows))


def _better(rng: Random, question: Question, answer: Answer, *, world: World) -> Answer:
    """What a question that is surely shown may say later on."""
    if answer.state is State.NOT_TICKED:
        return answer
    if answer.state is not State.GIVEN:
        kept = answer if answer.state is not State.NOT_REACHED else random_answer(rng, question)
        return GIVEN[question.type](rng, question) if rng.random() < 0.6 else kept
    if question.type is QuestionType.MANY:
        return _more_ticks(rng, question, answer)
    if question.type is QuestionType.MEDICINES:
        closed = question.complete_if is None or world.reading(question.complete_if) == YES
        return _more_rows(rng, answer, may_grow=not closed)
    return answer


def completed(rng: Random, rulebook: Rulebook, response: Response) -> Response:
    """The same response with some unknowns answered.

    A question that is not surely shown may be stored with anything: it counts only once it is shown.
    """
    world = World(rulebook, response)
    answers = {}
    for question in rulebook.questions.values():
        answer = response.of(question.id)
        if world.shown(question.id) == YES:
            answers[question.id] = _better(rng, question, answer, world=world)
        elif rng.random() < 0.8:
            answers[question.id] = random_answer(rng, question)
        else:
            answers[question.id] = answer
    return Response(answers)


def answered(rng: Random, rulebook: Rulebook, response: Response, asked: Collection[str]) -> Response:
    """The same response with these questions answered, so that nothing of them is unknown.

    A list told in full counts as whole: what was said of it before does not close it again.
    """
    answers = dict(response.answers)
    for id in asked:
        answers[id] = _whole(rng, rulebook.questions[id])
    return Response(answers)


def _whole(rng: Random, question: Question) -> Answer:
    answer = GIVEN[question.type](rng, question)
    if question.type is QuestionType.MEDICINES:
        return replace(answer, rows=tuple(random_known_row(rng, entry=row.entry) for row in answer.rows))
    named = [option for option in answer.chosen if question.medicines.get(option) != UNRECOGNIZED_OPTION]
    return replace(answer, chosen=tuple(named), rest=State.GIVEN)


def with_other_stale_answers(rng: Random, rulebook: Rulebook, response: Response) -> Response:
    """The same response, with other words stored for the questions that are not surely shown.

    Whether a screen was passed stays as it was: that is known and not stored.
    """
    world = World(rulebook, response)
    answers = dict(response.answers)
    for question in rulebook.questions.values():
        reached = response.of(question.id).state is not State.NOT_REACHED
        if world.shown(question.id) != YES and reached:
            answers[question.id] = random_answer(rng, question)
    return Response(answers)


def says_more(rulebook: Rulebook, response: Response, more: Response) -> bool:
    """Whether the second is the first with some unknowns answered."""
    world = World(rulebook, response)
    return all(
        _keeps(question, response.of(question.id), more.of(question.id), world=world)
        for question in rulebook.questions.values()
        if world.shown(question.id) == YES
    )


def _keeps(question: Question, early: Answer, late: Answer, *, world: World) -> bool:
    """Whether what a shown question said still stands."""
    if early.state not in (State.GIVEN, State.NOT_TICKED) or early == late:
        return True
    if question.type is QuestionType.MANY:
        unsettled = early.rest is not State.GIVEN
        return unsettled and late.state is State.GIVEN and set(early.chosen) <= set(late.chosen)
    known = [row for row in early.rows if row.recognition is Recognition.RECOGNIZED]
    may_grow = len(known) < len(early.rows) or not world.closes(question)
    return question.type is QuestionType.MEDICINES and may_grow and all(row in late.rows for row in known)
