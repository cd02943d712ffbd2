"""What is written where a medicine's name should stand, and what forbids taking a name silently."""

from __future__ import annotations

import re

from screener.medicines.normalize import fold, key, words
from screener.medicines.words import NOISE, words_of

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
