"""Outcomes of all rules for one response, and which points stand under a graver one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from screener import __version__
from screener.engine.asks import asks, why
from screener.engine.logic import see, unanswered, unsure, value
from screener.engine.reasons import reasons
from screener.engine.scores import result
from screener.engine.texts import choose, fill
from screener.engine.values import NO, Value
from screener.engine.view import View
from screener.engine.wording import answer_words
from screener.model.evaluation import Ask, Basis, Evaluation, Outcome, Verdict
from screener.model.navigate import subjects_of
from screener.model.response import Response, State
from screener.model.rule import Priority, Rule
from screener.model.rulebook import Rulebook


def hide(outcomes: Sequence[Outcome], rules: Mapping[str, Rule]) -> tuple[Outcome, ...]:
    """The same outcomes, each hidden one naming the point that hides it.

    Where several do, it is one that is shown itself before one that is hidden, then the gravest, then the
    first in the file.
    """
    fired = [outcome for outcome in outcomes if outcome.verdict is Verdict.FIRES and not outcome.failed]
    hiders = {
        lesser.rule: [graver for graver in fired if _hides(rules[graver.rule], graver, lesser)]
        for lesser in fired
    }
    hidden = {rule for rule, found in hiders.items() if found}

    def top(rule: str) -> str:
        return min(hiders[rule], key=lambda outcome: (outcome.rule in hidden, -outcome.priority.gravity)).rule

    return tuple(
        replace(outcome, hidden_by=top(outcome.rule)) if outcome.rule in hidden else outcome
        for outcome in outcomes
    )


def _hides(rule: Rule, graver: Outcome, lesser: Outcome) -> bool:
    """Whether a fired point hides another one; of information alone it need not name the medicines."""
    return (
        lesser.rule in rule.hides
        and graver.priority.gravity >= lesser.priority.gravity
        and lesser.priority is not Priority.EMERGENCY
        and (lesser.priority is Priority.INFORMATION or lesser.names <= graver.names)
    )


FAILED_PATIENT = "We could not check some of your answers. Ask your care team to go through them with you."


def contacts_for(rulebook: Rulebook, *, region: str, clinic: str) -> dict[str, str]:
    """The region's words for whom to call, with the clinic's own; KeyError for an unknown region."""
    return {**rulebook.contacts[region].words, "clinic": clinic}


def evaluate(
    rulebook: Rulebook, response: Response, *, region: str, contacts: Mapping[str, str]
) -> Evaluation:
    """Evaluate every rule; the result depends on these arguments alone.

    ``contacts`` are words by name, clinic included. A rule that fails yields a point that says so; the
    rest goes on.
    """
    view = see(rulebook, response)
    judged = [judge(view, rule) for rule in rulebook.rules.values()]
    emergencies = frozenset(
        outcome.rule
        for outcome in judged
        if outcome.verdict is Verdict.FIRES and outcome.priority is Priority.EMERGENCY
    )
    worded = [
        _word(view, outcome, region=region, contacts=contacts, others=emergencies) for outcome in judged
    ]
    outcomes = hide(worded, rulebook.rules)
    return Evaluation(
        basis=_basis(rulebook, region, contacts),
        outcomes=outcomes,
        scores={id: result(score, view.items(id)) for id, score in rulebook.scores.items()},
        states={id: view.state(id) for id in rulebook.questions},
        medicines={
            id: view.answer(id).rows
            for id in rulebook.questions
            if rulebook.questions[id].type == "medicines" and view.state(id) is State.GIVEN
        },
        ask=_ask(view, outcomes),
    )


def _basis(rulebook: Rulebook, region: str, contacts: Mapping[str, str]) -> Basis:
    words = json.dumps([region, sorted(contacts.items())], ensure_ascii=False)
    return Basis(
        version=rulebook.version,
        rulebook=rulebook.hash,
        vocabulary=rulebook.vocabulary.hash,
        contacts=hashlib.sha256(words.encode()).hexdigest(),
        engine=__version__,
        region=region,
    )


def judge(view: View, rule: Rule) -> Outcome:
    """Whether a rule fires, is open or is ruled out, how grave it is, why, and what to ask; no texts yet."""
    try:
        found = value(view, rule.when)
        if found == NO:
            return Outcome(rule.id, rule.topic, Verdict.RULED_OUT, rule.priority)
        lift = _lift(view, rule)
        return Outcome(
            rule=rule.id,
            topic=rule.topic,
            verdict=Verdict.FIRES if found.surely else Verdict.OPEN,
            priority=Priority.URGENT if lift.surely else rule.priority,
            lifted=lift.surely,
            may_lift=lift == (False, True),
            asks=() if found.decided else asks(view, rule.when),
            lift_asks=asks(view, rule.urgent_when) if rule.urgent_when and not lift.decided else (),
            reasons=reasons(view, rule.when) if found.surely else (),
            lift_reasons=reasons(view, rule.urgent_when) if rule.urgent_when and lift.surely else (),
            headline=rule.headline,
        )
    except Exception:
        return _failed(view, rule)


def _lift(view: View, rule: Rule) -> Value:
    """Whether the rule is lifted to urgent; never where it is as grave by itself."""
    if rule.urgent_when is None or rule.priority.gravity >= Priority.URGENT.gravity:
        return NO
    return value(view, rule.urgent_when)


def _word(
    view: View,
    outcome: Outcome,
    *,
    region: str,
    contacts: Mapping[str, str],
    others: frozenset[str],
) -> Outcome:
    if outcome.verdict is not Verdict.FIRES or outcome.failed:
        return outcome
    rule = view.rulebook.rules[outcome.rule]
    try:
        wordings = choose(view, rule, region=region, others=others)
        filled = fill(view, rule, wordings, contacts=contacts)
    except Exception:
        return _failed(view, rule)
    return replace(
        outcome,
        patient=filled.patient,
        clinician=filled.clinician,
        page=filled.page,
        names=filled.names,
    )


def _failed(view: View, rule: Rule) -> Outcome:
    """A point that says that its rule could not be evaluated, with the raw answers it looks at."""
    return Outcome(
        rule=rule.id,
        topic=rule.topic,
        verdict=Verdict.FIRES,
        priority=rule.priority,
        headline=f"Could not be evaluated: {rule.headline}",
        patient=FAILED_PATIENT,
        clinician=f"A defect of the program, not of the answers. Check by hand: {_raw(view, rule)}.",
        failed=True,
    )


def _raw(view: View, rule: Rule) -> str:
    try:
        ids = [id for id in subjects_of(view.rulebook, rule.when) if id in view.rulebook.questions]
        told = [(view.rulebook.questions[id], view.response.of(id)) for id in ids]
        return "; ".join(f"{question.label}: {answer_words(question, answer)}" for question, answer in told)
    except Exception:
        return "see all answers"


def _ask(view: View, outcomes: tuple[Outcome, ...]) -> tuple[Ask, ...]:
    """The list to ask at the visit: gravest first, then by how many points hang on it, then by the form."""
    hanging: dict[str, dict[str, Priority]] = {}
    for outcome in outcomes:
        if outcome.failed:
            continue
        if outcome.verdict is Verdict.OPEN:
            _hang(hanging, outcome.asks, outcome.rule, outcome.priority)
        if outcome.may_lift:
            _hang(hanging, outcome.lift_asks, outcome.rule, Priority.URGENT)
    for id in view.rulebook.safety_questions:
        if unanswered(view, id) or unsure(view, id):
            hanging.setdefault(id, {})
    place_of = view.rulebook.place_of
    found = [_one_ask(view, id, rules) for id, rules in hanging.items()]
    return tuple(
        sorted(found, key=lambda ask: (-ask.priority.gravity, -len(ask.rules), place_of[ask.question]))
    )


def _hang(
    hanging: dict[str, dict[str, Priority]], questions: tuple[str, ...], rule: str, priority: Priority
) -> None:
    for question in questions:
        rules = hanging.setdefault(question, {})
        rules[rule] = max(rules.get(rule, priority), priority, key=lambda one: one.gravity)


def _one_ask(view: View, question: str, rules: Mapping[str, Priority]) -> Ask:
    priority = max(rules.values(), key=lambda one: one.gravity, default=Priority.DISCUSS)
    return Ask(question, view.state(question), why(view, question), priority, tuple(rules))
