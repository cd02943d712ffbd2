"""The rulebook that fresh visits begin on: it moves to the one adopted last, never to one that is broken."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

from screener.errors import StoreError
from screener.model.rulebook import Rulebook
from screener.store import Adoption, Store
from screener.visits.rulebooks import Rulebooks, lacks_contacts

SOON = 2.0
LATER = 60.0
"""Seconds until the store is looked at again: after all went well, and after it or a rulebook failed."""

log = logging.getLogger("screener.visits")


class Today:
    """Keeps today's rulebook; ``follows`` says whether it moves, else only its sign-offs are taken up."""

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
        self._next_glance = self._steady() + SOON

    def _move(self, adopted: Adoption) -> None:
        told = adopted.number == self._refused
        if told and self._steady() < self._next_try:
            return
        why = self._fault(adopted.rulebook)
        if not why:
            self._hash = adopted.rulebook
            return
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
        return lacks_contacts(found, self._region)
