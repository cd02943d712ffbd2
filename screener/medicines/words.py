"""What a patient typed, folded into words, and what the words around a medicine's name mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_DROPPED = str.maketrans("", "", "'’‘‛`´ʼ′\"“”„«»™®©℠")
_FOLDED = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "µ": "u"})
_MICRO = re.compile(r"[μµ](?=g\b)")
_WORD = re.compile(r"#?\d+(?:[.,]\d+)*|[^\W\d_]+|%")
_CHUNK = re.compile(r"\S+")
_DOTTED = re.compile(r"\b(?:[a-z]\.)+[a-z]\b")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WITH = re.compile(r"\bw/\s*")
# Greek and Cyrillic letters that look like Latin ones, in lower case.
_LOOKS_LATIN = str.maketrans(
    "αβεικνορτυχγωη" + "авекмнорстухіјѕԁһ",
    "abeiknoptuxywn" + "abekmhopctyxijsdh",
)


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One folded word: letters or a number, and where the words as typed begin to hold it."""

    text: str
    start: int

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[-1].isdecimal()


def fold(text: str) -> str:
    """The text without case, marks, quotes, trademark signs and control characters.

    Letters that only look Latin stay what they are, so that they never match silently.
    """
    if text.isascii():
        return _WITH.sub("with ", _CONTROL.sub(" ", text.translate(_DROPPED)).lower())
    plain = unicodedata.normalize("NFKC", text.translate(_DROPPED)).translate(_DROPPED)
    plain = unicodedata.normalize("NFD", plain.casefold())
    kept = "".join(_kept(character) for character in plain)
    return _WITH.sub("with ", _MICRO.sub("u", kept.translate(_FOLDED)))


def key(text: str) -> str:
    """The text as names are compared: folded, ``&`` as ``and``, only letters and digits."""
    return _squeezed(fold(text))


def words(text: str) -> tuple[TypedWord, ...]:
    """The folded words of a text as typed; ``100mg`` is two words; ``&`` is the word ``and``."""
    return tuple(
        TypedWord(match.group(), chunk.start())
        for chunk in _CHUNK.finditer(text)
        for match in _WORD.finditer(_spelled_out(fold(chunk.group())))
    )


def joined(parts: Sequence[TypedWord]) -> str:
    """The key of these words written together."""
    return _squeezed("".join(word.text for word in parts))


def latinized(text: str) -> str:
    """A folded text with Greek and Cyrillic look-alikes made Latin: good for offers only."""
    return text.translate(_LOOKS_LATIN)


def _spelled_out(folded: str) -> str:
    """The chunk with ``&`` as a word and ``b.d.`` as one word."""
    plain = _DOTTED.sub(lambda match: match.group().replace(".", ""), folded)
    return plain.replace("&", " and ")


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return ""
    return " " if category[0] in "CZ" else character


def _squeezed(folded: str) -> str:
    return "".join(filter(str.isalnum, folded.replace("&", "and")))


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
    "crystalmeth xanies movefree armour apri same prep oneaday moment patrol exodus sone oki serta "
    "assert eleva tafil motivan mcp"
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


# Whoever writes one of these may not be taking it, or it may be another person's.
NOT_NOW = re.compile(
    r"\b(?:stop(?:s|ped|ping)?|quit|last (?:week|month|year|summer|winter|spring|autumn|fall|time)|"
    r"used to|use to|allerg\w*|intoleran\w*|reaction|reacted|no longer|any ?more|never|"
    r"not|dont|didnt|doesnt|cant|couldnt|cannot|wont|havent|no(?!\.? ?\d)|without|avoid\w*|refuse\w*|"
    r"came off|come off|coming off|taken off|weaned|wean|tapered|discontinued|finished|"
    r"previous\w*|formerly|past|ago|until|till|was|were|had|tried|trial|old|considering|"
    r"tomorrow|might|maybe|soon|want|instead|"
    r"(?:my|our|the) (?:wife|husband|mum|mom|mam|mother|father|dad|partner|boyfriend|girlfriend|"
    r"son|daughter|brother|sister|friend|neighbou?r|dog|cat|child|kid|baby|aunt|uncle|gran\w*|"
    r"nan)s?|wifes?|husbands?|mums?|moms?|his|her|hers|their|theirs)\b"
)
# The regular spellings of "no medicine", as keys.
NONE_MEANT = words_of(
    "none nil no nope nothing na notapplicable 0 zero nomeds nomed nomedication nomedications "
    "nomedicine nomedicines notablets nopills nodrugs nonemeds noneatall nothingatall "
    "nonecurrently nonecurrent noneatpresent noneatthemoment nothingcurrently notany "
    "nottakinganything nottakingany nottakinganymedicines nottakinganymedication "
    "idonttakeanything idonttakeany idonttakeanymedicines idonttakeanymedication "
    "idonttakemedicines idonttakemedication iamnottakinganything donttakeany donttakeanything "
    "itakenone itakenothing"
)
UNKNOWN = re.compile(
    r"\b(?:not sure|unsure|dont know|do not know|dunno|no idea|see (?:my |the )?(?:list|attached|"
    r"above|notes?|file)|same as|the same|as (?:before|above|last time)|cant remember|"
    r"forgot\w*|on file|in my (?:notes|file|records)|ask my|yes|several|various|lots|many)\b"
)
CLASSES = words_of(
    "water blood pressure bp heart sleeping sleep stomach pain painkiller painkillers killer "
    "killers antidepressant antidepressants steroid steroids thinner thinners inhaler inhalers "
    "diuretic diuretics cholesterol diabetes diabetic sugar thyroid anxiety nerve nerves allergy "
    "antihistamine antihistamines antibiotic antibiotics migraine headache antacid antacids statin "
    "statins laxative laxatives muscle relaxant relaxants relaxer relaxers antiinflammatory "
    "antiinflammatories inflammatory inflammatories anti opioid opioids opiate opiates beta "
    "blocker blockers hormone hormones depression epilepsy seizure asthma arthritis reflux "
    "heartburn acid bladder prostate gout herbal supplement supplements cough cold flu medicine "
    "medicines medication medications meds drug drugs cream creams patch patches spray eye injection "
    "injections shot shots infusion implant drops syrup sachet sachets"
)
LOOKS = words_of(
    "white blue red yellow pink green orange purple brown black grey gray round oval square small "
    "little big large tiny color colored coloured colour"
)
PERSONS = words_of(
    "my our his her their wife wifes husband husbands mum mums mom moms partner partners dad dads "
    "mother mothers father fathers some other"
)
_DASHES = re.compile(r"\s*[-–—−.]+\s*")


def stop_word(text: str) -> str | None:
    """Why the text names no medicine: ``none_meant``, ``class_word`` or "" (says nothing); or None.

    Asked only of text that is not exact: "blue inhaler" is a name that the vocabulary knows.
    """
    if key(text) in NONE_MEANT or _DASHES.fullmatch(text):
        return "none_meant"
    if UNKNOWN.search(fold(text)):
        return ""
    said = [word.text for word in words(text) if not word.is_number]
    described = CLASSES | LOOKS
    if said == ["water"] or described.isdisjoint(said) or not described | NOISE | PERSONS >= set(said):
        return None
    return "class_word"


def is_not_now(text: str) -> bool:
    """Whether the text says stopped, allergic, somebody else's or the like."""
    return NOT_NOW.search(fold(text)) is not None
