"""Texts that are hard to read, contradict each other, have an empty gap, or say what only a clinician may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from screener.codes import Code
from screener.engine import YES, value
from screener.errors import Problem
from screener.model.condition import Any, Chosen, Condition, Has
from screener.model.rule import BindForm, Binding, BindMedicines, BindTicked, Page, Priority, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.cases import Cases, TooMany
from screener.workbench.examples import Raw, at, view_of

WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]es|[^aeioudty]ed|[^laeiouy]e|[aeiouy]le?)$")


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text (years of school in the US), 0 where there are no words.

    0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al., 1975). A colon or semicolon ends
    a sentence, as the short lines of these texts are read.
    """
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len([part for part in SENTENCE_END.split(text) if WORD.search(part)]))
    syllables = sum(map(syllables_of, words))
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59)


def longest_sentence(text: str) -> int:
    """The words of the longest sentence."""
    return max((len(WORD.findall(part)) for part in re.split(r"[.!?]+(?=\s|$)", text)), default=0)


def syllables_of(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; a silent ending counts for none."""
    plain = re.sub(r"[^a-z]", "", word.casefold())
    count = len(VOWELS.findall(plain))
    if re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouysxzhcg]es$", plain):
        count -= 1
    return max(1, count)


MOST_GRADE, MOST_MEAN_GRADE, MOST_WORDS, MOST_IN_SENTENCE = 6.0, 5.0, 60, 25
MOST_HEADLINE, MOST_CLINICIAN, MOST_LABEL = 80, 200, 24
SLOT = re.compile(r"\{[^{}]*\}")
WITH_A_DOSE = "raise|lower|increase|reduce|halve|double|change|switch|skip|swap|cut|taper"
AS_AN_ORDER = "Stop|Start|Raise|Lower|Increase|Reduce|Switch|Skip|Swap|Take|Try|Use|Quit|Wean|Taper"
ALLOWED = re.compile(
    r"Do not stop [^.;:]*(;? ?ask first|without help)|bleeding that will not stop|thinking of stopping[^.]*"
)
"""The forms in which a text may speak of stopping."""
BANNED = {
    r"\bstop(s|ped|ping)?\b|\bstart(s|ed|ing)?\b": "speaks of stopping or starting a medicine",
    rf"\b({WITH_A_DOSE}) (your|the|this|that|it)\b(?! (salt|level|pressure|chance))": "speaks of a dose",
    rf"(^|[.!?:;] )({AS_AN_ORDER})\b(?! (all )?your medicine (boxes|list))": "gives an order",
    r"\b(should|must|need to|have to|can safely) (take|stop|start|use|try|quit|switch|skip)\b": "orders",
    r"\d ?(mg|mcg|µg|ml|g)\b|\bmilligram|\btablets?\b|\bpills a day\b|\bdoses? of\b": "names a dose",
    r"\bcommit|\bsuicid|\bfailed treatment|\babuse": "uses a word that hurts",
    r"no (known )?interactions?": "says that there is no interaction, which nobody can know",
}


def word_findings(rulebook: Rulebook, name: str) -> Iterator[Problem]:
    """Findings about the words of every rule and the labels of every question."""
    medicines = _medicine_names(rulebook)
    grades: list[tuple[float, Rule]] = []
    for rule in rulebook.rules.values():
        found: list[tuple[Code, str, str]] = []
        for text in patient_texts(rule):
            read = plain(text, medicines)
            grades.append((reading_grade(read), rule))
            found += _of_text(text, read, grades[-1][0])
        for code, what, mend in (*found, *_lengths(rule)):
            yield at(name, rule.line, code, f"{rule.id}: {what}", mend)
    yield from _on_average(grades, name)
    for question in rulebook.questions.values():
        if len(question.label) > MOST_LABEL:
            what = f"the label of {question.id} has {len(question.label)} characters"
            yield at(name, question.line, Code.TOO_LONG, what, f"keep it within {MOST_LABEL}")


def _on_average(grades: list[tuple[float, Rule]], name: str) -> Iterator[Problem]:
    mean = sum(grade for grade, _rule in grades) / len(grades) if grades else 0.0
    if mean > MOST_MEAN_GRADE:
        _grade, hardest = max(grades, key=lambda one: one[0])
        what = f"the patient texts have a mean reading grade of {mean:.1f}"
        mend = f"use shorter words, until it is at most {MOST_MEAN_GRADE:.0f}; begin with {hardest.id}"
        yield at(name, hardest.line, Code.HARD_TO_READ, what, mend)


def patient_texts(rule: Rule) -> Iterator[str]:
    """Every text of a rule that a patient reads, those of variants, regions and pages included."""
    wordings = [*(variant.wording for variant in rule.variants), *rule.regions.values()]
    yield rule.patient
    yield from (wording.patient for wording in wordings if wording.patient)
    pages: list[Page | None] = [rule.page, *rule.companions.values(), *(wording.page for wording in wordings)]
    for page in filter(None, pages):
        yield f"{page.heading}. {page.do} {' '.join(page.lines)}"


def plain(text: str, medicines: re.Pattern[str]) -> str:
    """The text without slots and medicine names, which nobody can make easier."""
    return medicines.sub("it", SLOT.sub("it", text))


def _of_text(text: str, read: str, grade: float) -> Iterator[tuple[Code, str, str]]:
    if grade > MOST_GRADE:
        yield Code.HARD_TO_READ, f"“{text}” has reading grade {grade:.1f}", "use shorter words and sentences"
    longest = longest_sentence(read)
    if longest > MOST_IN_SENTENCE:
        what = f"“{text}” has a sentence of {longest} words"
        yield Code.LONG_SENTENCE, what, f"keep each within {MOST_IN_SENTENCE}"
    rest = ALLOWED.sub("", text)
    for pattern, told in BANNED.items():
        if re.search(pattern, rest):
            mend = 'say whom to ask and about what; "Do not stop it on your own; ask first." is allowed'
            yield Code.BANNED_WORDING, f"“{text}” {told}", mend


def _lengths(rule: Rule) -> Iterator[tuple[Code, str, str]]:
    if len(rule.patient.split()) > MOST_WORDS:
        yield (
            Code.TOO_LONG,
            f"the patient text has {len(rule.patient.split())} words",
            f"keep it within {MOST_WORDS}",
        )
    for key, text, most in (
        ("headline", rule.headline, MOST_HEADLINE),
        ("clinician", rule.clinician, MOST_CLINICIAN),
    ):
        if len(text) > most:
            yield Code.TOO_LONG, f"the {key} has {len(text)} characters", f"keep it within {most}"


def _medicine_names(rulebook: Rulebook) -> re.Pattern[str]:
    rows = rulebook.vocabulary.medicines.values()
    names = {name for row in rows for name in (row.generic, *row.brands, *re.findall(r"[\w'-]+", row.group))}
    longest_first = sorted((name for name in names if len(name) > 3), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b", re.IGNORECASE)


Advice = dict[tuple[str, bool], str]
"""What a text says of a verb, to do it or not, and the words that say so."""

MEND = "say the same in both, let one hide the other, or tell their conditions apart"
VERBS = "call|drive|drink|eat|go|lie|move|sit|wait|walk"
NOT_TO = re.compile(
    rf"\b(?:do not|don't|never|no need to|not need to|need not|should not|must not)(?: \w+ly)? ({VERBS})\b"
    rf"|\bavoid ({VERBS})ing\b",
    re.IGNORECASE,
)
TO = re.compile(
    rf"(?:^|[.!?:;] |\bplease |\bthen )({VERBS})\b"
    rf"|\b(?:can|may|safe to|fine to|ok to|all right to|go on to|need to|should|must) ({VERBS})\b",
    re.IGNORECASE,
)


def opposite_findings(rulebook: Rulebook, name: str, cases: Cases) -> Iterator[Problem]:
    """Findings about the patient texts of two rules that fire together, and of one rule and its lead line."""
    lead = advice(rulebook.leads[Priority.URGENT])
    told = {rule.id: advice(*patient_texts(rule)) for rule in rulebook.rules.values()}
    for rule in rulebook.rules.values():
        for own, over in opposed(told[rule.id], lead):
            if rule.priority is Priority.URGENT or rule.urgent_when is not None:
                what = f"{rule.id} says “{own}” under the line of urgent points, which says “{over}”"
                yield at(name, rule.line, Code.OPPOSITE_ADVICE, what, MEND, _lifted(rule, cases))
    for one, other in combinations(rulebook.rules.values(), 2):
        pairs = opposed(told[one.id], told[other.id])
        if pairs and other.id not in one.hides and one.id not in other.hides:
            yield from _of_two(one, other, pairs[0], name, cases)


def advice(*texts: str) -> Advice:
    """What the texts tell to do and not to do."""
    said: Advice = {}
    for text in texts:
        rest = NOT_TO.sub(".", text)
        for pattern, part, does in ((NOT_TO, text, False), (TO, rest, True)):
            for match in pattern.finditer(part):
                verb = next(filter(None, match.groups())).lower()
                said.setdefault((verb, does), match.group().strip(" .!?:;"))
    return said


def opposed(one: Advice, other: Advice) -> list[tuple[str, str]]:
    """The words of both where one says to do what the other says not to."""
    both = [(words, other.get((verb, not does))) for (verb, does), words in one.items()]
    return [(own, others) for own, others in both if others is not None]


def _lifted(rule: Rule, cases: Cases) -> Raw | None:
    """A patient who reads the rule's text under the line of urgent points."""
    parts = (rule.when,) if rule.urgent_when is None else (rule.when, rule.urgent_when)
    return cases.showing(*parts)


def _of_two(one: Rule, other: Rule, words: tuple[str, str], name: str, cases: Cases) -> Iterator[Problem]:
    both = cases.showing(one.when, other.when)
    if both is not None:
        what = f"{one.id} says “{words[0]}” and {other.id} says “{words[1]}” to the same patient"
        yield at(name, other.line, Code.OPPOSITE_ADVICE, what, MEND, both)


def empty_list_findings(rulebook: Rulebook, name: str, cases: Cases) -> Iterator[Problem]:
    """A finding for each slot of a patient text that a patient reads as nothing."""
    for rule in rulebook.rules.values():
        for slot, binding in rule.bindings.items():
            filled = _filled(binding)
            if filled is not None and any(f"{{{slot}}}" in text for text in patient_texts(rule)):
                patient = _without(rulebook, rule, filled, cases)
                if patient is not None:
                    what = f"{rule.id} fires on a patient for whom {{{slot}}} is empty"
                    mend = f"let `{slot}` name all that `when` asks for, or say it without a list"
                    yield at(name, rule.line, Code.EMPTY_LIST, what, mend, patient)


def _filled(binding: Binding) -> Condition | None:
    """When a slot stands for something; None for the words of the form."""
    match binding:
        case BindTicked(questions):
            return Any(tuple(Chosen(id, ("yes",)) for id in questions))
        case BindMedicines(set_id, selector):
            return Has(set_id, selector)
        case BindForm():
            return None


def _without(rulebook: Rulebook, rule: Rule, filled: Condition, cases: Cases) -> Raw | None:
    try:
        found = cases.of(rule.when, filled)
    except TooMany:
        return None
    for values, raw in found.items():
        view = view_of(rulebook, raw) if values[0] == YES != values[1] else None
        if view is not None and value(view, rule.when) == YES != value(view, filled):
            return raw
    return None
