"""Patients from published case reports, labels and guidelines, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screener.cli import main
from screener.model.rule import Priority
from screener.rulebook import read_plain

FILE = Path(__file__).parent / "cases.yaml"
CASES = read_plain(FILE.read_bytes(), FILE.name)
BY_ID = {case["id"]: case for case in CASES["cases"]}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Every case evaluated in one run of the command line, by the case's id."""
    folder = tmp_path_factory.mktemp("cases")
    responses = folder / "responses.ndjson"
    lines = [json.dumps({**CASES["base"], **case["changes"]}) for case in BY_ID.values()]
    responses.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("builtins.print", lambda *words, **_: printed.append(" ".join(map(str, words))))
        assert main(["evaluate", str(responses)]) == 0
    return dict(zip(BY_ID, map(json.loads, printed), strict=True))


def gravity(priority: str) -> int:
    return Priority(priority).gravity


@pytest.mark.parametrize("id", list(BY_ID))
def test_every_case_flags_what_it_must_and_nothing_that_it_must_not(results: dict, id: str) -> None:
    case, points = BY_ID[id], {point["id"]: point for point in results[id]["points"]}
    for rule, least in case["must"]:
        assert rule in points, f"{rule} does not fire"
        assert gravity(points[rule]["priority"]) >= gravity(least), f"{rule} is {points[rule]['priority']}"
        if points[rule]["hidden_by"] is not None:
            hider = points[points[rule]["hidden_by"]]
            assert gravity(hider["priority"]) >= gravity(points[rule]["priority"])
    must_not = case["must_not"] if isinstance(case["must_not"], list) else [case["must_not"]]
    for rule in must_not:
        folded = rule in points and points[rule]["priority"] == "information" and points[rule]["hidden_by"]
        assert rule not in points or folded, f"{rule} fires"
    for rule, most in case.get("at_most", {}).items():
        assert gravity(points[rule]["priority"]) <= gravity(most)
    if "most_above_information" in case:
        shown = [
            id
            for id, point in points.items()
            if point["priority"] != "information" and point["hidden_by"] is None
        ]
        assert len(shown) <= case["most_above_information"], shown


def test_the_emergency_of_every_case_comes_first(results: dict) -> None:
    for result in results.values():
        gravities = [gravity(point["priority"]) for point in result["points"]]
        assert gravities == sorted(gravities, reverse=True)
