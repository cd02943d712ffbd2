"""Made-up patients who are hard to print: many points, long and foreign words, signs that break layouts."""

from __future__ import annotations

from random import Random

from screener.model.question import QuestionType
from screener.model.rulebook import Rulebook
from tests.content.answers_at_random import random_raw

NAMES = [
    "EXAMPLE, Patient",
    "דוגמה, מטופלת",
    "مثال، مريض",
    "Ёжикова-Примерная, Анна",
    "Ejemplo de la Fuente y Íñiguez, María del Carmen Ángeles Concepción",
    "<b>EXAMPLE</b> {{ 7*7 }}",
    "",
]
WORDS = [
    "Can I walk to the shop again?",
    "האם אוכל לנהוג שוב? 25 מ״ג",
    "هل يمكنني القيادة مرة أخرى؟",
    "Смогу ли я снова работать?",
    "<script>alert(1)</script> {{ 7*7 }} & \\endobj ) Tj ET",
    "W" * 300,
    "I hurt all day and I want to know what helps, and what I may still do by myself at home. " * 12,
    "one line\nanother line\n\nand a last one",
]
LONG_NAMES = [
    "a white tablet, oval, with a line across, " * 3,
    "unbroken" * 15,
    "תרופה לבנה",
    "<i>{list}</i>",
]


def hard_patient(rng: Random, rulebook: Rulebook) -> tuple[str, dict[str, object]]:
    """A name, and an example person with up to a quarter of the answers given anew and texts hard to set."""
    person = rulebook.people[rng.choice(list(rulebook.people))]
    anew = random_raw(rng, rulebook)
    changed = rng.sample(list(anew), rng.randint(1, len(anew) // 4))
    raw = {**person, **{id: anew[id] for id in changed}}
    for question in rulebook.questions.values():
        if question.type is QuestionType.TEXT and rng.random() < 0.5:
            raw[question.id] = rng.choice(WORDS)
    listed = raw.get("med_list")
    if isinstance(listed, list) and rng.random() < 0.3:
        raw["med_list"] = [*listed, rng.choice(LONG_NAMES)]
    return rng.choice(NAMES), {id: answer for id, answer in raw.items() if answer != "not_reached"}
