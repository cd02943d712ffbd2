"""The rulebooks of visits: each finishes on its own, fresh ones begin on the one adopted last."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from screener.errors import RulebookError, StoreBusy, StoreError
from screener.medicines import load
from screener.model.rule import Priority
from screener.model.rulebook import Approval, Contacts, Review, Rulebook
from screener.rulebook import read
from screener.store import Adoption, Store


def kept_rulebook(store: Store, hash: str) -> Rulebook:
    """The rulebook of this hash out of the store; raises `StoreError` when unknown, changed or unreadable."""
    text = store.rulebook_text(hash)
    try:
        found = read(text.encode(), "the stored rulebook", load())
    except RulebookError:
        raise StoreError(
            f"The rulebook {hash[:12]} cannot be read by this version; go back to the one before."
        ) from None
    if found.hash != hash:
        raise StoreError(f"The rulebook {hash[:12]} was changed in the store; put it back from your backup.")
    return found


def adopted_rulebook(store: Store) -> Rulebook | None:
    """The rulebook adopted last, None before the first; raises `StoreError` when it cannot be used."""
    adopted = store.adopted()
    if adopted is None:
        return None
    try:
        return kept_rulebook(store, adopted.rulebook)
    except StoreError as error:
        why = str(error).rstrip(".")
        raise StoreError(
            f"The rulebook adopted last cannot be used. {why}, or adopt another: screener adopt FILE."
        ) from None


class Rulebooks:
    """Rulebooks by hash, read from the store once and then kept, each with the sign-offs noted for it.

    ``own`` are this clinic's contacts in place of its region's.
    """

    def __init__(self, store: Store, today: Rulebook, own: Contacts | None = None) -> None:
        self._store = store
        self._own = own
        self._known = {today.hash: today.with_own(own)}
        self._emergencies: dict[str, Rulebook] = {}
        self._signed: tuple[Approval, ...] = ()

    def of(self, hash: str) -> Rulebook:
        """The rulebook of this hash; raises `StoreError` when unknown, changed or unreadable."""
        if hash not in self._known:
            kept = kept_rulebook(self._store, hash).with_own(self._own)
            self._known[hash] = signed_off(kept, self._signed)
        return self._known[hash]

    def sign(self, signed: tuple[Approval, ...]) -> None:
        """Take up these sign-offs, which are all there are."""
        if signed != self._signed:
            self._signed = signed
            for hash, rulebook in list(self._known.items()):
                self._known[hash] = signed_off(rulebook, signed)

    def emergencies_of(self, hash: str) -> Rulebook:
        """The same rulebook with its emergency rules only.

        No other rule bears on what an emergency says, so that this is enough, and quick, after each screen.
        """
        if hash not in self._emergencies:
            whole = self.of(hash)
            rules = {id: rule for id, rule in whole.rules.items() if rule.priority is Priority.EMERGENCY}
            self._emergencies[hash] = replace(whole, rules=rules)
        return self._emergencies[hash]


def signed_off(rulebook: Rulebook, signed: Collection[Approval]) -> Rulebook:
    """The rulebook with the sign-offs of its hash: a file cannot hold its own hash, so they stand outside."""
    its = tuple(approval for approval in signed if approval.hash == rulebook.hash)
    if not its:
        return rulebook
    return replace(rulebook, review=Review("approved", its, rulebook.review.review_by))


SOON = 2.0
LATER = 60.0
"""Seconds until the store is looked at again: after all went well, and after it or a rulebook failed."""

log = logging.getLogger("screener.visits")


class Today:
    """Keeps today's rulebook; ``follows`` says whether it moves, else only its sign-offs are taken up.

    ``refuses_adopted``: what was adopted last cannot be served, so the rulebook before stays.
    """

    def __init__(
        self,
        store: Store,
        rulebooks: Rulebooks,
        first: Rulebook,
        *,
        region: str,
        follows: bool,
        steady: Callable[[], float],
    ) -> None:
        self._store = store
        self._rulebooks = rulebooks
        self._hash = first.hash
        self._region = region
        self._follows = follows
        self._steady = steady
        self._looking = Lock()
        self._next_glance = 0.0
        self.refuses_adopted = False
        self._refused = 0
        self._next_try = 0.0

    @property
    def rulebook(self) -> Rulebook:
        """Today's rulebook as it was found last."""
        return self._rulebooks.of(self._hash)

    def glance(self) -> None:
        """Look, unless that was done a moment ago or another thread is doing it."""
        if self._steady() < self._next_glance or not self._looking.acquire(blocking=False):
            return
        try:
            self._look()
        finally:
            self._looking.release()

    def look(self) -> None:
        """Take up what was adopted and signed off until now; whatever is wrong with it, today's stays."""
        with self._looking:
            self._look()

    def _look(self) -> None:
        try:
            signed = self._store.sign_offs()
            adopted = self._store.adopted() if self._follows else None
        except StoreError:  # whoever needs the store is told
            self._next_glance = self._steady() + LATER
            return
        self._rulebooks.sign(signed)
        if adopted is not None and adopted.rulebook != self._hash:
            self._move(adopted)
        else:
            self.refuses_adopted = False
        self._next_glance = self._steady() + SOON

    def _move(self, adopted: Adoption) -> None:
        told = adopted.number == self._refused
        if told and self._steady() < self._next_try:
            return
        why = self._fault(adopted.rulebook)
        if not why:
            self._hash = adopted.rulebook
            self.refuses_adopted = False
            return
        self.refuses_adopted = True
        self._refused, self._next_try = adopted.number, self._steady() + LATER
        if not told:
            log.warning("The rulebook adopted last is not served, the one before stays: %s", why)

    def _fault(self, hash: str) -> str:
        """Why the rulebook of this hash cannot be served, empty when it can."""
        try:
            found = self._rulebooks.of(hash)
        except StoreError as error:
            return str(error)
        except Exception as error:  # a defect of ours must not keep anybody from beginning
            return f"reading it failed: {type(error).__name__}"
        contacts = found.contacts.get(self._region)
        if contacts is None:
            return f"it has no region {self._region}, but {', '.join(found.contacts)}"
        left = contacts.left_to_clinic
        return f"region {self._region} leaves to the clinic: {', '.join(left)}" if left else ""


PARTS = {
    "rules": "rule",
    "questions": "question",
    "screens": "screen",
    "scores": "score",
    "facts": "fact",
    "sets": "fact",
    "sources": "source",
}
"""The parts of a rulebook whose ids others rely on, and what one of each is called."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """One id that a rulebook had and another has not; ``kind`` says of what."""

    kind: str
    id: str


def vanished(before: Rulebook, after: Rulebook) -> tuple[Vanished, ...]:
    """What is in ``before`` and no longer in ``after``, part by part in the file's order."""
    return tuple(
        Vanished(kind, id)
        for part, kind in PARTS.items()
        for id in getattr(before, part)
        if id not in getattr(after, part)
    )


def adopt(store: Store, rulebook: Rulebook, *, instead_of: Adoption | None, at: datetime) -> None:
    """Make this the rulebook adopted last, its words and that it is the last one in one transaction.

    ``instead_of`` is the adoption with which it was compared; raises `StoreBusy` when another came between.
    """
    with store.writing() as writing:
        if writing.adopted() != instead_of:
            raise StoreBusy("Another rulebook was adopted meanwhile; nothing was changed: please try again.")
        writing.adopt(rulebook.hash, rulebook.text, at=at)
