"""What both summaries read off a rulebook and a response: names, parts and the patient's own words."""

from __future__ import annotations

import re

from screener.model.evaluation import Evaluation
from screener.model.navigate import items_of
from screener.model.question import QuestionType
from screener.model.response import Response, State
from screener.model.rulebook import Rulebook


def score_name(id: str) -> str:
    """A score's printed name, made of its id: ``phq9_score`` is PHQ-9."""
    name = id.removesuffix("_score").replace("_", " ").upper()
    return re.sub(r"(?<=[A-Z])(?=\d)", "-", name)


def subject_name(rulebook: Rulebook, subject: str) -> str:
    """A question's label, or a score's name."""
    return rulebook.questions[subject].label if subject in rulebook.questions else score_name(subject)


def part_of(rulebook: Rulebook, subject: str) -> str:
    """The part of the form where a question stands, or a score's first item."""
    return rulebook.screen_of[items_of(rulebook, subject)[0]].part


def is_mood(rulebook: Rulebook, subject: str) -> bool:
    """Whether a question, or an item of a score, belongs to the mood part."""
    return any(rulebook.questions[question].mood for question in items_of(rulebook, subject))


def own_words(rulebook: Rulebook, response: Response, evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """What the patient wrote freely, with the question; texts about safety stand with the medicines."""
    return tuple(
        (question.ask, response.of(question.id).text)
        for question in rulebook.questions.values()
        if question.type is QuestionType.TEXT
        and not question.safety
        and evaluation.states[question.id] is State.GIVEN
    )
