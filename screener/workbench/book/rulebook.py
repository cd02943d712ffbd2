"""The whole of a rulebook as a book: screens, questions, scores, facts and what stands at its end."""

from __future__ import annotations

from collections.abc import Iterator

from screener.medicines.vocabulary import load
from screener.model.condition import Condition
from screener.model.question import TYPES, Question, Score, Screen
from screener.model.rule import Promise
from screener.model.rulebook import Rulebook, Together, Truth
from screener.rulebook import select
from screener.summary.shared import score_name
from screener.workbench.book.entries import (
    Addition,
    Book,
    ContactsEntry,
    FactEntry,
    InvariantEntry,
    Option,
    PersonEntry,
    QuestionEntry,
    Ref,
    RoleEntry,
    ScoreEntry,
    ScreenPart,
    TagEntry,
    TopicPart,
)
from screener.workbench.book.rules import rule_entry, rule_ref, source_entry
from screener.workbench.book.usage import Usage
from screener.workbench.deciding import deciding_screens
from screener.workbench.english import Told, spaced, tell
from screener.workbench.examples import own_form


def screen_part(rulebook: Rulebook, screen: Screen, *, number: int, usage: Usage) -> ScreenPart:
    """A screen and its questions; ``number`` counts from 1."""
    instrument = rulebook.instruments.get(screen.instrument)
    return ScreenPart(
        id=screen.id,
        number=number,
        part=screen.part,
        title=screen.title,
        intro=screen.intro,
        stem=instrument.stem if instrument else "",
        credit=instrument.credit if instrument else "",
        below=instrument.below if instrument else "",
        show_when=_told(rulebook, screen.show_when),
        questions=tuple(_question_entry(rulebook, rulebook.questions[id], usage) for id in screen.questions),
    )


def _told(rulebook: Rulebook, condition: Condition | None) -> Told | None:
    return tell(rulebook, condition) if condition is not None else None


def _question_entry(rulebook: Rulebook, question: Question, usage: Usage) -> QuestionEntry:
    return QuestionEntry(
        id=question.id,
        line=question.line,
        ask=question.ask,
        label=question.label,
        hint=question.hint,
        kind=_kind(question),
        safety=question.safety,
        options=tuple(_options(question)),
        notes=tuple(_notes(question)),
        show_when=_told(rulebook, question.show_when),
        complete_if=_told(rulebook, question.complete_if),
        uses=usage.of(f"question-{question.id}"),
    )


def _kind(question: Question) -> str:
    answered = TYPES[question.type].answered
    return f"{answered} from {question.low} to {question.high}" if question.is_number else answered


def _options(question: Question) -> Iterator[Option]:
    for id, words in question.options.items():
        notes = [f"counts as {question.medicines[id]}"] if id in question.medicines else []
        notes += ["excludes the others"] if id in question.alone else []
        yield Option(id, words, ", ".join(notes))
    if question.none:
        yield Option("none", question.none, "excludes the others")
    for number, words in [*enumerate(question.steps, start=question.low), *question.anchors.items()]:
        yield Option(str(number), words)
    if question.not_sure:
        yield Option("not_sure", question.not_sure, "counts as unknown")
    if question.prefer_not:
        yield Option("prefer_not", question.prefer_not, "counts as unknown")


def _notes(question: Question) -> Iterator[str]:
    if question.safety:
        yield "Safety question: listed for the clinician when left blank or not sure."
    if question.mood:
        yield "Part of what the patient's print may leave out."
    if question.loinc:
        yield f"LOINC {question.loinc}."


def score_entry(rulebook: Rulebook, score: Score, usage: Usage) -> ScoreEntry:
    """A score with its items and bands."""
    places = {0: "to whole numbers", 1: "to one place"}.get(score.places, f"to {score.places} places")
    return ScoreEntry(
        id=score.id,
        name=score_name(score.id),
        line=score.line,
        made=f"mean, rounded half up {places}" if score.mean else "sum",
        items=tuple(Ref("question", item, rulebook.questions[item].label) for item in score.items),
        bands=tuple((band.name, f"{band.low} to {band.high}") for band in score.bands),
        source=Ref("source", score.source, rulebook.sources[score.source].title),
        loinc=score.loinc,
        uses=usage.of(f"score-{score.id}"),
    )


def truth_entry(rulebook: Rulebook, truth: Truth, usage: Usage) -> FactEntry:
    """A named condition."""
    means = tell(rulebook, truth.condition)
    return FactEntry(truth.id, spaced(truth.id), truth.line, means, (), usage.of(f"fact-{truth.id}"))


def set_entry(rulebook: Rulebook, together: Together, usage: Usage) -> FactEntry:
    """A named set of medicines."""
    lists = tuple(_list_ref(rulebook, id) for id in together.lists)
    uses = usage.of(f"fact-{together.id}")
    return FactEntry(together.id, spaced(together.id), together.line, None, lists, uses)


def _list_ref(rulebook: Rulebook, id: str) -> Ref:
    if id in rulebook.sets:
        return Ref("fact", id)
    return Ref("question", id, rulebook.questions[id].label)


def role_entries(rulebook: Rulebook) -> Iterator[RoleEntry]:
    """What plays a part for the program."""
    for part, players in rulebook.roles.players.items():
        yield RoleEntry(part, tuple(_list_ref(rulebook, id) for id in players), None)
    if rulebook.roles.for_another is not None:
        yield RoleEntry("for_another", (), tell(rulebook, rulebook.roles.for_another))


def tag_entries(rulebook: Rulebook, usage: Usage) -> Iterator[TagEntry]:
    """The tags that something names, by name, with the substances that bear them."""
    for tag in sorted(rulebook.vocabulary.tags):
        uses = usage.of(f"tag-{tag}")
        if uses:
            generics = select((tag,), rulebook.vocabulary).generics
            yield TagEntry(tag, tuple(sorted(generics, key=str.casefold)), uses)


def additions(rulebook: Rulebook) -> Iterator[Addition]:
    """The medicines that are not as the vocabulary that comes with Screener has them."""
    shipped = load().medicines
    for generic, medicine in rulebook.vocabulary.medicines.items():
        if shipped.get(generic) != medicine:
            parts = (
                ("brands", medicine.brands),
                ("tags", sorted(medicine.tags)),
                ("made of", medicine.ingredients),
            )
            yield Addition(
                generic, "; ".join(f"{what}: {', '.join(names)}" for what, names in parts if names)
            )


def person_entry(rulebook: Rulebook, id: str) -> PersonEntry:
    """An example person, question by question."""
    answers = rulebook.people[id]
    told = ((Ref("question", key), answer) for key, answer in answers.items())
    return PersonEntry(id, tuple((ref, own_form(answer)) for ref, answer in told))


def invariant_entries(rulebook: Rulebook) -> Iterator[InvariantEntry]:
    """What must always hold, in the file's order."""
    for one in rulebook.invariants.values():
        promises = tuple((rule_ref(rulebook, promise.rule), _promised(promise)) for promise in one.promises)
        yield InvariantEntry(one.id, one.line, tell(rulebook, one.condition), promises)


def _promised(promise: Promise) -> str:
    if not promise.fires:
        return "never fires"
    return f"fires, at least as {promise.at_least}" if promise.at_least else "fires"


def book_of(rulebook: Rulebook) -> Book:
    """The rulebook in an order and in words for people; nothing in it is left out."""
    usage = Usage(rulebook)
    return Book(
        title=rulebook.title,
        version=rulebook.version,
        hash=rulebook.hash,
        vocabulary=rulebook.vocabulary.hash,
        signed=rulebook.approved,
        approved=rulebook.review.approved,
        review_by=rulebook.review.review_by,
        leads={str(priority): words for priority, words in rulebook.leads.items()},
        topics=topics_of(rulebook),
        screens=tuple(
            screen_part(rulebook, screen, number=number, usage=usage)
            for number, screen in enumerate(rulebook.screens.values(), start=1)
        ),
        scores=tuple(score_entry(rulebook, score, usage) for score in rulebook.scores.values()),
        facts=(
            *(truth_entry(rulebook, truth, usage) for truth in rulebook.facts.values()),
            *(set_entry(rulebook, together, usage) for together in rulebook.sets.values()),
        ),
        roles=tuple(role_entries(rulebook)),
        contacts=tuple(
            ContactsEntry(region, contacts.words, contacts.numbers)
            for region, contacts in rulebook.contacts.items()
        ),
        sources=tuple(
            source_entry(source, usage.users_of(f"source-{source.key}"))
            for source in rulebook.sources.values()
        ),
        tags=tuple(tag_entries(rulebook, usage)),
        additions=tuple(additions(rulebook)),
        invariants=tuple(invariant_entries(rulebook)),
        people=tuple(person_entry(rulebook, id) for id in rulebook.people),
    )


def topics_of(rulebook: Rulebook) -> tuple[TopicPart, ...]:
    """The topics that have rules, in the rulebook's order of topics."""
    deciding = deciding_screens(rulebook)
    parts = (
        TopicPart(
            id,
            title,
            tuple(
                rule_entry(rulebook, rule, deciding=deciding)
                for rule in rulebook.rules.values()
                if rule.topic == id
            ),
        )
        for id, title in rulebook.topics.items()
    )
    return tuple(part for part in parts if part.rules)
