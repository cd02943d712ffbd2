"""What a name that is still being typed may become: names that begin so, then near ones; nothing is taken."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from screener.medicines.recognize import matcher_for
from screener.medicines.words import key
from screener.model.response import Recognition
from screener.model.vocabulary import Vocabulary

MOST = 5
FEWEST_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Completion:
    """A name as it may be written, and what it is: for a brand its medicine first ("duloxetine, SNRI")."""

    name: str
    what: str


class Completer:
    """Completes the names of one vocabulary, generics and brands."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        named: dict[str, dict[str, str]] = {}
        for medicine in vocabulary.medicines.values():
            for name in (medicine.generic, *medicine.brands):
                named.setdefault(key(name), {}).setdefault(medicine.generic, name)
        self._named = sorted(named.items())

    def complete(self, typed: str) -> tuple[Completion, ...]:
        """At most five completions, one a medicine: what begins with these signs, then near names.

        Single substances come before products, and what rules ask about before what none does. A dose
        behind the name means that the name is written; near names are then left to the offers.
        """
        begun = key(typed)
        if len(begun) < FEWEST_SIGNS:
            return ()
        ranked = sorted(self._beginning(begun), key=lambda named: self._rank(*named, begun=begun))
        found: dict[str, str] = {}
        for name, generic in ranked:
            found.setdefault(generic, name)
        if len(found) < MOST and not any(map(str.isdecimal, typed)):
            for generic in self._near(typed):
                found.setdefault(generic, generic)
        return tuple(self._completion(name, generic) for generic, name in found.items())[:MOST]

    def _beginning(self, begun: str) -> list[tuple[str, str]]:
        """The names with their generics; a name of several medicines stands as their generics."""
        behind = self._named[bisect_left(self._named, begun, key=lambda named: named[0]) :]
        return [
            (generic if len(rows) > 1 else name, generic)
            for _key, rows in takewhile(lambda named: named[0].startswith(begun), behind)
            for generic, name in rows.items()
        ]

    def _rank(self, name: str, generic: str, *, begun: str) -> tuple[bool, bool, bool, bool, int, str]:
        medicine = self._vocabulary.medicines[generic]
        is_product, is_untagged = bool(medicine.ingredients), not medicine.tags
        return key(name) != begun, is_product, is_untagged, name != generic, len(name), name

    def _near(self, typed: str) -> tuple[str, ...]:
        parts = matcher_for(self._vocabulary).recognize(typed)
        alone = len(parts) == 1 and parts[0].recognition is Recognition.OFFERED
        return parts[0].suggestions if alone else ()

    def _completion(self, name: str, generic: str) -> Completion:
        other = generic if name != generic else ""
        return Completion(name, ", ".join(filter(None, (other, self._vocabulary.medicines[generic].group))))


@lru_cache(maxsize=8)
def completer_for(vocabulary: Vocabulary) -> Completer:
    """The completer of this vocabulary, built once."""
    return Completer(vocabulary)
