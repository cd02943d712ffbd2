"""Slots in texts: which medicines are named, in which order, and what else a text may say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from screener.model.condition import All, Any, Chosen, Compare, Condition, Count, Twice
from screener.model.response import Answer, State
from screener.model.rule import BindMedicines, BindTicked, Variant, Wording
from screener.model.rulebook import Rulebook
from tests.engine.small import (
    book,
    many,
    medicines,
    number,
    outcome,
    pair,
    rule,
    said,
    scale,
    score,
    selector,
    takes,
    ticked,
    yes_no,
)

SSRI_OPIOID = pair("recent_medicines", "ssri", "opioid")
ANY_PAIR = Any((pair("recent_medicines", "maoi", "opioid"), SSRI_OPIOID))
EMPTY = {"med_list": takes(), "substances": ticked(), "med_stopped_5w": takes()}


def small(condition: Condition, text: str, **more: object) -> Rulebook:
    """Medicines taken now and stopped ones, with one rule that says the text to both readers."""
    return book(
        [
            medicines("med_list"),
            many("substances", "oil", medicines={"oil": "cannabis"}),
            medicines("med_stopped_5w"),
            yes_no("sign"),
            yes_no("other"),
            scale("pain", 0, 10),
        ],
        rules=[rule("r", condition, patient=text, clinician=text, **more)],
        scores=[score("total", "pain", all=("0", "10"))],
        sets={
            "current_medicines": ("med_list", "substances"),
            "recent_medicines": ("med_list", "substances", "med_stopped_5w"),
        },
    )


def told(rulebook: Rulebook, **answers: Answer) -> str:
    """The clinician's text when the rule fires."""
    return outcome(rulebook, **{**EMPTY, **answers}).clinician


@pytest.mark.parametrize(
    ("now", "stopped", "first"),
    [
        (["tramadol", "Zoloft"], [], "Zoloft with tramadol"),
        (["tramadol", "Zoloft", "Prozac"], [], "Prozac with tramadol"),
        (["tramadol", "Zoloft"], ["Prozac"], "Zoloft with tramadol"),
        (["tramadol"], ["Prozac"], "Prozac (stopped) with tramadol"),
        (["tramadol", "Prozac"], ["Prozac"], "Prozac with tramadol"),
        (["co-codamol", "Zoloft"], [], "Zoloft with co-codamol"),
        (["tramadol", "Zoloft"], ["Nardil"], "Zoloft with tramadol"),
    ],
)
def test_a_and_b_are_the_first_pair_those_taken_now_before_stopped(
    now: list[str], stopped: list[str], first: str
) -> None:
    text = told(small(ANY_PAIR, "{a} with {b}"), med_list=takes(*now), med_stopped_5w=takes(*stopped))
    assert text.startswith(first)


def test_every_further_pair_is_named_too() -> None:
    answers = {"med_list": takes("tramadol", "Zoloft", "Prozac"), "med_stopped_5w": takes("Nardil")}
    text = told(small(ANY_PAIR, "{a} with {b}."), **answers)
    first, further = text.split("Also:")
    assert "Prozac with tramadol" in first
    assert "Zoloft" in further
    assert "Nardil (stopped)" in further


def test_pairs_names_all_at_once() -> None:
    answers = {"med_list": takes("tramadol", "Zoloft", "Prozac"), "med_stopped_5w": takes("Nardil")}
    rulebook = small(ANY_PAIR, "Here: {pairs}")
    text = told(rulebook, **answers)
    assert "Also" not in text
    places = [text.index(name) for name in ("Prozac", "Zoloft", "Nardil (stopped)")]
    assert places == sorted(places)
    named = outcome(rulebook, **{**EMPTY, **answers}).names
    assert named == {"fluoxetine", "sertraline", "phenelzine", "tramadol"}


@pytest.mark.parametrize("typed", list(permutations(["Ultracet", "tramadol", "Nardil"])), ids=str)
def test_every_row_of_a_pair_is_named_in_whichever_order_it_was_typed(typed: tuple[str, ...]) -> None:
    maoi = pair("recent_medicines", "maoi", "opioid")
    both = "Nardil + tramadol; Nardil + Ultracet"
    assert told(small(maoi, "{pairs}"), med_list=takes(*typed)) == both
    first = "Nardil with tramadol. Also: Nardil with Ultracet."
    assert told(small(maoi, "{a} with {b}."), med_list=takes(*typed)) == first


@pytest.mark.parametrize(
    ("now", "stopped", "expected"),
    [
        (["tramadol", "Prozac"], ["Prozac"], "Prozac + tramadol; Prozac (stopped) + tramadol"),
        (
            ["tramadol"],
            ["Prozac", "fluoxetine"],
            "Fluoxetine (stopped) + tramadol; Prozac (stopped) + tramadol",
        ),
        # a product pairs by several ingredients, or either way round: its row is named once
        (["Adderall", "Nardil"], [], "Adderall + Nardil"),
        # two rows that say the same are named by the same words
        (["Zoloft", "tramadol", "tramadol"], [], "Zoloft + tramadol"),
    ],
)
def test_each_pair_of_rows_is_named_once_as_it_stands(
    now: list[str], stopped: list[str], expected: str
) -> None:
    condition = Any((SSRI_OPIOID, pair("recent_medicines", "stimulant", "maoi")))
    rulebook = small(condition, "{pairs}")
    assert told(rulebook, med_list=takes(*now), med_stopped_5w=takes(*stopped)) == expected


def test_a_pair_counts_as_naming_every_generic_by_which_its_rows_pair() -> None:
    rulebook = small(pair("recent_medicines", "stimulant", "maoi"), "{pairs}")
    found = outcome(rulebook, **{**EMPTY, "med_list": takes("Nardil", "Adderall")})
    assert found.names == {"amphetamine", "dextroamphetamine", "phenelzine"}


@pytest.mark.parametrize(
    ("now", "stopped", "expected"),
    [
        (["tramadol"], ["tramadol"], "Takes tramadol and tramadol (stopped)."),
        (["Ultracet"], ["tramadol"], "Takes Ultracet and tramadol (stopped)."),
        ([], ["codeine"], "Takes codeine (stopped)."),
        (["tramadol"], ["codeine"], "Takes tramadol and codeine (stopped)."),
        (["tramadol", "tramadol"], [], "Takes tramadol."),
    ],
)
def test_a_list_shows_each_row_as_it_stands(now: list[str], stopped: list[str], expected: str) -> None:
    bindings = {"list": BindMedicines("recent_medicines", selector("opioid"))}
    rulebook = small(Chosen("sign", ("yes",)), "Takes {list}.", bindings=bindings)
    answers = {"med_list": takes(*now), "med_stopped_5w": takes(*stopped)}
    assert told(rulebook, sign=said("yes"), **answers) == expected


def test_a_list_names_what_its_selector_matches() -> None:
    bindings = {"list": BindMedicines("recent_medicines", selector("opioid", "cannabis"))}
    rulebook = small(Chosen("sign", ("yes",)), "Takes {list}.", bindings=bindings)
    answers = {"sign": said("yes"), "med_list": takes("co-codamol", "Zoloft"), "substances": ticked("oil")}
    text = told(rulebook, **answers, med_stopped_5w=takes("tramadol"))
    assert "co-codamol" in text
    assert "Oil" in text
    assert "tramadol (stopped)" in text
    assert "Zoloft" not in text
    named = outcome(rulebook, **{**EMPTY, **answers}).names
    assert named == {"codeine", "cannabis"}


def test_a_list_of_medicines_may_be_empty() -> None:
    bindings = {"list": BindMedicines("recent_medicines", selector("opioid"))}
    rulebook = small(Chosen("sign", ("yes",)), "Takes {list}.", bindings=bindings)
    found = outcome(rulebook, **EMPTY, sign=said("yes"))
    assert not found.failed
    assert found.names == frozenset()


def test_twice_names_the_rows_that_hold_the_same() -> None:
    text = told(
        small(Twice("med_list", selector("acetaminophen")), "Both: {list}"),
        med_list=takes("Tylenol", "Zoloft", "co-codamol"),
    )
    assert "Tylenol" in text
    assert "co-codamol" in text
    assert "Zoloft" not in text


def test_twice_names_the_rows_that_hold_forms_of_one_substance() -> None:
    rulebook = small(Twice("med_list", selector("ssri")), "Both: {list}")
    assert told(rulebook, med_list=takes("Lexapro", "Zoloft", "citalopram")) == "Both: citalopram and Lexapro"


def test_twice_in_two_places_names_the_rows_of_both() -> None:
    condition = Any((Twice("med_list", selector("ssri")), Twice("med_list", selector("acetaminophen"))))
    typed = takes("Tylenol", "Lexapro", "co-codamol", "citalopram", "ibuprofen")
    text = told(small(condition, "These: {list}"), med_list=typed)
    assert text == "These: co-codamol, Tylenol, citalopram and Lexapro"


@pytest.mark.parametrize(
    ("words", "typed", "expected"),
    [
        ("nsaid", ["ibuprofen", "naproxen", "ibuprofen"], "2 of them"),
        ("serotonergic", ["Adderall", "Lexapro", "citalopram", "Vyvanse"], "2 of them"),
        ("cns_active", ["Limbitrol", "sertraline"], "2 of them"),
        ("any", ["carisoprodol", "Tandrilax", "ibuprofen"], "3 of them"),
    ],
)
def test_n_counts_rows_that_share_no_substance(words: str, typed: list[str], expected: str) -> None:
    condition = Count("current_medicines", 2, selector(words))
    assert told(small(condition, "{n} of them"), med_list=takes(*typed)) == expected


def test_ticked_names_the_questions_answered_yes() -> None:
    rulebook = small(
        Chosen("sign", ("yes",)), "Ticked: {list}", bindings={"list": BindTicked(("sign", "other"))}
    )
    text = told(rulebook, sign=said("yes"), other=said("no"))
    assert "Sign" in text
    assert "Other" not in text


def test_answers_scores_and_contacts_are_filled_in() -> None:
    rulebook = small(
        Compare("pain", at_least=Decimal(1)), "{answer:pain}, {score:total}, {answer:sign}, {contact:clinic}"
    )
    text = told(rulebook, pain=number(4), sign=Answer(State.NOT_SURE))
    assert text == "4, 4, not sure, your clinic"


def test_typed_braces_are_only_text() -> None:
    tramadol, zoloft = takes("tramadol", "Zoloft").rows
    odd = Answer(State.GIVEN, rows=(tramadol, replace(zoloft, typed="{contact:crisis}")))
    assert "{contact:crisis}" in told(small(SSRI_OPIOID, "{a} with {b}"), med_list=odd)


@pytest.mark.parametrize(
    ("sign", "other", "expected"),
    [
        (said("yes"), said("yes"), "First."),
        (said("no"), said("yes"), "Second."),
        (Answer(State.BLANK), said("yes"), "Second."),
        (said("no"), said("no"), "Own."),
        (said("no"), Answer(State.BLANK), "Own."),
    ],
)
def test_the_first_variant_that_surely_holds_gives_the_words(
    sign: Answer, other: Answer, expected: str
) -> None:
    variants = (
        Variant(Chosen("sign", ("yes",)), Wording(clinician="First.")),
        Variant(Chosen("other", ("yes",)), Wording(clinician="Second.")),
    )
    rulebook = small(Compare("pain", at_least=Decimal(1)), "Own.", variants=variants)
    found = outcome(rulebook, **EMPTY, pain=number(4), sign=sign, other=other)
    assert (found.clinician, found.patient) == (expected, "Own.")


def test_a_regions_words_take_the_place_of_the_rules_own() -> None:
    regions = {"us": Wording(patient="Here."), "uk": Wording(patient="There.")}
    found = outcome(
        small(Compare("pain", at_least=Decimal(1)), "Own.", regions=regions), **EMPTY, pain=number(4)
    )
    assert (found.patient, found.clinician) == ("Here.", "Own.")


def test_a_rule_that_does_not_fire_says_nothing() -> None:
    found = outcome(small(SSRI_OPIOID, "{a} with {b}"), **{**EMPTY, "med_list": takes("Zoloft", "?pill")})
    assert (found.patient, found.clinician, found.page, found.names) == ("", "", None, frozenset())


def test_a_product_is_named_for_the_ingredient_that_matters() -> None:
    answers = {**EMPTY, "med_list": takes("Zoloft", "co-codamol")}
    assert outcome(small(SSRI_OPIOID, "{a} with {b}"), **answers).names == {"sertraline", "codeine"}


def test_only_pairs_that_made_the_rule_fire_are_named() -> None:
    with_sign = All((SSRI_OPIOID, Chosen("sign", ("yes",))))
    condition = Any((with_sign, pair("recent_medicines", "maoi", "opioid")))
    taken = takes("tramadol", "Zoloft", "Nardil")
    rulebook = small(condition, "{pairs}")
    assert told(rulebook, med_list=taken, sign=said("no")) == "Nardil + tramadol"
    assert told(rulebook, med_list=taken, sign=said("yes")) == "Nardil + tramadol; Zoloft + tramadol"
