"""Commands for whoever changes a rulebook: examples to add, faults not caught, what a change means."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from screener.answers import parse
from screener.cli import Exit
from screener.cli.check import rule_named
from screener.cli.responses import read_responses
from screener.cli.rulebook_file import add_file, rulebook_file
from screener.engine import contacts_for, evaluate
from screener.errors import AnswerPlace, ScreenerError
from screener.model.evaluation import Evaluation, Verdict
from screener.model.rulebook import Rulebook
from screener.rulebook import load
from screener.settings import LOCAL_CLINIC
from screener.workbench.cases import Cases, TooMany
from screener.workbench.diff import Covered, Difference, compare
from screener.workbench.examples import ExampleResponses, Proposal, basic, proposed, shown
from screener.workbench.mutate import mutants, mutate

LIST = {Verdict.FIRES: "fires", Verdict.RULED_OUT: "silent", Verdict.OPEN: "open"}
ENOUGH = 0.95
"""The part of the planted faults that examples are to catch."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = commands.add_parser("examples", help="propose examples for a rule, in the form of the file")
    command.add_argument("rule", metavar="RULE")
    add_file(command)
    command.set_defaults(run=run_examples)

    command = commands.add_parser("mutate", help="plant small faults and list those that no example catches")
    add_file(command)
    command.set_defaults(run=run_mutate)

    command = commands.add_parser("diff", help="say which patients a change of the rulebook affects")
    command.add_argument("old", type=Path, metavar="OLD")
    command.add_argument("new", type=Path, metavar="NEW")
    command.add_argument("--responses", type=Path, metavar="FILE", help="how many of these responses change")
    command.add_argument("--base", type=Path, metavar="FILE", help="the file that OLD and NEW both come from")
    command.set_defaults(run=run_diff)


def run_examples(options: argparse.Namespace) -> int:
    """Print one example a verdict, then one for every small fault that the rule's own do not catch."""
    rulebook = load(rulebook_file(options))
    rule = rule_named(options.rule, rulebook)
    cases, trials = Cases(rulebook), ExampleResponses(rulebook)
    try:
        for proposal in basic(rulebook, cases, rule):
            print(_line(proposal))
        for mutant in mutants(rulebook, rule):
            if not trials.tell_apart(rule, mutant.when):
                found = proposed(rulebook, cases, rule, other=mutant.when)
                if found is not None:
                    print(f"{_line(found)}   # catches: {mutant.what}")
    except TooMany:
        raise ScreenerError(f"{rule.id} tells too many cases apart to go through them all") from None
    return Exit.DONE


def run_mutate(options: argparse.Namespace) -> int:
    """Print each fault that no example catches with the example that would; 1 below 95 %."""
    found = mutate(load(rulebook_file(options)))
    for survivor in found.survivors:
        example = _line(survivor.example) if survivor.example else "too many cases to propose an example"
        print(f"{survivor.mutant.rule}: {survivor.mutant.what}: no example catches it; {example}")
    told = found.planted - found.without_effect
    print(
        f"{found.caught} of {told} faults are caught ({found.share:.1%}); {found.without_effect} more of "
        f"{found.planted} planted make no difference to anybody"
    )
    return 0 if found.share >= ENOUGH else 1


def _line(proposal: Proposal) -> str:
    return f"{LIST[proposal.verdict]}: {shown(proposal.answers, blanks=True)}"


def run_diff(options: argparse.Namespace) -> int:
    """Print what differs and a patient for each rule that means something else; 0 when nobody is affected."""
    old, new = load(options.old), load(options.new)
    if options.base is not None:
        return _three_ways(load(options.base), ours=old, theirs=new)
    difference = compare(old, new)
    for line in told(difference):
        print(line)
    if options.responses is not None:
        print(_of_responses(options.responses, old, new))
    return 0 if difference.affects_nobody else 1


def told(difference: Difference) -> Iterator[str]:
    """The difference of two rulebooks in lines of words."""
    yield from (f"{id}: added" for id in difference.added)
    yield from (f"{id}: removed" for id in difference.removed)
    for change in difference.changed:
        if change.words:
            yield f"{change.rule}: other words ({', '.join(change.words)})"
        if change.patient is not None:
            patient = change.patient
            answers = shown(patient.answers)
            yield f"{change.rule}: {patient.before} before, {patient.now} now, for example for {answers}"
        elif change.covered is Covered.SOME_CASES:
            yield f"{change.rule}: no patient found, but not every case could be covered"
    for part, ids in difference.others.items():
        yield f"{part}: {', '.join(ids)} changed"
    if difference.reordered:
        yield "the order of the rules changed: points of one priority and topic may change places"
    if difference.affects_nobody:
        yield "no patient is affected: every case of every rule was covered"


def _three_ways(base: Rulebook, *, ours: Rulebook, theirs: Rulebook) -> int:
    """What each side changed since the base, and where both changed the same rule; 1 when they did."""
    mine, release = _touched(compare(base, ours)), _touched(compare(base, theirs))
    both = [id for id in mine if id in release and ours.rules.get(id) != theirs.rules.get(id)]
    for title, ids in (
        ("changed by you only, keep yours", [id for id in mine if id not in release]),
        ("changed by the new release only, take theirs", [id for id in release if id not in mine]),
        ("changed by both, look at them yourself", both),
    ):
        print(f"{title}: {', '.join(ids)}" if ids else f"{title}: nothing")
    if both:
        for line in told(compare(ours, theirs)):
            if line.partition(":")[0] in both:
                print(f"  yours and theirs: {line}")
    return Exit.FOUND if both else Exit.DONE


def _touched(difference: Difference) -> dict[str, None]:
    changed = (change.rule for change in difference.changed)
    others = (id for ids in difference.others.values() for id in ids)
    return dict.fromkeys((*difference.added, *difference.removed, *changed, *others))


def _of_responses(file: Path, old: Rulebook, new: Rulebook) -> str:
    """How many of the responses in a file get other points; what cannot be read by both is told apart."""
    changed = all_of_them = 0
    unread: list[str] = []
    for given in read_responses(file):
        all_of_them += 1
        parsed = [parse(rulebook, given.raw) for rulebook in (old, new)] if given.problem is None else []
        if not parsed or any(one.problems for one in parsed):
            problem = given.problem or next(one.problems[0] for one in parsed if one.problems)
            asked = problem.place.question if isinstance(problem.place, AnswerPlace) else ""
            unread.append(f"  line {given.line}: {asked or 'the response'}: {problem.what}")
            continue
        before, now = (
            _points(evaluate(rulebook, one.response, region=region, contacts=_contacts(rulebook, region)))
            for rulebook, one in zip((old, new), parsed, strict=True)
            for region in [next(iter(rulebook.contacts))]
        )
        changed += before != now
    told = f"{changed} of {all_of_them} responses change; {len(unread)} could not be read by both"
    return "\n".join([told, *unread])


def _contacts(rulebook: Rulebook, region: str) -> dict[str, str]:
    return contacts_for(rulebook, region=region, clinic=LOCAL_CLINIC)


def _points(evaluation: Evaluation) -> list[tuple[object, ...]]:
    return [
        (point.rule, point.priority, point.hidden_by, point.patient, point.clinician)
        for point in evaluation.points
    ]
