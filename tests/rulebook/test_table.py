"""The table of keys, and the JSON Schema made of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from screener.rulebook import key_table, read_plain, schema
from screener.rulebook.language.json_schema import DRAFT

RULES = Path(__file__).parents[2] / "rules.yaml"
SMALL = Path(__file__).parent / "small.yaml"
Node = dict[str, object]


def resolved(node: object, root: Node) -> Node:
    assert isinstance(node, dict)
    while "$ref" in node:
        definitions = root["$defs"]
        assert isinstance(definitions, dict)
        node = definitions[str(node["$ref"]).removeprefix("#/$defs/")]
    return node


def faults(value: object, node: object, root: Node, where: str = "") -> Iterator[str]:
    """What of a value the schema does not allow, as far as keys and forms go."""
    rule = resolved(node, root)
    if "anyOf" in rule:
        options = rule["anyOf"]
        assert isinstance(options, list)
        if all(any(faults(value, option, root)) for option in options):
            yield f"{where}: fits none"
    if "const" in rule and value != rule["const"]:
        yield f"{where}: {value!r}"
    if "enum" in rule and value not in rule["enum"]:  # type: ignore[operator]
        yield f"{where}: {value!r}"
    forms = {"object": dict, "array": list, "string": str, "integer": int, "number": int | Decimal}
    kind = rule.get("type")
    if isinstance(kind, str) and not isinstance(value, forms[kind]):  # type: ignore[arg-type]
        yield f"{where}: no {kind}"
    elif kind == "object" and isinstance(value, dict):
        yield from faults_of_keys(value, rule, root, where)
    elif kind == "array" and isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(item, rule["items"], root, f"{where}/{number}")


def faults_of_keys(value: Node, rule: Node, root: Node, where: str) -> Iterator[str]:
    named, rest = rule.get("properties", {}), rule["additionalProperties"]
    assert isinstance(named, dict)
    required = rule.get("required", [])
    assert isinstance(required, list)
    yield from (f"{where}/{key}: missing" for key in required if key not in value)
    for key, item in value.items():
        if key not in named and rest is False:
            yield f"{where}/{key}: not allowed"
        else:
            yield from faults(item, named.get(key, rest), root, f"{where}/{key}")


@pytest.mark.parametrize("path", [SMALL, RULES], ids=["small", "shipped"])
def test_the_schema_allows_what_the_reader_allows(path: Path) -> None:
    root = schema()
    assert list(faults(read_plain(path.read_bytes(), path.name), root, root)) == []


def test_the_schema_underlines_an_unknown_and_a_missing_key() -> None:
    root, value = schema(), read_plain(SMALL.read_bytes(), SMALL.name)
    assert isinstance(value, dict)
    value["verzion"] = value.pop("version")
    assert list(faults(value, root, root)) == ["/version: missing", "/verzion: not allowed"]


def test_the_schema_is_of_the_draft_that_it_names() -> None:
    root = schema()
    assert root["$schema"] == DRAFT
    assert {"rule", "question", "condition", "selector"} <= set(root["$defs"])  # type: ignore[call-overload]


def test_every_key_says_what_it_holds_and_means() -> None:
    for row in key_table():
        assert row.value, row
        assert row.meaning, row


# Keys of the language by place, to be read against the author's guide.
LANGUAGE = {
    "top": "format title version review leads topics sources contacts instruments option_lists medicines "
    "people roles screens questions scores facts rules invariants end",
    "roles": "taken_now for_another age allergies indication tried own_question crisis",
    "crisis": "item safe",
    "screen": "id part title layout questions intro instrument show_when rather_not",
    "question": "ask label type hint safety options none alone steps range anchors complete_if medicines "
    "show_when mood loinc",
    "score": "sum mean places bands source loinc",
    "rule": "id topic priority when headline patient clinician sources strength about urgent_when hides a b "
    "list variants regions page with keep print seed examples",
    "page": "heading do number lines",
    "examples": "fires silent open",
    "invariant": "id if then",
    "promise": "fires at_least any never",
    "comparison": "at_least at_most has of twice pair",
}


@pytest.mark.parametrize(("place", "keys"), LANGUAGE.items(), ids=LANGUAGE)
def test_the_table_holds_exactly_the_keys_of_the_language(place: str, keys: str) -> None:
    assert {row.key for row in key_table() if row.place == place} == set(keys.split())


def test_the_table_holds_every_word_of_a_condition() -> None:
    words = {row.key for row in key_table() if row.place == "condition" and row.key.islower()}
    wanted = "all any not possibly any_yes pair unanswered unsure incomplete unrecognized"
    assert words == set(wanted.split())
