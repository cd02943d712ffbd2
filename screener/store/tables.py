"""The tables. Blobs called ``wrapped_key``, ``state``, ``outline``, ``record`` and ``sealed`` are sealed.

Times are ISO 8601 text in UTC with microseconds, so that they sort as text.
"""

from __future__ import annotations

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
