"""A rule's texts with their slots filled, and which medicines they name in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screener.engine.holdings import Held, Place, number
from screener.engine.logic import in_state, pairs_of, sources_of, value
from screener.engine.scores import result
from screener.engine.view import View
from screener.engine.wording import NONE_LISTED, answer_words, listed, sentence
from screener.model.condition import (
    Condition,
    Count,
    Form,
    FormWord,
    Has,
    Leaf,
    Not,
    Pair,
    Possibly,
    Twice,
)
from screener.model.navigate import lists_of, nodes, parts
from screener.model.rule import BindForm, BindMedicines, BindTicked, Page, Rule


@dataclass(frozen=True, slots=True)
class Named:
    """One row as a text names it: ``words`` as typed, ``generics`` those for which it is named."""

    generics: tuple[str, ...]
    words: str
    stopped: bool

    def __str__(self) -> str:
        return f"{self.words} (stopped)" if self.stopped else self.words

    @property
    def order(self) -> tuple[bool, tuple[str, ...], str, str]:
        """Those taken now before stopped ones, then by generic, then by the words."""
        return (self.stopped, self.generics, self.words.casefold(), self.words)


def named(view: View, sources: Iterable[Held]) -> dict[Place, Named]:
    """The rows of these sources as a text names them."""
    rows: dict[Place, list[Held]] = {}
    for source in sources:
        rows.setdefault(source.place, []).append(source)
    return {place: _row(view, held) for place, held in rows.items()}


def _row(view: View, sources: list[Held]) -> Named:
    now = view.rulebook.roles.taken_now
    generics = tuple(sorted({source.generic for source in sources}))
    stopped = bool(now) and sources[0].question not in lists_of(view.rulebook, now)
    return Named(generics, sources[0].words, stopped=stopped)


def matching(view: View, *leaves: Has | Twice) -> list[Named]:
    """The rows that make one of these conditions hold, in the order of naming."""
    sources = (source for leaf in leaves for source in sources_of(view, leaf))
    return sorted(named(view, sources).values(), key=lambda one: one.order)


def matched_pairs(view: View, condition: Condition) -> list[tuple[Named, Named]]:
    """Every pair of rows that made the condition hold, each once, in the order of naming."""
    found: dict[frozenset[Place], list[tuple[Held, Held]]] = {}
    for leaf in naming_leaves(view, condition, holding=True):
        for a, b in pairs_of(view, leaf) if isinstance(leaf, Pair) else ():
            found.setdefault(frozenset({a.place, b.place}), []).append((a, b))
    return sorted((_pair(view, pairs) for pairs in found.values()), key=_order)


def _pair(view: View, pairs: list[tuple[Held, Held]]) -> tuple[Named, Named]:
    """Two rows as a text names them: for all the generics by which they pair, the first one first."""
    row = named(view, (source for pair in pairs for source in pair))
    return min(((row[a.place], row[b.place]) for a, b in pairs), key=_order)


def _order(pair: tuple[Named, Named]) -> tuple[object, ...]:
    a, b = pair
    return (a.stopped or b.stopped, a.generics, b.generics, a.order, b.order)


def naming_leaves(view: View, condition: Condition, *, holding: bool = False) -> Iterator[Leaf]:
    """The leaves of a condition that can name something: through facts, not under ``not`` or ``possibly``.

    With ``holding`` only those of branches that surely hold.
    """

    def inside(node: Condition) -> list[Condition]:
        found = () if isinstance(node, Not | Possibly) else parts(view.rulebook, node)
        return [part for part in found if not holding or value(view, part).surely]

    return (node for node in nodes(condition, inside) if isinstance(node, Leaf))


def counted(view: View, condition: Condition) -> int:
    """How many medicines match the condition's count: the first that holds, else the first."""
    counts = [leaf for leaf in naming_leaves(view, condition) if isinstance(leaf, Count)]
    if not counts:
        return 0
    leaf = next((leaf for leaf in counts if value(view, leaf).surely), counts[0])
    return number(sources_of(view, leaf))


SLOT = re.compile(r"\{([a-z]+)(?::([a-z0-9_]+))?\}")


@dataclass(frozen=True, slots=True)
class Wordings:
    """The texts that hold for one response, slots still open."""

    patient: str
    clinician: str
    page: Page | None


@dataclass(frozen=True, slots=True)
class FilledTexts:
    """The texts as shown, and the generics that they name."""

    patient: str
    clinician: str
    page: Page | None
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class SlotWords:
    """What a slot stands for: words for each reader, and the medicines behind them."""

    patient: str
    clinician: str
    medicines: tuple[Named, ...] = ()


def choose(view: View, rule: Rule, *, region: str, others: frozenset[str]) -> Wordings:
    """The rule's own words, overlaid by its region's, then by its first variant that surely holds.

    ``others`` are the emergencies that fire: a page written for beside one of them stands in for the
    rule's own, but not for a variant's.
    """
    chosen = Wordings(rule.patient, rule.clinician, rule.page)
    variant = next((item for item in rule.variants if value(view, item.when).surely), None)
    companion = next((page for other, page in rule.companions.items() if other in others), None)
    for wording in (rule.regions.get(region), variant.wording if variant else None):
        if wording is not None:
            chosen = Wordings(
                chosen.patient if wording.patient is None else wording.patient,
                chosen.clinician if wording.clinician is None else wording.clinician,
                chosen.page if wording.page is None else wording.page,
            )
    if companion is not None and (variant is None or variant.wording.page is None):
        chosen = Wordings(chosen.patient, chosen.clinician, companion)
    return chosen


def fill(view: View, rule: Rule, wordings: Wordings, *, contacts: Mapping[str, str]) -> FilledTexts:
    """Fill the slots of a rule that fires; every medicine that a rule is about is named in each text."""
    pairs = matched_pairs(view, rule.when)
    slots = _slots(view, rule, pairs)
    used = {match[1] for text in (wordings.patient, wordings.clinician) for match in SLOT.finditer(text)}
    named = [one for slot in used & set(slots) for one in slots[slot].medicines]
    if used & {"a", "b", "pairs"}:
        named += [one for pair in pairs for one in pair]

    def text(words: str, *, clinician: bool) -> str:
        filled = SLOT.sub(lambda match: _one(view, slots, contacts, match, clinician=clinician), words)
        return sentence(filled) + _also(words, slots, pairs)

    page = wordings.page
    if page is not None:
        page = Page(
            heading=text(page.heading, clinician=False),
            do=text(page.do, clinician=False),
            number=page.number,
            lines=tuple(text(line, clinician=False) for line in page.lines),
        )
    return FilledTexts(
        patient=text(wordings.patient, clinician=False),
        clinician=text(wordings.clinician, clinician=True),
        page=page,
        names=frozenset(generic for one in named for generic in one.generics),
    )


def _one(
    view: View,
    slots: Mapping[str, SlotWords],
    contacts: Mapping[str, str],
    match: re.Match[str],
    *,
    clinician: bool,
) -> str:
    kind, id = match[1], match[2] or ""
    match kind:
        case "contact":
            return contacts[id]
        case "answer":
            return answer_words(view.rulebook.questions[id], view.answer(id))
        case "score":
            return result(view.rulebook.scores[id], view.items(id)).words
        case _:
            return slots[kind].clinician if clinician else slots[kind].patient


def _also(words: str, slots: Mapping[str, SlotWords], pairs: list[tuple[Named, Named]]) -> str:
    """The medicines behind ``{a}`` and ``{b}`` beyond the first, for a text that does not list them all."""
    if "{pairs}" in words or "{list}" in words or ("{a}" not in words and "{b}" not in words):
        return ""
    if pairs:
        rest = _further([f"{a} with {b}" for a, b in pairs])
    else:
        bound = [slots[slot] for slot in ("a", "b") if f"{{{slot}}}" in words and slot in slots]
        rest = [words for slot in bound for words in _further([str(one) for one in slot.medicines])]
    return f" Also: {'; '.join(rest)}." if rest else ""


def _further(words: list[str]) -> list[str]:
    """The words beyond the first, each once."""
    return list(dict.fromkeys(words))[1:]


def _slots(view: View, rule: Rule, pairs: list[tuple[Named, Named]]) -> dict[str, SlotWords]:
    """What each slot stands for; only those that the rule binds, or its ``pairs``."""
    slots: dict[str, SlotWords] = {}
    if pairs:
        words = "; ".join(dict.fromkeys(f"{a} + {b}" for a, b in pairs))
        slots["a"], slots["b"] = _medicines([pairs[0][0]]), _medicines([pairs[0][1]])
        slots["pairs"] = SlotWords(words, words, tuple(one for pair in pairs for one in pair))
    count = str(counted(view, rule.when))
    slots["n"] = SlotWords(count, count)
    twice = [leaf for leaf in naming_leaves(view, rule.when) if isinstance(leaf, Twice)]
    if twice:
        slots["list"] = _medicines(matching(view, *twice))
    for name, binding in rule.bindings.items():
        slots[name] = _bound(view, binding, first_only=name != "list")
    return slots


def _bound(view: View, binding: BindMedicines | BindTicked | BindForm, *, first_only: bool) -> SlotWords:
    match binding:
        case BindMedicines(set_id, selector):
            found = matching(view, Has(set_id, selector))
            slot = _medicines(found[:1] if first_only else found)
            return SlotWords(slot.patient, slot.clinician, tuple(found))
        case BindTicked(questions):
            return _questions(view, [id for id in questions if view.answer(id).chosen == ("yes",)])
        case BindForm(FormWord.UNRECOGNIZED, sets):
            ids = in_state(view, Form(FormWord.UNRECOGNIZED, sets))
            names = [(view.rulebook.questions[id], name) for id in ids for name in view.unrecognized(id)]
            patient = [f"“{name}”" if question.medicines else name for question, name in names]
            clinician = [
                f"“{name}” ticked ({question.label})" if question.medicines else f"“{name}”"
                for question, name in names
            ]
            return SlotWords(listed(patient), listed(clinician) or NONE_LISTED)
        case BindForm(word, ids):
            return _questions(view, list(in_state(view, Form(word, ids))))


def _questions(view: View, ids: list[str]) -> SlotWords:
    asked = [view.rulebook.questions[id] for id in ids]
    patient = listed([question.ask.rstrip("?.") for question in asked])
    return SlotWords(patient, listed([question.label for question in asked]) or NONE_LISTED)


def _medicines(found: list[Named]) -> SlotWords:
    words = listed([str(one) for one in found])
    return SlotWords(words, words or NONE_LISTED, tuple(found))


def fill_contacts(text: str, contacts: Mapping[str, str]) -> str:
    """A text whose only slots are contacts, filled."""
    return SLOT.sub(lambda match: contacts[match[2]], text)
