"""Answers, states and lists in words, for a patient and for a clinician."""

from __future__ import annotations

from collections.abc import Sequence

from screener.model.question import TYPES, Control, Question, QuestionType, choices_of
from screener.model.response import Answer, State

STATES = {
    State.NOT_TICKED: "not ticked",
    State.NOT_SURE: "not sure",
    State.PREFER_NOT: "would rather not say",
    State.BLANK: "left blank",
    State.NOT_REACHED: "not reached",
    State.NOT_ASKED: "not asked",
    State.NOT_SHOWN: "not asked yet",
}
"""How each state but a given answer is told."""

NONE_LISTED = "none listed"


def sentence(words: str) -> str:
    """The words with a capital to begin with; a first word that holds one already stays as it was written."""
    first = words.partition(" ")[0]
    return words if first != first.lower() else words[:1].upper() + words[1:]


def listed(words: Sequence[str]) -> str:
    """Several words as one phrase: ``a, b and c``; with semicolons where one holds a comma."""
    distinct = list(dict.fromkeys(words))
    if any("," in word for word in distinct):
        return "; ".join(distinct)
    if len(distinct) < 2:
        return "".join(distinct)
    return f"{', '.join(distinct[:-1])} and {distinct[-1]}"


def answer_words(question: Question, answer: Answer) -> str:
    """An answer in words; a state in words where none was given."""
    if answer.state is not State.GIVEN:
        return STATES[answer.state]
    words = given_words(question, answer)
    if answer.rest is State.GIVEN:
        return words
    return f"{words}; the rest: {STATES[answer.rest]}"


def given_words(question: Question, answer: Answer) -> str:
    """What was given, in the words of the question."""
    match TYPES[question.type].control:
        case Control.RADIOS:
            return choices_of(question)[answer.chosen[0]]
        case Control.TICKS:
            return listed([question.options[option] for option in answer.chosen]) or question.none or "none"
        case Control.STEPS:
            return number_words(question, answer.number)
        case Control.WORDS:
            return answer.text
        case Control.MEDICINES:
            return listed([row.typed for row in answer.rows]) or "none"


def not_recognized(question: Question, names: Sequence[str]) -> str:
    """What stands for no known medicine: names as typed, or a tick that does not say which."""
    if question.type is QuestionType.MEDICINES:
        return "not recognized: " + ", ".join(f"“{name}”" for name in names)
    return "ticked without saying which: " + listed(names)


def number_words(question: Question, number: int | None) -> str:
    """A step of a scale: its number, with its words where the scale has them."""
    if number is None or not question.steps:
        return str(number)
    return f"{number} ({question.steps[number - question.low]})"
