"""Random rules: conditions, lifts, hides, and texts whose slots the rule can fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from screener.model.condition import All, Any, Condition, FormWord
from screener.model.question import QuestionType
from screener.model.rule import (
    BindForm,
    Binding,
    BindMedicines,
    BindTicked,
    Examples,
    Page,
    Priority,
    Rule,
    Variant,
    Wording,
)
from tests.properties.conditions import (
    Palette,
    random_condition,
    random_count,
    random_has,
    random_pair,
    random_twice,
    speaks_of_form,
)


@dataclass(frozen=True)
class Manner:
    """What a rule's texts need: its condition, its slots, what they are bound to, whether more may join."""

    when: Condition
    slots: str = ""
    bindings: dict[str, Binding] = field(default_factory=dict)
    plain: bool = False


def _anything(rng: Random, palette: Palette) -> Manner:
    form = rng.random() < 0.3
    return Manner(random_condition(rng, palette, depth=3, form=form))


def _with_scores(rng: Random, palette: Palette) -> Manner:
    names = [f"{{score:{score}}}" for score in palette.scores]
    yes_no = [
        f"{{answer:{question.id}}}" for question in palette.of_type(QuestionType.YES_NO, QuestionType.TEXT)
    ]
    return Manner(
        random_condition(rng, palette, depth=2), slots=" ".join([*names, *yes_no, "{contact:clinic}"])
    )


def _joined(rng: Random, palette: Palette, needed: Condition) -> Condition:
    if rng.random() < 0.5:
        return needed
    return All((needed, random_condition(rng, palette, depth=1, plain=True)))


def _with_pairs(rng: Random, palette: Palette) -> Manner:
    needed: Condition = random_pair(rng, palette)
    if rng.random() < 0.3:
        needed = Any((needed, random_pair(rng, palette)))
    return Manner(_joined(rng, palette, needed), slots="{a} with {b}: {pairs}", plain=True)


def _with_count(rng: Random, palette: Palette) -> Manner:
    return Manner(_joined(rng, palette, random_count(rng, palette)), slots="{n} of them", plain=True)


def _with_twice(rng: Random, palette: Palette) -> Manner:
    return Manner(_joined(rng, palette, random_twice(rng, palette)), slots="{list}", plain=True)


def _with_list(rng: Random, palette: Palette) -> Manner:
    has = random_has(rng, palette)
    when = Any((has, random_condition(rng, palette, depth=1, plain=True)))
    return Manner(when, slots="{list}", bindings={"list": BindMedicines(has.set, has.selector)}, plain=True)


def _with_ticked(rng: Random, palette: Palette) -> Manner:
    questions = tuple(question.id for question in palette.of_type(QuestionType.YES_NO))
    when = random_condition(rng, palette, depth=2)
    return Manner(when, slots="{list}", bindings={"list": BindTicked(questions)})


def _with_form(rng: Random, palette: Palette) -> Manner:
    word = rng.choice([FormWord.UNANSWERED, FormWord.UNSURE])
    when = random_condition(rng, palette, depth=2, form=True)
    return Manner(when, slots="{list}", bindings={"list": BindForm(word, tuple(palette.questions))})


ON_ANSWERS = (_anything, _anything, _with_scores, _with_ticked, _with_form)
ON_MEDICINES = (_with_pairs, _with_pairs, _with_count, _with_twice, _with_list, _with_list)


def _variants(rng: Random, palette: Palette, text: str) -> tuple[Variant, ...]:
    return tuple(
        Variant(
            when=random_condition(rng, palette, depth=1, form=rng.random() < 0.5),
            wording=Wording(patient=f"{text} Variant {number}."),
        )
        for number in range(rng.choice([0, 0, 1, 2]))
    )


def _random_rule(rng: Random, palette: Palette, *, id: str, hides: tuple[str, ...], topic: str) -> Rule:
    makers: tuple[Callable[[Random, Palette], Manner], ...] = ON_ANSWERS
    if palette.sets:
        makers += ON_MEDICINES
    manner = rng.choice(makers)(rng, palette)
    priority = rng.choice(list(Priority))
    urgent_when = None
    if priority in (Priority.DISCUSS, Priority.INFORMATION) and rng.random() < 0.6:
        form = rng.random() < 0.15
        urgent_when = random_condition(rng, palette, depth=2, form=form, plain=manner.plain)
    facts = {**palette.facts, **palette.form_facts}
    text = f"Point {id}. {manner.slots}"
    page = Page("Heading", "Call {contact:emergency}.", "emergency", ("One line.",))
    return Rule(
        id=id,
        topic=topic,
        priority=priority,
        when=manner.when,
        urgent_when=urgent_when,
        about_form=speaks_of_form(manner.when, facts) or speaks_of_form(urgent_when, facts),
        headline=f"Headline {id}",
        patient=text,
        clinician=text,
        sources=("SRC",),
        strength="none",
        examples=Examples(),
        hides=hides,
        bindings=manner.bindings,
        variants=_variants(rng, palette, text),
        regions={"us": Wording(clinician=f"{text} Here.")} if rng.random() < 0.2 else {},
        page=page if priority is Priority.EMERGENCY else None,
    )


def random_rules(rng: Random, palette: Palette) -> list[Rule]:
    """Four to ten rules in file order; a rule hides others of any topic, without cycles."""
    ids = [f"rule{number}" for number in range(1, rng.randint(4, 10) + 1)]
    topics = {id: rng.choice(["one", "one", "two"]) for id in ids}
    rank = rng.sample(ids, len(ids))
    rules = []
    for id in ids:
        lesser = rank[rank.index(id) + 1 :]
        hides = tuple(rng.sample(lesser, rng.randint(0, min(3, len(lesser)))))
        rules.append(_random_rule(rng, palette, id=id, hides=hides, topic=topics[id]))
    return rules
