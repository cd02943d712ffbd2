"""A rulebook and a response in a few lines, for the output of a failing test."""

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


def described(rulebook: Rulebook, *responses: Response, rules: tuple[str, ...] = ()) -> str:
    """Screens, questions with each response's answer, scores, sets, facts and the rules of interest."""
    lines = [""]
    for screen in rulebook.screens.values():
        lines.append(f"{screen.id} if {condition_words(screen.show_when)}")
        for id in screen.questions:
            question = rulebook.questions[id]
            answers = " => ".join(answer_words(response.of(id)) for response in responses)
            extra = f" complete if {condition_words(question.complete_if)}" if question.complete_if else ""
            extra += f" {dict(question.medicines)}" if question.medicines else ""
            lines.append(f"  {id} if {condition_words(question.show_when)}{extra}: {answers}")
    lines += [f"{score.id}: {score.items} mean={score.mean}" for score in rulebook.scores.values()]
    lines += [f"{one.id}: together {one.lists}" for one in rulebook.sets.values()]
    lines += [f"{fact.id}: {condition_words(fact.condition)}" for fact in rulebook.facts.values()]
    wanted = rules or tuple(rulebook.rules)
    return "\n".join([*lines, *(rule_words(rulebook.rules[id]) for id in wanted)])
