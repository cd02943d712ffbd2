"""What docs/clinical-safety.md and docs/seed-claims.md say of tests, rules and sources is so."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from screener.content import shipped_rulebook
from screener.model.rulebook import Rulebook
from screener.rulebook import load

ROOT = Path(__file__).parents[1]
SAFETY = (ROOT / "docs" / "clinical-safety.md").read_text("utf-8")
CLAIMS = (ROOT / "docs" / "seed-claims.md").read_text("utf-8")
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
RULE_ID = re.compile(r"`((?:emg|urg|dis|info|sys|out)_\w+)`")
LEAST_HAZARDS = 22


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of each row of the table under a heading, without its head."""
    under = text.partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in under.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


HAZARDS = rows(SAFETY, "## Hazard log")


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load(shipped_rulebook())


def test_hazards_are_numbered_without_a_gap() -> None:
    assert [row[0] for row in HAZARDS] == [f"H{number}" for number in range(1, len(HAZARDS) + 1)]
    assert len(HAZARDS) >= LEAST_HAZARDS


@pytest.mark.parametrize("row", HAZARDS, ids=[row[0] for row in HAZARDS])
def test_a_hazard_has_a_cause_a_control_and_a_proof(row: list[str]) -> None:
    _id, hazard, cause, control, proof, _left = row
    assert all((hazard, cause, control))
    assert PROOF.search(proof)


@pytest.mark.parametrize("proof", sorted(set(PROOF.findall(SAFETY))))
def test_a_proof_that_is_named_exists(proof: tuple[str, str]) -> None:
    file, test = proof
    assert test in functions_of(file)


def test_every_property_names_its_proof() -> None:
    properties = rows(SAFETY, "## What must always hold")
    assert len(properties) > 15
    assert [row[0] for row in properties if not PROOF.search(row[1])] == []


@pytest.mark.parametrize("text", [SAFETY, CLAIMS], ids=["clinical-safety", "seed-claims"])
def test_every_rule_that_is_named_is_in_the_rulebook(rulebook: Rulebook, text: str) -> None:
    named = set(RULE_ID.findall(text))
    assert named
    assert named - set(rulebook.rules) == set()


def test_every_source_that_was_not_seen_is_to_be_verified(rulebook: Rulebook) -> None:
    listed = {row[0] for row in rows(SAFETY, "## What a clinician and a pharmacist must verify")}
    assert listed == {key for key, source in rulebook.sources.items() if source.status != "seen"}


def test_every_claim_of_the_article_names_its_sources_and_the_rule_that_carries_it(
    rulebook: Rulebook,
) -> None:
    carried = set()
    for claim, evidence, sources, rule in rows("\n## Claims\n" + CLAIMS, "## Claims"):
        assert claim
        assert evidence
        (id,) = RULE_ID.findall(rule)
        assert rulebook.rules[id].seed
        assert {key.strip() for key in sources.split(",")} <= set(rulebook.rules[id].sources)
        carried.add(id)
    assert carried == {rule.id for rule in rulebook.rules.values() if rule.seed}
