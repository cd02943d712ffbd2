"""Texts for patients that are hard to read, too long, or tell what only a clinician may."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screener.errors import Problem
from screener.model.rule import Page, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.findings.finding import at
from screener.workbench.findings.reading_grade import longest_sentence, reading_grade

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
        found: list[tuple[str, str, str]] = []
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
            yield at(name, question.line, "too-long", what, f"keep it within {MOST_LABEL}")


def _on_average(grades: list[tuple[float, Rule]], name: str) -> Iterator[Problem]:
    mean = sum(grade for grade, _rule in grades) / len(grades) if grades else 0.0
    if mean > MOST_MEAN_GRADE:
        _grade, hardest = max(grades, key=lambda one: one[0])
        what = f"the patient texts have a mean reading grade of {mean:.1f}"
        mend = f"use shorter words, until it is at most {MOST_MEAN_GRADE:.0f}; begin with {hardest.id}"
        yield at(name, hardest.line, "hard-to-read", what, mend)


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


def _of_text(text: str, read: str, grade: float) -> Iterator[tuple[str, str, str]]:
    if grade > MOST_GRADE:
        yield "hard-to-read", f"“{text}” has reading grade {grade:.1f}", "use shorter words and sentences"
    longest = longest_sentence(read)
    if longest > MOST_IN_SENTENCE:
        what = f"“{text}” has a sentence of {longest} words"
        yield "long-sentence", what, f"keep each within {MOST_IN_SENTENCE}"
    rest = ALLOWED.sub("", text)
    for pattern, told in BANNED.items():
        if re.search(pattern, rest):
            mend = 'say whom to ask and about what; "Do not stop it on your own; ask first." is allowed'
            yield "banned-wording", f"“{text}” {told}", mend


def _lengths(rule: Rule) -> Iterator[tuple[str, str, str]]:
    if len(rule.patient.split()) > MOST_WORDS:
        yield (
            "too-long",
            f"the patient text has {len(rule.patient.split())} words",
            f"keep it within {MOST_WORDS}",
        )
    for key, text, most in (
        ("headline", rule.headline, MOST_HEADLINE),
        ("clinician", rule.clinician, MOST_CLINICIAN),
    ):
        if len(text) > most:
            yield "too-long", f"the {key} has {len(text)} characters", f"keep it within {most}"


def _medicine_names(rulebook: Rulebook) -> re.Pattern[str]:
    rows = rulebook.vocabulary.medicines.values()
    names = {name for row in rows for name in (row.generic, *row.brands, *re.findall(r"[\w'-]+", row.group))}
    longest_first = sorted((name for name in names if len(name) > 3), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b", re.IGNORECASE)
