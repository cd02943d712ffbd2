"""The medicines that Screener knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Medicine:
    """One row of the vocabulary: a single substance, or a product made of several.

    ``ingredients`` are the generics of a product's parts, empty for a substance. ``group`` says in
    plain words what kind of medicine it is. Without slots, so that its substances are told once.
    """

    generic: str
    ingredients: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    group: str = ""
    tags: frozenset[str] = frozenset()
    rxcui: str = ""

    @cached_property
    def substances(self) -> tuple[str, ...]:
        """The generics that taking this means taking."""
        return self.ingredients or (self.generic,)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All medicines by generic name; ``hash`` names exactly this content (SHA-256, hex).

    ``forms`` holds the generics that are forms of one substance, each with the name of that substance.
    """

    medicines: Mapping[str, Medicine] = field(hash=False)
    hash: str
    forms: Mapping[str, str] = field(default_factory=dict, hash=False)

    def substance_of(self, generic: str) -> str:
        """The substance of which the generic is a form, mostly the generic itself."""
        return self.forms.get(generic, generic)

    @property
    def tags(self) -> frozenset[str]:
        """Every tag that some medicine bears."""
        return frozenset(tag for medicine in self.medicines.values() for tag in medicine.tags)
