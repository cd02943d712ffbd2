"""Random small rulebooks: a few screens and questions of every type, and rules over them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from screener.model.condition import All, Any, Chosen, Condition
from screener.model.question import Band, Layout, Question, QuestionType, Score, Screen
from screener.model.rulebook import Contacts, Review, Rulebook, Source, Together, Truth
from tests.properties.conditions import Palette, random_condition
from tests.properties.medicines import SUBSTANCES, VOCABULARY
from tests.properties.rules import random_rules

WORDS = {
    "emergency": "911",
    "crisis": "call or text 988",
    "poison": "Poison Help",
    "urgent_line": "an urgent care center",
    "ed": "the emergency room",
}
CONTACTS = {**WORDS, "clinic": "your clinic"}
EVERY_TYPE = list(QuestionType)


@dataclass
class Draft:
    """A rulebook while its screens are made, one after the other."""

    palette: Palette = field(default_factory=Palette)
    screens: dict[str, Screen] = field(default_factory=dict)
    sets: dict[str, Together] = field(default_factory=dict)


def _yes_no(rng: Random, blank: Question) -> Question:
    return replace(blank, safety=rng.random() < 0.3)


def _one(rng: Random, blank: Question) -> Question:
    options = {name: name.title() for name in ("first", "second", "third")[: rng.randint(2, 3)]}
    return replace(blank, options=options, not_sure="Not sure", prefer_not="Rather not say")


def _many(rng: Random, blank: Question) -> Question:
    options = {name: name.title() for name in ("oil", "patch", "spray", "other")[: rng.randint(3, 4)]}
    alone = ("never",) if rng.random() < 0.3 else ()
    medicines: dict[str, str] = {}
    if rng.random() < 0.7:
        names = list(SUBSTANCES)
        medicines = {option: rng.choice(names[:4]) for option in ("oil", "patch")}
        if rng.random() < 0.5:
            medicines["other"] = "unrecognized"
    return replace(
        blank,
        options={**options, **{name: name.title() for name in alone}},
        none="None of these" if rng.random() < 0.7 else "",
        alone=alone,
        medicines={option: name for option, name in medicines.items() if option in options},
        not_sure="Not sure",
        prefer_not="Rather not say",
        safety=rng.random() < 0.3,
    )


def _scale(rng: Random, blank: Question) -> Question:
    low = rng.randint(0, 1)
    return replace(blank, low=low, high=low + rng.randint(2, 3), safety=rng.random() < 0.3)


def _text(rng: Random, blank: Question) -> Question:
    return blank


MAKE: dict[QuestionType, Callable[[Random, Question], Question]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _scale,
    QuestionType.TEXT: _text,
    QuestionType.MEDICINES: _yes_no,
}


def _show_when(rng: Random, early: Palette, *, chance: float) -> Condition | None:
    if not early.questions or rng.random() >= chance:
        return None
    return random_condition(rng, early, depth=rng.randint(0, 2))


def _completeness(rng: Random, list_id: str, early: Palette) -> tuple[Question, Condition]:
    """The question that closes a list, on the list's own screen, and the condition made of it."""
    sure = Question(
        id=f"{list_id}_sure",
        ask=f"Is {list_id} complete?",
        label=f"{list_id} complete",
        type=QuestionType.ONE,
        options={"complete": "Yes", "incomplete": "No"},
        not_sure="Not sure",
        show_when=_show_when(rng, early, chance=0.2),
    )
    closes: Condition = Chosen(sure.id, ("complete",))
    if early.questions and rng.random() < 0.3:
        other = random_condition(rng, early, depth=1)
        closes = All((closes, other)) if rng.random() < 0.5 else Any((closes, other))
    return sure, closes


def _questions(rng: Random, types: list[QuestionType], draft: Draft) -> list[Question]:
    early = replace(
        draft.palette,
        questions=dict(draft.palette.questions),
        sets=list(draft.palette.sets),
    )
    made: list[Question] = []
    for type_ in types:
        id = f"q{len(draft.palette.questions) + len(made) + 1}_{type_.value}"
        blank = Question(id=id, ask=f"{id}?", label=id, type=type_)
        question = replace(MAKE[type_](rng, blank), show_when=_show_when(rng, early, chance=0.3))
        if type_ is not QuestionType.MEDICINES or rng.random() < 0.4:
            made.append(question)
            continue
        sure, closes = _completeness(rng, id, early)
        made += [replace(question, complete_if=closes), sure]
    return made


def _score(rng: Random, id: str, scales: list[Question]) -> Score:
    items = rng.sample(scales, rng.randint(1, min(3, len(scales))))
    mean, places = rng.random() < 0.5, rng.randint(0, 1)
    places = places if mean else 0
    step = Decimal(1).scaleb(-places)
    low, high = (Decimal(sum(ends)) for ends in zip(*((item.low, item.high) for item in items), strict=True))
    if mean:
        low, high = ((end / len(items)).quantize(step, ROUND_HALF_UP) for end in (low, high))
    middle = low + step * rng.randint(1, int((high - low) / step) - 1)
    return Score(
        id=id,
        items=tuple(item.id for item in items),
        mean=mean,
        places=places,
        bands=(Band("lower", low, middle), Band("upper", middle + step, high)),
        source="SRC",
    )


def _add_screen(rng: Random, types: list[QuestionType], draft: Draft) -> None:
    number = len(draft.screens) + 1
    show_when = _show_when(rng, draft.palette, chance=0.3)
    questions = _questions(rng, types, draft)
    items = tuple(question.id for question in questions)
    palette = draft.palette
    draft.screens[f"screen{number}"] = Screen(
        f"screen{number}", "Part", f"Screen {number}", Layout.LIST, items, show_when=show_when
    )
    palette.questions.update({question.id: question for question in questions})
    palette.sets += [q.id for q in questions if q.type is QuestionType.MEDICINES or q.medicines]
    scales = palette.of_type(QuestionType.SCALE)
    if scales and rng.random() < 0.6:
        palette.scores[f"score{number}"] = _score(rng, f"score{number}", scales)
    if len(palette.sets) > 1 and rng.random() < 0.6:
        lists = tuple(rng.sample(palette.sets, rng.randint(2, min(3, len(palette.sets)))))
        draft.sets[f"set{number}"] = Together(f"set{number}", lists)
        palette.sets.append(f"set{number}")
    if rng.random() < 0.5:
        palette.facts[f"fact{number}"] = Truth(f"fact{number}", random_condition(rng, palette, depth=2))


def _parts(rng: Random) -> list[list[QuestionType]]:
    """Six to twelve questions of every type, dealt to three to five screens."""
    types = [QuestionType.MEDICINES, QuestionType.SCALE, *EVERY_TYPE]
    types = rng.sample(types, rng.randint(5, len(types)))
    count = rng.randint(3, 5)
    parts: list[list[QuestionType]] = [[QuestionType.YES_NO], *([] for _ in range(count - 1))]
    for number, type_ in enumerate(types):
        parts[number % count if number < count else rng.randint(0, count - 1)].append(type_)
    return parts


def random_rulebook(rng: Random) -> Rulebook:
    """A rulebook whose conditions use every operator; nothing in it needs to make sense."""
    draft = Draft()
    for types in _parts(rng):
        _add_screen(rng, types, draft)
    palette = draft.palette
    if rng.random() < 0.5:
        about_form = random_condition(rng, palette, depth=1, form=True)
        palette.form_facts["fact_form"] = Truth("fact_form", about_form)
    made = Rulebook(
        title="Random",
        version="1",
        hash="",
        text="",
        review=Review("draft"),
        leads={},
        topics={"one": "One", "two": "Two"},
        sources={"SRC": Source("SRC", "Source", 2020, "seen")},
        contacts={"us": Contacts("us", WORDS, {"emergency": "911", "crisis": "988"})},
        instruments={},
        people={},
        screens=draft.screens,
        questions=palette.questions,
        scores=palette.scores,
        facts={**palette.facts, **palette.form_facts},
        sets=draft.sets,
        rules={rule.id: rule for rule in random_rules(rng, palette)},
        invariants={},
        vocabulary=VOCABULARY,
    )
    return replace(made, hash=_name(made))


def changed(rulebook: Rulebook, **parts: object) -> Rulebook:
    """The same rulebook with other parts, named by its new content."""
    other = replace(rulebook, **parts)  # type: ignore[arg-type]
    return replace(other, hash=_name(other))


def _name(rulebook: Rulebook) -> str:
    parts = (
        rulebook.screens,
        rulebook.questions,
        rulebook.scores,
        rulebook.facts,
        rulebook.sets,
        rulebook.rules,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()
