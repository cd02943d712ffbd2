"""The tables, and the rows of visits, sealed and opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from screener.errors import StoreError
from screener.model.visit import VisitHeader
from screener.store.sealing import SealBroken, seal, unseal

metadata = MetaData()

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("first_used", Text, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("rulebook", Text, ForeignKey("rulebooks.hash"), nullable=False),
    Column("began", Text, nullable=False),
    Column("saved", Text, nullable=False),
    Column("completed", Text),
    Column("link", Text, nullable=False, unique=True),
    Column("wrong_tries", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("outline", LargeBinary, nullable=False),
    Column("record", LargeBinary),
    CheckConstraint("status IN ('in-progress', 'completed')", name="status_known"),
    CheckConstraint("(status = 'completed') = (completed IS NOT NULL)", name="completed_has_time"),
    CheckConstraint("(status = 'completed') = (record IS NOT NULL)", name="completed_has_record"),
    Index("visits_by_status", "status", "saved"),
)

access_codes = Table(
    "access_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("made", Text, nullable=False),
)

key_checks = Table(
    "key_checks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

adoptions = Table(
    "adoptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rulebook", Text, ForeignKey("rulebooks.hash"), nullable=False),
    Column("adopted", Text, nullable=False),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rulebook", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("date", Text, nullable=False),
    UniqueConstraint("rulebook", "name", "role", name="signed_once"),
)


SEALED = ("state", "outline")


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """One visit as the store keeps it.

    ``state`` (person, raw answers, what was shown) and ``outline`` (the gravest priority and the number of
    points) are the caller's own bytes and sealed in the file. ``wrapped_key`` is this visit's own key, locked
    with the key file's; the store fills it in. ``wrong_tries`` counts wrong birth dates, ``revision``
    grows by one with each write.
    """

    header: VisitHeader
    wrong_tries: int = 0
    revision: int = 0
    state: bytes = field(default=b"", repr=False)
    outline: bytes = field(default=b"", repr=False)
    wrapped_key: bytes = field(default=b"", repr=False)


def to_row(visit: StoredVisit, *, key: bytes) -> dict[str, Any]:
    """The columns of a visit, its parts sealed with the visit's own ``key``."""
    header = visit.header
    return {
        "id": header.id,
        "reference": header.reference,
        "status": "completed" if header.completed else "in-progress",
        "rulebook": header.rulebook,
        "began": to_text(header.began),
        "saved": to_text(header.saved),
        "completed": to_text(header.completed) if header.completed else None,
        "link": header.link,
        "wrong_tries": visit.wrong_tries,
        "revision": visit.revision,
        "wrapped_key": visit.wrapped_key,
        **{name: seal(key, getattr(visit, name), record=header.id, column=name) for name in SEALED},
    }


def from_row(row: Mapping[str, Any], *, master: bytes) -> StoredVisit:
    """The visit of a row, its parts opened."""
    key = open_key(row["wrapped_key"], master=master, visit_id=row["id"])
    header = VisitHeader(
        id=row["id"],
        reference=row["reference"],
        rulebook=row["rulebook"],
        link=row["link"],
        began=to_time(row["began"]),
        saved=to_time(row["saved"]),
        completed=to_time(row["completed"]) if row["completed"] else None,
    )
    parts = {name: open_part(row[name], key=key, visit_id=row["id"], column=name) for name in SEALED}
    return StoredVisit(
        header,
        wrong_tries=row["wrong_tries"],
        revision=row["revision"],
        wrapped_key=row["wrapped_key"],
        **parts,
    )


def open_key(wrapped: bytes, *, master: bytes, visit_id: str) -> bytes:
    """A visit's own key; raises `StoreError` when it does not open."""
    return open_part(wrapped, key=master, visit_id=visit_id, column="wrapped_key")


def open_part(sealed: bytes, *, key: bytes, visit_id: str, column: str) -> bytes:
    """One sealed part of a visit; raises `StoreError` when it does not open."""
    try:
        return unseal(key, sealed, record=visit_id, column=column)
    except SealBroken:
        raise StoreError(
            f"The {column} of a visit does not open: it was changed, moved from another record, or locked "
            "with another key; put the store back from your backup."
        ) from None


def to_text(time: datetime) -> str:
    """A time as it stands in the store; raises ValueError for one without a zone."""
    if time.tzinfo is None:
        raise ValueError("a time in the store needs its zone")
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def to_time(text: str) -> datetime:
    """A time out of the store, in UTC."""
    return datetime.fromisoformat(text)
