"""Collecting problems, and the words in which they speak of what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from screener.codes import Code
from screener.errors import Place, Problem
from screener.rulebook.yaml.nodes import Block, Broken, Items, Node, Scalar

LISTED_NAMES = 14
QUOTED_CHARACTERS = 40
NEAR_ENOUGH = 0.55


class Problems:
    """The problems of one pass over one file."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._found = list(found)

    def add(self, place: Place, code: Code, *, what: str, mend: str) -> None:
        """Note one problem."""
        self._found.append(Problem(place, code, what, mend))

    def unknown(self, value: Scalar, code: Code, *, what: str, known: Collection[str]) -> None:
        """Note a name that nothing bears; ``what`` says what was looked for, such as "question"."""
        self.add(
            value.place, code, what=f"there is no {what} `{value.written}`", mend=advice(value.written, known)
        )

    @property
    def sorted(self) -> tuple[Problem, ...]:
        """All of them in the order of the file, the same one only once."""
        return tuple(
            sorted(set(self._found), key=lambda problem: (problem.place, str(problem.code), problem.what))
        )

    def __len__(self) -> int:
        return len(self._found)


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known name that looks most like ``word``, or None where none comes near."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    best = process.extractOne(
        word.casefold(), list(folded), scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH
    )
    return folded[best[0]] if best else None


def advice(word: str, known: Collection[str]) -> str:
    """How to mend an unknown name: the nearest known one, and all of them where they are few."""
    near = nearest(word, known)
    few = 0 < len(known) <= LISTED_NAMES
    if near and few:
        return f"did you mean `{near}`? Known: {listed(known)}"
    if near:
        return f"did you mean `{near}`?"
    if known:
        return f"write one of {listed(known)}"
    return "take it out, or add it first"


def listed(names: Iterable[str], *, most: int = LISTED_NAMES) -> str:
    """Names in a row; rows of more than ``most`` are cut."""
    row = list(names)
    shown = ", ".join(f"`{name}`" for name in row[:most])
    return f"{shown} and {len(row) - most} more" if len(row) > most else shown


def found(node: Node) -> str:
    """What stands there, in plain words."""
    match node:
        case Items():
            return "a list"
        case Block():
            return "a block of keys"
        case Broken() | Scalar(value=None, written=""):
            return "nothing"
        case Scalar(value=None):
            return f"`{node.written}`, which stands for nothing"
        case Scalar(value=bool()):
            return f"`{node.written}`, a yes-or-no switch"
        case Scalar(value=int() | Decimal()):
            return f"the number {node.written}"
    short = node.written[:QUOTED_CHARACTERS]
    return f'the text "{short}{"…" if short != node.written else ""}"'
