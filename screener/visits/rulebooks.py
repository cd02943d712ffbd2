"""The rulebooks under which visits began: a visit finishes on its own, whatever is served today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from screener.errors import RulebookError, SettingsError, StoreError
from screener.medicines import load
from screener.model.rule import Priority
from screener.model.rulebook import Approval, Contacts, Review, Rulebook
from screener.rulebook import read
from screener.store import Store


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
        self._known = {today.hash: with_own(today, own)}
        self._emergencies: dict[str, Rulebook] = {}
        self._signed: tuple[Approval, ...] = ()

    def of(self, hash: str) -> Rulebook:
        """The rulebook of this hash; raises `StoreError` when unknown, changed or unreadable."""
        if hash not in self._known:
            kept = with_own(kept_rulebook(self._store, hash), self._own)
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


def with_own(rulebook: Rulebook, own: Contacts | None) -> Rulebook:
    """The rulebook with a clinic's own contacts in place of those of its region, if it has that region."""
    if own is None or own.region not in rulebook.contacts:
        return rulebook
    here = rulebook.contacts[own.region].under(own)
    return replace(rulebook, contacts={**rulebook.contacts, own.region: here})


def lacks_contacts(rulebook: Rulebook, region: str) -> str:
    """Whom the rulebook cannot tell patients of this region to call, in words; empty when all are known."""
    if region not in rulebook.contacts:
        return f"it has no region {region}, but {', '.join(rulebook.contacts)}"
    missing = rulebook.contacts[region].left_to_clinic
    names = " and ".join(
        f"SCREENER_{name.upper()}_LINE and SCREENER_{name.upper()}_NUMBER" for name in missing
    )
    return f"region {region} leaves this to the clinic: set {names}" if missing else ""


def servable(rulebook: Rulebook, own: Contacts) -> Rulebook:
    """The same rulebook, once it and the clinic name whom to call in its region; raises `SettingsError`."""
    lacks = lacks_contacts(with_own(rulebook, own), own.region)
    if lacks:
        raise SettingsError(f"SCREENER_REGION: the rulebook cannot be served: {lacks}.")
    return rulebook


def signed_off(rulebook: Rulebook, signed: Collection[Approval]) -> Rulebook:
    """The rulebook with the sign-offs of its hash: a file cannot hold its own hash, so they stand outside."""
    its = tuple(approval for approval in signed if approval.hash == rulebook.hash)
    if not its:
        return rulebook
    return replace(rulebook, review=Review("approved", its, rulebook.review.review_by))
