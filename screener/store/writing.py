"""What can be changed in the store inside one transaction; codes, adoptions and sign-offs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from screener.errors import StoreError, VisitNotFound
from screener.model.rulebook import Approval
from screener.store.sealing import make_key, seal
from screener.store.tables import (
    StoredVisit,
    access_codes,
    adoptions,
    from_row,
    open_key,
    rulebooks,
    sign_offs,
    to_row,
    to_text,
    to_time,
    visits,
)

# Crockford's base 32: without I, L, O and U. Seven groups of four carry 140 random bits, so that a fast
# hash is enough: there is nothing to guess.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
GROUP = 4
LOOK_ALIKES = str.maketrans("ILO", "110")


def make_code() -> str:
    """A fresh random access code, such as ``7K2M-…``, to be shown once."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def plain_code(typed: str) -> str:
    """A code as typed, without hyphens and spaces, in capitals, look-alikes set right."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(LOOK_ALIKES)


def hash_code(code: str, salt: bytes) -> bytes:
    """The salted hash that stands for a code in the store."""
    return hashlib.sha256(salt + plain_code(code).encode()).digest()


def is_code(typed: str, *, salt: bytes, hashed: bytes) -> bool:
    """Whether what was typed is the code behind this hash, compared in constant time."""
    return hmac.compare_digest(hash_code(typed, salt), hashed)


LAST = select(adoptions).order_by(adoptions.c.id.desc()).limit(1)
SIGNED = select(sign_offs).order_by(sign_offs.c.id)


@dataclass(frozen=True, slots=True)
class Adoption:
    """One adoption: its number, which grows, the rulebook's hash, and when."""

    number: int
    rulebook: str
    at: datetime


def adopted_last(connection: Connection) -> Adoption | None:
    """The last adoption, None before the first."""
    row = connection.execute(LAST).one_or_none()
    return None if row is None else Adoption(row.id, row.rulebook, to_time(row.adopted))


def all_sign_offs(connection: Connection) -> tuple[Approval, ...]:
    """Every sign-off, in the order in which it was noted."""
    rows = connection.execute(SIGNED).all()
    return tuple(Approval(name=row.name, role=row.role, date=row.date, hash=row.rulebook) for row in rows)


NOT_FOUND = "There is no such visit, or it is gone."
# Lists need no record, so that they stay quick.
LISTED = [column for column in visits.c if column.name != "record"]
# Statements that are made once: making them again costs more than running them.
WANTED = "wanted"
BY = {
    name: select(*LISTED).where(visits.c[name] == bindparam(WANTED)) for name in ("id", "reference", "link")
}
CHANGE = update(visits).where(
    visits.c.id == bindparam("changed_id"),
    visits.c.revision == bindparam("changed_revision"),
    visits.c.status == "in-progress",
)


class Writing:
    """What can be changed inside one `Store.writing` block."""

    def __init__(self, connection: Connection, *, master: bytes) -> None:
        self._connection = connection
        self._master = master

    def keep_rulebook(self, hash: str, text: str, *, at: datetime) -> None:
        """Keep the words of a rulebook, once."""
        row = {"hash": hash, "text": text, "first_used": to_text(at)}
        self._connection.execute(sqlite_insert(rulebooks).values(row).on_conflict_do_nothing())

    def adopt(self, hash: str, text: str, *, at: datetime) -> None:
        """Make this the rulebook adopted last; its words are written again if they were there already."""
        row = {"hash": hash, "text": text, "first_used": to_text(at)}
        keep = sqlite_insert(rulebooks).values(row)
        self._connection.execute(keep.on_conflict_do_update(set_={"text": text}))
        self._connection.execute(insert(adoptions).values(rulebook=hash, adopted=to_text(at)))

    def adopted(self) -> Adoption | None:
        """The rulebook adopted last, None before the first."""
        return adopted_last(self._connection)

    def sign_off(self, approval: Approval) -> None:
        """Note that a person signed a rulebook off; the same person again changes the date only."""
        row = {name: getattr(approval, name) for name in ("name", "role", "date")}
        sign = sqlite_insert(sign_offs).values(row | {"rulebook": approval.hash})
        self._connection.execute(
            sign.on_conflict_do_update(
                index_elements=["rulebook", "name", "role"], set_={"date": approval.date}
            )
        )

    def reference_taken(self, reference: str) -> bool:
        """Whether a visit bears this reference."""
        query = select(visits.c.id).where(visits.c.reference == reference)
        return self._connection.execute(query).first() is not None

    def add(self, visit: StoredVisit) -> None:
        """Add a visit that is in progress, with a fresh key of its own."""
        key = make_key()
        wrapped = seal(self._master, key, record=visit.header.id, column="wrapped_key")
        self._connection.execute(insert(visits).values(to_row(replace(visit, wrapped_key=wrapped), key=key)))

    def visit(self, visit_id: str) -> StoredVisit:
        """The visit of this id; raises `VisitNotFound`."""
        return visit_by(self._connection, "id", visit_id, master=self._master)

    def visit_by_link(self, link: str) -> StoredVisit:
        """The visit whose come-back link has this hash; raises `VisitNotFound`."""
        return visit_by(self._connection, "link", link, master=self._master)

    def change(self, visit: StoredVisit, *, record: bytes | None = None) -> None:
        """Write a visit that is still in progress again; ``record`` comes with its completion.

        Raises `StoreError` when the visit was written or completed since it was read.
        """
        header = visit.header
        key = open_key(visit.wrapped_key, master=self._master, visit_id=header.id)
        row = to_row(replace(visit, revision=visit.revision + 1), key=key)
        if record is not None:
            row["record"] = seal(key, record, record=header.id, column="record")
        row |= {"changed_id": header.id, "changed_revision": visit.revision}
        if self._connection.execute(CHANGE, row).rowcount != 1:
            raise StoreError("This visit was changed by someone else meanwhile; nothing was written.")

    def set_wrong_tries(self, visit_id: str, tries: int) -> None:
        """Note how many wrong birth dates were tried on a visit's link."""
        self._connection.execute(update(visits).where(visits.c.id == visit_id).values(wrong_tries=tries))

    def remove(self, visit_id: str) -> None:
        """Delete a visit with all that belongs to it."""
        self._connection.execute(delete(visits).where(visits.c.id == visit_id))

    def remove_unsaved_since(self, time: datetime) -> int:
        """Delete the visits in progress whose last save is older than ``time``; returns how many."""
        old = (visits.c.status == "in-progress", visits.c.saved < to_text(time))
        return self._connection.execute(delete(visits).where(*old)).rowcount

    def replace_codes(self, *, salt: bytes, hash: bytes, at: datetime) -> None:
        """Make this the only access code."""
        self._connection.execute(delete(access_codes))
        self._connection.execute(insert(access_codes).values(salt=salt, hash=hash, made=to_text(at)))


def visit_by(connection: Connection, column: str, wanted: str, *, master: bytes) -> StoredVisit:
    row = connection.execute(BY[column], {WANTED: wanted}).mappings().one_or_none()
    if row is None:
        raise VisitNotFound(NOT_FOUND)
    return from_row(dict(row), master=master)
