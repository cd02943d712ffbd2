"""The packaged vocabulary, and what a clinic lays over it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from screener.model.rulebook import MedicineAddition
from screener.model.vocabulary import Medicine, Vocabulary

FILE = "vocabulary.csv"
SUBSTANCES = "substances.csv"


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """The vocabulary that comes with Screener; its hash is the SHA-256 of the bytes of both its files."""
    content, groups = _content(FILE), _content(SUBSTANCES)
    medicines = {row["generic"]: _medicine(row) for row in _rows(content)}
    forms = substances(_rows(groups), medicines)
    return Vocabulary(
        medicines=MappingProxyType(medicines),
        hash=hashlib.sha256(content + groups).hexdigest(),
        forms=MappingProxyType(forms),
    )


def _content(file: str) -> bytes:
    return resources.files("screener.medicines").joinpath(file).read_bytes()


def _rows(content: bytes) -> Iterator[Mapping[str, str]]:
    return csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))


def substances(rows: Iterable[Mapping[str, str]], medicines: Container[str]) -> dict[str, str]:
    """The substance of each generic in these rows.

    ValueError for a generic that is no medicine or stands twice, and for a substance that has no row itself.
    """
    forms: dict[str, str] = {}
    for row in rows:
        generic, substance = row["generic"], row["substance"]
        if generic not in medicines:
            raise ValueError(f"{SUBSTANCES}: `{generic}` is no generic of {FILE}; correct the spelling")
        if generic in forms:
            raise ValueError(f"{SUBSTANCES}: `{generic}` stands twice; keep it in one group")
        forms[generic] = substance
    for substance in forms.values():
        if forms.get(substance) != substance:
            raise ValueError(f"{SUBSTANCES}: the group `{substance}` lacks the row `{substance},{substance}`")
    return forms


def overlay(base: Vocabulary, additions: Mapping[str, MedicineAddition]) -> Vocabulary:
    """The base with a clinic's additions: by generic, new rows or changes to rows that it has.

    A row gains brands and tags and loses ``untag``; a product made of a changed substance follows
    it. A new product bears the tags of its ingredients, of which those that the vocabulary lacks
    bear none. Without additions the base itself comes back.
    """
    if not additions:
        return base
    medicines = dict(base.medicines)
    new = {name: given for name, given in additions.items() if name not in base.medicines}
    for name, given in additions.items():
        if name in base.medicines:
            medicines[name] = _changed(medicines[name], given)
    for name, given in sorted(new.items(), key=lambda item: bool(item[1].ingredients)):
        medicines[name] = _made(given, medicines)
    for name, medicine in base.medicines.items():
        if medicine.ingredients and not additions.keys().isdisjoint(medicine.ingredients):
            medicines[name] = _followed(medicines[name], base.medicines, medicines)
    return replace(base, medicines=MappingProxyType(medicines), hash=_hash(base, additions))


def _medicine(row: Mapping[str, str]) -> Medicine:
    return Medicine(
        generic=row["generic"],
        ingredients=_several(row["ingredients"]),
        brands=_several(row["brands"]),
        group=row["class"],
        tags=frozenset(_several(row["tags"])),
        rxcui=row["rxcui"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(value for value in cell.split("|") if value)


def _changed(medicine: Medicine, given: MedicineAddition) -> Medicine:
    brands = dict.fromkeys((*medicine.brands, *given.brands))
    tags = (medicine.tags | set(given.tags)) - set(given.untag)
    return replace(medicine, brands=tuple(brands), tags=tags)


def _made(given: MedicineAddition, medicines: Mapping[str, Medicine]) -> Medicine:
    inherited = _union(given.ingredients, medicines)
    return Medicine(
        generic=given.generic,
        ingredients=given.ingredients,
        brands=given.brands,
        tags=(inherited | set(given.tags)) - set(given.untag),
    )


def _followed(product: Medicine, before: Mapping[str, Medicine], after: Mapping[str, Medicine]) -> Medicine:
    """The product once its ingredients' tags have changed from before to after."""
    had, has = _union(product.ingredients, before), _union(product.ingredients, after)
    return replace(product, tags=(product.tags - (had - has)) | (has - had))


def _union(ingredients: tuple[str, ...], medicines: Mapping[str, Medicine]) -> frozenset[str]:
    return frozenset(tag for name in ingredients if name in medicines for tag in medicines[name].tags)


def _hash(base: Vocabulary, additions: Mapping[str, MedicineAddition]) -> str:
    content = json.dumps(
        {name: asdict(given) for name, given in additions.items()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{base.hash}\n{content}".encode()).hexdigest()
