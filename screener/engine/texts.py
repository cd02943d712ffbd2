"""A rule's texts with their slots filled, and which medicines they name in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screener.engine.holdings import Held, pairs, repeated
from screener.engine.logic import in_state, value
from screener.engine.scores import result
from screener.engine.view import View
from screener.engine.wording import NONE_LISTED, answer_words, listed
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
    """One medicine as a text names it: ``words`` as typed, ``generics`` those for which it is named."""

    generics: tuple[str, ...]
    words: str
    stopped: bool

    def __str__(self) -> str:
        return f"{self.words} (stopped)" if self.stopped else self.words

    @property
    def order(self) -> tuple[bool, tuple[str, ...]]:
        """Those taken now before stopped ones, then by generic."""
        return (self.stopped, self.generics)


def named(view: View, *sources: Held) -> Named:
    """The sources of one row as a text names it."""
    generics = tuple(sorted({source.generic for source in sources}))
    return Named(generics, sources[0].words, stopped=not any(_now(view, source) for source in sources))


def _now(view: View, source: Held) -> bool:
    """Whether the medicine is taken now, by this row or by another."""
    now = view.rulebook.roles.taken_now
    if not now or source.question in lists_of(view.rulebook, now):
        return True
    return any(other.generic == source.generic for other in view.held(now).known)


def matching(view: View, leaf: Has | Count | Twice) -> list[Named]:
    """The medicines of a set that a selector matches, in the order of naming, each typed row once."""
    sources = list(view.held(leaf.set).matching(leaf.selector))
    if isinstance(leaf, Twice):
        sources = repeated(sources)
    rows: dict[tuple[str, str], list[Held]] = {}
    for source in sources:
        rows.setdefault(source.place, []).append(source)
    return sorted((named(view, *row) for row in rows.values()), key=lambda one: one.order)


def matched_pairs(view: View, condition: Condition) -> list[tuple[Named, Named]]:
    """Every pair that made the condition hold: those taken now first, then by generic, each pair once."""
    found: dict[frozenset[str], tuple[Named, Named]] = {}
    for leaf in naming_leaves(view, condition, holding=True):
        if isinstance(leaf, Pair):
            first = list(view.held(leaf.first.set).matching(leaf.first.selector))
            second = list(view.held(leaf.second.set).matching(leaf.second.selector))
            for a, b in pairs(first, second):
                pair = (named(view, a), named(view, b))
                key = frozenset({a.generic, b.generic})
                if key not in found or _order(pair) < _order(found[key]):
                    found[key] = pair
    return sorted(found.values(), key=_order)


def _order(pair: tuple[Named, Named]) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    a, b = pair
    return (a.stopped or b.stopped, a.generics, b.generics)


def naming_leaves(view: View, condition: Condition, *, holding: bool = False) -> Iterator[Leaf]:
    """The leaves of a condition that can name something: through facts, not under ``not`` or ``possibly``.

    With ``holding`` only those of branches that surely hold.
    """

    def inside(node: Condition) -> list[Condition]:
        found = () if isinstance(node, Not | Possibly) else parts(view.rulebook, node)
        return [part for part in found if not holding or value(view, part).surely]

    return (node for node in nodes(condition, inside) if isinstance(node, Leaf))


def counted(view: View, condition: Condition) -> int:
    """How many different generics match the condition's count: the first that holds, else the first."""
    counts = [leaf for leaf in naming_leaves(view, condition) if isinstance(leaf, Count)]
    if not counts:
        return 0
    leaf = next((leaf for leaf in counts if value(view, leaf).surely), counts[0])
    return len({source.generic for source in view.held(leaf.set).matching(leaf.selector)})


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
        return filled[:1].upper() + filled[1:] + _also(words, slots, pairs)

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
        rest = [f"{a} with {b}" for a, b in pairs[1:]]
    else:
        bound = [slots[slot] for slot in ("a", "b") if f"{{{slot}}}" in words and slot in slots]
        rest = [str(one) for slot in bound for one in slot.medicines[1:]]
    return f" Also: {'; '.join(rest)}." if rest else ""


def _slots(view: View, rule: Rule, pairs: list[tuple[Named, Named]]) -> dict[str, SlotWords]:
    """What each slot stands for; only those that the rule binds, or its ``pairs``."""
    slots: dict[str, SlotWords] = {}
    if pairs:
        words = "; ".join(f"{a} + {b}" for a, b in pairs)
        slots["a"], slots["b"] = _medicines([pairs[0][0]]), _medicines([pairs[0][1]])
        slots["pairs"] = SlotWords(words, words, tuple(one for pair in pairs for one in pair))
    number = str(counted(view, rule.when))
    slots["n"] = SlotWords(number, number)
    twice = next((leaf for leaf in naming_leaves(view, rule.when) if isinstance(leaf, Twice)), None)
    if twice is not None:
        slots["list"] = _medicines(matching(view, twice))
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
            names = [name for id in ids for name in view.unrecognized(id)]
            return SlotWords(listed(names), listed([f"“{name}”" for name in names]) or NONE_LISTED)
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
