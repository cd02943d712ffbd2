"""Raw answers at random to every question of a rulebook, in every state that an answer can have."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from screener.model.question import Question, QuestionType
from screener.model.rulebook import Rulebook

TELLING = [
    "phenelzine", "tranylcypromine", "moclobemide", "linezolid", "rasagiline", "selegiline",
    "sertraline", "Zoloft", "fluoxetine", "venlafaxine", "Effexor XR", "duloxetine",
    "amitriptyline", "clomipramine", "trazodone", "bupropion", "tramadol", "oxycodone",
    "OxyContin 10 mg", "codeine", "methadone", "fentanyl", "alprazolam", "zopiclone", "gabapentin",
    "baclofen", "carisoprodol", "ibuprofen", "naproxen", "aspirin", "warfarin", "apixaban",
    "lithium", "pimozide", "citalopram", "tizanidine", "ciprofloxacin", "fluvoxamine", "valproate",
    "St John's wort", "NyQuil", "Tylenol", "co-codamol", "Percocet", "lisinopril", "furosemide",
    "prednisone", "sumatriptan", "tamoxifen", "oxybutynin", "naltrexone", "dextromethorphan",
]  # fmt: skip
"""Names on which many rules hang: generics, brands, strengths and products of several parts."""

UNKNOWN = ["little white pill", "heart tablet", "Zolofft", "grandma's drops"]


def _yes_no(rng: Random, question: Question, names: list[str]) -> object:
    return rng.choice(["yes", "no", "no", "no", "not_ticked"])


def _one(rng: Random, question: Question, names: list[str]) -> object:
    return rng.choice(list(question.options))


def _many(rng: Random, question: Question, names: list[str]) -> object:
    if rng.random() < 0.4:
        return []
    options = [option for option in question.options if option not in question.alone]
    chosen = rng.sample(options, rng.randint(1, min(3, len(options))))
    return chosen + rng.choice([[], [], [], ["not_sure"], ["prefer_not"]])


def _scale(rng: Random, question: Question, names: list[str]) -> object:
    return question.low if rng.random() < 0.4 else rng.randint(question.low, question.high)


def _text(rng: Random, question: Question, names: list[str]) -> object:
    return rng.choice(["", "walk to the shop", "<b>{list}</b>"])


def _medicines(rng: Random, question: Question, names: list[str]) -> object:
    stopped = question.complete_if is None
    count = rng.choice([0, 0, 0, 1, 1, 2]) if stopped else rng.choice([0, 1, 2, 3, 4, 6])
    return [_name(rng, names) for _ in range(count)]


def _name(rng: Random, names: list[str]) -> str:
    kind = rng.random()
    return rng.choice(TELLING if kind < 0.7 else names if kind < 0.95 else UNKNOWN)


GIVEN: dict[QuestionType, Callable[[Random, Question, list[str]], object]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.ONE: _one,
    QuestionType.MANY: _many,
    QuestionType.SCALE: _scale,
    QuestionType.TEXT: _text,
    QuestionType.MEDICINES: _medicines,
}


def given_for_sure(rng: Random, question: Question, names: list[str]) -> object:
    """A raw answer by which nothing but a typed name is left unknown."""
    while True:
        raw = GIVEN[question.type](rng, question, names)
        told = raw if isinstance(raw, list) else [raw]
        if not {"not_sure", "prefer_not"} & set(told):
            return raw


def random_raw(rng: Random, rulebook: Rulebook) -> dict[str, object]:
    """Raw answers: most of them given, the others blank, not sure, not to be said or not reached."""
    names = list(rulebook.vocabulary.medicines)
    unknown = rng.choice([0.02, 0.1, 0.4])
    raw: dict[str, object] = {}
    for question in rulebook.questions.values():
        if rng.random() < unknown:
            raw[question.id] = rng.choice([None, None, "not_sure", "prefer_not", "not_reached"])
        else:
            raw[question.id] = GIVEN[question.type](rng, question, names)
    if rng.random() < 0.7:
        raw["med_list_sure"] = "complete"
    return raw
