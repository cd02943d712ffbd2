"""One rule's entry in the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screener.model.rule import BindForm, Binding, BindMedicines, BindTicked, Priority, Rule
from screener.model.rulebook import Rulebook, Source
from screener.workbench.book.entries import OtherWords, Ref, RuleEntry, SourceEntry
from screener.workbench.english import FORM_WORDS, Piece, question_name, selected, set_name, tell
from screener.workbench.examples import example_form


def rule_ref(rulebook: Rulebook, id: str) -> Ref:
    """A rule with its headline."""
    return Ref("rule", id, rulebook.rules[id].headline)


def rule_entry(rulebook: Rulebook, rule: Rule, *, deciding: Mapping[str, str]) -> RuleEntry:
    """Everything about one rule; ``deciding`` names the first screen that decides each emergency."""
    hidden_by = [other.id for other in rulebook.rules.values() if rule.id in other.hides]
    return RuleEntry(
        id=rule.id,
        line=rule.line,
        topic=rule.topic,
        priority=rule.priority,
        headline=rule.headline,
        when=tell(rulebook, rule.when),
        urgent_when=tell(rulebook, rule.urgent_when) if rule.urgent_when is not None else None,
        patient=rule.patient,
        clinician=rule.clinician,
        page=rule.page,
        others=tuple(_other_words(rulebook, rule)),
        slots=tuple((f"{{{slot}}}", _stands_for(rulebook, bound)) for slot, bound in rule.bindings.items()),
        shows=tuple(_shows(rulebook, rule, deciding)),
        hides=tuple(rule_ref(rulebook, id) for id in rule.hides),
        hidden_by=tuple(rule_ref(rulebook, id) for id in hidden_by),
        sources=tuple(source_entry(rulebook.sources[key]) for key in rule.sources),
        strength=rule.strength,
        seed=rule.seed,
        examples=_examples(rulebook, rule),
        promises=tuple(
            Ref("invariant", one.id)
            for one in rulebook.invariants.values()
            if rule.id in {promise.rule for promise in one.promises}
        ),
    )


def source_entry(source: Source, used_by: tuple[Ref, ...] = ()) -> SourceEntry:
    """A source in full."""
    return SourceEntry(
        key=source.key,
        title=source.title,
        year=source.year,
        status=source.status,
        url=source.url,
        checked=source.checked,
        review_by=source.review_by,
        note=source.note,
        used_by=used_by,
    )


def _other_words(rulebook: Rulebook, rule: Rule) -> Iterator[OtherWords]:
    for variant in rule.variants:
        told, wording = tell(rulebook, variant.when), variant.wording
        yield OtherWords("while this holds", told, wording.patient, wording.clinician, wording.page)
    for region, wording in rule.regions.items():
        yield OtherWords(f"in region {region}", None, wording.patient, wording.clinician, wording.page)
    for other, page in rule.companions.items():
        yield OtherWords(f"page when {other} fires too", page=page)


def _stands_for(rulebook: Rulebook, binding: Binding) -> tuple[Piece, ...]:
    match binding:
        case BindMedicines(set_id, selector):
            return (set_name(rulebook, set_id), Piece(" that are "), *selected(rulebook, selector))
        case BindTicked(questions):
            return (*_names(rulebook, questions), Piece(" as far as answered yes"))
        case BindForm(word, subjects):
            if subjects == rulebook.safety_questions:
                return (Piece(f"those of the {len(subjects)} safety questions that are {FORM_WORDS[word]}"),)
            return (*_names(rulebook, subjects), Piece(f", as far as: {FORM_WORDS[word]}"))


def _names(rulebook: Rulebook, ids: tuple[str, ...]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for id in ids:
        named = set_name(rulebook, id) if id in rulebook.sets else question_name(rulebook.questions[id])
        pieces += [named] if not pieces else [Piece(", "), named]
    return tuple(pieces)


def _shows(rulebook: Rulebook, rule: Rule, deciding: Mapping[str, str]) -> Iterator[str]:
    if rule.priority is Priority.EMERGENCY:
        screen = rulebook.screens[deciding[rule.id]]
        number = list(rulebook.screens).index(screen.id) + 1
        yield f"A full page at once, at the earliest after screen {number}, “{screen.title}” ({screen.id})."
        yield "Then at the head of every later page, of the patient's copy and of the clinician's page."
    else:
        yield f"Patient's copy, under “{rulebook.leads[rule.priority]}”."
    if rule.urgent_when is not None and rule.priority.gravity < Priority.URGENT.gravity:
        yield f"When lifted to urgent: under “{rulebook.leads[Priority.URGENT]}”."
    if rule.keep:
        yield "Always among the information points that the patient's copy shows first."
    if rule.print_asks:
        yield "Not a point on the clinician's page: its list of what to ask carries it."
    elif rule.priority is not Priority.EMERGENCY:
        yield f"Clinician's page, under {rulebook.topics[rule.topic]}."
    if rule.about_form:
        yield "It speaks of the form: it fires or does not, and is never open."


def _examples(rulebook: Rulebook, rule: Rule) -> tuple[tuple[str, tuple[str, ...]], ...]:
    default = next(iter(rulebook.people), "")
    kinds = (
        ("fires", rule.examples.fires),
        ("stays silent", rule.examples.silent),
        ("stays open", rule.examples.open),
    )
    return tuple(
        (kind, tuple(example_form(example, default=default) for example in examples))
        for kind, examples in kinds
        if examples
    )
