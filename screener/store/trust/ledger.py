"""What a process holds to tell which rows of its store it may trust, and how a store comes to have it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from screener.errors import StoreDoubted
from screener.store.sealing import SealBroken, make_key, seal, unseal
from screener.store.tables import store_keys, visits
from screener.store.trust.chain import RESTORED, TAKEN_OVER, Draft, Register
from screener.store.trust.load import TABLES, load
from screener.store.trust.newest import NewestSeen
from screener.store.trust.rows import ROW, ChangedRows, Rows, row_number
from screener.store.trust.tags import Keyring, digests

THE_KEY = 1
"""The primary key of the one row of `store_keys`."""
NAME_BYTES = 8


@dataclass(frozen=True, slots=True)
class Ledger:
    """The store's keys, the register of its rows, and the mark beside the key file that follows it."""

    name: str
    wrapped: bytes
    keyring: Keyring
    register: Register
    seen: NewestSeen | None

    def rows(self, connection: Connection) -> Rows:
        """The rows that this connection reads."""
        return Rows(connection, self.keyring, self.register)

    def changed_rows(
        self, connection: Connection, draft: Draft, clock: Callable[[], datetime]
    ) -> ChangedRows:
        """The rows that this transaction reads and writes."""
        return ChangedRows(connection, self.keyring, draft, clock)

    def draft(self, connection: Connection) -> Draft:
        """An empty draft on all that was written until now; the transaction has begun."""
        self.register.catch_up(connection)
        return Draft(self.register)

    def written(self, draft: Draft) -> None:
        """What the draft holds is on the disk."""
        if draft.events:
            self.register.written(draft.events)
            self.note()

    def close(self) -> None:
        """Let go of the mark, once it is on the disk."""
        if self.seen is not None:
            self.seen.close()

    def note(self) -> None:
        """Let the mark beside the key file follow, if there is to be one."""
        if self.seen is not None:
            self.seen.note(self.register.newest(self.name, self.wrapped))


def open_ledger(connection: Connection, *, master: bytes, seen: NewestSeen | None) -> Ledger:
    """The ledger of a store that has one.

    Raises `SealBroken` when the key is not this store's, and `StoreDoubted` when the store is an older one
    than was seen in this folder, or its rows and chain fit in no way.
    """
    own = seen.own() if seen is not None else None
    found = _found_key(connection, master)
    if found is not None and (found.sound or own is None):
        name, wrapped, keyring = found.name, found.wrapped, found.keyring
    elif own is not None:
        name, wrapped, keyring = own.name, own.wrapped, Keyring(_unwrap(master, own.wrapped))
    else:
        raise SealBroken
    if own is not None and own.name != name:
        raise StoreDoubted(
            "The store is another than was in this folder last, or from before it was restored"
        )
    newest = own if own is not None or seen is None else seen.newest_of(name)
    register = load(connection, keyring, newest)
    return Ledger(name, wrapped, keyring, register, seen)


@dataclass(frozen=True, slots=True)
class FoundKey:
    """The store's key as a row of the file holds it; ``sound`` says that the row bears its tag."""

    name: str
    wrapped: bytes
    keyring: Keyring
    sound: bool


def _found_key(connection: Connection, master: bytes) -> FoundKey | None:
    """The store's key out of the file, None where no row holds one that opens."""
    for row in connection.execute(select(store_keys)).mappings():
        try:
            keyring = Keyring(_unwrap(master, row["wrapped"]))
        except (SealBroken, TypeError):
            continue
        sound = keyring.fits(store_keys, row)
        name = row["name"] if sound else secrets.token_hex(NAME_BYTES)
        return FoundKey(name, row["wrapped"], keyring, sound)
    return None


def mend_key(connection: Connection, ledger: Ledger, clock: Callable[[], datetime]) -> Draft:
    """Write the row of the store's key anew, where it was damaged."""
    draft = ledger.draft(connection)
    changes = ledger.changed_rows(connection, draft, clock)
    changes.clear(store_keys)
    changes.insert(store_keys, {"id": THE_KEY, "name": ledger.name, "wrapped": ledger.wrapped})
    return draft


def key_is_sound(connection: Connection, ledger: Ledger) -> bool:
    """Whether the row of the store's key is as the ledger knows it."""
    found = ledger.rows(connection).fetch(store_keys)
    return len(found.sound) == 1 and not found.refused


def begin_ledger(connection: Connection, *, master: bytes, clock: Callable[[], datetime]) -> None:
    """Give a store its key, its rows their tags, and the chain its first events, one a row.

    Rows of a store that an earlier version made are taken as they stand: nothing tells what was done to
    them before. A visit that does not open gets no tag, so it is refused from then on.
    """
    store_key = make_key()
    keyring = Keyring(store_key)
    changes = ChangedRows(connection, keyring, Draft(Register(keyring, {})), clock)
    for table in TABLES:
        large = [name for _, name in digests(table)]
        numbers = connection.execute(select(row_number(table)).select_from(table)).scalars().all()
        for number in numbers:
            query = select(table, row_number(table).label(ROW)).where(row_number(table) == number)
            row = dict(connection.execute(query).mappings().one())
            more = {name: row[name] for name in large}
            if table is visits:
                try:
                    more["wrapped_key"] = _wrapped_anew(row, master=master, store_key=store_key)
                except SealBroken:
                    continue
            changes.update(table, row, kind=TAKEN_OVER, **more)
    wrapped = seal(master, store_key, record="store", column="wrapped")
    changes.insert(store_keys, {"id": THE_KEY, "name": secrets.token_hex(NAME_BYTES), "wrapped": wrapped})


def rename(changes: ChangedRows) -> None:
    """Tell the store from every copy that was made of it before: it was restored."""
    (row,) = changes.fetch(store_keys).sound
    changes.update(store_keys, row, kind=RESTORED, name=secrets.token_hex(NAME_BYTES))


def _unwrap(master: bytes, wrapped: bytes) -> bytes:
    return unseal(master, wrapped, record="store", column="wrapped")


def _wrapped_anew(row: dict[str, Any], *, master: bytes, store_key: bytes) -> bytes:
    """A visit's own key, locked with the store's key instead of the key file's."""
    place = {"record": row["id"], "column": "wrapped_key"}
    return seal(store_key, unseal(master, row["wrapped_key"], **place), **place)
