"""What to ask at the visit, a line a question; checklists and instruments make one line each."""

from __future__ import annotations

from screener.engine.view import View
from screener.model.evaluation import Ask, Evaluation
from screener.model.question import Checklist, Layout, Screen
from screener.summary.pages import AskLine


def ask_lines(view: View, evaluation: Evaluation) -> tuple[AskLine, ...]:
    """The lines, gravest first; questions of one list with one reason share a line."""
    groups: dict[tuple[str, str], list[Ask]] = {}
    for ask in evaluation.ask:
        groups.setdefault((_group(view, ask.question), ask.why), []).append(ask)
    return tuple(_line(view, asks) for asks in groups.values())


def _screen(view: View, question: str) -> Screen:
    return next(screen for screen in view.rulebook.screens.values() if question in screen.questions)


def _group(view: View, question: str) -> str:
    """What shares a line: a checklist, a grid, or the question by itself."""
    screen = _screen(view, question)
    if screen.layout is Layout.GRID:
        return f"instrument {screen.instrument or screen.id}"
    listed = any(isinstance(item, Checklist) and question in item.questions for item in screen.items)
    return f"screen {screen.id}" if listed else f"question {question}"


def _line(view: View, asks: list[Ask]) -> AskLine:
    order = list(view.rulebook.questions)
    questions = sorted((ask.question for ask in asks), key=order.index)
    rules = {rule for ask in asks for rule in ask.rules}
    gravest = max((ask.priority for ask in asks), key=lambda priority: priority.gravity)
    return AskLine(_label(view, questions), asks[0].why, len(rules), gravest)


def _label(view: View, questions: list[str]) -> str:
    """The questions by label, or the name of the list or instrument where all of it is unknown."""
    group = _group(view, questions[0])
    whole = [id for id in view.rulebook.questions if _group(view, id) == group and view.shown(id).surely]
    if len(questions) == 1 or set(questions) < set(whole):
        return ", ".join(view.rulebook.questions[question].label for question in questions)
    screen = _screen(view, questions[0])
    instrument = view.rulebook.instruments.get(screen.instrument)
    name = instrument.title if instrument and instrument.title else screen.title
    return f"{name} ({len(questions)} questions)"
