"""How a finding is written down: at a rule, with the smallest patient that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from screener.answers import parse
from screener.codes import Code
from screener.engine import see
from screener.engine.view import View
from screener.errors import Place, Problem
from screener.model.rulebook import Rulebook
from screener.workbench.examples import own_form

Raw = Mapping[str, object]


def at(name: str, line: int, code: Code, what: str, mend: str, patient: Raw | None = None) -> Problem:
    """A finding at a line of the file; ``patient`` holds the answers of one who shows it."""
    return Problem(Place(name, line, 1), code, what, mend, patient="" if patient is None else shown(patient))


def shortest(patients: Iterable[Raw]) -> Raw:
    """The patient who answers the fewest questions; there must be one."""
    return min(patients, key=lambda raw: sum(answer is not None for answer in raw.values()))


def shown(raw: Raw, *, blanks: bool = False) -> str:
    """Answers in the form of an example: ``{pain_cause: [cancer], pain_duration: lt6w}``.

    ``blanks`` writes out blank answers too, as a change of a person who did answer needs them.
    """
    return own_form({id: answer for id, answer in raw.items() if blanks or answer is not None})


def view_of(rulebook: Rulebook, raw: Raw) -> View | None:
    """The form with these answers; None where nobody can answer so."""
    parsed = parse(rulebook, {id: answer for id, answer in raw.items() if answer is not None})
    return None if parsed.problems else see(rulebook, parsed.response)
