"""The rulebooks under which visits began: a visit finishes on its own, whatever is served today."""

from __future__ import annotations

from dataclasses import replace

from screener.errors import RulebookError, StoreError
from screener.medicines import load
from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from screener.rulebook import read
from screener.store import Store


class Rulebooks:
    """Rulebooks by hash, read from the store once and then kept."""

    def __init__(self, store: Store, today: Rulebook) -> None:
        self._store = store
        self._known = {today.hash: today}
        self._emergencies: dict[str, Rulebook] = {}

    def of(self, hash: str) -> Rulebook:
        """The rulebook of this hash; raises `StoreError` when unknown, changed or unreadable."""
        if hash not in self._known:
            text = self._store.rulebook_text(hash)
            try:
                found = read(text.encode(), "the stored rulebook", load())
            except RulebookError:
                raise StoreError(
                    "The rulebook of this visit cannot be read by this version; go back to the one before."
                ) from None
            if found.hash != hash:
                raise StoreError(
                    "The rulebook of this visit was changed in the store; put it back from your backup."
                )
            self._known[hash] = found
        return self._known[hash]

    def emergencies_of(self, hash: str) -> Rulebook:
        """The same rulebook with its emergency rules only.

        No other rule bears on what an emergency says, so that this is enough, and quick, after each screen.
        """
        if hash not in self._emergencies:
            whole = self.of(hash)
            rules = {id: rule for id, rule in whole.rules.items() if rule.priority is Priority.EMERGENCY}
            self._emergencies[hash] = replace(whole, rules=rules)
        return self._emergencies[hash]
