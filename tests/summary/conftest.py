"""Many patients told in full, once for all the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from screener.model.rulebook import Rulebook
from screener.rulebook import read_plain
from tests.content.telling import Told, tell

CASES = Path(__file__).parent.parent / "cases.yaml"


@pytest.fixture(scope="session")
def everyone(rulebook: Rulebook) -> dict[str, Told]:
    """The cases, the rulebook's people, an empty form, and a form full of emergencies, by name."""
    read = read_plain(CASES.read_bytes(), CASES.name)
    raw = {case["id"]: {**read["base"], **case["changes"]} for case in read["cases"]}
    raw |= dict(rulebook.people)
    raw["empty"] = {}
    raw["everything"] = {id: "yes" for id in rulebook.questions if rulebook.questions[id].type == "yes_no"}
    return {name: tell(rulebook, answers) for name, answers in raw.items()}
