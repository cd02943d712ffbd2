"""What the rulebook says to patients and clinicians: never what to take, never too long, from a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from screener.content import shipped_rulebook
from screener.model.rule import BindMedicines, Page, Priority, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.check import check

MOST_HEADLINE, MOST_LABEL, MOST_CLINICIAN, MOST_PATIENT_WORDS, MOST_PAGE_LINES = 80, 24, 200, 60, 3

ALLOWED = [
    "Do not stop it on your own; ask first.",
    "Do not stop {b} on your own; ask first.",
    "Do not stop the medicine on your own; ask first.",
    "Do not stop either one suddenly on your own; ask first.",
    "Do not stop heavy drinking suddenly without help.",
    "bleeding that will not stop",
    "You are thinking of stopping a medicine.",
]
"""The only places where a patient text may speak of stopping."""

WITH_A_DOSE = "raise|lower|increase|reduce|halve|double|change|switch|skip|swap|cut|taper"
AS_AN_ORDER = "Stop|Start|Raise|Lower|Increase|Reduce|Switch|Skip|Swap|Take|Try|Use|Quit|Wean|Taper"
BANNED = [
    r"\bstop(s|ped|ping)?\b",
    r"\bstart(s|ed|ing)?\b",
    rf"\b({WITH_A_DOSE}) (your|the|this|that|it)\b(?! (salt|level|pressure|chance))",
    rf"(^|[.!?:;] )({AS_AN_ORDER})\b(?! (all )?your medicine (boxes|list))",
    r"\b(should|must|need to|have to|can safely) (take|stop|start|use|try|quit|switch|skip)\b",
    r"\d ?(mg|mcg|µg|ml|g)\b|\bmilligram",
    r"\btablets?\b|\bpills a day\b|\bdoses? of\b",
    r"\bcommit|\bsuicid|\bfailed treatment|\babuse",
    r"no (known )?interactions?",
]

NAMES_WITHOUT_DO_NOT_STOP = {"dis_double_paracetamol", "sys_unknown_medicine"}
UNSEEN_SLOTS = re.compile(r"\{(?!(a|b|pairs|list|n|answer:\w+|score:\w+|contact:\w+)\})")


def pages(rule: Rule) -> Iterator[Page]:
    """Every page that the rule may show."""
    wordings = [*(variant.wording for variant in rule.variants), *rule.regions.values()]
    found = [rule.page, *(wording.page for wording in wordings), *rule.companions.values()]
    yield from (page for page in found if page is not None)


def patient_texts(rule: Rule) -> list[str]:
    """Every text of the rule for a patient, those of variants and regions too."""
    wordings = [*(variant.wording for variant in rule.variants), *rule.regions.values()]
    return [rule.patient, *(wording.patient for wording in wordings if wording.patient)]


def clinician_texts(rule: Rule) -> list[str]:
    wordings = [*(variant.wording for variant in rule.variants), *rule.regions.values()]
    return [rule.clinician, *(wording.clinician for wording in wordings if wording.clinician)]


def spoken(rule: Rule) -> list[str]:
    """Everything that a patient may read of the rule."""
    lines = [line for page in pages(rule) for line in (page.heading, page.do, *page.lines)]
    return [*patient_texts(rule), *lines]


def names_a_medicine(rule: Rule, text: str) -> bool:
    if re.search(r"\{(a|b|pairs)\}", text):
        return True
    binding = rule.bindings.get("list")
    return "{list}" in text and (binding is None or isinstance(binding, BindMedicines))


@pytest.mark.parametrize(
    "text",
    [
        "Stop taking {a}.",
        "You should stop it.",
        "Start taking duloxetine.",
        "Take two tablets.",
        "Ask first. Lower your dose.",
        "Take 30 mg.",
        "Skip this one.",
        "You must take it at night.",
        "There are no interactions.",
    ],
)
def test_the_patterns_find_what_is_banned(text: str) -> None:
    assert any(re.search(pattern, text) for pattern in BANNED)


def test_no_patient_text_says_what_to_take_or_stop(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        for text in spoken(rule):
            rest = text
            for allowed in ALLOWED:
                rest = rest.replace(allowed, "")
            found = [pattern for pattern in BANNED if re.search(pattern, rest)]
            assert not found, f"{rule.id}: {text}"


def test_a_text_that_names_a_medicine_says_not_to_stop_it_and_to_ask_first(rulebook: Rulebook) -> None:
    named = 0
    for rule in rulebook.rules.values():
        for text in patient_texts(rule):
            if rule.id in NAMES_WITHOUT_DO_NOT_STOP or not names_a_medicine(rule, text):
                continue
            named += 1
            assert re.search(r"Do not stop [^.;]*;? ?ask first", text), f"{rule.id}: {text}"
    assert named >= 40


def test_the_lengths_are_kept(rulebook: Rulebook) -> None:
    for question in rulebook.questions.values():
        assert 1 <= len(question.label) <= MOST_LABEL, question.id
    for rule in rulebook.rules.values():
        assert 1 <= len(rule.headline) <= MOST_HEADLINE, rule.id
        for text in clinician_texts(rule):
            assert 1 <= len(text) <= MOST_CLINICIAN, rule.id
        for text in patient_texts(rule):
            assert 1 <= len(text.split()) <= MOST_PATIENT_WORDS, rule.id


def test_every_emergency_has_a_page_with_one_instruction_one_number_and_at_most_three_lines(
    rulebook: Rulebook,
) -> None:
    for rule in rulebook.rules.values():
        assert (rule.page is not None) == (rule.priority is Priority.EMERGENCY), rule.id
        for page in pages(rule):
            assert len(page.lines) <= MOST_PAGE_LINES, rule.id
            for contacts in rulebook.contacts.values():
                assert page.number in contacts.numbers, rule.id
            assert not re.search(r"PHQ|score|\bcommit", " ".join([page.heading, page.do, *page.lines])), (
                rule.id
            )


def test_urgent_texts_say_to_call_or_see_someone(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        if rule.priority is Priority.URGENT and rule.id != "urg_means_access":
            assert re.search(r"[Cc]all", rule.patient), rule.id
        if rule.priority is Priority.DISCUSS and not rule.about_form:
            assert re.search(r"\b([Aa]sk|[Tt]ell|[Ss]ay)\b", rule.patient), rule.id


def test_no_slot_is_misspelled(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        for text in (*spoken(rule), *clinician_texts(rule)):
            assert not UNSEEN_SLOTS.search(text), rule.id


def test_no_patient_text_holds_a_score(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        for text in spoken(rule):
            assert "{score:" not in text, rule.id
            assert not re.search(r"\b(PHQ|GAD|PEG)\b", text), rule.id


def test_every_rule_has_examples_and_every_example_does_as_it_says(rulebook: Rulebook) -> None:
    shipped = shipped_rulebook()
    assert check(shipped.read_bytes(), shipped.name).problems == ()
    for rule in rulebook.rules.values():
        assert rule.examples.fires, rule.id
        assert rule.examples.silent, rule.id
        assert bool(rule.examples.open) != rule.about_form, rule.id


def test_every_source_is_used_and_can_be_found(rulebook: Rulebook) -> None:
    used = {key for rule in rulebook.rules.values() for key in rule.sources}
    used |= {score.source for score in rulebook.scores.values()}
    assert used == set(rulebook.sources)
    for source in rulebook.sources.values():
        assert source.title, source.key
        assert 1990 <= source.year <= 2026, source.key
        assert source.status in {"seen", "verify"}, source.key
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.checked), source.key
        if source.key != "SEED":
            assert urlsplit(source.url).scheme == "https", source.key


def test_no_rule_hides_an_emergency(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        for hidden in rule.hides:
            assert rulebook.rules[hidden].priority is not Priority.EMERGENCY, rule.id


def test_the_seed_article_is_carried_and_put_right(rulebook: Rulebook) -> None:
    carried = {rule.id for rule in rulebook.rules.values() if rule.seed}
    assert carried >= {
        "info_how_they_work",
        "info_classes",
        "info_lbp_evidence",
        "info_low_and_slow",
        "info_pain_mood_link",
    }
    assert "About 4 in 10" in rulebook.rules["info_pain_mood_link"].patient
    assert "Experts do not agree" in rulebook.rules["info_lbp_evidence"].patient
    assert "thought to" in rulebook.rules["info_how_they_work"].patient


def test_the_counts_are_as_the_rulebook_was_written(rulebook: Rulebook) -> None:
    counted = dict.fromkeys(Priority, 0)
    for rule in rulebook.rules.values():
        counted[rule.priority] += 1
    assert list(counted.values()) == [11, 22, 68, 24]
    assert sum(rule.urgent_when is not None for rule in rulebook.rules.values()) == 28
    assert (len(rulebook.questions), len(rulebook.screens), len(rulebook.scores)) == (95, 17, 4)
