"""What can be changed in the store inside one transaction; codes, adoptions and sign-offs."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from screener.errors import StoreError, VisitNotFound
from screener.model.rulebook import Approval
from screener.store.sealing import make_key, seal
from screener.store.tables import (
    StoredVisit,
    Tries,
    access_codes,
    adoptions,
    ended_sessions,
    from_row,
    open_key,
    rulebooks,
    sign_offs,
    to_row,
    to_text,
    to_time,
    tries,
    visits,
)
from screener.store.trust.chain import CHANGED
from screener.store.trust.rows import ROW, ChangedRows, Rows, checked_select, row_number

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


@dataclass(frozen=True, slots=True)
class Adoption:
    """One adoption: its number, which grows, the rulebook's hash, and when."""

    number: int
    rulebook: str
    at: datetime


ADOPTED = checked_select(adoptions).order_by(adoptions.c.id)
SIGNED = checked_select(sign_offs).order_by(sign_offs.c.id)
WANTED = "wanted"
# Statements that are made once: making them again costs more than running them.
BY = {
    name: checked_select(visits).where(visits.c[name] == bindparam(WANTED))
    for name in ("id", "reference", "link")
}
RULEBOOK = checked_select(rulebooks).where(rulebooks.c.hash == bindparam(WANTED))
SAME_SIGN_OFF = checked_select(sign_offs).where(
    *(sign_offs.c[name] == bindparam(name) for name in ("rulebook", "name", "role"))
)
NAMED = checked_select(visits).where(
    or_(visits.c.reference == bindparam(WANTED), row_number(visits) == bindparam(ROW))
)
ROW_NAME = re.compile("ROW-([1-9][0-9]{0,17})")
UNSAVED = checked_select(visits).where(visits.c.status == "in-progress", visits.c.saved < bindparam(WANTED))
CHANGE = update(visits).where(
    visits.c.id == bindparam("changed_id"),
    visits.c.revision == bindparam("changed_revision"),
    visits.c.status == "in-progress",
)
ENDED = checked_select(ended_sessions)
SAME_SESSION = ENDED.where(ended_sessions.c.mark == bindparam(WANTED))
ENDED_BEFORE = ENDED.where(ended_sessions.c.ended < bindparam(WANTED))
NOT_FOUND = "There is no such visit, or it is gone."


def adopted_last(rows: Rows) -> Adoption | None:
    """The last adoption, None before the first; raises `StoreError` where rows cannot tell which it was."""
    known = rows.names(adoptions)
    found = rows.fetch(adoptions, ADOPTED)
    if found.refused:
        raise found.refused[0].error()
    if rows.gone(adoptions, known, found):
        raise StoreError("An adoption is gone from the store; put the store back from your backup.")
    if not found.sound:
        return None
    last = found.sound[-1]
    return Adoption(last["id"], last["rulebook"], to_time(last["adopted"]))


def all_sign_offs(rows: Rows) -> tuple[Approval, ...]:
    """Every sign-off that can be trusted, in the order in which it was noted."""
    return tuple(
        Approval(name=row["name"], role=row["role"], date=row["date"], hash=row["rulebook"])
        for row in rows.fetch(sign_offs, SIGNED).sound
    )


def visit_by(rows: Rows, column: str, wanted: str, *, store_key: bytes) -> StoredVisit:
    """The visit in whose row this stands; raises `VisitNotFound` or `RowRefused`."""
    row = rows.one(visits, BY[column], {WANTED: wanted})
    if row is None:
        raise VisitNotFound(NOT_FOUND)
    return from_row(row, store_key=store_key)


class Writing:
    """What can be changed inside one `Store.writing` block."""

    def __init__(self, connection: Connection, rows: ChangedRows, *, store_key: bytes) -> None:
        self._connection = connection
        self._rows = rows
        self._store_key = store_key

    def keep_rulebook(self, hash: str, text: str, *, at: datetime) -> None:
        """Keep the words of a rulebook, once; what cannot be trusted there is written anew."""
        self._put_rulebook({"hash": hash, "text": text, "first_used": to_text(at)}, keeping=True)

    def adopt(self, hash: str, text: str, *, at: datetime) -> None:
        """Make this the rulebook adopted last; its words are written again if they were there already.

        Adoptions that cannot be trusted, or are gone, are forgotten.
        """
        self._put_rulebook({"hash": hash, "text": text, "first_used": to_text(at)}, keeping=False)
        self._rows.tidy(adoptions)
        self._rows.insert(adoptions, {"rulebook": hash, "adopted": to_text(at)})

    def _put_rulebook(self, row: Mapping[str, str], *, keeping: bool) -> None:
        found = self._rows.fetch(rulebooks, RULEBOOK, {WANTED: row["hash"]})
        self._rows.put(rulebooks, found, row, keeping=keeping)

    def adopted(self) -> Adoption | None:
        """The rulebook adopted last, None before the first; raises `RowRefused` for an edited one."""
        return adopted_last(self._rows)

    def sign_off(self, approval: Approval) -> None:
        """Note that a person signed a rulebook off; the same person again changes the date only."""
        row = {name: getattr(approval, name) for name in ("name", "role", "date")} | {
            "rulebook": approval.hash
        }
        found = self._rows.fetch(sign_offs, SAME_SIGN_OFF, row)
        self._rows.put(sign_offs, found, row, keeping=False)

    def reference_taken(self, reference: str) -> bool:
        """Whether a visit bears this reference."""
        query = select(visits.c.id).where(visits.c.reference == reference)
        return self._connection.execute(query).first() is not None

    def add(self, visit: StoredVisit) -> None:
        """Add a visit that is in progress, with a fresh key of its own."""
        key = make_key()
        wrapped = seal(self._store_key, key, record=visit.header.id, column="wrapped_key")
        self._rows.insert(visits, to_row(replace(visit, wrapped_key=wrapped), key=key))

    def visit(self, visit_id: str) -> StoredVisit:
        """The visit of this id; raises `VisitNotFound` or `RowRefused`."""
        return visit_by(self._rows, "id", visit_id, store_key=self._store_key)

    def visit_by_link(self, link: str) -> StoredVisit:
        """The visit whose come-back link has this hash; raises `VisitNotFound` or `RowRefused`."""
        return visit_by(self._rows, "link", link, store_key=self._store_key)

    def change(self, visit: StoredVisit, *, record: bytes | None = None) -> None:
        """Write a visit that is still in progress again; ``record`` comes with its completion.

        Raises `StoreError` when the visit was written or completed since it was read.
        """
        header = visit.header
        key = open_key(visit.wrapped_key, store_key=self._store_key, visit_id=header.id)
        row = to_row(replace(visit, revision=visit.revision + 1), key=key)
        row["record"] = None if record is None else seal(key, record, record=header.id, column="record")
        row["record_digest"] = None
        self._rows.tagged(visits, row)
        known = {"changed_id": header.id, "changed_revision": visit.revision}
        if self._connection.execute(CHANGE, row | known).rowcount != 1:
            raise StoreError("This visit was changed by someone else meanwhile; nothing was written.")
        self._rows.note(CHANGED, visits, row)

    def set_wrong_tries(self, visit_id: str, tries: int) -> None:
        """Note how many wrong birth dates were tried on a visit's link."""
        row = self._row(visit_id)
        if row is not None:
            self._rows.update(visits, row, wrong_tries=tries)

    def remove(self, visit_id: str) -> None:
        """Delete a visit with all that belongs to it."""
        row = self._row(visit_id)
        if row is not None:
            self._rows.delete(visits, row)

    def remove_named(self, named: str) -> str:
        """Delete the visit of this reference, or of a row that cannot be trusted, as ROW-17; returns its id.

        Raises `VisitNotFound`.
        """
        row_name = ROW_NAME.fullmatch(named)
        found = self._rows.fetch(visits, NAMED, {WANTED: named, ROW: int(row_name[1]) if row_name else 0})
        if found.refused:
            self._rows.discard(visits, found.refused[0].number)
            return str(found.refused[0].columns["id"])
        for row in found.sound:
            if row["reference"] == named:
                self._rows.delete(visits, row)
                return str(row["id"])
        raise VisitNotFound(NOT_FOUND)

    def remove_unsaved_since(self, time: datetime) -> int:
        """Delete the visits in progress whose last save is older than ``time``; returns how many.

        One that cannot be trusted stays: its times may be anybody's.
        """
        old = self._rows.fetch(visits, UNSAVED, {WANTED: to_text(time)}).sound
        for row in old:
            self._rows.delete(visits, row)
        return len(old)

    def end_session(self, mark: str, *, at: datetime) -> None:
        """Note that the session of this mark was ended."""
        found = self._rows.fetch(ended_sessions, SAME_SESSION, {WANTED: mark})
        self._rows.put(ended_sessions, found, {"mark": mark, "ended": to_text(at)}, keeping=True)

    def forget_ended_sessions(self, time: datetime) -> None:
        """Forget the sessions that were ended before ``time``."""
        for row in self._rows.fetch(ended_sessions, ENDED_BEFORE, {WANTED: to_text(time)}).sound:
            self._rows.delete(ended_sessions, row)

    def keep_tries(self, key: str, counted: Tries, *, now: datetime) -> None:
        """Note what was counted under this key; what counts no longer is deleted."""
        self._connection.execute(delete(tries).where(tries.c.ends <= to_text(now)))
        row = {"tried": counted.count, "ends": to_text(counted.ends)}
        keep = sqlite_insert(tries).values(row | {"key": key})
        self._connection.execute(keep.on_conflict_do_update(index_elements=["key"], set_=row))

    def replace_codes(self, *, salt: bytes, hash: bytes, at: datetime) -> None:
        """Make this the only access code."""
        self.remove_codes()
        self._rows.insert(access_codes, {"salt": salt, "hash": hash, "made": to_text(at)})

    def remove_codes(self) -> int:
        """Let no access code open anything any more; returns how many there were."""
        return self._rows.clear(access_codes)

    def _row(self, visit_id: str) -> dict[str, Any] | None:
        return self._rows.one(visits, BY["id"], {WANTED: visit_id})
