"""Everything that can be found wrong with a rulebook before a patient sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screener.answers import parse
from screener.engine import judge, see
from screener.errors import Place, Problem, RulebookError
from screener.medicines.vocabulary import load as load_vocabulary
from screener.model.evaluation import Outcome, Verdict
from screener.model.rule import Example, Rule
from screener.model.rulebook import Rulebook
from screener.rulebook import read

MEND = {
    Verdict.FIRES: "change the example or the rule's condition until the example makes it fire",
    Verdict.RULED_OUT: "change the example or the rule's condition until the example rules it out",
    Verdict.OPEN: "leave the deciding answer blank in the example, or change the rule's condition",
}
TOLD = {Verdict.FIRES: "fires", Verdict.RULED_OUT: "stays silent", Verdict.OPEN: "stays open"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the rulebook when it could be read, and its problems in the file's order."""

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]


def check(raw: bytes, name: str) -> Checked:
    """Read a rulebook strictly, then try its people and run every example of every rule."""
    try:
        rulebook = read(raw, name, load_vocabulary())
    except RulebookError as error:
        return Checked(None, error.problems)
    problems = [*_people(rulebook, name), *_examples(rulebook, name)]
    return Checked(rulebook, tuple(problems))


def _people(rulebook: Rulebook, name: str) -> Iterator[Problem]:
    """Answers of the example people that do not fit their questions."""
    for person, answers in rulebook.people.items():
        for problem in parse(rulebook, answers).problems:
            what = f"person {person}, {problem.place}: {problem.what}"
            yield Problem(
                Place(name, rulebook.people_lines.get(person, 1), 1), problem.code, what, problem.mend
            )


def _examples(rulebook: Rulebook, name: str) -> Iterator[Problem]:
    for rule in rulebook.rules.values():
        wanted = (
            (Verdict.FIRES, rule.examples.fires),
            (Verdict.RULED_OUT, rule.examples.silent),
            (Verdict.OPEN, rule.examples.open),
        )
        for verdict, examples in wanted:
            for example in examples:
                yield from _example(rulebook, rule, example, verdict, name=name)


def _example(
    rulebook: Rulebook, rule: Rule, example: Example, wanted: Verdict, *, name: str
) -> Iterator[Problem]:
    place = Place(name, example.line, 1)
    parsed = parse(rulebook, {**rulebook.people[example.person], **example.answers})
    for problem in parsed.problems:
        what = f"example of {rule.id}, {problem.place}: {problem.what}"
        yield Problem(place, problem.code, what, problem.mend)
    outcome = judge(see(rulebook, parsed.response), rule)
    if outcome.verdict is not wanted:
        what = f"{rule.id} {TOLD[outcome.verdict]} on this example, which says that it {TOLD[wanted]}"
        yield Problem(place, "example", what, MEND[wanted])
    elif example.asks is not None:
        yield from _asks(rule, example, outcome, place)


def _asks(rule: Rule, example: Example, outcome: Outcome, place: Place) -> Iterator[Problem]:
    asked = {*outcome.asks, *outcome.lift_asks}
    missing = [question for question in example.asks or () if question not in asked]
    if missing:
        what = f"{rule.id} does not ask about {', '.join(missing)} on this example"
        yield Problem(place, "example-asks", what, f"it asks about {', '.join(sorted(asked)) or 'nothing'}")
