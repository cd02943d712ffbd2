"""Which rulebook was adopted last, and who signed which one off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from screener.model.rulebook import Approval
from screener.store.rows import to_time
from screener.store.tables import adoptions, sign_offs

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
