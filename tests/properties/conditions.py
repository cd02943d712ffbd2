"""Random conditions over what a rulebook has so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from screener.model.condition import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    FactHolds,
    Form,
    FormWord,
    Has,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.question import Question, QuestionType, Score
from screener.model.rulebook import Truth
from tests.properties.medicines import random_selector


@dataclass
class Palette:
    """What a condition may speak of: questions, scores, sets (lists and unions) and facts, by id.

    ``form_facts`` are the facts that speak of the form.
    """

    questions: dict[str, Question] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    sets: list[str] = field(default_factory=list)
    facts: dict[str, Truth] = field(default_factory=dict)
    form_facts: dict[str, Truth] = field(default_factory=dict)

    def of_type(self, *types: QuestionType) -> list[Question]:
        """The questions of these types, in order."""
        return [question for question in self.questions.values() if question.type in types]


def score_range(score: Score) -> tuple[Decimal, Decimal]:
    """The lowest and highest value that the score's bands allow."""
    return score.bands[0].low, score.bands[-1].high


def _chosen(rng: Random, palette: Palette) -> Condition | None:
    questions = palette.of_type(QuestionType.YES_NO, QuestionType.ONE, QuestionType.MANY)
    if not questions:
        return None
    question = rng.choice(questions)
    if question.type is QuestionType.YES_NO:
        return Chosen(question.id, (rng.choice(["yes", "yes", "no"]),))
    options = list(question.options)
    return Chosen(question.id, tuple(rng.sample(options, rng.randint(1, len(options) - 1))))


def _bounds(rng: Random, subject: str, values: list[Decimal]) -> Condition:
    """A lower bound above the least value, an upper bound below the greatest, or both."""
    low, high = sorted((rng.choice(values[1:]), rng.choice(values[:-1])))
    kind = rng.random()
    if kind < 0.6:
        return Compare(subject, at_least=rng.choice(values[1:]))
    if kind < 0.8:
        return Compare(subject, at_most=rng.choice(values[:-1]))
    return Compare(subject, at_least=max(low, values[1]), at_most=max(high, values[1]))


def _compare(rng: Random, palette: Palette) -> Condition | None:
    questions = palette.of_type(QuestionType.SCALE, QuestionType.MANY)
    subjects: list[Question | Score] = [*questions, *palette.scores.values(), *palette.scores.values()]
    if not subjects:
        return None
    subject = rng.choice(subjects)
    if isinstance(subject, Score):
        low, high = score_range(subject)
        step = Decimal(1).scaleb(-subject.places)
        return _bounds(rng, subject.id, [low + step * n for n in range(int((high - low) / step) + 1)])
    if subject.type is QuestionType.SCALE:
        return _bounds(rng, subject.id, [Decimal(n) for n in range(subject.low, subject.high + 1)])
    return _bounds(
        rng, subject.id, [Decimal(n) for n in range(len(subject.options) - len(subject.alone) + 1)]
    )


def _fact(rng: Random, palette: Palette) -> Condition | None:
    return FactHolds(rng.choice(list(palette.facts))) if palette.facts else None


def random_has(rng: Random, palette: Palette) -> Has:
    """A set of the palette, which must have one, and a selector."""
    return Has(rng.choice(palette.sets), random_selector(rng))


def random_pair(rng: Random, palette: Palette) -> Pair:
    """Two selectors in one set, or over two."""
    first = random_has(rng, palette)
    if rng.random() < 0.5:
        return Pair(first, Has(first.set, random_selector(rng)))
    return Pair(first, random_has(rng, palette))


def random_count(rng: Random, palette: Palette) -> Count:
    """One to three different generics of a set."""
    has = random_has(rng, palette)
    return Count(has.set, rng.randint(1, 3), has.selector)


def random_twice(rng: Random, palette: Palette) -> Twice:
    """The same generic in two rows of a set."""
    has = random_has(rng, palette)
    return Twice(has.set, has.selector)


def _medicines(rng: Random, palette: Palette) -> Condition | None:
    make: list[Callable[[Random, Palette], Condition]] = [random_has, random_pair, random_count, random_twice]
    return rng.choice(make)(rng, palette) if palette.sets else None


def _has(rng: Random, palette: Palette) -> Condition | None:
    return random_has(rng, palette) if palette.sets else None


ANY_LEAF = (_chosen, _chosen, _compare, _compare, _fact, _medicines, _medicines, _medicines)
PLAIN_LEAF = (_chosen, _chosen, _compare, _has)


def _leaf(rng: Random, palette: Palette, *, plain: bool) -> Condition:
    made = rng.choice(PLAIN_LEAF if plain else ANY_LEAF)(rng, palette)
    return made or _chosen(rng, palette) or All(())


def _form_leaf(rng: Random, palette: Palette) -> Condition:
    words = [FormWord.UNANSWERED, FormWord.UNSURE]
    if palette.sets:
        words += [FormWord.INCOMPLETE, FormWord.UNRECOGNIZED]
    if palette.form_facts and rng.random() < 0.2:
        return FactHolds(rng.choice(list(palette.form_facts)))
    if rng.random() < 0.5:
        return Possibly(random_condition(rng, palette, depth=1))
    word = rng.choice(words)
    of_questions = word in (FormWord.UNANSWERED, FormWord.UNSURE)
    subjects = list(palette.questions) if of_questions else palette.sets
    return Form(word, tuple(rng.sample(subjects, rng.randint(1, min(3, len(subjects))))))


def random_condition(
    rng: Random, palette: Palette, *, depth: int, form: bool = False, plain: bool = False
) -> Condition:
    """A condition at most ``depth`` deep.

    With ``form`` it may speak of the form, never under `not`. A ``plain`` one has no leaf whose
    medicines a text's slots could mean.
    """
    if depth == 0 or rng.random() < 0.25:
        if form and rng.random() < 0.5:
            return _form_leaf(rng, palette)
        return _leaf(rng, palette, plain=plain)
    kind = rng.random()
    if kind < 0.25:
        return Not(random_condition(rng, palette, depth=depth - 1, plain=plain))
    members = tuple(
        random_condition(rng, palette, depth=depth - 1, form=form, plain=plain)
        for _ in range(rng.randint(1, 3))
    )
    return All(members) if kind < 0.6 else Any(members)


def speaks_of_form(condition: Condition | None, facts: Mapping[str, Truth]) -> bool:
    """Whether a form word or `possibly` stands in it, itself or through a fact."""
    match condition:
        case All(members) | Any(members):
            return any(speaks_of_form(member, facts) for member in members)
        case Not(member):
            return speaks_of_form(member, facts)
        case FactHolds(fact):
            return speaks_of_form(facts[fact].condition, facts)
        case Form() | Possibly():
            return True
        case _:
            return False
