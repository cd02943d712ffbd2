"""What a list of medicines says: known ones with their rows, maybes, and lists that may hold more."""

from __future__ import annotations

from itertools import permutations

import pytest

from screener.model.condition import Chosen, Condition, Count, Pair, Twice
from screener.model.evaluation import Verdict
from screener.model.response import Answer, State
from screener.model.rulebook import Rulebook
from tests.engine.small import (
    BLANK,
    NONE,
    NOT_REACHED,
    NOT_SURE,
    PREFER_NOT,
    book,
    has,
    judged,
    many,
    medicines,
    one,
    outcome,
    pair,
    rule,
    said,
    selector,
    takes,
    ticked,
)

FIRES, OPEN, RULED_OUT = Verdict.FIRES, Verdict.OPEN, Verdict.RULED_OUT
OPIOID = has("now", "opioid")
OPIOID_NSAID = pair("now", "opioid", "nsaid")
TWO_NSAIDS = Count("now", 2, selector("nsaid"))
TWO_OF_ANY = Count("now", 2, selector("any"))
ACETAMINOPHEN_TWICE = Twice("now", selector("acetaminophen"))
CANNABIS_TWICE = Twice("now", selector("cannabis"))
STOPPED_MAOI_NOW_SSRI = Pair(has("stopped", "maoi"), has("now", "ssri"))
SAME_IN_BOTH = Pair(has("stopped", "ssri"), has("now", "ssri"))
OPIOID_TWICE = Twice("now", selector("opioid"))
SSRI_TWICE = Twice("now", selector("ssri"))
WHOLE = {"meds": takes(), "sure": said("complete"), "extras": NONE, "stopped": takes()}


def counts(at_least: int, *words: str) -> Count:
    """At least so many of what is taken now match."""
    return Count("now", at_least, selector(*words))


def small(condition: Condition) -> Rulebook:
    """A list that is closed by a question, ticks that are medicines, and a list of stopped ones."""
    extras = {"oil": "cannabis", "smoke": "cannabis", "syrup": "codeine", "other": "unrecognized"}
    return book(
        [
            medicines("meds", complete_if=Chosen("sure", ("complete",))),
            one("sure", "complete", "incomplete"),
            many("extras", *extras, "tea", medicines=extras),
            medicines("stopped"),
        ],
        rules=[rule("r", condition)],
        sets={"now": ("meds", "extras"), "ever": ("now", "stopped", "meds")},
    )


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        (OPIOID, {"meds": takes("tramadol")}),
        (OPIOID, {"meds": takes("co-codamol")}),
        (OPIOID, {"extras": ticked("syrup")}),
        (OPIOID, {"meds": takes("tramadol", "?pill"), "sure": BLANK}),
        (has("now", "any"), {"meds": takes("Tylenol")}),
        (has("ever", "maoi"), {"stopped": takes("Nardil")}),
        (OPIOID_NSAID, {"meds": takes("tramadol", "ibuprofen")}),
        (OPIOID_NSAID, {"meds": takes("ibuprofen"), "extras": ticked("syrup")}),
        (pair("now", "opioid", "any"), {"meds": takes("co-codamol", "Tylenol")}),
        (pair("now", "opioid", "opioid"), {"meds": takes("co-codamol", "tramadol")}),
        (TWO_NSAIDS, {"meds": takes("ibuprofen", "naproxen")}),
        (TWO_OF_ANY, {"meds": takes("co-codamol", "Tylenol")}),
        (TWO_OF_ANY, {"meds": takes("co-codamol", "co-codamol")}),
        (OPIOID_TWICE, {"meds": takes("co-codamol", "codeine")}),
        (SSRI_TWICE, {"meds": takes("Lexapro", "citalopram")}),
        (counts(2, "cns_active"), {"meds": takes("Limbitrol", "sertraline")}),
        (counts(2, "serotonergic"), {"meds": takes("Adderall", "sertraline")}),
        (pair("now", "serotonergic", "serotonergic"), {"meds": takes("Adderall", "sertraline")}),
        (ACETAMINOPHEN_TWICE, {"meds": takes("Tylenol", "co-codamol")}),
        (ACETAMINOPHEN_TWICE, {"meds": takes("Tylenol", "Tylenol")}),
        (CANNABIS_TWICE, {"extras": ticked("oil", "smoke")}),
        (CANNABIS_TWICE, {"meds": takes("cannabis"), "extras": ticked("oil")}),
        (STOPPED_MAOI_NOW_SSRI, {"meds": takes("Zoloft"), "stopped": takes("Nardil")}),
        (SAME_IN_BOTH, {"meds": takes("Zoloft"), "stopped": takes("Prozac")}),
    ],
)
def test_fires_on_what_is_known(condition: Condition, answers: dict[str, Answer]) -> None:
    assert outcome(small(condition), **{**WHOLE, **answers}).verdict is FIRES


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        (OPIOID, {}),
        (OPIOID, {"meds": takes("ibuprofen")}),
        (OPIOID, {"stopped": takes("tramadol")}),
        (OPIOID, {"stopped": NOT_SURE}),
        (OPIOID, {"extras": ticked("oil")}),
        (OPIOID, {"extras": ticked("tea")}),
        (has("now", "any"), {}),
        # a product never pairs with itself
        (pair("now", "codeine", "acetaminophen"), {"meds": takes("co-codamol")}),
        (pair("now", "any", "any"), {"meds": takes("co-codamol")}),
        # the same medicine twice is no pair, and counts once
        (pair("now", "opioid", "opioid"), {"meds": takes("tramadol", "tramadol")}),
        (TWO_NSAIDS, {"meds": takes("ibuprofen", "ibuprofen")}),
        (TWO_OF_ANY, {"extras": ticked("oil", "smoke")}),
        # nor do two forms of one substance, or two ingredients of one row
        (TWO_OF_ANY, {"meds": takes("co-codamol")}),
        (counts(2, "ssri"), {"meds": takes("Zoloft", "sertraline")}),
        (counts(2, "ssri"), {"meds": takes("Lexapro", "citalopram")}),
        (pair("now", "ssri", "ssri"), {"meds": takes("Lexapro", "citalopram")}),
        (pair("now", "ssri", "any"), {"meds": takes("Lexapro", "citalopram")}),
        (counts(2, "opioid"), {"meds": takes("co-codamol", "codeine")}),
        (counts(2, "serotonergic"), {"meds": takes("Adderall")}),
        (counts(2, "serotonergic"), {"meds": takes("Adderall", "Vyvanse")}),
        (counts(2, "cns_active"), {"meds": takes("Limbitrol")}),
        (counts(3, "cns_active"), {"meds": takes("Limbitrol", "sertraline")}),
        (counts(3, "any"), {"meds": takes("co-codamol", "codeine", "Tylenol")}),
        (Twice("now", selector("serotonergic")), {"meds": takes("Adderall")}),
        (pair("ever", "ssri", "any"), {"meds": takes("Zoloft")}),
        # one row of a product holds each of its generics once
        (ACETAMINOPHEN_TWICE, {"meds": takes("co-codamol", "codeine")}),
        (CANNABIS_TWICE, {"extras": ticked("oil")}),
        # a pair over two sets takes one from each, from two rows
        (STOPPED_MAOI_NOW_SSRI, {"meds": takes("Zoloft", "Nardil")}),
        (SAME_IN_BOTH, {"meds": takes("Zoloft"), "stopped": takes("Zoloft")}),
        (SAME_IN_BOTH, {"meds": takes("Lexapro"), "stopped": takes("citalopram")}),
        (Pair(has("now", "ssri"), has("ever", "ssri")), {"meds": takes("Zoloft")}),
        # what is open cannot help while the other side is closed without a match
        (STOPPED_MAOI_NOW_SSRI, {"meds": takes("?pill"), "stopped": takes("Prozac")}),
        (STOPPED_MAOI_NOW_SSRI, {"meds": takes("tramadol"), "stopped": NOT_SURE}),
    ],
)
def test_ruled_out_when_every_list_is_closed(condition: Condition, answers: dict[str, Answer]) -> None:
    assert outcome(small(condition), **{**WHOLE, **answers}).verdict is RULED_OUT


@pytest.mark.parametrize("condition", [OPIOID, OPIOID_NSAID, TWO_NSAIDS, ACETAMINOPHEN_TWICE, CANNABIS_TWICE])
@pytest.mark.parametrize(
    "answers",
    [
        {"meds": BLANK},
        {"meds": NOT_SURE},
        {"meds": PREFER_NOT},
        {"meds": NOT_REACHED},
        {"meds": takes(), "sure": said("incomplete")},
        {"meds": takes(), "sure": BLANK},
        {"meds": takes(), "sure": NOT_SURE},
        {"meds": takes("sertraline"), "sure": NOT_REACHED},
        {"meds": takes("?little white pill")},
        {"meds": takes("~tramadoll")},
        {"extras": ticked("other")},
        {"extras": BLANK},
        {"extras": ticked("tea", rest=State.NOT_SURE)},
    ],
    ids=str,
)
def test_open_when_a_list_may_hold_more(condition: Condition, answers: dict[str, Answer]) -> None:
    assert outcome(small(condition), **{**WHOLE, **answers}).verdict is OPEN


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (has("extras", "opioid"), OPEN),
        (has("extras", "nsaid"), RULED_OUT),
        (pair("extras", "opioid", "cannabis"), OPEN),
        (pair("extras", "opioid", "opioid"), RULED_OUT),
        (Twice("extras", selector("cannabis")), OPEN),
        (Twice("extras", selector("opioid")), RULED_OUT),
        (Count("extras", 2, selector("any")), OPEN),
        (Count("extras", 3, selector("any")), RULED_OUT),
    ],
)
def test_an_unknown_tick_stands_for_its_own_medicine_only(condition: Condition, expected: Verdict) -> None:
    options = {"oil": "cannabis", "smoke": "cannabis", "syrup": "codeine"}
    rulebook = book([many("extras", *options, medicines=options)], rules=[rule("r", condition)])
    assert outcome(rulebook, extras=NOT_SURE).verdict is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Count("extras", 2, selector("ssri")), RULED_OUT),
        (Count("extras", 2, selector("any")), OPEN),
        (Count("extras", 3, selector("any")), RULED_OUT),
        (Twice("extras", selector("ssri")), OPEN),
        (pair("extras", "ssri", "ssri"), RULED_OUT),
        (pair("extras", "ssri", "any"), OPEN),
    ],
)
def test_two_unknown_ticks_of_one_substance_are_one_medicine_in_two_rows(
    condition: Condition, expected: Verdict
) -> None:
    options = {"one": "citalopram", "other": "escitalopram", "oil": "cannabis"}
    rulebook = book([many("extras", *options, medicines=options)], rules=[rule("r", condition)])
    assert outcome(rulebook, extras=NOT_SURE).verdict is expected


@pytest.mark.parametrize("typed", list(permutations(["Tandrilax", "carisoprodol", "ibuprofen"])), ids=str)
def test_each_row_counts_by_a_substance_that_is_left_to_it_in_whichever_order(typed: tuple[str, ...]) -> None:
    assert outcome(small(counts(3, "any")), **{**WHOLE, "meds": takes(*typed)}).verdict is FIRES
    assert outcome(small(counts(4, "any")), **{**WHOLE, "meds": takes(*typed)}).verdict is RULED_OUT


@pytest.mark.parametrize(("maybe", "expected"), [("smoke", OPEN), ("tea", RULED_OUT)])
def test_a_known_and_a_maybe_row_may_hold_the_same_medicine(maybe: str, expected: Verdict) -> None:
    options = {"oil": "cannabis", "smoke": "cannabis"}
    rulebook = book(
        [many("extras", "oil", maybe, medicines={o: g for o, g in options.items() if o in ("oil", maybe)})],
        rules=[rule("r", Twice("extras", selector("cannabis")))],
    )
    assert outcome(rulebook, extras=ticked("oil", rest=State.NOT_SURE)).verdict is expected


def test_the_rows_of_every_list_that_was_shown_are_told() -> None:
    found = judged(small(OPIOID), **{**WHOLE, "meds": takes("Zoloft", "?pill"), "stopped": NOT_SURE})
    assert [row.typed for row in found.medicines["meds"]] == ["Zoloft", "pill"]
    assert not found.medicines.get("stopped")
