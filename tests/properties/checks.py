"""What must hold of every rulebook and response, as lists of what does not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from random import Random

from screener.engine import evaluate, judge, see
from screener.model.condition import Not, Possibly
from screener.model.evaluation import Evaluation, Verdict
from screener.model.response import Response, State
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook
from tests.properties.oracle import NO, World
from tests.properties.responses import answered
from tests.properties.rulebooks import CONTACTS
from tests.properties.verdicts import expected, expected_asks

Faults = dict[str, str]


def judged(rulebook: Rulebook, response: Response) -> Evaluation:
    """The engine's evaluation in the one region that random rulebooks know."""
    return evaluate(rulebook, response, region="us", contacts=CONTACTS)


def broken_promises(rulebook: Rulebook, before: Evaluation, after: Evaluation) -> Faults:
    """Rules not about the form that take something back once more is known."""
    faults: Faults = {}
    for early, late in zip(before.outcomes, after.outcomes, strict=True):
        if rulebook.rules[early.rule].about_form:
            continue
        if early.verdict is not Verdict.OPEN and late.verdict is not early.verdict:
            faults[early.rule] = f"{early.verdict} became {late.verdict}"
        elif early.verdict is Verdict.FIRES and late.priority.gravity < early.priority.gravity:
            faults[early.rule] = f"fell from {early.priority} to {late.priority}"
    return faults


def differences(rulebook: Rulebook, response: Response, evaluation: Evaluation) -> Faults:
    """Where the engine says something else than the literal reading.

    It may ask less, where no answer to more could decide; `undecided` tells whether it asks enough.
    """
    faults: Faults = {}
    wanted = expected(rulebook, response)
    for outcome in evaluation.outcomes:
        want = wanted[outcome.rule]
        got = replace(
            want,
            verdict=outcome.verdict,
            asks=want.asks | set(outcome.asks),
            hidden_by=outcome.hidden_by,
        )
        if want.verdict is not Verdict.RULED_OUT:
            got = replace(
                got,
                priority=outcome.priority,
                lifted=outcome.lifted,
                may_lift=outcome.may_lift,
                lift_asks=want.lift_asks | set(outcome.lift_asks),
            )
        if want.verdict is Verdict.FIRES:
            got = replace(got, names=outcome.names)
        if outcome.failed:
            faults[outcome.rule] = "failed"
        elif got != want:
            faults[outcome.rule] = f"\n  engine {got}\n  wanted {want}"
    return faults | ask_list_differences(rulebook, response, evaluation)


def ask_list_differences(rulebook: Rulebook, response: Response, evaluation: Evaluation) -> Faults:
    """Where the list to ask at the visit lacks a question, or has one too many."""
    listed = {ask.question for ask in evaluation.ask}
    wanted = expected_asks(rulebook, response, evaluation.outcomes)
    faults = dict.fromkeys(sorted(wanted - listed), "missing in the ask list")
    faults |= dict.fromkeys(sorted(listed - wanted), "needlessly in the ask list")
    gravities = [ask.priority.gravity for ask in evaluation.ask]
    if gravities != sorted(gravities, reverse=True):
        faults["order"] = "the ask list is not gravest first"
    return faults


def undecided(rulebook: Rulebook, response: Response) -> Faults:
    """Which open rules stay open though all that they ask was answered, and all that they then ask.

    A list that was said not to be complete stays open, and is not counted.
    """
    faults: Faults = {}
    for rule in rulebook.rules.values():
        told, rng = response, Random(rule.id)
        for _ in range(len(rulebook.questions) + 1):
            outcome = judge(see(rulebook, told), rule)
            if outcome.verdict is not Verdict.OPEN or _said_incomplete(rulebook, told, outcome.asks):
                break
            told = answered(rng, rulebook, told, outcome.asks)
        else:
            faults[rule.id] = f"open, and asks for {outcome.asks}"
    return faults


def _said_incomplete(rulebook: Rulebook, response: Response, asked: Collection[str]) -> bool:
    world = World(rulebook, response)
    closing = (rulebook.questions[id].complete_if for id in asked)
    return any(world.reading(complete_if) == NO for complete_if in closing if complete_if is not None)


def with_opposites(rulebook: Rulebook) -> Rulebook:
    """The rules not about the form, each followed by its opposite and by its possible reading."""
    rules: dict[str, Rule] = {}
    for rule in rulebook.rules.values():
        if rule.about_form:
            continue
        plain = replace(
            rule, urgent_when=None, hides=(), bindings={}, variants=(), regions={}, patient="", clinician=""
        )
        rules[rule.id] = plain
        rules[f"{rule.id}_not"] = replace(plain, id=f"{rule.id}_not", when=Not(rule.when))
        rules[f"{rule.id}_may"] = replace(
            plain, id=f"{rule.id}_may", when=Possibly(rule.when), about_form=True
        )
    return replace(rulebook, rules=rules, hash=f"{rulebook.hash} with opposites")


OPPOSITE = {
    Verdict.FIRES: Verdict.RULED_OUT,
    Verdict.OPEN: Verdict.OPEN,
    Verdict.RULED_OUT: Verdict.FIRES,
}


def mixed_readings(rulebook: Rulebook, response: Response, evaluation: Evaluation) -> Faults:
    """Where surely and possibly contradict each other, in a rulebook `with_opposites`."""
    verdicts = {outcome.rule: outcome.verdict for outcome in evaluation.outcomes}
    all_reached = all(response.of(id).state is not State.NOT_REACHED for id in rulebook.questions)
    faults: Faults = {}
    for rule, verdict in verdicts.items():
        if f"{rule}_not" not in verdicts:
            continue
        if verdicts[f"{rule}_not"] is not OPPOSITE[verdict]:
            faults[rule] = f"{verdict}, its opposite {verdicts[f'{rule}_not']}"
        possible = verdict is not Verdict.RULED_OUT
        said = verdicts[f"{rule}_may"] is Verdict.FIRES
        # Not reached counts as not asked to ``possibly``: only whole responses can be held to this.
        if all_reached and said != possible:
            faults[rule] = f"{verdict}, its possible reading {verdicts[f'{rule}_may']}"
    return faults
