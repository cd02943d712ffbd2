"""A clinic's additions: what they change, what they leave, and the hash that names the result."""

from __future__ import annotations

from screener.medicines import matcher_for, overlay
from screener.model.rulebook import MedicineAddition
from screener.model.vocabulary import Vocabulary

LOCAL = MedicineAddition(generic="duloxetine", brands=("Duloxa",), tags=("otc",), source="formulary")


def test_without_additions_nothing_changes(vocabulary: Vocabulary) -> None:
    assert overlay(vocabulary, {}) is vocabulary


def test_a_known_row_gains_brands_and_tags(vocabulary: Vocabulary) -> None:
    row = overlay(vocabulary, {"duloxetine": LOCAL}).medicines["duloxetine"]
    before = vocabulary.medicines["duloxetine"]
    assert row.brands == (*before.brands, "Duloxa")
    assert row.tags == before.tags | {"otc"}
    assert (row.group, row.rxcui) == (before.group, before.rxcui)


def test_a_brand_that_is_there_already_is_not_doubled(vocabulary: Vocabulary) -> None:
    given = MedicineAddition(generic="duloxetine", brands=("Cymbalta",))
    row = overlay(vocabulary, {"duloxetine": given}).medicines["duloxetine"]
    assert row.brands == vocabulary.medicines["duloxetine"].brands


def test_the_base_is_left_as_it_was(vocabulary: Vocabulary) -> None:
    overlay(vocabulary, {"duloxetine": LOCAL})
    assert "otc" not in vocabulary.medicines["duloxetine"].tags


def test_a_known_row_loses_tags_and_its_products_follow(vocabulary: Vocabulary) -> None:
    given = MedicineAddition(generic="fluoxetine", untag=("long_washout",), tags=("renal_dose",))
    medicines = overlay(vocabulary, {"fluoxetine": given}).medicines
    assert "long_washout" not in medicines["fluoxetine"].tags
    assert "long_washout" not in medicines["olanzapine and fluoxetine"].tags
    assert "renal_dose" in medicines["olanzapine and fluoxetine"].tags


def test_a_product_keeps_a_lost_tag_that_another_ingredient_bears(vocabulary: Vocabulary) -> None:
    given = MedicineAddition(generic="fluoxetine", untag=("hyponatremia",))
    medicines = overlay(vocabulary, {"fluoxetine": given}).medicines
    assert "hyponatremia" in medicines["olanzapine and fluoxetine"].tags


def test_a_new_substance_is_a_row_of_its_own(vocabulary: Vocabulary) -> None:
    given = MedicineAddition(generic="loxoprofen", brands=("Loxonin",), tags=("nsaid", "nsaid_other"))
    larger = overlay(vocabulary, {"loxoprofen": given})
    row = larger.medicines["loxoprofen"]
    assert (row.substances, row.brands) == (("loxoprofen",), ("Loxonin",))
    assert row.tags == {"nsaid", "nsaid_other"}
    assert matcher_for(larger).recognize("Loxonin 60mg")[0].generic == "loxoprofen"


def test_a_new_product_bears_the_tags_of_its_ingredients_new_ones_too(vocabulary: Vocabulary) -> None:
    additions = {
        "loxoprofen and tramadol": MedicineAddition(
            generic="loxoprofen and tramadol", ingredients=("loxoprofen", "tramadol")
        ),
        "loxoprofen": MedicineAddition(generic="loxoprofen", tags=("nsaid",)),
    }
    row = overlay(vocabulary, additions).medicines["loxoprofen and tramadol"]
    assert row.ingredients == ("loxoprofen", "tramadol")
    assert row.tags == vocabulary.medicines["tramadol"].tags | {"nsaid"}


def test_the_hash_names_the_content_not_the_order(vocabulary: Vocabulary) -> None:
    other = MedicineAddition(generic="loxoprofen")
    one = overlay(vocabulary, {"duloxetine": LOCAL, "loxoprofen": other})
    two = overlay(vocabulary, {"loxoprofen": other, "duloxetine": LOCAL})
    three = overlay(vocabulary, {"duloxetine": LOCAL})
    assert one.hash == two.hash
    assert len({vocabulary.hash, one.hash, three.hash}) == 3
    assert len(one.hash) == 64


def test_forms_of_one_substance_stay_one_whatever_a_clinic_adds(vocabulary: Vocabulary) -> None:
    given = MedicineAddition(generic="escitalopram", brands=("Escita",))
    assert overlay(vocabulary, {"escitalopram": given}).substance_of("escitalopram") == "citalopram"
