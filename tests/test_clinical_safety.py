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
DOCUMENTS = pytest.mark.parametrize("text", [SAFETY, CLAIMS], ids=["clinical-safety", "seed-claims"])

PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
RULE_ID = re.compile(r"`((?:emg|urg|dis|info|sys|out)_\w+)`")
SOURCE_KEY = re.compile(r"`([A-Z0-9][A-Z0-9-]+)`")
PARTLY_SEEN = re.compile(
    "verify|copy|copies|abstract|summary|bands|report|news|journal watch|extract|old|not always"
)
LEAST_HAZARDS, PROPERTIES, DECISIONS = 22, 22, 16


def tables(text: str) -> dict[str, list[list[str]]]:
    """The cells of the table under each heading, without its head."""
    found: dict[str, list[list[str]]] = {}
    for part in re.split(r"^#+ ", text, flags=re.MULTILINE)[1:]:
        heading, *rest = part.splitlines()
        lines = [line for line in rest if line.startswith("|")]
        found[heading] = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return found


TABLES = tables(SAFETY)
HAZARDS = TABLES["Hazard log"]
PROPERTY_ROWS = TABLES["What must always hold"]
DISPUTES = TABLES["Where guidelines disagree"]
UNSEEN = TABLES["Sources nobody has seen"]
PARTLY = TABLES["Sources seen in part"]
CLAIM_ROWS = tables(CLAIMS)["What the patient article said"]
CLAIM_SOURCES = tables(CLAIMS)["Sources"]


@cache
def functions_of(file: str) -> frozenset[str]:
    """The names of the functions of a file, those inside classes too."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load(shipped_rulebook())


def test_hazards_are_numbered_without_a_gap() -> None:
    assert [row[0] for row in HAZARDS] == [f"H{number}" for number in range(1, len(HAZARDS) + 1)]
    assert len(HAZARDS) >= LEAST_HAZARDS


def test_a_hazard_that_is_mentioned_is_in_the_log() -> None:
    assert set(re.findall(r"\bH\d+\b", SAFETY)) == {row[0] for row in HAZARDS}


def test_what_a_clinic_must_clear_says_where_and_who() -> None:
    rows = TABLES["Before a clinic uses it"]
    assert all(all(row) for row in rows)
    assert [row[0] for row in rows][:5] == [
        "United States",
        "United Kingdom",
        "European Union",
        "Canada",
        "Australia",
    ]
    assert {row[3] for row in rows} <= {"to verify", "a decision"}


@pytest.mark.parametrize("row", HAZARDS, ids=[row[0] for row in HAZARDS])
def test_a_hazard_has_a_cause_a_control_a_proof_and_what_is_left(row: list[str]) -> None:
    _id, hazard, cause, control, proof, left = row
    assert all((hazard, cause, control, left))
    assert re.fullmatch(rf"{PROOF.pattern}(, {PROOF.pattern})*", proof)


@pytest.mark.parametrize("proof", sorted(set(PROOF.findall(SAFETY))), ids="::".join)
def test_a_proof_that_is_named_exists(proof: tuple[str, str]) -> None:
    file, test = proof
    assert test in functions_of(file)


def test_every_proof_is_written_so_that_it_is_looked_up() -> None:
    assert len(PROOF.findall(SAFETY)) == SAFETY.count("::test_") == SAFETY.count("`tests/")


def test_every_property_names_its_proof() -> None:
    assert [row[0] for row in PROPERTY_ROWS] == [str(number) for number in range(1, PROPERTIES + 1)]
    for _number, says, proof in PROPERTY_ROWS:
        assert says
        assert re.fullmatch(rf"{PROOF.pattern}(, {PROOF.pattern})*", proof)


@DOCUMENTS
def test_every_rule_and_source_that_is_named_is_in_the_rulebook(rulebook: Rulebook, text: str) -> None:
    rules, sources = set(RULE_ID.findall(text)), set(SOURCE_KEY.findall(text))
    assert rules
    assert sources
    assert rules - set(rulebook.rules) == set()
    assert sources - set(rulebook.sources) == set()


def test_a_dispute_names_rules_that_stand_on_its_sources(rulebook: Rulebook) -> None:
    assert len(DISPUTES) > 5
    for question, said, sources, rules in DISPUTES:
        assert all((question, said))
        named = RULE_ID.findall(rules)
        keys = set(SOURCE_KEY.findall(sources))
        assert keys, question
        assert keys <= {key for id in named for key in rulebook.rules[id].sources}, question


def test_every_source_that_was_not_seen_is_to_be_verified(rulebook: Rulebook) -> None:
    listed = [SOURCE_KEY.findall(row[0]) for row in UNSEEN]
    assert listed == [[key] for key, source in rulebook.sources.items() if source.status != "seen"]
    for (key,), row in zip(listed, UNSEEN, strict=True):
        assert RULE_ID.findall(row[2]) == [
            rule.id for rule in rulebook.rules.values() if key in rule.sources
        ], key


def test_every_rule_that_stands_on_sources_not_seen_alone_is_named(rulebook: Rulebook) -> None:
    said = SAFETY.partition("### Sources nobody has seen\n")[2].partition("\n|")[0]
    assert set(RULE_ID.findall(said)) == {
        rule.id
        for rule in rulebook.rules.values()
        if all(rulebook.sources[key].status != "seen" for key in rule.sources)
    }


def test_every_source_that_was_seen_in_part_is_listed(rulebook: Rulebook) -> None:
    listed = {key for row in PARTLY for key in SOURCE_KEY.findall(row[0])}
    seen = {key: source for key, source in rulebook.sources.items() if source.status == "seen"}
    assert all(row[1] for row in PARTLY)
    assert listed <= set(seen)
    assert {key for key, source in seen.items() if PARTLY_SEEN.search(source.note)} <= listed


def test_every_decision_says_how_it_stands_and_why_it_is_open() -> None:
    rows = TABLES["Decisions"]
    assert [row[0] for row in rows] == [str(number) for number in range(1, DECISIONS + 1)]
    assert all(all(row) for row in rows)


def test_every_claim_of_the_article_names_its_sources_and_the_rule_that_carries_it(
    rulebook: Rulebook,
) -> None:
    carried = set()
    for claim, evidence, verdict, sources, rule in CLAIM_ROWS:
        assert all((claim, evidence, verdict))
        (id,) = RULE_ID.findall(rule)
        assert rulebook.rules[id].seed, claim
        keys = set(SOURCE_KEY.findall(sources))
        assert keys, claim
        assert keys <= set(rulebook.rules[id].sources) - {"SEED"}, claim
        carried.add(id)
    assert carried == {rule.id for rule in rulebook.rules.values() if rule.seed}


def test_every_source_of_a_claim_stands_with_its_address_and_how_far_it_was_seen(rulebook: Rulebook) -> None:
    partly = {key for row in PARTLY for key in SOURCE_KEY.findall(row[0])}
    unseen = {key for row in UNSEEN for key in SOURCE_KEY.findall(row[0])}
    listed = []
    for cell, title, year, status in CLAIM_SOURCES:
        (key,) = SOURCE_KEY.findall(cell)
        source = rulebook.sources[key]
        assert title == f"[{source.title}]({source.url})", key
        assert year == str(source.year), key
        seen = "to verify" if key in unseen else "seen in part" if key in partly else "seen"
        assert status == seen, key
        listed.append(key)
    named = [key for row in CLAIM_ROWS for key in SOURCE_KEY.findall(row[3])]
    assert listed == list(dict.fromkeys(named))


def test_no_rule_stands_on_the_article_alone(rulebook: Rulebook) -> None:
    assert [rule.id for rule in rulebook.rules.values() if set(rule.sources) == {"SEED"}] == []
