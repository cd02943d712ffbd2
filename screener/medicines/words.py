"""The words around a medicine's name, folded: what they are decides what may be left out."""

from __future__ import annotations

import re


def words_of(text: str) -> frozenset[str]:
    """The words of a text written with blanks between them."""
    return frozenset(text.split())


UNITS = words_of(
    "% percent mg mgs mcg mcgs ug g gm gms gram grams milligram milligrams microgram micrograms kg "
    "ml mls milliliter milliliters millilitre millilitres iu unit units u meq mmol h hr hrs hour "
    "hours"
)
FORMS = words_of(
    "tab tabs tablet tablets cap caps capsule capsules caplet caplets pill pills liquid syrup "
    "solution suspension elixir oral film films powder powders sachet sachets gummy gummies chew "
    "chewable lozenge lozenges wafer melt melts strip strips softgel softgels gelcap gelcaps gels "
    "liqui drop drops injection injections injectable shot shots infusion im iv sc subq po sl pen "
    "pens implant depot vial ampoule dispersible effervescent soluble orodispersible sublingual "
    "suppository suppositories lollipop troche troches s"
)
RELEASE = words_of(
    "xr er xl sr cr mr la cd ec dr odt ir pr retard chrono extended delayed modified prolonged "
    "sustained immediate controlled slow long short acting release released enteric coated gastro "
    "resistant"
)
# A salt counts as one only behind the medicine's name.
METALS = words_of("sodium potassium calcium magnesium disodium")
SALTS = METALS | words_of(
    "hydrochloride hcl hydrobromide hbr sulfate sulphate succinate tartrate bitartrate besylate "
    "besilate maleate mesylate mesilate citrate fumarate phosphate acetate pamoate tromethamine "
    "hyclate chloride bromide tosylate monohydrate medoxomil cilexetil etexilate"
)
FREQUENCY = words_of(
    "once twice thrice daily nightly weekly fortnightly monthly hourly day days night nights week "
    "weeks month months morning mornings evening evenings afternoon bedtime nighttime daytime noon "
    "lunchtime breakfast lunch dinner tea meal meals time times x bd bid tds tid qds qid od qd qod "
    "eod hs nocte mane am pm qam qpm qhs q prn needed required necessary monday tuesday wednesday "
    "thursday friday saturday sunday alternate other only every each per sometimes occasionally "
    "regularly usually directed ac pc"
)
FILLER = words_of(
    "one two three four five six seven eight half quarter a an the of at in to by on and with "
    "as if up both left right about approx max maximum total dose doses dosage puff puffs "
    "spoon spoonful teaspoon food water milk my take takes taking i im ive been "
    "currently prescribed prescription generic brand low high small"
)
NOISE = UNITS | FORMS | RELEASE | FREQUENCY | FILLER
# Alone behind a name these may belong to another product ("ibuprofen PM"); see `CLOCK`.
NIGHT = words_of("pm night nights nighttime day daytime sleep")
CLOCK = words_of("and morning at every each a per one in of by times x twice once this q the two three four")
ORAL = words_of("mg mgs tab tabs tablet tablets cap caps capsule capsules injection pill pills")

REASONS = words_of(
    "pain pains nerve nerves sleep sleeping insomnia anxiety depression mood migraine migraines "
    "headache headaches back neck knee knees shoulder shoulders hip hips leg legs joint joints "
    "muscle muscles arm arms hand hands foot feet spasm spasms arthritis fibromyalgia neuropathy "
    "sciatica cramps stress panic attack attacks ocd ptsd worry itch itching nausea burning "
    "tingling swelling inflammation stiffness fatigue nightmares dizziness vertigo restless "
    "flares flare bad chronic help helps helping mainly mostly relief control nervousness"
)
BARE_REASONS_OTC = words_of("pain back knee neck hip shoulder joint joints leg legs")
# A form that nobody named is a medicine of its own when "and" leads to it.
UNNAMED = words_of(
    "injection injections shot shots infusion implant pen pens drop drops syrup powder powders "
    "sachet sachets film films"
)
ARTICLES = words_of("a an the my one")
CONNECTIVE = re.compile(r"\b(?:and|plus|with|also)\b|[&+/;]", re.IGNORECASE)
NOTE = re.compile(r"(?<=\s)(?:for|when|because|since)\s|\s[-\u2013\u2014\u2212]+\s", re.IGNORECASE)
STARTS_NOTE = re.compile(r"\s*(?:for|when|because|since|to help)\b", re.IGNORECASE)
BULLET = re.compile(r"\A\s*(?:[-*>\u2013\u2014\u2212\u00b7•●▪◦‣]+\s*|\(?\d{1,2}[.):](?!\d)\s*)+")

# Names that are everyday words, first names or slang, as keys: never taken without a question.
ORDINARY = words_of(
    "align ella soma alli crack hash weed molly smack hops hana camila errin heather kira melissa "
    "lucette olena refresh zaza edibles vape ecstasy shrooms magicmushrooms laughinggas poppers "
    "crystalmeth xanies movefree armour apri same prep oneaday"
)
# Of these, what also says how often: beside a name it is no name.
DOSE_LIKE = frozenset({"oneaday"})
# Written exactly so, these ordinary words are names.
CASE_TELLS = {
    "same": re.compile(r"(?<!\w)SAM-?e(?!\w)"),
    "prep": re.compile(r"(?<!\w)PrEP(?!\w)"),
}
# Names that the vocabulary leaves to this table because a number is part of them, by key.
MORE_NAMES = {"5asa": "mesalamine", "5aminosalicylicacid": "mesalamine"}
# Short forms that may mean several medicines: offered, never taken.
NICKNAMES = {
    "meth": ("methadone", "methotrexate", "methamphetamine"),
    "levo": ("levothyroxine", "levodopa", "levofloxacin"),
    "oxy": ("oxycodone", "oxycodone and acetaminophen", "oxymorphone"),
    "oxys": ("oxycodone", "oxycodone and acetaminophen", "oxymorphone"),
    "benzo": ("diazepam", "lorazepam", "clonazepam"),
    "benzos": ("diazepam", "lorazepam", "clonazepam"),
    "norcos": ("hydrocodone and acetaminophen",),
}
