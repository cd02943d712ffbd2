"""A rulebook and responses in a few lines, for the output of a failing test."""

from __future__ import annotations

from screener.model.condition import All, Any, Condition, Has, Not, Pair, Possibly
from screener.model.response import Answer, Response, State
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook


def condition_words(condition: Condition | None) -> str:
    """A condition on one line."""
    match condition:
        case None:
            return "-"
        case All(members) | Any(members):
            return f"{type(condition).__name__.lower()}({', '.join(map(condition_words, members))})"
        case Not(member) | Possibly(member):
            return f"{type(condition).__name__.lower()}({condition_words(member)})"
        case Pair(first, second):
            return f"pair({condition_words(first)}, {condition_words(second)})"
        case Has(set_id, selector):
            return f"{set_id} has {'/'.join(selector.words)}"
        case _:
            return repr(condition)


def answer_words(answer: Answer) -> str:
    """An answer on one line."""
    if answer.state is not State.GIVEN:
        return answer.state.value
    rows = " + ".join(f"{row.generic or '?' + row.typed}" for row in answer.rows)
    rest = "" if answer.rest is State.GIVEN else f" rest {answer.rest.value}"
    number = "" if answer.number is None else str(answer.number)
    return f"given {','.join(answer.chosen)}{number}{answer.text}{rows}{rest}"


def rule_words(rule: Rule) -> str:
    """What a rule waits for, and what it does."""
    return (
        f"{rule.id} {rule.topic} {rule.priority.value}: {condition_words(rule.when)}"
        f" | urgent_when {condition_words(rule.urgent_when)} | hides {', '.join(rule.hides)} | {rule.patient}"
    )


def _question_words(rulebook: Rulebook, id: str, responses: tuple[Response, ...]) -> str:
    question = rulebook.questions[id]
    screen = next(screen for screen in rulebook.screens.values() if id in screen.questions)
    closes = f" complete if {condition_words(question.complete_if)}" if question.complete_if else ""
    options = f" {dict(question.medicines)}" if question.medicines else ""
    shown = f"{condition_words(screen.show_when)} and {condition_words(question.show_when)}"
    answers = " => ".join(answer_words(response.of(id)) for response in responses)
    return f"{screen.id} {id}: shown if {shown}{closes}{options}: {answers}"


def described(rulebook: Rulebook, *responses: Response, also: tuple[str, ...] = ()) -> str:
    """The rules, and whatever they and ``also`` speak of, with each response's answers."""
    lines = {f"rule {id}": rule_words(rule) for id, rule in rulebook.rules.items()}
    parts = {id: f"{id}: {condition_words(fact.condition)}" for id, fact in rulebook.facts.items()}
    parts |= {id: f"{id}: together {', '.join(one.lists)}" for id, one in rulebook.sets.items()}
    parts |= {
        id: f"{id}: {'mean' if score.mean else 'sum'} of {', '.join(score.items)}"
        for id, score in rulebook.scores.items()
    }
    parts |= {id: _question_words(rulebook, id, responses) for id in rulebook.questions}
    while True:
        said = " ".join((*also, *lines.values()))
        more = {id: words for id, words in parts.items() if id in said and id not in lines}
        if not more:
            return "\n".join(lines.values())
        lines |= more
