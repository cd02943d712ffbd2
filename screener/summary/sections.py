"""Scores, the form at a glance, what to ask at the visit, and all answers overleaf."""

from __future__ import annotations

from decimal import Decimal

from screener.engine import STATES, View, answer_words, listed
from screener.model.evaluation import Ask, Evaluation, ScoreResult
from screener.model.navigate import subjects_of
from screener.model.question import Checklist, Layout, Question, QuestionType
from screener.model.response import State
from screener.summary.pages import AnswerGroup, AnswerLine, AskLine, GlanceLine, ScoreLine
from screener.summary.shared import score_name


def score_lines(view: View, evaluation: Evaluation) -> tuple[ScoreLine, ...]:
    """A line a score, then a line for each single item that is a safety question.

    A score whose items all stand in a longer complete one is left to that one.
    """
    complete = [set(view.rulebook.scores[one.id].items) for one in evaluation.scores.values() if one.complete]
    scores = [
        _score(view, result)
        for result in evaluation.scores.values()
        if not any(set(view.rulebook.scores[result.id].items) < items for items in complete)
    ]
    items = [
        ScoreLine(
            label=question.label,
            words=_item_words(view, question),
            band="",
            low=None,
            high=None,
        )
        for question in view.rulebook.questions.values()
        if question.type is QuestionType.SCALE and question.safety
    ]
    return (*scores, *items)


def _item_words(view: View, question: Question) -> str:
    words = answer_words(question, view.answer(question.id))
    given = view.state(question.id) is State.GIVEN
    return f"{words}; one answer, not a risk assessment" if given else words


def _score(view: View, result: ScoreResult) -> ScoreLine:
    items = [view.rulebook.questions[id] for id in view.rulebook.scores[result.id].items]
    if result.low is None or result.high is None or result.blank == len(items):
        states = {STATES.get(view.state(item.id), "") for item in items}
        left = states.pop() if len(states) == 1 else "not answered"
        words = result.words if result.low is None else left
        return ScoreLine(score_name(result.id), words=words, band="", low=None, high=None)
    mean = view.rulebook.scores[result.id].mean
    least, most = sum(item.low for item in items), sum(item.high for item in items)
    if mean:
        least, most = least // len(items), most // len(items)
    return ScoreLine(
        label=score_name(result.id),
        words=_of(result.words, most),
        band=result.band,
        low=_percent(result.low, least, most),
        high=_percent(result.high, least, most),
        edges=tuple(_percent(band.low, least, most) for band in view.rulebook.scores[result.id].bands[1:]),
    )


def _of(words: str, most: int) -> str:
    """The number with the score's highest, before what is told of blank items."""
    number, bracket, blank = words.partition(" (")
    return f"{number} of {most}{bracket}{blank}"


def _percent(number: Decimal, least: int, most: int) -> int:
    return int((number - least) * 100 / (most - least))


def glance(view: View) -> tuple[GlanceLine, ...]:
    """Each part of the form in one line: what was chosen, and what was answered yes.

    Whether a list of medicines is complete is told with the medicines.
    """
    parts: dict[str, list[str]] = {}
    conditions = [question.complete_if for question in view.rulebook.questions.values()]
    elsewhere = {id for condition in conditions if condition for id in subjects_of(view.rulebook, condition)}
    for screen in view.rulebook.screens.values():
        for id in screen.questions:
            words = "" if id in elsewhere else _short(view, view.rulebook.questions[id])
            if words:
                parts.setdefault(screen.part, []).append(words)
    return tuple(GlanceLine(part, " · ".join(lines)) for part, lines in parts.items())


def _short(view: View, question: Question) -> str:
    answer = view.answer(question.id)
    if answer.state is not State.GIVEN or not answer.chosen or question.medicines:
        return ""
    if question.type is QuestionType.YES_NO:
        return question.label if answer.chosen == ("yes",) else ""
    words = listed([question.options[option] for option in answer.chosen])
    return f"{question.label}: {words}"


def answer_groups(view: View) -> tuple[AnswerGroup, ...]:
    """Every question with its answer or state in words, a group a screen."""
    return tuple(
        AnswerGroup(
            screen.part,
            screen.title,
            tuple(_answer(view, view.rulebook.questions[id]) for id in screen.questions),
        )
        for screen in view.rulebook.screens.values()
    )


def _answer(view: View, question: Question) -> AnswerLine:
    answer = view.answer(question.id)
    return AnswerLine(
        question.label, question.ask, answer_words(question, answer), given=answer.state is State.GIVEN
    )


def ask_lines(view: View, evaluation: Evaluation) -> tuple[AskLine, ...]:
    """The lines, gravest first; questions of one list with one reason share a line."""
    groups: dict[tuple[str, str], list[Ask]] = {}
    for ask in evaluation.ask:
        groups.setdefault((_group(view, ask.question), ask.why), []).append(ask)
    shown: dict[str, set[str]] = {}
    for id in view.rulebook.screen_of:
        if view.shown(id).surely:
            shown.setdefault(_group(view, id), set()).add(id)
    return tuple(_line(view, asks, whole=shown.get(group, set())) for (group, _), asks in groups.items())


def _group(view: View, question: str) -> str:
    """What shares a line: a checklist, a grid, or the question by itself."""
    screen = view.rulebook.screen_of[question]
    if screen.layout is Layout.GRID:
        return f"instrument {screen.instrument or screen.id}"
    listed = any(isinstance(item, Checklist) and question in item.questions for item in screen.items)
    return f"screen {screen.id}" if listed else f"question {question}"


def _line(view: View, asks: list[Ask], *, whole: set[str]) -> AskLine:
    questions = sorted((ask.question for ask in asks), key=view.rulebook.place_of.__getitem__)
    rules = {rule for ask in asks for rule in ask.rules}
    gravest = max((ask.priority for ask in asks), key=lambda priority: priority.gravity)
    return AskLine(_label(view, questions, whole), asks[0].why, len(rules), gravest)


def _label(view: View, questions: list[str], whole: set[str]) -> str:
    """The questions by label, or the name of the list or instrument where the whole of it is unknown."""
    if len(questions) == 1 or set(questions) < whole:
        return ", ".join(view.rulebook.questions[question].label for question in questions)
    screen = view.rulebook.screen_of[questions[0]]
    instrument = view.rulebook.instruments.get(screen.instrument)
    name = instrument.title if instrument and instrument.title else screen.title
    return f"{name} ({len(questions)} questions)"
