"""However a medicine is written, it counts as itself, once, and never against itself."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from screener.answers import parse
from screener.engine import see
from screener.engine.texts import naming_leaves
from screener.engine.view import View
from screener.model.condition import Condition, Count, Pair, Twice
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import TELLING, random_raw
from tests.content.telling import changed, fired, tell

PATIENTS = 60
SEED = 11


def quiet(rulebook: Rulebook) -> View:
    return see(rulebook, parse(rulebook, rulebook.people["quiet"]).response)


def outcome(
    rulebook: Rulebook, names: list[object], stopped: list[object] | None = None
) -> list[tuple[object, ...]]:
    told = tell(rulebook, changed(rulebook, {"med_list": names, "med_stopped_5w": stopped or []}))
    return [(point.rule, point.priority, point.hidden_by) for point in told.evaluation.points]


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (["Zoloft", "tramadol", "Xanax"], ["Xanax", "Zoloft", "tramadol"]),
        (["Zoloft", "tramadol", "Xanax"], ["sertraline", "Ultram", "alprazolam"]),
        (["Zoloft", "tramadol"], ["ZOLOFT", "Tramadol"]),
        (["Zoloft", "tramadol"], ["  zoloft ", "Tramadol  "]),
        (["Zoloft", "tramadol"], ["Zoloft 50 mg", "tramadol 50mg tablets"]),
        (["Zoloft", "tramadol"], ["sertraline hydrochloride", "tramadol HCl"]),
        (["venlafaxine", "oxycodone"], ["Effexor XR", "oxycodone ER"]),
        (["venlafaxine", "oxycodone"], ["Effexor XR 75 mg", "OxyContin 10 mg"]),
        (["acetaminophen", "ibuprofen"], ["paracetamol", "Advil"]),
        (["duloxetine", "naproxen"], ["Cymbalta 30mg capsule", "Aleve"]),
        (["escitalopram", "methadone"], ["Lexapro", "methadone hydrochloride"]),
        (["desvenlafaxine", "doxepin"], ["descenlafaxine", "Adapin"]),
        (["lithium", "hydrochlorothiazide"], ["lithium carbonate", "hydrochlorothiazide 25 mg"]),
    ],
)
def test_order_case_brand_salt_and_strength_change_nothing(
    rulebook: Rulebook, written: list[object], otherwise: list[object]
) -> None:
    assert outcome(rulebook, written) == outcome(rulebook, otherwise)
    assert outcome(rulebook, [], written) == outcome(rulebook, [], otherwise)


def test_the_order_of_anything_typed_or_ticked_changes_nothing(rulebook: Rulebook) -> None:
    rng = Random(SEED)
    for _ in range(PATIENTS):
        raw = random_raw(rng, rulebook)
        mixed = {
            id: rng.sample(given, len(given)) if isinstance(given, list) else given
            for id, given in raw.items()
        }
        shouted = {
            id: [name.upper() for name in given]
            if rulebook.questions[id].type == "medicines" and given
            else given
            for id, given in mixed.items()
            if isinstance(given, list)
        }
        before = fired(rulebook, parse(rulebook, raw).response)
        assert fired(rulebook, parse(rulebook, mixed).response) == before
        assert fired(rulebook, parse(rulebook, {**mixed, **shouted}).response) == before


@pytest.mark.parametrize(
    "names",
    [
        ["sertraline", "Zoloft"],
        ["Zoloft", "Zoloft"],
        ["sertraline 50 mg", "sertraline 100 mg"],
        ["oxycodone", "OxyContin"],
        ["ibuprofen", "Advil", "Motrin"],
        ["Effexor", "venlafaxine", "Effexor XR"],
    ],
)
def test_a_medicine_typed_twice_counts_once_and_never_pairs_with_itself(
    rulebook: Rulebook, names: list[object]
) -> None:
    assert outcome(rulebook, names) == outcome(rulebook, names[:1])


def test_no_product_interacts_with_itself(rulebook: Rulebook) -> None:
    asking = [
        rule.id
        for rule in rulebook.rules.values()
        if any(isinstance(leaf, Pair | Twice) for leaf in naming_leaves(quiet(rulebook), rule.when))
    ]
    products = [medicine for medicine in rulebook.vocabulary.medicines.values() if medicine.ingredients]
    assert len(asking) >= 20
    assert len(products) >= 100
    for product in products:
        raw = changed(rulebook, {"med_list": [{"typed": product.generic, "taken_as": product.generic}]})
        assert fired(rulebook, parse(rulebook, raw).response, asking) == {}, product.generic


@pytest.mark.parametrize(
    ("names", "fires", "silent"),
    [
        (["co-codamol"], [], ["dis_double_paracetamol", "info_two_opioids"]),
        (["co-codamol", "Tylenol"], ["dis_double_paracetamol"], []),
        (["Percocet"], ["dis_opioid_longterm"], ["dis_double_paracetamol"]),
        (["Percocet", "alprazolam"], ["urg_opioid_benzo"], []),
        (["Treximet"], [], ["dis_multi_serotonergic", "info_triptan"]),
        (["Treximet", "sertraline"], ["info_triptan", "dis_bleed_nsaid"], ["dis_multi_serotonergic"]),
        (["Contrave"], [], ["urg_opioid_antagonist"]),
        (["Contrave", "oxycodone"], ["urg_opioid_antagonist"], []),
        (["NyQuil"], [], ["dis_multi_serotonergic", "dis_otc_serotonin"]),
        (["NyQuil", "citalopram"], ["dis_otc_serotonin"], []),
    ],
)
def test_a_product_counts_as_its_parts_against_others_only(
    rulebook: Rulebook, names: list[object], fires: list[str], silent: list[str]
) -> None:
    found = {rule for rule, *_ in outcome(rulebook, names)}
    assert found >= set(fires)
    assert not found & set(silent)


@pytest.mark.parametrize(
    ("names", "fires", "silent"),
    [
        (["Adderall"], [], ["dis_multi_serotonergic"]),
        (["Adderall", "sertraline"], ["dis_multi_serotonergic"], []),
        (["Zoloft", "sertraline"], [], ["dis_two_antidepressants", "dis_multi_serotonergic"]),
        (["Lexapro", "citalopram"], [], ["dis_two_antidepressants", "dis_multi_serotonergic"]),
        (["Lexapro", "sertraline"], ["dis_two_antidepressants", "dis_multi_serotonergic"], []),
        (["Limbitrol", "sertraline"], ["dis_two_antidepressants"], ["dis_multi_sedative"]),
        (["Limbitrol", "sertraline", "gabapentin"], ["dis_multi_sedative"], []),
        (["co-codamol", "codeine linctus"], ["dis_opioid_longterm"], ["info_two_opioids"]),
        (["co-codamol", "morphine"], ["info_two_opioids"], []),
    ],
)
def test_a_row_or_a_substance_never_counts_as_two_medicines(
    rulebook: Rulebook, names: list[object], fires: list[str], silent: list[str]
) -> None:
    found = {rule for rule, *_ in outcome(rulebook, names)}
    assert found >= set(fires)
    assert not found & set(silent)


@pytest.mark.parametrize("name", ["Adderall", "Vyvanse"])
def test_the_salts_of_one_product_make_no_emergency(rulebook: Rulebook, name: str) -> None:
    signs = {"sym_serotonin": ["agitated_confused", "fever_sweats_shivers"]}
    found = tell(rulebook, changed(rulebook, {"med_list": [name], **signs})).fired
    assert "urg_serotonin_possible" in found
    assert "emg_serotonin_toxicity" not in found


@pytest.mark.parametrize("names", list(permutations(["Ultracet", "tramadol", "Nardil"])), ids=str)
def test_every_row_with_the_same_ingredient_is_named_in_whichever_order(
    rulebook: Rulebook, names: tuple[str, ...]
) -> None:
    told = tell(rulebook, changed(rulebook, {"med_list": list(names), "med_list_sure": "complete"}))
    point = told.fired["urg_maoi_serotonergic"]
    assert point.hidden_by is None
    assert "Nardil + tramadol; Nardil + Ultracet." in point.clinician
    assert all(name in point.patient for name in names)


def test_two_salts_of_one_product_make_one_pair_with_another(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, {"med_list": ["Adderall", "selegiline"]}))
    assert told.fired["dis_maob_serotonergic"].clinician.count("Adderall") == 1


def test_a_stopped_row_is_told_as_stopped_beside_one_that_is_taken(rulebook: Rulebook) -> None:
    told = tell(rulebook, changed(rulebook, {"med_list": ["Nardil"], "med_stopped_5w": ["phenelzine"]}))
    assert "(Nardil and phenelzine (stopped))" in told.fired["dis_maoi_washout"].clinician


def counts(rulebook: Rulebook, condition: Condition) -> list[Count]:
    return [leaf for leaf in naming_leaves(quiet(rulebook), condition) if isinstance(leaf, Count)]


def test_no_count_of_what_is_taken_now_looks_at_stopped_medicines(rulebook: Rulebook) -> None:
    sets = {leaf.set for rule in rulebook.rules.values() for leaf in counts(rulebook, rule.when)}
    assert sets == {"current_medicines", "med_list"}
    assert "med_stopped_5w" not in rulebook.sets["current_medicines"].lists


def test_stopped_medicines_never_count_against_each_other(rulebook: Rulebook) -> None:
    rng = Random(SEED)
    for _ in range(PATIENTS):
        names = rng.sample(TELLING, 3)
        raw = changed(rulebook, {"med_list": [], "sym_withdrawal": rng.choice(["yes", "no"])})
        together = fired(rulebook, parse(rulebook, {**raw, "med_stopped_5w": names}).response)
        alone: dict[str, Priority] = {}
        for name in names:
            alone |= fired(rulebook, parse(rulebook, {**raw, "med_stopped_5w": [name]}).response)
        assert set(together) == set(alone), names


@pytest.mark.parametrize(
    ("now", "stopped", "rule", "fires"),
    [
        ([], ["phenelzine", "sertraline"], "urg_maoi_serotonergic", False),
        (["sertraline"], ["phenelzine"], "urg_maoi_serotonergic", True),
        (["sertraline"], ["tramadol"], "dis_serotonergic_opioid", False),
        (["sertraline", "trazodone"], ["tramadol"], "dis_three_serotonergic", False),
        (["sertraline"], ["trazodone"], "dis_two_antidepressants", False),
        (["oxycodone"], ["alprazolam"], "urg_opioid_benzo", False),
        (["desipramine"], ["fluoxetine"], "dis_cyp2d6_tca", True),
        ([], ["desipramine", "fluoxetine"], "dis_cyp2d6_tca", False),
        ([], ["sertraline"], "info_do_not_stop", False),
    ],
)
def test_a_stopped_medicine_counts_only_against_one_taken_now_and_only_where_it_lingers(
    rulebook: Rulebook, now: list[object], stopped: list[object], rule: str, *, fires: bool
) -> None:
    assert (rule in {id for id, *_ in outcome(rulebook, now, stopped)}) is fires
