"""The medicines that Screener knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Medicine:
    """One row of the vocabulary: a single substance, or a product made of several.

    ``ingredients`` are the generics of a product's parts, empty for a substance; ``substances`` those that
    taking it means taking. ``group`` says in plain words what kind of medicine it is.
    """

    generic: str
    ingredients: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    group: str = ""
    tags: frozenset[str] = frozenset()
    rxcui: str = ""

    substances: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "substances", self.ingredients or (self.generic,))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All medicines by generic name; ``hash`` names exactly this content (SHA-256, hex)."""

    medicines: Mapping[str, Medicine] = field(hash=False)
    hash: str

    @property
    def tags(self) -> frozenset[str]:
        """Every tag that some medicine bears."""
        return frozenset(tag for medicine in self.medicines.values() for tag in medicine.tags)
