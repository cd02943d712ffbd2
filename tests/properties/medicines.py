"""A tiny vocabulary for random rulebooks: ten ingredients with tags, some of one substance, and products."""

from __future__ import annotations

from random import Random

from screener.model.condition import Selector
from screener.model.response import MedicineRow, Recognition
from screener.model.vocabulary import Medicine, Vocabulary

TAGS = ("red", "blue", "green", "rare")
SUBSTANCES = {
    "alpha": ("red",),
    "beta": ("red", "blue"),
    "gamma": ("blue",),
    "delta": ("green",),
    "epsilon": ("red", "green"),
    "zeta": ("rare",),
    "eta": ("blue", "green"),
    "theta": (),
    "iota": ("rare", "red"),
    "kappa": ("green",),
}
PRODUCTS = {
    "alphabeta": ("alpha", "beta"),
    "gammadelta": ("gamma", "delta"),
    "alphaepsilon": ("alpha", "epsilon"),
}
FORMS = {"alpha": "alpha", "epsilon": "alpha", "eta": "eta", "kappa": "eta"}
"""Generics that are forms of one substance, under its name."""

VOCABULARY = Vocabulary(
    medicines={
        **{name: Medicine(generic=name, tags=frozenset(tags)) for name, tags in SUBSTANCES.items()},
        **{name: Medicine(generic=name, ingredients=parts) for name, parts in PRODUCTS.items()},
    },
    hash="tiny",
    forms=FORMS,
)


def selector(*words: str) -> Selector:
    """What these tags, generics, products or ``any`` stand for."""
    generics = {
        name
        for name, tags in SUBSTANCES.items()
        if name in words or "any" in words or any(tag in words for tag in tags)
    }
    products = {
        name
        for name, parts in PRODUCTS.items()
        if name in words and not any(part in generics for part in parts)
    }
    return Selector(words=words, generics=frozenset(generics | products))


def random_selector(rng: Random) -> Selector:
    """One or two words, mostly tags, so that medicines of a list often match."""
    words = [*TAGS, *TAGS, *SUBSTANCES, *PRODUCTS, "any"]
    return selector(*dict.fromkeys(rng.choice(words) for _ in range(rng.randint(1, 2))))


def row(name: str, *, entry: int = 0) -> MedicineRow:
    """A recognized row that names a substance or a product of the tiny vocabulary."""
    return MedicineRow(
        typed=name.title(),
        entry=entry,
        line=name.title(),
        recognition=Recognition.RECOGNIZED,
        generic=name,
        generics=VOCABULARY.medicines[name].substances,
    )


def unknown_row(typed: str, *, entry: int = 0, suggestions: tuple[str, ...] = ()) -> MedicineRow:
    """A row that was not recognized; with suggestions, one that is offered and not yet taken."""
    recognition = Recognition.OFFERED if suggestions else Recognition.UNRECOGNIZED
    return MedicineRow(typed=typed, entry=entry, line=typed, recognition=recognition, suggestions=suggestions)


def random_known_row(rng: Random, *, entry: int) -> MedicineRow:
    """A recognized row, now and then a product."""
    return row(rng.choice([*SUBSTANCES, *PRODUCTS]), entry=entry)


def random_row(rng: Random, *, entry: int) -> MedicineRow:
    """A row: mostly recognized, else unrecognized or offered."""
    chance = rng.random()
    if chance < 0.8:
        return random_known_row(rng, entry=entry)
    if chance < 0.9:
        return unknown_row("little white pill", entry=entry)
    return unknown_row("alfa", entry=entry, suggestions=("alpha",))
