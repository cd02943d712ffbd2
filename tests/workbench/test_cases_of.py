"""Which values conditions can have together, against trying everybody; and what a change means, likewise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import pytest

from screener.answers import parse
from screener.content import shipped_rulebook
from screener.engine import judge, see
from screener.engine.logic import value
from screener.engine.view import View
from screener.medicines import load as vocabulary
from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    FormWord,
    Has,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.rulebook import Rulebook
from screener.rulebook import load, read, select
from screener.workbench.cases import Cases, TooMany
from screener.workbench.diff import Covered, compare
from screener.workbench.examples import VALUE, ExampleResponses, basic
from screener.workbench.mutate import mutants, mutate

SMALL = Path(__file__).parents[1] / "rulebook" / "small.yaml"
CONDITIONS = int(os.environ.get("SCREENER_TEST_EDITS", "30"))
ANSWERS: dict[str, list[object]] = {
    "faint": ["yes", "no", "not_sure", None],
    "mood1": [0, 1, 2, None],
    "mood2": [0, 2, None],
    "age": ["under_18", "75_plus", None],
    "med_list": [[], ["morphine"], ["morphine", "lorazepam"], ["morphine", "morphine"], ["white pill"], None],
    "med_list_sure": ["complete", None],
    "used": [[], ["kratom"], ["other"], None],
    "falls": ["yes", None],
}
"""Answers of everybody who is told apart by the conditions below; other questions stay blank."""


@pytest.fixture(scope="module")
def small() -> Rulebook:
    return load(SMALL)


@pytest.fixture(scope="module")
def everybody(small: Rulebook) -> tuple[View, ...]:
    """One view a combination of the answers, a tenth of them."""
    rng = Random(3)
    combinations = [dict(zip(ANSWERS, found, strict=True)) for found in product(*ANSWERS.values())]
    return tuple(
        see(small, parse(small, {id: one for id, one in raw.items() if one is not None}).response)
        for raw in rng.sample(combinations, len(combinations) // 10)
    )


def leaf(rng: Random, rulebook: Rulebook) -> Condition:
    """A leaf of any kind over these questions."""

    def picked(*words: str) -> Has:
        return Has(rng.choice(["med_list", "current"]), select(words, rulebook.vocabulary))

    opioid, sedating = picked("opioid"), picked("sedating", "kratom")
    return rng.choice(
        [
            Chosen("faint", (rng.choice(["yes", "no"]),)),
            Chosen("falls", ("yes",)),
            Chosen("age", (rng.choice(["under_18", "75_plus"]),)),
            Chosen("used", ("kratom",)),
            Compare("mood1", at_least=rng.choice([1, 2])),
            Compare("mood_score", at_least=rng.choice([1, 2, 3, 4])),
            Compare("mood_score", at_most=rng.choice([0, 1, 2])),
            FactHolds("older"),
            opioid,
            Count("current", rng.choice([1, 2]), sedating.selector),
            Twice("med_list", opioid.selector),
            Pair(opioid, replace(sedating, set=opioid.set)),
            Form(FormWord.UNSURE, ("faint",)),
            Form(FormWord.UNANSWERED, ("mood2", "faint")),
            Form(FormWord.UNRECOGNIZED, ("current",)),
            Form(FormWord.INCOMPLETE, ("med_list",)),
        ]
    )


def condition(rng: Random, rulebook: Rulebook, depth: int = 2) -> Condition:
    """A condition of any shape."""
    if depth == 0 or rng.random() < 0.2:
        return leaf(rng, rulebook)
    members = tuple(condition(rng, rulebook, depth - 1) for _ in range(rng.choice([1, 2, 3])))
    return rng.choice([All(members), Any(members), Not(members[0]), Possibly(members[0])])


def test_no_joint_value_that_somebody_has_is_missing_and_each_is_shown(
    small: Rulebook, everybody: tuple[View, ...]
) -> None:
    rng, cases, shown, excessive, too_many = Random(1), Cases(small), 0, 0, 0
    for _ in range(CONDITIONS):
        pair = condition(rng, small), condition(rng, small)
        try:
            found = cases.of(*pair)
        except TooMany:
            too_many += 1
            continue
        assert {tuple(value(view, one) for one in pair) for view in everybody} <= set(found), pair
        for values, raw in found.items():
            parsed = parse(small, {id: answer for id, answer in raw.items() if answer is not None})
            assert not parsed.problems, raw
            view = see(small, parsed.response)
            shown += 1
            excessive += tuple(value(view, one) for one in pair) != values
    assert shown > 3 * CONDITIONS
    assert excessive <= shown // 20
    assert too_many <= CONDITIONS // 20


def edits(rng: Random) -> Iterator[str]:
    """The small rulebook with a number, an option, a tag or a joint changed; or written in another way."""
    text = SMALL.read_text("utf-8")
    changes = [
        ("when: {mood2: {at_least: 1}}\n    headline", "when: {mood2: {at_least: 2}}\n    headline"),
        ("any_yes: [numb, faint]}\n    list", "any_yes: [faint]}\n    list"),
        ("any_yes: [numb, faint]}\n    list", "any_yes: [faint, numb]}\n    list"),
        ("when: {effects: [sleepy, dizzy]}", "when: {effects: [dizzy]}"),
        ("when: {effects: [sleepy, dizzy]}", "when: {any: [{effects: sleepy}, {effects: dizzy}]}"),
        ("{pair: [opioid, [sedating, kratom]]}}", "{pair: [opioid, sedating]}}"),
        ("{pair: [opioid, [sedating, kratom]]}}", "{pair: [[sedating, kratom], opioid]}}"),
        ("{pain: {at_least: 7, at_most: 10}}", "{pain: {at_least: 8}}"),
        ("{pain: {at_least: 7, at_most: 10}}", "{pain: {at_least: 7}}"),
        ("- med_list: {twice: opioid}", "- current: {twice: opioid}"),
        ("older: {mood_score: {at_least: 2}}", "older: {mood_score: {at_least: 3}}"),
        ("priority: discuss\n    when: {effects", "priority: urgent\n    when: {effects"),
        ("headline: Numb", "headline: Numbness"),
    ]
    for old, new in rng.sample(changes, rng.choice([1, 2])):
        text = text.replace(old, new, 1)
    yield text


def edited(rng: Random, small: Rulebook) -> Rulebook:
    """The small rulebook with one or two random edits: of its text, or of the conditions of its rules."""
    if rng.random() < 0.3:
        (text,) = edits(rng)
        return read(text.encode(), "other.yaml", vocabulary())
    rules = dict(small.rules)
    for rule in rng.sample(list(rules.values()), rng.choice([1, 2])):
        faulty = [mutant.when for mutant in mutants(small, rule)]
        when = rng.choice(faulty) if faulty and rng.random() < 0.5 else condition(rng, small, 1)
        rules[rule.id] = replace(rule, when=when)
    return replace(small, rules=rules)


def test_a_change_that_somebody_notices_is_told_with_a_patient_and_no_other(
    small: Rulebook, everybody: tuple[View, ...]
) -> None:
    rng, told, not_all_tried = Random(2), 0, 0
    for _ in range(CONDITIONS):
        other = edited(rng, small)
        changed = {change.rule: change for change in compare(small, other).changed}
        for id, rule in small.rules.items():
            noticed = any(
                (one := judge(view, rule)).verdict
                is not (two := judge(replaced(view, other), other.rules[id])).verdict
                or one.priority is not two.priority
                for view in everybody[:150]
            )
            change = changed.get(id)
            if noticed:
                assert change is not None
                if change.covered is Covered.SOME_CASES:
                    not_all_tried += 1
                else:
                    assert change.patient is not None
                    told += 1
            elif change is not None and change.patient is not None:
                raw = {id: answer for id, answer in change.patient.answers.items() if answer is not None}
                before = judge(see(small, parse(small, raw).response), rule)
                now = judge(see(other, parse(other, raw).response), other.rules[id])
                assert (before.verdict, before.priority) != (now.verdict, now.priority)
    assert told > CONDITIONS // 4
    assert not_all_tried <= told // 20


def replaced(view: View, other: Rulebook) -> View:
    """The same response seen through another rulebook."""
    return see(other, view.response)


def test_another_form_of_the_same_affects_nobody(small: Rulebook) -> None:
    text = SMALL.read_text("utf-8").replace(
        "  - id: dis_pair\n    topic: mixing\n", "\n  - topic: mixing\n    id: dis_pair\n"
    )
    difference = compare(small, read(text.encode(), "other.yaml", vocabulary()))
    assert difference.affects_nobody
    assert difference.covered is Covered.EVERY_CASE


@pytest.mark.parametrize(
    "when",
    ["{pain: {at_least: 3}}", "{unsure: pain}\n    about: form", "{unanswered: pain}\n    about: form"],
)
def test_who_is_asked_what_asks_a_question_changes_what_every_rule_on_it_does(when: str) -> None:
    fell = "  - {id: fell, part: Rest, title: Fell, layout: checklist, questions: [falls]}\n"
    text = (
        SMALL.read_text("utf-8")
        .replace("[falls], goal]", "goal]")
        .replace("  - id: rest\n", fell + "  - id: rest\n")
    )
    text = text.replace("anchors: {0: No pain", "show_when: {falls: yes}, anchors: {0: No pain")
    text = text.replace("when: {effects: [sleepy, dizzy]}", f"when: {when}")
    text = text.replace(", open: [{effects: null}]", "" if "form" in when else ", open: [{pain: null}]")
    other = text.replace("older: {mood_score: {at_least: 2}}", "older: {mood_score: {at_least: 3}}")
    old, new = (read(one.encode(), "one.yaml", vocabulary()) for one in (text, other))
    assert "dis_signs" in {change.rule for change in compare(old, new).changed if change.patient}


def test_every_fault_is_planted_and_what_survives_is_caught_by_its_example(small: Rulebook) -> None:
    planted = {mutant.what for mutant in mutants(small, small.rules["dis_pair"])}
    assert planted == {"current: without sedating", "current: without kratom"}
    assert {mutant.what for mutant in mutants(small, small.rules["emg_thoughts"])} == {
        "mood2 at_least: 1 -> 0",
        "mood2 at_least: 1 -> 2",
    }
    found = mutate(small)
    assert found.planted == found.without_effect + found.caught + len(found.survivors)
    for survivor in found.survivors:
        rule = small.rules[survivor.mutant.rule]
        assert survivor.example is not None
        person = parse(small, {**small.people["quiet"], **survivor.example.answers})
        assert not person.problems
        view = see(small, person.response)
        assert value(view, rule.when) == VALUE[survivor.example.verdict]
        assert value(view, survivor.mutant.when) != value(view, rule.when)


def test_examples_of_the_shipped_rulebook_catch_nearly_all_faults() -> None:
    shipped = load(shipped_rulebook())
    trials, planted, caught = ExampleResponses(shipped), 0, 0
    for rule in shipped.rules.values():
        for mutant in mutants(shipped, rule):
            planted += 1
            caught += trials.tell_apart(rule, mutant.when)
    assert planted > 500
    assert caught >= 0.95 * planted


def test_basic_examples_do_as_they_say(small: Rulebook) -> None:
    for rule in small.rules.values():
        proposals = basic(small, Cases(small), rule)
        assert {one.verdict for one in proposals} >= {
            found for found in VALUE if _can(small, rule.when, found)
        }
        for proposal in proposals:
            raw = {**small.people["quiet"], **proposal.answers}
            assert judge(see(small, parse(small, raw).response), rule).verdict is proposal.verdict
            assert len(proposal.answers) <= 2


def _can(rulebook: Rulebook, when: Condition, verdict: object) -> bool:
    return any(values == (VALUE[verdict],) for values in Cases(rulebook).of(when))
