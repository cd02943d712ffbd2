"""Small rulebooks and answers in few words, for tests of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any as Anything

from screener.engine import evaluate
from screener.model.condition import Condition, Has, Pair, Selector
from screener.model.evaluation import Evaluation, Outcome, ScoreResult
from screener.model.question import Band, Layout, Question, QuestionType, Score, Screen
from screener.model.response import Answer, MedicineRow, Recognition, Response, State
from screener.model.rule import Examples, Priority, Rule
from screener.model.rulebook import Contacts, Review, Roles, Rulebook, Source, Together, Truth
from screener.model.vocabulary import Medicine, Vocabulary

TAGS = {
    "acetaminophen": (),
    "codeine": ("opioid",),
    "ibuprofen": ("nsaid",),
    "naproxen": ("nsaid",),
    "phenelzine": ("maoi",),
    "sertraline": ("ssri", "serotonergic", "cns_active"),
    "fluoxetine": ("ssri", "serotonergic"),
    "citalopram": ("ssri", "serotonergic"),
    "escitalopram": ("ssri", "serotonergic"),
    "tramadol": ("opioid", "serotonergic"),
    "cannabis": (),
    "amphetamine": ("serotonergic", "stimulant"),
    "dextroamphetamine": ("serotonergic", "stimulant"),
    "lisdexamfetamine": ("serotonergic", "stimulant"),
    "chlordiazepoxide": ("cns_active",),
    "amitriptyline": ("cns_active",),
    "carisoprodol": (),
}
PRODUCTS = {
    "co-codamol": ("codeine", "acetaminophen"),
    "Ultracet": ("tramadol", "acetaminophen"),
    "Adderall": ("amphetamine", "dextroamphetamine"),
    "Limbitrol": ("chlordiazepoxide", "amitriptyline"),
    "Tandrilax": ("carisoprodol", "acetaminophen", "naproxen"),
}
FORMS = {
    "amphetamine": "amphetamine",
    "dextroamphetamine": "amphetamine",
    "lisdexamfetamine": "amphetamine",
    "citalopram": "citalopram",
    "escitalopram": "citalopram",
}
BRANDS = {
    "Zoloft": "sertraline",
    "Prozac": "fluoxetine",
    "Nardil": "phenelzine",
    "Tylenol": "acetaminophen",
    "Lexapro": "escitalopram",
    "Vyvanse": "lisdexamfetamine",
}
WORDS = {
    "emergency": "911",
    "crisis": "988",
    "poison": "Poison Help",
    "urgent_line": "the nurse line",
    "ed": "the emergency room",
}

BLANK, NOT_SURE, PREFER_NOT, NOT_REACHED, NOT_TICKED = (
    Answer(state)
    for state in (State.BLANK, State.NOT_SURE, State.PREFER_NOT, State.NOT_REACHED, State.NOT_TICKED)
)
NONE = Answer(State.GIVEN)
UNKNOWNS = [NOT_SURE, PREFER_NOT, BLANK, NOT_REACHED]


def said(option: str) -> Answer:
    """The answer to a yes/no question, or to one with one choice."""
    return Answer(State.GIVEN, chosen=(option,))


def ticked(*options: str, rest: State = State.GIVEN) -> Answer:
    """These options of a ``many``, and how the rest stands."""
    return Answer(State.GIVEN, chosen=options, rest=rest)


def number(value: int) -> Answer:
    """A scale's value."""
    return Answer(State.GIVEN, number=value)


def row(typed: str, entry: int = 0) -> MedicineRow:
    """One typed medicine: ``?name`` was not recognized, ``~name`` is offered and not yet taken."""
    if typed.startswith(("?", "~")):
        kind = Recognition.UNRECOGNIZED if typed[0] == "?" else Recognition.OFFERED
        return MedicineRow(typed=typed[1:], entry=entry, line=typed[1:], recognition=kind)
    generic = BRANDS.get(typed, typed)
    generics = PRODUCTS.get(generic, (generic,))
    return MedicineRow(
        typed=typed,
        entry=entry,
        line=typed,
        recognition=Recognition.RECOGNIZED,
        generic=generic,
        generics=generics,
    )


def takes(*typed: str) -> Answer:
    """A list of medicines, each a row of its own."""
    return Answer(State.GIVEN, rows=tuple(row(name, entry) for entry, name in enumerate(typed)))


def selector(*words: str) -> Selector:
    """What tags, generics, a product or ``any`` stand for."""
    generics = {name for name, tags in TAGS.items() if {name, "any", *tags} & set(words)}
    own = {name for name, parts in PRODUCTS.items() if name in words and not set(parts) & generics}
    return Selector(words, frozenset(generics | own))


def has(set_id: str, *words: str) -> Has:
    """A medicine of the set matches one of these words."""
    return Has(set_id, selector(*words))


def pair(set_id: str, first: str, second: str) -> Pair:
    """Two medicines of one set."""
    return Pair(has(set_id, first), has(set_id, second))


def question(id: str, type: QuestionType, **more: Anything) -> Question:
    """A question whose words are its id."""
    return Question(id=id, ask=f"{id.capitalize()}?", label=id.capitalize(), type=type, **more)


def yes_no(id: str, **more: Anything) -> Question:
    """A yes/no question."""
    return question(id, QuestionType.YES_NO, **more)


def one(id: str, *options: str, **more: Anything) -> Question:
    """A question with one choice."""
    return question(id, QuestionType.ONE, options={option: option.title() for option in options}, **more)


def many(id: str, *options: str, **more: Anything) -> Question:
    """A question with any number of choices, or none of them."""
    words = {option: option.title() for option in options}
    return question(id, QuestionType.MANY, options=words, none="None of these", **more)


def scale(id: str, low: int, high: int, **more: Anything) -> Question:
    """A question with a number."""
    return question(id, QuestionType.SCALE, low=low, high=high, **more)


def medicines(id: str, **more: Anything) -> Question:
    """A list of medicines."""
    return question(id, QuestionType.MEDICINES, **more)


def score(id: str, *items: str, mean: bool = False, places: int = 0, **bands: tuple[str, str]) -> Score:
    """A sum or mean of these items; a band is ``name=(low, high)``."""
    made = tuple(Band(name, Decimal(low), Decimal(high)) for name, (low, high) in bands.items())
    return Score(id, items, mean=mean, places=places, bands=made, source="SRC")


def rule(id: str, when: Condition, **more: Anything) -> Rule:
    """A rule to discuss in one topic, whose texts name nothing unless given."""
    parts: dict[str, Anything] = {
        "topic": "topic",
        "priority": Priority.DISCUSS,
        "headline": f"Headline {id}",
        "patient": "For the patient.",
        "clinician": "For the clinician.",
        "sources": ("SRC",),
        "strength": "none",
        "examples": Examples(),
    }
    return Rule(id=id, when=when, **{**parts, **more})


def _screen(id: str, questions: Sequence[Question], show_when: Condition | None) -> Screen:
    items = tuple(question.id for question in questions)
    return Screen(id, "Part", f"Screen {id}", Layout.LIST, items, show_when=show_when)


def book(
    *screens: Sequence[Question],
    rules: Sequence[Rule] = (),
    scores: Sequence[Score] = (),
    facts: Mapping[str, Condition] | None = None,
    sets: Mapping[str, tuple[str, ...]] | None = None,
    show: Mapping[str, Condition] | None = None,
) -> Rulebook:
    """A rulebook of these screens, named s1, s2, …; ``show`` says when a screen is shown."""
    made = {
        f"s{count}": _screen(f"s{count}", questions, (show or {}).get(f"s{count}"))
        for count, questions in enumerate(screens, start=1)
    }
    return Rulebook(
        title="Small",
        version="1",
        hash="0" * 64,
        text="",
        review=Review("draft"),
        leads={},
        topics={"topic": "Topic", "other": "Other"},
        sources={"SRC": Source("SRC", "Source", 2020, "seen")},
        contacts={"us": Contacts("us", WORDS, {"emergency": "911"})},
        instruments={},
        people={},
        screens=made,
        questions={question.id: question for questions in screens for question in questions},
        scores={made_score.id: made_score for made_score in scores},
        facts={id: Truth(id, condition) for id, condition in (facts or {}).items()},
        sets={id: Together(id, lists) for id, lists in (sets or {}).items()},
        rules={made_rule.id: made_rule for made_rule in rules},
        invariants={},
        vocabulary=VOCABULARY,
        roles=Roles(taken_now="current_medicines" if "current_medicines" in (sets or {}) else ""),
    )


VOCABULARY = Vocabulary(
    medicines={
        **{name: Medicine(name, tags=frozenset(tags)) for name, tags in TAGS.items()},
        **{name: Medicine(name, ingredients=parts) for name, parts in PRODUCTS.items()},
    },
    hash="1" * 64,
    forms=FORMS,
)


def judged(rulebook: Rulebook, /, **answers: Answer) -> Evaluation:
    """The evaluation of these answers; a question not named was left blank."""
    words = {**WORDS, "clinic": "your clinic"}
    return evaluate(rulebook, Response(answers), region="us", contacts=words)


def outcome(rulebook: Rulebook, rule_id: str = "r", /, **answers: Answer) -> Outcome:
    """What becomes of one rule on these answers."""
    found = judged(rulebook, **answers).outcomes
    return next(one for one in found if one.rule == rule_id)


def scored(rulebook: Rulebook, score_id: str, /, **answers: Answer) -> ScoreResult:
    """What a score comes to on these answers."""
    return judged(rulebook, **answers).scores[score_id]
