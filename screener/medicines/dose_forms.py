"""What words such as gel, patch or inhaler do to a medicine that was named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from screener.defaults import LOCAL_ONLY
from screener.medicines.index import NameIndex
from screener.medicines.words import key
from screener.model.vocabulary import Medicine


class Route(StrEnum):
    """Where a medicine is put when it is not swallowed or injected."""

    TOPICAL = "topical"
    EYE = "eye"
    PATCH = "patch"
    NASAL = "nasal"
    INHALED = "inhaled"
    VAGINAL = "vaginal"


ROUTES = {
    Route.TOPICAL: "gel cream ointment emulgel lotion rub balm foam skin topical roll rollon",
    Route.EYE: "eye eyes ear ears ophthalmic",
    Route.PATCH: "patch patches plaster plasters",
    Route.NASAL: "nasal nose nostril nostrils spray sprays",
    Route.INHALED: "inhaler inhalers inhaled inhalation nebuliser nebulizer nebulised neb nebs",
    Route.VAGINAL: "vaginal vaginally pessary pessaries",
}
WORDS = {word: route for route, text in ROUTES.items() for word in text.split()}
# The rows of one substance end in one of these when they differ by route.
ENDINGS = {
    Route.TOPICAL: ("topical", "cream", "ointment", "shampoo"),
    Route.EYE: ("eye drops",),
    Route.PATCH: ("patch", "transdermal"),
    Route.NASAL: ("nasal spray",),
    Route.INHALED: ("inhaled", "inhaler"),
    Route.VAGINAL: (),
}
OTHER_NAMES = {"glycopyrrolate": "glycopyrronium"}
# Rows that stay as they are on this route, by generic or by a word of their group.
STAY = {
    Route.TOPICAL: "doxepin|testosterone|estradiol|estriol|progesterone",
    Route.EYE: "tobramycin and dexamethasone",
    Route.PATCH: "fentanyl|buprenorphine|clonidine|rivastigmine|scopolamine|rotigotine|nicotine|"
    "estradiol|estradiol and norethindrone|testosterone|nitroglycerin|oxybutynin|methylphenidate|"
    "granisetron|combined oral contraceptive|selegiline transdermal|asenapine|donepezil",
    Route.NASAL: "sumatriptan|zolmitriptan|esketamine|ketamine|naloxone|butorphanol|desmopressin|"
    "ketorolac|zavegepant|dihydroergotamine|midazolam|diazepam|calcitonin|cromolyn|ipratropium|"
    "fentanyl|nitroglycerin|phenylephrine|varenicline|metoclopramide|nicotine|cannabis|budesonide",
    Route.INHALED: "nicotine|levodopa|loxapine|cromolyn|cannabis",
    Route.VAGINAL: "estradiol|estriol|conjugated estrogens|progesterone|combined oral contraceptive",
}
GROUPS = {
    Route.TOPICAL: ("skin", "topical", "cream"),
    Route.EYE: ("eye",),
    Route.PATCH: ("topical",),
    Route.NASAL: ("nasal", "vitamin", "supplement"),
    Route.INHALED: ("inhaler", "inhaled"),
    Route.VAGINAL: (),
}
# Said alone, these may be the tablet or another form with other tags.
UNCLEAR_ALONE = {"hydrocortisone": "hydrocortisone cream"}


@dataclass(frozen=True, slots=True)
class Routed:
    """The rows that are left, and whether the patient must be asked which form it is."""

    rows: tuple[str, ...]
    ask: bool = False


def routed(names: NameIndex, rows: tuple[str, ...], said: Sequence[str], *, plain: bool) -> Routed:
    """The rows once the route words ``said`` are taken in; ``plain``: named by no brand."""
    route = next(route for route in Route if any(WORDS[word] is route for word in said))
    others = variants(names, rows, route, said)
    if len(others) == 1 and (plain or others[0] in rows):
        return Routed(others)
    if others:
        return Routed(tuple(dict.fromkeys((*others, *rows))), ask=True)
    stays = _stays(route)
    return Routed(rows, ask=not all(stays(names.medicines[row]) for row in rows))


def variants(
    names: NameIndex, rows: tuple[str, ...], route: Route, said: Sequence[str] = ()
) -> tuple[str, ...]:
    """The rows of the same substances for this route."""
    found: dict[str, None] = {}
    for row in rows:
        stem = OTHER_NAMES.get(row, row)
        for ending in (*said, *ENDINGS[route]):
            found.update(dict.fromkeys(names.rows.get(key(f"{stem} {ending}"), ())))
    return tuple(found)


def _stays(route: Route) -> Callable[[Medicine], bool]:
    def stays(medicine: Medicine) -> bool:
        return (
            medicine.generic in STAY[route].split("|")
            or medicine.tags <= LOCAL_ONLY
            or any(word in medicine.group for word in GROUPS[route])
        )

    return stays
