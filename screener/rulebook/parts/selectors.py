"""Selectors: which medicines a word or a list of tags and generics means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from screener.codes import Code
from screener.model.condition import Selector
from screener.model.vocabulary import Medicine, Vocabulary
from screener.rulebook.language.kinds import Check, wrong_kind
from screener.rulebook.yaml.fields import listed_nodes
from screener.rulebook.yaml.nodes import Node, Scalar
from screener.rulebook.yaml.problems import Problems, advice

ANY = "any"
NOTHING = Selector((), frozenset())


def read_selector(node: Node, check: Check, vocabulary: Vocabulary, *, name: str) -> Selector:
    """What the node selects; words that are neither tag nor generic are problems and select nothing."""
    nodes = listed_nodes(node)
    if not nodes:
        wrong_kind(node, check, name=name, wanted="a tag, a generic, or a list of them")
        return NOTHING
    words = []
    for item in nodes:
        if not isinstance(item, Scalar) or not isinstance(item.value, str):
            wrong_kind(item, check, name=name, wanted="a tag or a generic")
        elif item.written == ANY and len(nodes) > 1:
            what, mend = "`any` already means every medicine", "write `any` alone, or take it out"
            check.problems.add(item.place, Code.ANY_WITH_OTHERS, what=what, mend=mend)
        elif item.written in words:
            what = f"`{item.written}` stands twice in this list"
            check.problems.add(item.place, Code.REPEATED, what=what, mend="keep one of the two")
        elif _is_known(item, vocabulary, check.problems):
            words.append(item.written)
    return select(words, vocabulary)


def select(words: Sequence[str], vocabulary: Vocabulary) -> Selector:
    """The selector of these words, which are known tags and generics, or ``any``."""
    return Selector(tuple(words), _generics(words, vocabulary))


def _is_known(word: Scalar, vocabulary: Vocabulary, problems: Problems) -> bool:
    if word.written == ANY or word.written in vocabulary.medicines or word.written in _bearers(vocabulary):
        return True
    what = f"there is no tag or generic `{word.written}`"
    generics = _brands(vocabulary).get(word.written.casefold(), ())
    if generics:
        mend = f"{word.written} is a brand of {' or '.join(generics)}; write {' or '.join(generics)}"
    else:
        mend = advice(word.written, [*_bearers(vocabulary), *vocabulary.medicines])
    problems.add(word.place, Code.UNKNOWN_TAG, what=what, mend=mend)
    return False


def _generics(words: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    products: list[Medicine] = []
    generics: set[str] = set()
    for word in words:
        medicine = vocabulary.medicines.get(word)
        if word == ANY:
            generics.update(_substances(vocabulary.medicines.values()))
        elif medicine is None:
            generics.update(_bearers(vocabulary)[word])
        elif medicine.ingredients:
            products.append(medicine)
        else:
            generics.add(word)
    alone = [product.generic for product in products if generics.isdisjoint(product.ingredients)]
    return frozenset(generics.union(alone))


def _substances(medicines: Iterable[Medicine]) -> Iterator[str]:
    return (medicine.generic for medicine in medicines if not medicine.ingredients)


@lru_cache(maxsize=4)
def _bearers(vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """The substances that bear each tag."""
    bearers: dict[str, set[str]] = {}
    for medicine in vocabulary.medicines.values():
        for tag in medicine.tags:
            bearers.setdefault(tag, set()).update(_substances((medicine,)))
    return {tag: frozenset(names) for tag, names in bearers.items()}


@lru_cache(maxsize=4)
def _brands(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """The generics that each brand stands for, by the brand in small letters."""
    brands: dict[str, tuple[str, ...]] = {}
    for medicine in vocabulary.medicines.values():
        for brand in medicine.brands:
            known = brands.get(brand.casefold(), ())
            brands[brand.casefold()] = (*known, medicine.generic)
    return brands
