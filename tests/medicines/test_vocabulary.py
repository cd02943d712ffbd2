"""The rules of the vocabulary file: each row a medicine, each name one row's, each tag known."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import screener.medicines
from screener.medicines import load
from screener.medicines.vocabulary import substances
from screener.medicines.words import key
from screener.model.vocabulary import Vocabulary

FILE = Path(screener.medicines.__file__).with_name("vocabulary.csv")
SUBSTANCES = FILE.with_name("substances.csv")

TAGS = {
    "anticholinergic", "anticoagulant", "antidepressant", "antiepileptic", "antiplatelet",
    "antipsychotic", "benzodiazepine", "bleeding", "bp_raising", "cardiac_conduction", "cns_active",
    "cns_depressant", "contraceptive", "cyp1a2_inhibitor", "cyp1a2_substrate", "cyp2c19_inhibitor",
    "cyp2d6_moderate", "cyp2d6_prodrug", "cyp2d6_prodrug_opioid", "cyp2d6_strong", "cyp2d6_substrate",
    "cyp3a4_inhibitor", "diuretic", "enzyme_inducer", "gabapentinoid", "hepatotoxic",
    "herbal_supplement", "hyponatremia", "long_washout", "lowers_seizure_threshold", "maoi",
    "maoi_avoid", "maoi_b", "may_sedate", "muscle_relaxant", "no_abrupt_stop", "nsaid", "nsaid_other",
    "opioid", "opioid_antagonist", "orthostatic", "otc", "pregnancy_risk", "qt_contraindicated_pair",
    "qt_known", "qt_possible", "raas", "recreational", "renal_dose", "renal_risk", "sedating",
    "serotonergic", "serotonergic_weak", "snri", "ssri", "steroid", "stimulant", "tca", "thiazide",
    "triptan", "urinary_hesitancy", "z_drug",
}  # fmt: skip

# Names that belong to several rows; patients are always asked which is meant.
SHARED = {
    "benylin": {"dextromethorphan", "diphenhydramine and levomenthol", "guaifenesin"},
    "cartia": {"aspirin", "diltiazem"},
    "epo": {"epoetin", "evening primrose oil"},
    "gaba": {"GABA supplement", "gabapentin"},
    "hyoscine": {"hyoscine butylbromide", "scopolamine"},
    "lamisil": {"terbinafine", "terbinafine topical"},
    "norgesic": {"orphenadrine and acetaminophen", "orphenadrine and aspirin and caffeine"},
    "robitussin": {"dextromethorphan", "guaifenesin"},
    "sominex": {"diphenhydramine", "promethazine"},
    "t3": {"codeine and acetaminophen", "liothyronine"},
    "theraflu": {
        "acetaminophen and dextromethorphan and phenylephrine",
        "acetaminophen and diphenhydramine and phenylephrine",
        "acetaminophen and phenylephrine",
    },
    "unisom": {"diphenhydramine", "doxylamine"},
    "urex": {"furosemide", "methenamine"},
    "voltaren": {"diclofenac", "diclofenac topical"},
    "voltarol": {"diclofenac", "diclofenac topical"},
}


def test_its_size(vocabulary: Vocabulary) -> None:
    products = [medicine for medicine in vocabulary.medicines.values() if medicine.ingredients]
    assert (len(vocabulary.medicines), len(products)) == (1177, 192)


def test_its_hash_is_that_of_both_files(vocabulary: Vocabulary) -> None:
    content = FILE.read_bytes() + SUBSTANCES.read_bytes()
    assert vocabulary.hash == hashlib.sha256(content).hexdigest()


def test_it_is_read_once() -> None:
    assert load() is load()


def test_generics_are_unique() -> None:
    with FILE.open(encoding="utf-8", newline="") as rows:
        generics = Counter(key(row["generic"]) for row in csv.DictReader(rows))
    assert [generic for generic, count in generics.items() if count > 1] == []


def test_a_name_belongs_to_one_row_but_for_the_shared_ones(vocabulary: Vocabulary) -> None:
    rows: dict[str, set[str]] = defaultdict(set)
    for medicine in vocabulary.medicines.values():
        for name in (medicine.generic, *medicine.brands):
            rows[key(name)].add(medicine.generic)
    assert {name: generics for name, generics in rows.items() if len(generics) > 1} == SHARED


def test_only_known_tags(vocabulary: Vocabulary) -> None:
    assert vocabulary.tags == TAGS


def test_no_tag_bears_the_name_of_a_generic(vocabulary: Vocabulary) -> None:
    assert vocabulary.tags.isdisjoint(vocabulary.medicines)


def test_every_ingredient_is_a_substance_with_a_row_of_its_own(vocabulary: Vocabulary) -> None:
    ingredients = {name for medicine in vocabulary.medicines.values() for name in medicine.ingredients}
    assert [name for name in sorted(ingredients) if name not in vocabulary.medicines] == []
    assert [name for name in sorted(ingredients) if vocabulary.medicines[name].ingredients] == []


def test_the_tags_of_a_product_are_those_of_its_ingredients(vocabulary: Vocabulary) -> None:
    wrong = [
        medicine.generic
        for medicine in vocabulary.medicines.values()
        if medicine.ingredients
        and medicine.tags
        != frozenset().union(*(vocabulary.medicines[name].tags for name in medicine.ingredients))
    ]
    assert wrong == []


def test_nsaid_other_is_every_nsaid_but_aspirin(vocabulary: Vocabulary) -> None:
    substances = [one for one in vocabulary.medicines.values() if not one.ingredients]
    nsaids = {one.generic for one in substances if "nsaid" in one.tags}
    others = {one.generic for one in substances if "nsaid_other" in one.tags}
    assert nsaids - others == {"aspirin"}
    assert others <= nsaids


def test_topical_rows_carry_no_tags_of_what_is_swallowed(vocabulary: Vocabulary) -> None:
    wrong = [
        medicine.generic
        for medicine in vocabulary.medicines.values()
        if medicine.generic.endswith((" topical", " cream", " ointment", " shampoo"))
        and any(tag.startswith(("nsaid", "cyp", "steroid")) for tag in medicine.tags)
    ]
    assert wrong == []


def test_naloxone_is_no_opioid_antagonist_hit_but_samidorphan_and_nalmefene_are(
    vocabulary: Vocabulary,
) -> None:
    bears = {
        name: "opioid_antagonist" in vocabulary.medicines[name].tags
        for name in ("buprenorphine and naloxone", "pentazocine and naloxone", "samidorphan", "nalmefene")
    }
    assert bears == {
        "buprenorphine and naloxone": False,
        "pentazocine and naloxone": False,
        "samidorphan": True,
        "nalmefene": True,
    }


GROUPS = {
    frozenset(group.split(" = "))
    for group in (
        "amphetamine = dextroamphetamine = lisdexamfetamine",
        "citalopram = escitalopram",
        "omeprazole = esomeprazole",
        "lansoprazole = dexlansoprazole",
        "venlafaxine = desvenlafaxine",
        "milnacipran = levomilnacipran",
        "methylphenidate = dexmethylphenidate",
        "ibuprofen = dexibuprofen",
        "ketoprofen = dexketoprofen",
        "cetirizine = levocetirizine",
        "loratadine = desloratadine",
        "zopiclone = eszopiclone",
        "modafinil = armodafinil",
        "ketamine = esketamine",
        "diamorphine = heroin",
        "risperidone = paliperidone",
        "prednisone = prednisolone",
        "selegiline = selegiline transdermal",
        "primidone = phenobarbital",
        "ofloxacin = levofloxacin",
        "chlorphenamine = dexchlorpheniramine",
        "tetrabenazine = deutetrabenazine",
        "tolterodine = fesoterodine",
    )
}
"""The generics that are one medicine, as they were written down for the vocabulary."""


def test_which_generics_are_forms_of_one_substance(vocabulary: Vocabulary) -> None:
    groups: dict[str, set[str]] = defaultdict(set)
    for generic in vocabulary.medicines:
        groups[vocabulary.substance_of(generic)].add(generic)
    assert {frozenset(group) for group in groups.values() if len(group) > 1} == GROUPS


def test_only_single_ingredients_are_forms_of_a_substance(vocabulary: Vocabulary) -> None:
    assert [name for name in vocabulary.forms if vocabulary.medicines[name].ingredients] == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("citalopram", "citalopram"), ("citalopram", "escitalopam")], "`escitalopam` is no generic"),
        ([("a", "citalopram"), ("b", "citalopram")], "`citalopram` stands twice"),
        ([("citalopram", "escitalopram")], "the group `citalopram` lacks the row"),
    ],
)
def test_a_faulty_group_of_substances_is_refused(
    rows: list[tuple[str, str]], fault: str, vocabulary: Vocabulary
) -> None:
    written = [{"substance": substance, "generic": generic} for substance, generic in rows]
    with pytest.raises(ValueError, match=fault):
        substances(written, vocabulary.medicines)
