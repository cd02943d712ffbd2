"""Taking a rulebook for all visits that begin from now on, and telling what would be lost by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from screener.errors import StoreBusy
from screener.model.rulebook import Rulebook
from screener.store import Adoption, Store

PARTS = {
    "rules": "rule",
    "questions": "question",
    "screens": "screen",
    "scores": "score",
    "facts": "fact",
    "sets": "fact",
    "sources": "source",
}
"""The parts of a rulebook whose ids others rely on, and what one of each is called."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """One id that a rulebook had and another has not; ``kind`` says of what."""

    kind: str
    id: str


def vanished(before: Rulebook, after: Rulebook) -> tuple[Vanished, ...]:
    """What is in ``before`` and no longer in ``after``, part by part in the file's order."""
    return tuple(
        Vanished(kind, id)
        for part, kind in PARTS.items()
        for id in getattr(before, part)
        if id not in getattr(after, part)
    )


def adopt(store: Store, rulebook: Rulebook, *, instead_of: Adoption | None, at: datetime) -> None:
    """Make this the rulebook adopted last, its words and that it is the last one in one transaction.

    ``instead_of`` is the adoption with which it was compared; raises `StoreBusy` when another came between.
    """
    with store.writing() as writing:
        if writing.adopted() != instead_of:
            raise StoreBusy("Another rulebook was adopted meanwhile; nothing was changed: please try again.")
        writing.adopt(rulebook.hash, rulebook.text, at=at)
