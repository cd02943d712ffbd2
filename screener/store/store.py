"""The store: reads side by side, one writer at a time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import ColumnElement, Connection, Engine, select

from screener.errors import StoreBusy, StoreError, VisitNotFound
from screener.model.rulebook import Approval
from screener.store.sealing import derive_key
from screener.store.sqlite import (
    HeldLock,
    connect_to,
    empty_write_ahead_log,
    hold_lock,
    plain_errors,
    renewal_of,
)
from screener.store.tables import StoredVisit, access_codes, from_row, open_key, open_part, rulebooks, visits
from screener.store.writing import (
    LISTED,
    NOT_FOUND,
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


class Store:
    """Visits, rulebooks and access codes in one folder; made by `open_store`, safe to share by threads."""

    def __init__(self, *, folder: Path, engine: Engine, master: bytes, busy_seconds: float) -> None:
        self.folder = folder
        self._engine = engine
        self._renewal = renewal_of(engine)
        self._master = master
        self._busy_seconds = busy_seconds
        self._writer = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING)
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
        store = Store(folder=self.folder, engine=engine, master=self._master, busy_seconds=self._busy_seconds)
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

    def completed(self) -> tuple[StoredVisit, ...]:
        """Completed visits, newest first."""
        return self._many(visits.c.status == "completed", newest=visits.c.completed)

    def in_progress(self) -> tuple[StoredVisit, ...]:
        """Visits that were not sent yet, last saved first."""
        return self._many(visits.c.status == "in-progress", newest=visits.c.saved)

    def record(self, visit_id: str) -> bytes:
        """What was stored when this visit was completed; raises `VisitNotFound`."""
        query = select(visits.c.wrapped_key, visits.c.record).where(visits.c.id == visit_id)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or row.record is None:
            raise VisitNotFound(NOT_FOUND)
        key = open_key(row.wrapped_key, master=self._master, visit_id=visit_id)
        return open_part(row.record, key=key, visit_id=visit_id, column="record")

    def rulebook_text(self, hash: str) -> str:
        """The words of a rulebook under which a visit began; raises `StoreError` when unknown."""
        with self._reading() as connection:
            text = connection.execute(select(rulebooks.c.text).where(rulebooks.c.hash == hash)).scalar()
        if text is None:
            raise StoreError(f"The rulebook {hash[:12]} is not in the store; put it back from your backup.")
        return str(text)

    def adopted(self) -> Adoption | None:
        """The rulebook adopted last, None before the first."""
        with self._reading() as connection:
            return adopted_last(connection)

    def sign_offs(self) -> tuple[Approval, ...]:
        """Who signed which rulebook off, in the order in which it was noted."""
        with self._reading() as connection:
            return all_sign_offs(connection)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction that sees and changes visits while nobody else does.

        What it did is on the disk when the block ends, and undone when the block raises. Raises
        `StoreBusy` when another writer does not finish in time.
        """
        self._refuse_a_forked_process()
        with (
            self._only_writer(),
            self._renewal.work(),
            plain_errors(),
            self._engine.execution_options(writes=True).begin() as connection,
        ):
            yield Writing(connection, master=self._master)

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
        """Whether an access code was ever made."""
        with self._reading() as connection:
            return connection.execute(select(access_codes.c.id).limit(1)).first() is not None

    def code_mark(self) -> str:
        """A mark that changes with the access code and says nothing of it; empty without a code."""
        with self._reading() as connection:
            hashes = connection.execute(select(access_codes.c.hash)).scalars().all()
        return hashlib.sha256(b"".join(hashes)).hexdigest()[:16] if hashes else ""

    def check_code(self, typed: str) -> bool:
        """Whether this is the access code; case, hyphens and look-alikes do not matter."""
        with self._reading() as connection:
            rows = connection.execute(select(access_codes.c.salt, access_codes.c.hash)).all()
        return any(is_code(typed, salt=row.salt, hashed=row.hash) for row in rows)

    def _one(self, column: str, wanted: str) -> StoredVisit:
        with self._reading() as connection:
            return visit_by(connection, column, wanted, master=self._master)

    def _many(self, condition: ColumnElement[bool], *, newest: ColumnElement[str]) -> tuple[StoredVisit, ...]:
        query = select(*LISTED).where(condition).order_by(newest.desc(), visits.c.id)
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(from_row(dict(row), master=self._master) for row in rows)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._refuse_a_forked_process()
        with self._renewal.work(), plain_errors(), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def _only_writer(self) -> Iterator[None]:
        with _taken(self._places, seconds=PLACE_SECONDS), _taken(self._writer, seconds=self._busy_seconds):
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
