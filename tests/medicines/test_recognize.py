"""Tables of single medicines: what is taken silently, and what is asked and why."""

from __future__ import annotations

import pytest

from screener.medicines import Matcher
from screener.model.response import Recognition

TAKEN = [
    # numbers, hyphens and slashes that belong to the name
    ("Tylenol #3 as needed", "codeine and acetaminophen"),
    ("Tylenol #3 tabs", "codeine and acetaminophen"),
    ("Tylenol No. 3", "codeine and acetaminophen"),
    ("Tylenol 3 times a day", "acetaminophen"),
    ("Advil 200mg pm", "ibuprofen and diphenhydramine"),
    ("zoloft at 8 pm", "sertraline"),
    ("tylenol at night", "acetaminophen"),
    ("5-HTP 100mg", "5-HTP"),
    ("1) 5-HTP", "5-HTP"),
    ("7-OH", "kratom"),
    ("delta-8", "delta-8 THC"),
    ("B12 injection every 3 months", "vitamin B12"),
    ("5-ASA 400mg", "mesalamine"),
    ("Robaxin-750", "methocarbamol"),
    ("vitamin d 3 drops", "cholecalciferol"),
    ("sertraline one a day", "sertraline"),
    # bullets, doses, times, places
    ("1. Zoloft 50mg", "sertraline"),
    ("1)\tomeprazole", "omeprazole"),
    ("* Lyrica", "pregabalin"),
    ("zoloft 50mg o.d.", "sertraline"),
    ("Epilim chrono 500", "valproate"),
    ("Lyrica 75mg am 150mg pm", "pregabalin"),
    ("low dose amitriptyline", "amitriptyline"),
    ("sertraline with water", "sertraline"),
    ("2 sertraline in the morning with food", "sertraline"),
    # salts
    ("losartan potassium 50 mg", "losartan"),
    ("diclofenac potassium", "diclofenac"),
    ("naproxen sodium 220", "naproxen"),
    ("metoprolol tartrate", "metoprolol"),
    ("bupropion hydrobromide", "bupropion"),
    # the salt is the medicine
    ("lithium carbonate 400", "lithium"),
    ("potassium chloride", "potassium chloride"),
    ("ferrous sulfate 325", "ferrous sulfate"),
    ("magnesium citrate", "magnesium"),
    ("magnesium salicylate", "magnesium salicylate"),
    ("sodium bicarbonate", "sodium bicarbonate"),
    ("calcium carbonate", "calcium carbonate"),
    ("docusate sodium", "docusate"),
    ("sodium valproate", "valproate"),
    # routes
    ("diclofenac gel", "diclofenac topical"),
    ("diclofenac (gel)", "diclofenac topical"),
    ("Voltaren cream", "diclofenac topical"),
    ("ibuprofen 5% gel", "ibuprofen topical"),
    ("Advil gel caps", "ibuprofen"),
    ("lamisil gel", "terbinafine topical"),
    ("ketoconazole cream", "ketoconazole shampoo"),
    ("hydrocortisone cream", "hydrocortisone cream"),
    ("hydrocortisone 10mg", "hydrocortisone"),
    ("doxepin cream", "doxepin"),
    ("testosterone gel", "testosterone"),
    ("fentanyl patch", "fentanyl"),
    ("buprenorphine patch", "buprenorphine"),
    ("clonidine patch", "clonidine"),
    ("rivastigmine patch", "rivastigmine"),
    ("selegiline patch", "selegiline transdermal"),
    ("rotigotine patches", "rotigotine"),
    ("lidocaine patch", "lidocaine patch"),
    ("capsaicin patch", "capsaicin topical"),
    ("diclofenac patch", "diclofenac topical"),
    ("menthol patch", "menthol"),
    ("timolol eye drops", "timolol eye drops"),
    ("dexamethasone eye drops", "dexamethasone eye drops"),
    ("CBD drops", "cannabidiol"),
    ("vitamin D drops", "cholecalciferol"),
    ("fluticasone nasal spray", "fluticasone"),
    ("mometasone nasal spray", "mometasone"),
    ("sumatriptan nasal spray", "sumatriptan"),
    ("ketorolac nasal spray", "ketorolac"),
    ("salbutamol inhaler", "albuterol"),
    ("glycopyrronium inhaler", "glycopyrronium inhaled"),
    ("glycopyrrolate", "glycopyrrolate"),
    ("estradiol vaginal", "estradiol"),
    ("naproxen suppository", "naproxen"),
    ("dexamethasone injection", "dexamethasone"),
    ("Botox injections", "onabotulinumtoxinA"),
    # two names that agree
    ("Pregabalin (Lyrica)", "pregabalin"),
    ("Lyrica (pregabalin)", "pregabalin"),
    ("Percocet (oxycodone/acetaminophen)", "oxycodone and acetaminophen"),
    ("Zoloft sertraline 50", "sertraline"),
    ("Unisom (doxylamine)", "doxylamine"),
    ("Cymbalta (60mg, once a day)", "duloxetine"),
    # ingredients that make one product
    ("paracetamol/codeine", "codeine and acetaminophen"),
    ("acetaminophen w/ codeine", "codeine and acetaminophen"),
    ("hydrocodone bitartrate and acetaminophen 5-325", "hydrocodone and acetaminophen"),
    ("lisinopril 20mg/HCTZ 12.5mg", "lisinopril and hydrochlorothiazide"),
    ("benazepril-HCTZ 20/12.5", "benazepril and hydrochlorothiazide"),
    ("chondroitin + glucosamine", "glucosamine and chondroitin"),
    # ordinary words, written so that they are names
    ("SAMe 400mg", "SAMe"),
    ("SAM-e", "SAMe"),
    ("PrEP", "emtricitabine and tenofovir"),
    ("iron", "ferrous sulfate"),
    ("calcium", "calcium carbonate"),
    ("vitamins", "multivitamin"),
    ("blue inhaler", "albuterol"),
    ("the pill", "combined oral contraceptive"),
    # exact, though one letter from another exact name
    ("Lodine", "etodolac"),
    ("iodine", "iodine"),
    ("Allegron", "nortriptyline"),
    ("Allegra", "fexofenadine"),
    ("nizatidine", "nizatidine"),
    ("tizanidine", "tizanidine"),
    ("ven la faxine", "venlafaxine"),
]

REASONS = [
    ("gabapentin 300 (for nerves)", "for nerves"),
    ("gabapentin for nerves and sleep", "for nerves and sleep"),
    ("Xanax 0.5 mg as needed for flying", "for flying"),
    ("Amitriptyline 10mg nerve pain", "nerve pain"),
    ("gabapentin (nerves)", "nerves"),
    ("lisinopril (blood pressure)", "blood pressure"),
    ("gabapentin - for shingles", "for shingles"),
    ("thyroxine - for thyroid since 2010", "for thyroid since 2010"),
    ("sertraline for anxiety, depression", "for anxiety, depression"),
    ("Zoloft - 1 tab in the morning", ""),
    ("salbutamol inhaler 2 puffs when needed", ""),
    ("sertraline 50", ""),
]

AMBIGUOUS = [
    ("benylin", {"dextromethorphan", "diphenhydramine and levomenthol", "guaifenesin"}),
    ("EPO", {"epoetin", "evening primrose oil"}),
    ("gaba 300mg", {"GABA supplement", "gabapentin"}),
    ("hyoscine", {"hyoscine butylbromide", "scopolamine"}),
    ("Lamisil", {"terbinafine", "terbinafine topical"}),
    ("robitussin", {"dextromethorphan", "guaifenesin"}),
    ("sominex", {"diphenhydramine", "promethazine"}),
    ("T3", {"codeine and acetaminophen", "liothyronine"}),
    (
        "theraflu",
        {
            "acetaminophen and dextromethorphan and phenylephrine",
            "acetaminophen and diphenhydramine and phenylephrine",
            "acetaminophen and phenylephrine",
        },
    ),
    ("unisom", {"diphenhydramine", "doxylamine"}),
    ("Voltaren 75mg", {"diclofenac", "diclofenac topical"}),
    ("voltarol", {"diclofenac", "diclofenac topical"}),
    ("Pregabalin (Celexa)", {"pregabalin", "citalopram"}),
    ("Zoloft (xanex)", {"sertraline", "alprazolam"}),
    ("tylenol 3 tablets", {"codeine and acetaminophen", "acetaminophen"}),
    ("ibuprofen PM", {"ibuprofen", "ibuprofen and diphenhydramine"}),
    ("Tylenol sleep", {"acetaminophen", "acetaminophen and diphenhydramine"}),
]

ROUTE_UNCLEAR = [
    ("hydrocortisone", {"hydrocortisone", "hydrocortisone cream"}),
    ("hydrocortisone 1%", {"hydrocortisone", "hydrocortisone cream"}),
    ("ketorolac gel", {"ketorolac"}),
    ("amitriptyline cream", {"amitriptyline"}),
    ("Advil gel", {"ibuprofen", "ibuprofen topical"}),
    ("ketoprofen patch", {"ketoprofen"}),
    ("ciprofloxacin ear drops", {"ciprofloxacin"}),
    ("dexamethasone drops", {"dexamethasone", "dexamethasone eye drops"}),
    ("fluoxetine nasal spray", {"fluoxetine"}),
]

ORDINARY = [
    ("same", "SAMe"),
    ("SAME", "SAMe"),
    ("prep", "emtricitabine and tenofovir"),
    ("align", "probiotic"),
    ("Ella", "ulipristal"),
    ("soma", "carisoprodol"),
    ("Alli", "orlistat"),
    ("crack", "cocaine"),
    ("hash", "cannabis"),
    ("weed", "cannabis"),
    ("Molly", "MDMA"),
    ("smack", "heroin"),
    ("hops", "hops"),
    ("Hana", "desogestrel"),
    ("camila", "norethindrone"),
    ("Heather", "norethindrone"),
    ("Kira", "St John's wort"),
    ("One A Day", "multivitamin"),
]

NOT_NOW = [
    ("sertraline stopped last month", "sertraline"),
    ("tramadol - stopped", "tramadol"),
    ("tramadol (no longer)", "tramadol"),
    ("used to take tramadol", "tramadol"),
    ("allergic to codeine", "codeine"),
    ("my wife takes tramadol", "tramadol"),
    ("my husband's tramadol", "tramadol"),
    ("tramadol, my mum's", "tramadol"),
    ("not taking zoloft", "sertraline"),
    ("Zoloft until last month", "sertraline"),
    ("aspirin since I stopped plavix", "aspirin"),
]

NONE_MEANT = ["none", "nil", "None.", "no", "no meds", "N/A", "n/a", "na", "nothing", "-", "0"]
CLASS_WORDS = [
    "water pill", "blood pressure tablet", "heart tablets", "sleeping tablet", "stomach tablet",
    "pain killer", "antidepressant", "steroid", "blood thinner", "inhaler", "white round pill",
    "my husbands sleeping tablet", "small blue tablets",
]  # fmt: skip
SAYING_NOTHING = [
    "not sure", "see list", "same as last time", "?", "yes", "don't know the name", "one each morning",
    "2 tablets a day", "all the same as before", "K",
]  # fmt: skip

OFFERED = [
    ("dulox", "duloxetine"),
    ("meth", "methadone"),
    ("levo", "levothyroxine"),
    ("oxy", "oxycodone"),
    ("benzo", "diazepam"),
    ("norcos", "hydrocodone and acetaminophen"),
    ("ven la faxin", "venlafaxine"),
    ("сertraline", "sertraline"),
    ("Ιbuprofen", "ibuprofen"),
    ("ibuprofen from my doctor", "ibuprofen"),
    ("my pain tablets (tramadol)", "tramadol"),
    ("Co-codomol", "codeine and acetaminophen"),
    ("hydrocodne/acetaminophen", "hydrocodone and acetaminophen"),
    ("potassium citrate", "potassium chloride"),
    ("sertraline sleeping tablet", "sertraline"),
    ("sertraline (see list)", "sertraline"),
    ("sertraline - water pill", "sertraline"),
    ("sertraline - Darvocet", "sertraline"),
    ("sertraline (Darvocet)", "sertraline"),
    ("lisinopril water pill", "lisinopril"),
]


@pytest.mark.parametrize(("typed", "generic"), TAKEN)
def test_taken_silently(typed: str, generic: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.generic, part.asks) == (Recognition.RECOGNIZED, generic, "")
    assert (part.typed, part.suggestions) == (typed, ())


@pytest.mark.parametrize(("typed", "reason"), REASONS)
def test_the_reason_is_kept_as_typed(typed: str, reason: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.reason) == (Recognition.RECOGNIZED, reason)


@pytest.mark.parametrize(("typed", "rows"), AMBIGUOUS)
def test_several_meanings_are_asked_about(typed: str, rows: set[str], matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.asks) == (Recognition.OFFERED, "ambiguous")
    assert set(part.suggestions) == rows


@pytest.mark.parametrize(("typed", "rows"), ROUTE_UNCLEAR)
def test_a_form_that_matters_is_asked_about(typed: str, rows: set[str], matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.asks) == (Recognition.OFFERED, "route")
    assert set(part.suggestions) == rows


@pytest.mark.parametrize(("typed", "generic"), ORDINARY)
def test_an_everyday_word_is_asked_about(typed: str, generic: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.asks) == (Recognition.OFFERED, "ordinary_word")
    assert part.suggestions[0] == generic


@pytest.mark.parametrize(("typed", "generic"), NOT_NOW)
def test_what_may_not_be_taken_now_is_asked_about(typed: str, generic: str, matcher: Matcher) -> None:
    part, *others = matcher.recognize(typed)
    assert (part.recognition, part.asks) == (Recognition.OFFERED, "not_now")
    assert part.suggestions[0] == generic
    assert all(other.recognition is not Recognition.RECOGNIZED for other in others)


@pytest.mark.parametrize("typed", NONE_MEANT)
def test_nothing_taken_is_no_medicine(typed: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.asks) == (Recognition.UNRECOGNIZED, "none_meant")


@pytest.mark.parametrize("typed", CLASS_WORDS)
def test_a_kind_of_medicine_is_no_name(typed: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.asks) == (Recognition.UNRECOGNIZED, "class_word")
    assert part.suggestions == ()


@pytest.mark.parametrize("typed", SAYING_NOTHING)
def test_what_says_nothing_is_not_recognized(typed: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.suggestions, part.asks) == (Recognition.UNRECOGNIZED, (), "")


@pytest.mark.parametrize(("typed", "first"), OFFERED)
def test_near_names_are_offered(typed: str, first: str, matcher: Matcher) -> None:
    (part,) = matcher.recognize(typed)
    assert (part.recognition, part.generic) == (Recognition.OFFERED, "")
    assert part.suggestions[0] == first
    assert len(set(part.suggestions)) == len(part.suggestions) <= 3


LOOKED_UP = [
    ("sertraline", "sertraline"),
    ("Zoloft", "sertraline"),
    ("ZOLOFT 50mg", "sertraline"),
    ("oxycodone and acetaminophen", "oxycodone and acetaminophen"),
    ("SAMe", "SAMe"),
    ("Soma", "carisoprodol"),
    ("hydrocortisone", "hydrocortisone"),
    ("GABA supplement", "GABA supplement"),
    ("Voltaren", None),
    ("sertaline", None),
    ("water pill", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "generic"), LOOKED_UP)
def test_look_up(name: str, generic: str | None, matcher: Matcher) -> None:
    found = matcher.look_up(name)
    assert (found.generic if found else None) == generic
