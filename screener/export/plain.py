"""An evaluation as plain values for JSON, and as text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from screener.engine import Explained
from screener.model.evaluation import Evaluation, Outcome, ScoreResult, Verdict
from screener.model.response import MedicineRow, Recognition, Response, State
from screener.model.rulebook import Rulebook

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
CONTINUED = "\n    | "
"""Begins each further line of what a person wrote on several."""


def as_plain(rulebook: Rulebook, response: Response, evaluation: Evaluation) -> dict[str, object]:
    """The evaluation as one JSON object, in the form that the command line promises.

    Scores of which no item was answered are left out; ``medicines`` has one entry a typed line.
    """
    basis = evaluation.basis
    return {
        "rules": {
            "version": basis.version,
            "rulebook": basis.rulebook,
            "vocabulary": basis.vocabulary,
            "engine": basis.engine,
        },
        "scores": _scores(rulebook, evaluation),
        "points": [_point(rulebook, point) for point in evaluation.points],
        "open": [
            {"id": one.rule, "priority": one.priority, "asks": list(one.asks)}
            for one in evaluation.outcomes
            if one.verdict is Verdict.OPEN
        ],
        "ask": [
            {"question": ask.question, "state": ask.state, "priority": ask.priority, "rules": list(ask.rules)}
            for ask in evaluation.ask
        ],
        "medicines": [
            _medicine(question, rows)
            for question, all_rows in evaluation.medicines.items()
            for rows in _lines(all_rows)
        ],
        "not_answered": _in_state(evaluation, response, State.BLANK, State.PREFER_NOT),
        "not_sure": _in_state(evaluation, response, State.NOT_SURE),
    }


def _scores(rulebook: Rulebook, evaluation: Evaluation) -> dict[str, object]:
    return {
        score.id: {
            "min": _number(score.low),
            "max": _number(score.high),
            "band": score.band or None,
            "status": score.status,
        }
        for score in _taken(rulebook, evaluation)
    }


def _taken(rulebook: Rulebook, evaluation: Evaluation) -> list[ScoreResult]:
    """The scores of which at least one item was answered."""
    scores = evaluation.scores.values()
    return [score for score in scores if score.blank < len(rulebook.scores[score.id].items)]


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _point(rulebook: Rulebook, point: Outcome) -> dict[str, object]:
    reasons = dict.fromkeys((*point.reasons, *point.lift_reasons))
    return {
        "id": point.rule,
        "priority": point.priority,
        "topic": point.topic,
        "headline": point.headline,
        "patient": point.patient,
        "clinician": point.clinician,
        "because": [{"question": reason.subject, "answer": reason.label} for reason in reasons],
        "sources": list(rulebook.rules[point.rule].sources),
        "hidden_by": point.hidden_by,
    }


def _lines(rows: tuple[MedicineRow, ...]) -> Iterator[list[MedicineRow]]:
    entries: dict[int, list[MedicineRow]] = {}
    for row in rows:
        entries.setdefault(row.entry, []).append(row)
    yield from entries.values()


GRAVEST_LAST = (Recognition.RECOGNIZED, Recognition.OFFERED, Recognition.UNRECOGNIZED)


def _medicine(question: str, rows: list[MedicineRow]) -> dict[str, object]:
    """One typed line; its status is that of its least certain part."""
    return {
        "question": question,
        "typed": rows[0].line,
        "generics": _distinct(generic for row in rows for generic in row.generics),
        "status": max((row.recognition for row in rows), key=GRAVEST_LAST.index),
        "suggestions": _distinct(name for row in rows for name in row.suggestions),
    }


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _in_state(evaluation: Evaluation, response: Response, *wanted: State) -> list[str]:
    """The questions in one of these states, those whose list was only partly answered so included."""
    return [
        question
        for question, state in evaluation.states.items()
        if state in wanted or (state is State.GIVEN and response.of(question).rest in wanted)
    ]


def as_text(rulebook: Rulebook, evaluation: Evaluation) -> str:
    """The evaluation for a terminal: points gravest first, then scores, then what to ask."""
    lines = []
    for point in evaluation.points:
        hidden = f"  (under {point.hidden_by})" if point.hidden_by else ""
        lines += [
            f"{point.priority.upper()}  {point.headline}  [{point.rule}]{hidden}",
            f"    {point.clinician}",
        ]
    lines += [
        f"SCORE  {score.id}: {score.words} {score.band}".rstrip() for score in _taken(rulebook, evaluation)
    ]
    lines += [
        f"ASK  {ask.question}: {ask.why} ({_points(len(ask.rules))}, {ask.priority})"
        for ask in evaluation.ask
    ]
    return "\n".join(map(visible, lines)) or "No point, nothing to ask."


def _points(number: int) -> str:
    return "1 point" if number == 1 else f"{number} points"


def visible(line: str) -> str:
    """A line that cannot steer a terminal: what a person typed may hold control characters."""
    return CONTROL.sub("\ufffd", line)


def continued(line: str) -> str:
    """A line that nobody takes for several of ours: further lines of what a person wrote are marked so."""
    return CONTINUED.join(map(visible, line.splitlines()))


def explained_text(explained: Explained, *, depth: int = 0) -> str:
    """A condition's tree, a line a part: its value, its words, and the answers it looks at."""
    answers = "; ".join(f"{subject} = {words}" for subject, words in explained.answers)
    looked_at = visible(f"   <- {answers}") if answers else ""
    line = f"{'  ' * depth}{explained.verdict:<8}{explained.words}{looked_at}"
    return "\n".join([line, *(explained_text(part, depth=depth + 1) for part in explained.parts)])
