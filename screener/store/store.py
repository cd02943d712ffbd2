"""The store: reads side by side, one writer at a time."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select

from screener.errors import StoreBusy, StoreError, VisitNotFound
from screener.model.rulebook import Approval
from screener.store.inspection import Inspection, inspect
from screener.store.sealing import derive_key
from screener.store.sqlite import (
    HeldLock,
    connect_to,
    empty_write_ahead_log,
    hold_lock,
    plain_errors,
    renewal_of,
)
from screener.store.tables import (
    StoredVisit,
    StoredVisits,
    Tries,
    Unreadable,
    access_codes,
    ended_sessions,
    from_row,
    open_key,
    open_part,
    rulebooks,
    to_text,
    tries,
    tries_of,
    unreadable_of,
    visits,
)
from screener.store.trust.ledger import Ledger
from screener.store.trust.rows import ROW, checked_select
from screener.store.writing import (
    ENDED,
    NOT_FOUND,
    WANTED,
    Adoption,
    Writing,
    adopted_last,
    all_sign_offs,
    hash_code,
    is_code,
    make_code,
    visit_by,
)

MOST_WAITING = 16
"""So many threads may write or wait for their turn; the server has more, so that some are left to read."""
PLACE_SECONDS = 0.2
RECORD = checked_select(visits, "record").where(visits.c.id == bindparam(WANTED))
WORDS = checked_select(rulebooks, "text").where(rulebooks.c.hash == bindparam(WANTED))
NEWEST_FIRST = checked_select(visits).order_by(visits.c.saved.desc(), visits.c.id)

log = logging.getLogger("screener.store")


class Store:
    """Visits, rulebooks and access codes in one folder; made by `open_store`, safe to share by threads."""

    def __init__(
        self,
        *,
        folder: Path,
        engine: Engine,
        master: bytes,
        ledger: Ledger,
        busy_seconds: float,
        clock: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self._engine = engine
        self._renewal = renewal_of(engine)
        self._master = master
        self._ledger = ledger
        self._store_key = ledger.keyring.store_key
        self._clock = clock
        self._busy_seconds = busy_seconds
        self._writer = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING)
        self._logged: set[tuple[int, str]] = set()
        self._process = os.getpid()
        self._held: HeldLock | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of the right to serve."""
        self._engine.dispose()
        self._ledger.close()
        if self._held:
            self._held.release()
            self._held = None

    def hold(self) -> None:
        """Claim the store for serving; raises `StoreBusy` while another process serves from it.

        Reading and writing single visits from the command line goes on meanwhile.
        """
        if self._held is None:
            self._held = hold_lock(
                self.folder / "serving.lock",
                seconds=0,
                refusal=f"Another process serves from {self.folder}; stop it, or run one worker only.",
            )

    def rest(self) -> None:
        """Let go of the file but keep the claim, before this process is split."""
        self._engine.dispose()

    def in_this_process(self) -> Store:
        """The same store for a process that was split off: with its own connections, the key and the claim.

        Neither the key file nor the lock files are needed for it, so that a worker which takes the place of
        another is never kept out by what happened to them meanwhile.
        """
        engine = connect_to(Path(str(self._engine.url.database)), busy_seconds=self._busy_seconds)
        store = Store(
            folder=self.folder,
            engine=engine,
            master=self._master,
            ledger=self._ledger,
            busy_seconds=self._busy_seconds,
            clock=self._clock,
        )
        store._held = self._held
        return store

    def derived_key(self, purpose: str) -> bytes:
        """A key for another purpose, such as signing cookies, that lasts as long as the key file."""
        return derive_key(self._master, purpose)

    def visit(self, visit_id: str) -> StoredVisit:
        """The visit of this id; raises `VisitNotFound`."""
        return self._one("id", visit_id)

    def visit_by_reference(self, reference: str) -> StoredVisit:
        """The visit of this reference, spelled exactly; raises `VisitNotFound`."""
        return self._one("reference", reference)

    def visit_by_link(self, link: str) -> StoredVisit:
        """The visit whose come-back link has this hash; raises `VisitNotFound`."""
        return self._one("link", link)

    def visits(self) -> StoredVisits:
        """All visits."""
        with self._reading() as connection:
            rows = self._ledger.rows(connection)
            known = rows.names(visits)
            found = rows.fetch(visits, NEWEST_FIRST)
            gone = rows.gone(visits, known, found)
        sound = []
        unreadable = [unreadable_of(one.columns, number=one.number, why=one.why) for one in found.refused]
        for row in found.sound:
            try:
                sound.append(from_row(row, store_key=self._store_key))
            except StoreError as error:
                unreadable.append(unreadable_of(row, number=row[ROW], why=str(error)))
        self._log(unreadable)
        return StoredVisits(
            completed=tuple(sorted((one for one in sound if one.header.completed), key=_sent, reverse=True)),
            in_progress=tuple(visit for visit in sound if visit.header.completed is None),
            unreadable=tuple(unreadable),
            gone=gone,
        )

    def inspect(self) -> Inspection:
        """Open every row, and say what cannot be read."""
        with self._reading() as connection:
            return inspect(connection, self._ledger)

    def record(self, visit_id: str) -> bytes:
        """What was stored when this visit was completed; raises `VisitNotFound`."""
        with self._reading() as connection:
            row = self._ledger.rows(connection).one(visits, RECORD, {WANTED: visit_id})
        if row is None or row["record"] is None:
            raise VisitNotFound(NOT_FOUND)
        key = open_key(row["wrapped_key"], store_key=self._store_key, visit_id=visit_id)
        return open_part(row["record"], key=key, visit_id=visit_id, column="record")

    def rulebook_text(self, hash: str) -> str:
        """The words of a rulebook under which a visit began; raises `StoreError` when unknown."""
        with self._reading() as connection:
            row = self._ledger.rows(connection).one(rulebooks, WORDS, {WANTED: hash})
        if row is None:
            raise StoreError(f"The rulebook {hash[:12]} is not in the store; put it back from your backup.")
        return str(row["text"])

    def adopted(self) -> Adoption | None:
        """The rulebook adopted last, None before the first; raises `RowRefused` for an edited one."""
        with self._reading() as connection:
            return adopted_last(self._ledger.rows(connection))

    def sign_offs(self) -> tuple[Approval, ...]:
        """Who signed which rulebook off, in the order in which it was noted."""
        with self._reading() as connection:
            return all_sign_offs(self._ledger.rows(connection))

    def ended_sessions(self) -> frozenset[str]:
        """The marks of the sessions that were ended."""
        with self._reading() as connection:
            found = self._ledger.rows(connection).fetch(ended_sessions, ENDED)
        return frozenset(row["mark"] for row in found.sound)

    def tries(self, key: str) -> Tries | None:
        """What was counted under this key, None for nothing that can be read."""
        with self._reading() as connection:
            row = connection.execute(select(tries).where(tries.c.key == key)).mappings().one_or_none()
        return None if row is None else tries_of(dict(row))

    @contextlib.contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction that sees and changes visits while nobody else does.

        What it did is on the disk when the block ends, and undone when the block raises. Raises
        `StoreBusy` when another writer does not finish in time.
        """
        self._refuse_a_forked_process()
        with self._only_writer(), self._renewal.work(), plain_errors():
            with self._engine.execution_options(writes=True).begin() as connection:
                draft = self._ledger.draft(connection)
                rows = self._ledger.changed_rows(connection, draft, self._clock)
                yield Writing(connection, rows, store_key=self._store_key)
            self._ledger.written(draft)

    def forget_deleted(self) -> None:
        """Wipe what was deleted from the write-ahead log as well."""
        with self._only_writer(), self._renewal.work(), plain_errors():
            empty_write_ahead_log(self._engine)

    def renew_code(self, *, at: datetime) -> str:
        """Make a new access code; earlier ones open nothing any more. It cannot be read again."""
        code, salt = make_code(), secrets.token_bytes(16)
        with self.writing() as writing:
            writing.replace_codes(salt=salt, hash=hash_code(code, salt), at=at)
        return code

    def has_code(self) -> bool:
        """Whether there is an access code."""
        return bool(self._codes())

    def code_mark(self) -> str:
        """A mark that changes with the access code and says nothing of it; empty without a code."""
        hashes = [row["hash"] for row in self._codes()]
        return hashlib.sha256(b"".join(hashes)).hexdigest()[:16] if hashes else ""

    def check_code(self, typed: str) -> bool:
        """Whether this is the access code; case, hyphens and look-alikes do not matter."""
        return any(is_code(typed, salt=row["salt"], hashed=row["hash"]) for row in self._codes())

    def _codes(self) -> tuple[dict[str, Any], ...]:
        """The access codes that can be trusted."""
        with self._reading() as connection:
            return self._ledger.rows(connection).fetch(access_codes).sound

    def _log(self, unreadable: Sequence[Unreadable]) -> None:
        """Name each row that cannot be read once, and nothing that stands in it."""
        for one in unreadable:
            if (one.number, one.why) not in self._logged:
                self._logged.add((one.number, one.why))
                log.warning("Row %s of visits in the store cannot be read: %s", one.number, one.why)

    def _one(self, column: str, wanted: str) -> StoredVisit:
        with self._reading() as connection:
            return visit_by(self._ledger.rows(connection), column, wanted, store_key=self._store_key)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._refuse_a_forked_process()
        with self._renewal.work(), plain_errors(), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def _only_writer(self) -> Iterator[None]:
        # Half the time: whoever has the turn may then wait for another program's lock as well.
        seconds = self._busy_seconds / 2
        with _taken(self._places, seconds=PLACE_SECONDS), _taken(self._writer, seconds=seconds):
            yield

    def _refuse_a_forked_process(self) -> None:
        """A fork would share the database's file locks and the right to serve without knowing."""
        if os.getpid() != self._process:
            raise StoreError(
                "This store was opened before the process was split; open it in each worker itself."
            )


@contextlib.contextmanager
def _taken(turn: threading.Lock | threading.Semaphore, *, seconds: float) -> Iterator[None]:
    """Hold it while the block runs; raises `StoreBusy` when it is not free in time."""
    if not turn.acquire(timeout=seconds):
        raise StoreBusy("The store is busy: another writer holds it. Please try again.")
    try:
        yield
    finally:
        turn.release()


def _sent(visit: StoredVisit) -> str:
    return to_text(visit.header.completed) if visit.header.completed else ""
