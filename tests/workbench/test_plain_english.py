"""Conditions in plain English: one row a kind of node, and the tree of a whole rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.engine import Explained, explain, see
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
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from screener.workbench.english import Told, lines, tell
from tests.engine.small import book, has, many, medicines, one, scale, score, selector, yes_no

FAINT = Chosen("faint", ("yes",))
FORM = book(
    [
        yes_no("faint", safety=True),
        yes_no("numb", safety=True),
        one("age", "young", "old"),
        many("site", "back", "neck", "knee"),
        scale("mood", 0, 2, steps=("Never", "Often", "Always")),
        scale("pain", 0, 10),
        medicines("now"),
        medicines("stopped"),
    ],
    scores=[score("phq2_score", "mood", "pain", low=("0", "12"))],
    facts={"older_person": Chosen("age", ("old",))},
    sets={"all_medicines": ("now", "stopped")},
)


def bounds(subject: str, least: str | None = None, most: str | None = None) -> Compare:
    return Compare(subject, Decimal(least) if least else None, Decimal(most) if most else None)


SENTENCES = [
    # the condition, what a nurse reads
    (Chosen("faint", ("yes",)), "Faint: yes"),
    (Chosen("faint", ("yes", "no")), "Faint: yes or no"),
    (Chosen("age", ("old",)), "Age: “Old”"),
    (Chosen("age", ("young", "old")), "Age: “Young” or “Old”"),
    (Chosen("site", ("back",)), "Site: “Back” ticked"),
    (Chosen("site", ("back", "neck", "knee")), "Site: “Back”, “Neck” or “Knee” ticked"),
    (bounds("site", "2"), "Site: 2 or more ticked"),
    (bounds("site", None, "1"), "Site: 1 or less ticked"),
    (bounds("mood", "1"), "Mood: 1 or more (1 = “Often”)"),
    (bounds("mood", "1", "2"), "Mood: from 1 to 2 (1 = “Often”, 2 = “Always”)"),
    (bounds("mood", "0", "0"), "Mood: 0 (0 = “Never”)"),
    (bounds("pain", "7"), "Pain: 7 or more"),
    (bounds("pain", None, "3"), "Pain: 3 or less"),
    (bounds("phq2_score", "3"), "PHQ-2 score: 3 or more"),
    (bounds("phq2_score", "2.5", "4"), "PHQ-2 score: from 2.5 to 4"),
    (has("now", "tramadol"), "Now: tramadol"),
    (has("now", "maoi"), "Now: maoi (1 medicine)"),
    (has("now", "opioid"), "Now: any of opioid (2 medicines)"),
    (has("now", "opioid", "maoi"), "Now: any of opioid (2) or maoi (1), 3 in all"),
    (has("now", "opioid", "tramadol"), "Now: any of opioid (2) or tramadol, 2 in all"),
    (has("now", "codeine", "ibuprofen", "naproxen"), "Now: any of codeine, ibuprofen or naproxen"),
    (has("all_medicines", "any"), "all medicines: any medicine"),
    (
        Count("all_medicines", 2, selector("ssri")),
        "all medicines: at least 2 different ones of ssri (4 medicines)",
    ),
    (Twice("now", selector("acetaminophen")), "Now: the same medicine named twice, of acetaminophen"),
    (
        Pair(has("now", "opioid"), has("now", "maoi")),
        "Now: any of opioid (2 medicines); together with another one, maoi (1 medicine)",
    ),
    (
        Pair(has("stopped", "maoi"), has("now", "ssri")),
        "Stopped: maoi (1 medicine); and another one in Now: any of ssri (4 medicines)",
    ),
    (Form(FormWord.UNANSWERED, ("faint",)), "Faint: left blank or not to be said"),
    (Form(FormWord.UNSURE, ("faint", "age")), "any of Faint or Age: answered “not sure”"),
    (Form(FormWord.UNSURE, ("faint", "numb")), "any of the 2 safety questions: answered “not sure”"),
    (Form(FormWord.INCOMPLETE, ("now",)), "Now: not said to be complete"),
    (
        Form(FormWord.UNRECOGNIZED, ("all_medicines",)),
        "all medicines: a name that is not recognized, or a tick that does not say which",
    ),
]

TREES: list[tuple[Condition, list[str]]] = [
    (All((FAINT, Chosen("age", ("old",)))), ["all of these:", "  • Faint: yes", "  • Age: “Old”"]),
    (Any((FAINT, has("now", "maoi"))), ["any of these:", "  • Faint: yes", "  • Now: maoi (1 medicine)"]),
    (Not(FAINT), ["this is not so:", "  • Faint: yes"]),
    (Possibly(FAINT), ["this is so, or could be (what is unknown counts as yes):", "  • Faint: yes"]),
    (FactHolds("older_person"), ["older person, which means:", "  • Age: “Old”"]),
    (
        All((FAINT, Any((Not(FactHolds("older_person")), bounds("pain", "7"))))),
        [
            "all of these:",
            "  • Faint: yes",
            "  • any of these:",
            "    • this is not so:",
            "      • older person, which means:",
            "        • Age: “Old”",
            "    • Pain: 7 or more",
        ],
    ),
]


@pytest.mark.parametrize(("condition", "sentence"), SENTENCES)
def test_a_leaf_is_one_sentence(condition: Condition, sentence: str) -> None:
    told = tell(FORM, condition)
    assert (told.words, told.parts) == (sentence, ())


@pytest.mark.parametrize(("condition", "told"), TREES)
def test_a_tree_is_a_nested_list(condition: Condition, told: list[str]) -> None:
    assert list(lines(tell(FORM, condition))) == told


def test_a_sentence_leads_to_what_it_names() -> None:
    told = tell(FORM, Pair(has("all_medicines", "opioid"), Has("now", selector("maoi", "codeine"))))
    anchors = {piece.words: piece.anchor for piece in told.pieces if piece.anchor}
    assert anchors == {
        "all medicines": "fact-all_medicines",
        "opioid (2 medicines)": "tag-opioid",
        "Now": "question-now",
        "maoi (1)": "tag-maoi",
    }


def same_shape(told: Told, explained: Explained) -> bool:
    parts = zip(told.parts, explained.parts, strict=True)
    return all(same_shape(one, other) for one, other in parts)


def test_every_condition_of_the_shipped_rulebook_has_the_shape_of_its_explanation(rulebook: Rulebook) -> None:
    view = see(rulebook, Response())
    for rule in rulebook.rules.values():
        for condition in (rule.when, rule.urgent_when, *(variant.when for variant in rule.variants)):
            if condition is not None:
                assert same_shape(tell(rulebook, condition), explain(view, condition))
