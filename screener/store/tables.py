"""The tables, and the rows of visits, sealed and opened.

Every table but `tries` has a column ``tag``, which `screener.store.trust` fills and looks at: it covers all
other columns of its row by itself. A column that a later step adds may be NULL: a row without it keeps its
tag.
"""

from __future__ import annotations

import re
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
TAG = "tag"
DIGEST_OF = "digest_of"
"""What the column of a digest says of itself: the name of the large column whose SHA-256 it holds. The tag
covers the digest in place of that column, so that a list need not read it."""

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("first_used", Text, nullable=False),
    Column("text_digest", LargeBinary, info={DIGEST_OF: "text"}),
    Column(TAG, LargeBinary),
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
    Column("record_digest", LargeBinary, info={DIGEST_OF: "record"}),
    Column(TAG, LargeBinary),
    CheckConstraint("status IN ('in-progress', 'completed')", name="status_known"),
    CheckConstraint("(status = 'completed') = (completed IS NOT NULL)", name="completed_has_time"),
    CheckConstraint("(status = 'completed') = (record IS NOT NULL)", name="completed_has_record"),
    Index("visits_by_status", "status", "saved"),
    Index("visits_by_tag", "id", TAG),
)

access_codes = Table(
    "access_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("made", Text, nullable=False),
    Column(TAG, LargeBinary),
)

store_keys = Table(
    "store_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column(TAG, LargeBinary),
)
"""One row: the store's name, renewed by each restore, and its key, locked with the key file's."""

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("row", LargeBinary, nullable=False),
    Column("row_tag", LargeBinary),
    Column("live", LargeBinary, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column(TAG, LargeBinary),
)
"""The chain, only ever added to: when and how a row of a table (``place``) changed, its keyed name and its
tag from then on; ``live`` stands for all rows there are after it, ``before`` is the tag of the one before."""

adoptions = Table(
    "adoptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rulebook", Text, ForeignKey("rulebooks.hash"), nullable=False),
    Column("adopted", Text, nullable=False),
    Column(TAG, LargeBinary),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rulebook", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column(TAG, LargeBinary),
    UniqueConstraint("rulebook", "name", "role", name="signed_once"),
)

ended_sessions = Table(
    "ended_sessions",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("ended", Text, nullable=False),
    Column(TAG, LargeBinary),
)

tries = Table(
    "tries",
    metadata,
    Column("key", Text, primary_key=True),
    Column("tried", Integer, nullable=False),
    Column("ends", Text, nullable=False),
)
"""How often something was tried. Its rows bear no tag and make no events: they change with every try, and
are forgotten within the hour. Whoever can write the file can let somebody try again."""


SEALED = ("state", "outline")
REFERENCE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Tries:
    """How many tries were counted, and when they count no longer."""

    count: int
    ends: datetime


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """One visit as the store keeps it.

    ``state`` (person, raw answers, what was shown) and ``outline`` (the gravest priority and the number of
    points) are the caller's own bytes and sealed in the file. ``wrapped_key`` is this visit's own key, locked
    with the store's; the store fills it in. ``wrong_tries`` counts wrong birth dates, ``revision``
    grows by one with each write.
    """

    header: VisitHeader
    wrong_tries: int = 0
    revision: int = 0
    state: bytes = field(default=b"", repr=False)
    outline: bytes = field(default=b"", repr=False)
    wrapped_key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A visit that cannot be read, and why.

    ``reference`` stands in the file and may have been changed there; empty when it is none that we make.
    ``number`` is that of its row, 0 for a row that is sound itself.
    """

    reference: str
    number: int = 0
    why: str = ""

    @property
    def row(self) -> str:
        """What the row is called in lists and commands, such as ROW-17."""
        return f"ROW-{self.number}"


@dataclass(frozen=True, slots=True)
class StoredVisits:
    """All visits of a store: sent and not, each the last saved first, those that cannot be read, and how
    many are gone from the file without having been deleted."""

    completed: tuple[StoredVisit, ...]
    in_progress: tuple[StoredVisit, ...]
    unreadable: tuple[Unreadable, ...]
    gone: int


def unreadable_of(row: Mapping[str, Any], *, number: int, why: str) -> Unreadable:
    """The visit of a row that cannot be read."""
    reference = row["reference"]
    ours = isinstance(reference, str) and REFERENCE.fullmatch(reference)
    return Unreadable(reference if ours else "", number, why)


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


def from_row(row: Mapping[str, Any], *, store_key: bytes) -> StoredVisit:
    """The visit of a row, its parts opened."""
    key = open_key(row["wrapped_key"], store_key=store_key, visit_id=row["id"])
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


def open_key(wrapped: bytes, *, store_key: bytes, visit_id: str) -> bytes:
    """A visit's own key; raises `StoreError` when it does not open."""
    return open_part(wrapped, key=store_key, visit_id=visit_id, column="wrapped_key")


def open_part(sealed: bytes, *, key: bytes, visit_id: str, column: str) -> bytes:
    """One sealed part of a visit; raises `StoreError` when it does not open."""
    try:
        return unseal(key, sealed, record=visit_id, column=column)
    except SealBroken:
        raise StoreError(
            f"The {column} of a visit does not open: it was changed, moved from another record, or locked "
            "with another key; put the store back from your backup."
        ) from None


def tries_of(row: Mapping[str, Any]) -> Tries | None:
    """What a row of `tries` counts, None where somebody made it unreadable."""
    try:
        return Tries(max(int(row["tried"]), 0), to_time(row["ends"]).astimezone(UTC))
    except (TypeError, ValueError):
        return None


def to_text(time: datetime) -> str:
    """A time as it stands in the store; raises ValueError for one without a zone."""
    if time.tzinfo is None:
        raise ValueError("a time in the store needs its zone")
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def to_time(text: str) -> datetime:
    """A time out of the store, in UTC."""
    return datetime.fromisoformat(text)
