"""A small rulebook, a vocabulary of eight medicines, and a way to get the problems of a changed copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from screener.errors import Problem, RulebookError
from screener.model.vocabulary import Medicine, Vocabulary
from screener.rulebook import read

MEDICINES = (
    Medicine("morphine", brands=("Oramorph",), tags=frozenset({"opioid", "sedating"})),
    Medicine("lorazepam", brands=("Ativan",), tags=frozenset({"sedating"})),
    Medicine("fluoxetine", brands=("Prozac",), tags=frozenset({"ssri"})),
    Medicine("kratom", tags=frozenset({"opioid"})),
    Medicine("St John's wort"),
    Medicine("codeine", tags=frozenset({"opioid"})),
    Medicine("acetaminophen", brands=("Tylenol",)),
    Medicine("codeine and acetaminophen", ("codeine", "acetaminophen"), tags=frozenset({"opioid"})),
)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary({medicine.generic: medicine for medicine in MEDICINES}, hash="0")


@pytest.fixture(scope="session")
def small() -> str:
    return (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def problems_of(vocabulary: Vocabulary) -> Callable[[str | bytes], tuple[Problem, ...]]:
    def problems(text: str | bytes) -> tuple[Problem, ...]:
        raw = text if isinstance(text, bytes) else text.encode()
        try:
            read(raw, "rules.yaml", vocabulary, newest=True)
        except RulebookError as error:
            return error.problems
        return ()

    return problems
