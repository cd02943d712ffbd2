"""The front matter: review, leads, sources, contacts, instruments, and the clinic's own medicines."""

from __future__ import annotations

from dataclasses import dataclass

from screener.codes import Code
from screener.medicines.vocabulary import overlay
from screener.model.question import Instrument
from screener.model.rule import Priority
from screener.model.rulebook import (
    CLINIC_SETS,
    SET_BY_CLINIC,
    Approval,
    Contacts,
    MedicineAddition,
    Review,
    Source,
)
from screener.model.vocabulary import Vocabulary
from screener.rulebook.parts.names import Known
from screener.rulebook.parts.selectors import ANY
from screener.rulebook.yaml.fields import Fields, fields
from screener.rulebook.yaml.nodes import Block, Node, Scalar
from screener.rulebook.yaml.problems import Problems, advice, listed

CONTACT_WORDS = ("emergency", "crisis", "poison", "urgent_line", "ed")


def read_review(node: Node | None, problems: Problems) -> Review:
    """Whether the file is signed off, and by whom."""
    keys = fields(node)
    if keys is None:
        return Review("draft")
    approvals = tuple(
        Approval(inner.text("name"), inner.text("role"), inner.text("date"), inner.text("hash"))
        for inner in map(fields, keys.items("approved"))
        if inner is not None
    )
    if keys.text("status") == "approved" and not approvals:
        what, mend = "nobody is named who approved this", "write `status: draft`, or add who approved it"
        problems.add(keys.place_of("status"), Code.APPROVED_BY_NOBODY, what=what, mend=mend)
    return Review(keys.text("status") or "draft", approvals, keys.text("review_by"))


def read_leads(keys: Fields) -> dict[Priority, str]:
    """The line over the points of each priority."""
    leads = keys.texts("leads")
    return {priority: leads.get(priority, "") for priority in Priority}


def read_sources(keys: Fields) -> dict[str, Source]:
    """What points stand on."""
    sources = {}
    for key, node in keys.entries("sources"):
        inner = fields(node)
        if inner is not None:
            sources[key.written] = Source(
                key=key.written,
                title=inner.text("title"),
                year=inner.whole("year"),
                status=inner.text("status"),
                url=inner.text("url"),
                checked=inner.text("checked"),
                review_by=inner.text("review_by"),
                note=inner.text("note"),
            )
    return sources


def read_contacts(keys: Fields, problems: Problems) -> dict[str, Contacts]:
    """Whom to call, by region; only the numbers that settings can tell may be left to the clinic."""
    contacts = {}
    for region, node in keys.entries("contacts"):
        inner = fields(node)
        if inner is not None:
            words = {name: inner.text(name) for name in CONTACT_WORDS}
            for name, number in inner.entries("numbers"):
                if (
                    isinstance(number, Scalar)
                    and number.written == SET_BY_CLINIC
                    and name.written not in CLINIC_SETS
                ):
                    what = f"the number `{name.written}` is left to the clinic, which cannot set it"
                    mend = f"write its digits; the clinic can set {listed(CLINIC_SETS)}"
                    problems.add(number.place, Code.NOT_BY_CLINIC, what=what, mend=mend)
            contacts[region.written] = Contacts(region.written, words, inner.texts("numbers"))
    return contacts


def read_instruments(keys: Fields) -> dict[str, Instrument]:
    """Published instruments."""
    instruments = {}
    for id, node in keys.entries("instruments"):
        inner = fields(node)
        if inner is not None:
            instruments[id.written] = Instrument(
                id.written, inner.text("title"), inner.text("stem"), inner.text("credit"), inner.text("below")
            )
    return instruments


def read_vocabulary(
    keys: Fields, base: Vocabulary, sources: Known, asked: frozenset[str], problems: Problems
) -> Vocabulary:
    """The vocabulary with the clinic's additions laid over; ``asked`` are the words of the rest."""
    entries = keys.entries("medicines")
    known = _KnownMedicines(base, frozenset(key.written for key, _ in entries), asked)
    additions = {}
    for generic, node in entries:
        inner = fields(node)
        if inner is not None:
            sources.find(inner.nodes.get("source"), problems)
            _check_addition(generic, inner, known, problems)
            additions[generic.written] = MedicineAddition(
                generic=generic.written,
                brands=_words(inner, "brands"),
                tags=_words(inner, "tags"),
                untag=_words(inner, "untag"),
                ingredients=_words(inner, "ingredients"),
                source=inner.text("source"),
            )
    return overlay(base, additions)


@dataclass(frozen=True, slots=True)
class _KnownMedicines:
    base: Vocabulary
    added: frozenset[str]
    asked: frozenset[str]

    @property
    def generics(self) -> frozenset[str]:
        return self.added.union(self.base.medicines)


def _check_addition(generic: Scalar, keys: Fields, known: _KnownMedicines, problems: Problems) -> None:
    if generic.written in known.base.tags or generic.written == ANY:
        what = f"the medicine `{generic.written}` bears the name of a tag"
        problems.add(generic.place, Code.GENERIC_IS_TAG, what=what, mend="write the medicine's generic name")
    for tag in keys.items("tags"):
        if isinstance(tag, Scalar):
            _check_tag(tag, known, problems)
    medicine = known.base.medicines.get(generic.written)
    borne = frozenset() if medicine is None else medicine.tags
    for tag in keys.items("untag"):
        if isinstance(tag, Scalar) and tag.written not in borne:
            what = f"`{generic.written}` does not bear the tag `{tag.written}`"
            problems.add(tag.place, Code.UNKNOWN_TAG, what=what, mend=advice(tag.written, sorted(borne)))
    for part in keys.items("ingredients"):
        if isinstance(part, Scalar) and part.written not in known.generics:
            sort = "medicine with the generic name"
            problems.unknown(part, Code.UNKNOWN_GENERIC, what=sort, known=known.generics)


def _check_tag(tag: Scalar, known: _KnownMedicines, problems: Problems) -> None:
    if tag.written in known.generics or tag.written == ANY:
        what = f"the tag `{tag.written}` bears the name of a medicine"
        problems.add(tag.place, Code.TAG_IS_GENERIC, what=what, mend="give the tag another name")
    elif tag.written not in known.base.tags | known.asked:
        what = f"no medicine bears the tag `{tag.written}`, and no condition asks for it"
        problems.add(
            tag.place, Code.UNKNOWN_TAG, what=what, mend=advice(tag.written, sorted(known.base.tags))
        )


def _words(keys: Fields, key: str) -> tuple[str, ...]:
    return tuple(node.written for node in keys.items(key) if isinstance(node, Scalar))


def block_of(keys: Fields, key: str) -> Block:
    """One part of the file as a block, empty where it could not be read."""
    node = keys.nodes.get(key)
    return node if isinstance(node, Block) else Block(keys.place, ())
