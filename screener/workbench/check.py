"""Everything that can be found wrong with a rulebook before a patient sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from screener.answers import change, parse
from screener.codes import Code
from screener.engine import judge, see
from screener.errors import Place, Problem, RulebookError
from screener.medicines.vocabulary import load as load_vocabulary
from screener.model.evaluation import Outcome, Verdict
from screener.model.response import Response
from screener.model.rule import Example, Rule
from screener.model.rulebook import Rulebook
from screener.rulebook import AnswerPlaces, read
from screener.rulebook.yaml.problems import nearest
from screener.workbench.deciding import deciding_screens
from screener.workbench.findings import findings

MEND = {
    Verdict.FIRES: "change the example or the rule's condition until the example makes it fire",
    Verdict.RULED_OUT: "change the example or the rule's condition until the example rules it out",
    Verdict.OPEN: "leave the deciding answer blank in the example, or change the rule's condition",
}
TOLD = {Verdict.FIRES: "fires", Verdict.RULED_OUT: "stays silent", Verdict.OPEN: "stays open"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the rulebook when it could be read, and its problems in the file's order.

    ``warnings`` are no problems: the rulebook can serve with them. ``deciding`` names for every emergency
    the first screen after which it can show.
    """

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    deciding: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One example of a rule: in which list, at which position (counted from 0)."""

    rule: Rule
    wanted: Verdict
    kind: str
    number: int
    example: Example


def check(raw: bytes, name: str, *, today: date | None = None) -> Checked:
    """Read a rulebook strictly, try its people, run every example of every rule, then look for what is odd.

    ``today`` is the date by which sources and sign-offs are looked at; without it they are not.
    """
    try:
        rulebook = read(raw, name, load_vocabulary(), newest=True)
    except RulebookError as error:
        return Checked(None, error.problems)
    problems = sorted(ExampleRun(rulebook, raw, name).problems(), key=_line)
    odd = sorted(findings(rulebook, raw, name, today=today), key=_line)
    return Checked(rulebook, tuple(problems), tuple(odd), deciding_screens(rulebook))


def _line(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line, place.column) if isinstance(place, Place) else (0, 0)


class ExampleRun:
    """One run of a rulebook's people and examples; places are looked up only once something is wrong."""

    def __init__(self, rulebook: Rulebook, raw: bytes, name: str) -> None:
        self._rulebook = rulebook
        self._raw = raw
        self._name = name
        self._read_places: AnswerPlaces | None = None

    @property
    def _places(self) -> AnswerPlaces:
        if self._read_places is None:
            self._read_places = AnswerPlaces(self._raw, self._name)
        return self._read_places

    def problems(self) -> Iterator[Problem]:
        """Faulty people, then faulty examples of the people that are sound."""
        sound: dict[str, Response] = {}
        for person, answers in self._rulebook.people.items():
            parsed = parse(self._rulebook, answers)
            if not parsed.problems:
                sound[person] = parsed.response
            for problem in parsed.problems:
                place = self._places.of_person(person, problem.question)
                what = f"{person} answers {problem.question}: {problem.what}"
                yield Problem(place, problem.code, what, problem.mend)
        for shown in self._examples():
            if shown.example.person in sound:
                yield from self._try(shown, sound[shown.example.person])

    def _examples(self) -> Iterator[_Shown]:
        for rule in self._rulebook.rules.values():
            for wanted, kind, examples in (
                (Verdict.FIRES, "fires", rule.examples.fires),
                (Verdict.RULED_OUT, "silent", rule.examples.silent),
                (Verdict.OPEN, "open", rule.examples.open),
            ):
                for number, example in enumerate(examples):
                    yield _Shown(rule, wanted, kind, number, example)

    def _try(self, shown: _Shown, person: Response) -> Iterator[Problem]:
        rule, example = shown.rule, shown.example
        parsed = change(self._rulebook, person, example.answers)
        for problem in parsed.problems:
            what = f"an example of {rule.id} answers {problem.question}: {problem.what}"
            yield Problem(self._place(shown, problem.question), problem.code, what, problem.mend)
        if parsed.problems:
            return
        outcome = judge(see(self._rulebook, parsed.response), rule)
        if outcome.verdict is not shown.wanted:
            told, wanted = TOLD[outcome.verdict], TOLD[shown.wanted]
            what = f"{rule.id} {told} on this example, which says that it {wanted}"
            yield Problem(self._place(shown), Code.EXAMPLE, what, MEND[shown.wanted])
        elif example.asks is not None:
            yield from self._asks(shown, example.asks, outcome)

    def _asks(self, shown: _Shown, wanted: tuple[str, ...], outcome: Outcome) -> Iterator[Problem]:
        asked = {*outcome.asks, *outcome.lift_asks}
        missing = [question for question in wanted if question not in asked]
        if missing:
            what = f"{shown.rule.id} does not ask about {', '.join(missing)} on this example"
            mend = f"it asks about {', '.join(sorted(asked))}" if asked else "it asks about nothing"
            yield Problem(self._place(shown, "asks"), Code.EXAMPLE_ASKS, what, mend)

    def _place(self, shown: _Shown, key: str = "") -> Place:
        return self._places.of_example(shown.rule.id, shown.kind, shown.number, key)


def explain_code(typed: str) -> str | None:
    """The two sentences of a code, one a line; None for an unknown one. ``-`` and ``_`` are alike."""
    code = Code.__members__.get(typed.replace("-", "_").upper())
    return f"{code.means}\n{code.mend}" if code else None


def nearest_code(typed: str) -> str | None:
    """The known code that looks most like this one, or None where none comes near."""
    return nearest(typed, list(map(str, Code)))
