"""What every view works with: the use cases, the clinic, when and where this runs, and whose page it is."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from flask import current_app, g

from screener.cache import BoundedCache
from screener.engine import contacts_for
from screener.export.pdf_queue import PdfQueue
from screener.model.rulebook import Rulebook
from screener.model.visit import Visit
from screener.settings import IPNetwork
from screener.visits import Visits

MOST_SESSIONS = 10_000


def new_mark() -> str:
    """The mark of a session that begins."""
    return secrets.token_urlsafe(9)


class SignIns:
    """The browsers that are signed in at the clinic, by their marks, told in this process alone.

    After a restart everybody signs in again. ``steady`` tells seconds that go on whoever sets the clock.
    """

    def __init__(self, steady: Callable[[], float], *, good_for: timedelta = timedelta(hours=12)) -> None:
        self._steady = steady
        self._good_for = good_for.total_seconds()
        self._open: BoundedCache[str, tuple[float, str]] = BoundedCache(MOST_SESSIONS)

    def begin(self, code: str) -> str:
        """The mark of a browser that signs in now with the access code that has this mark."""
        mark = new_mark()
        self._open.put(mark, (self._steady() + self._good_for, code))
        return mark

    def is_good(self, mark: str, code: str) -> bool:
        """Whether this browser is signed in still, with the access code that is good now."""
        until, with_code = self._open.get(mark) or (0.0, "")
        return self._steady() < until and with_code == code

    def end(self, mark: str) -> None:
        """Sign this browser out."""
        self._open.forget(mark)


class IdleSessions:
    """The sessions at a shared device, by their marks, told in this process.

    One that is not known, as after a restart, counts as used when this began. ``steady`` tells seconds that
    go on whoever sets the clock; ``warning`` and ``end`` say after what time without use a session is warned,
    and over.
    """

    def __init__(
        self,
        steady: Callable[[], float],
        *,
        warning: timedelta = timedelta(seconds=90),
        end: timedelta = timedelta(seconds=120),
    ) -> None:
        self.warning, self.end = warning, end
        self._steady = steady
        self._began = steady()
        self._used: BoundedCache[str, float] = BoundedCache(MOST_SESSIONS)
        self._sent: BoundedCache[str, bool] = BoundedCache(MOST_SESSIONS)
        self._pages: BoundedCache[str, tuple[str, int]] = BoundedCache(MOST_SESSIONS)

    def use(self, mark: str) -> None:
        """Note that this session is used now."""
        self._used.put(mark, self._steady())

    def send(self, mark: str) -> None:
        """Note that this session's form is sent: from now on it can only be sent once more."""
        self.use(mark)
        self._sent.put(mark, True)

    def is_sent(self, mark: str) -> bool:
        """Whether this session's form was sent."""
        return mark in self._sent

    def is_over(self, mark: str) -> bool:
        """Whether nobody used this session for so long that it ends."""
        return self._steady() - (self._used.get(mark) or self._began) > self.end.total_seconds()

    def keep(self, mark: str, page: str, status: int) -> None:
        """Keep the page that answers what was sent, in memory only; those of ended sessions are let go."""
        for one in filter(self.is_over, self._pages.keys()):
            self._pages.forget(one)
        self._pages.put(mark, (page, status))

    def kept(self, mark: str) -> tuple[str, int] | None:
        """The page that is kept for this session, with its status; none once it is over."""
        return None if self.is_over(mark) else self._pages.get(mark)

    def let_go(self, mark: str) -> None:
        """Keep no page for this session any longer."""
        self._pages.forget(mark)


@dataclass(frozen=True, slots=True)
class AppContext:
    """The app's own things, made once when it starts.

    ``visits.clinic`` is the clinic as patients know it, ``clinic_phone`` may be empty. ``clock`` tells
    the time with its zone; ``zone`` is where times are printed, None for the machine's own.
    From ``unlimited`` networks any number of forms may be begun. ``sign_ins`` are the clinic's.
    ``public_address`` is where patients reach the pages, empty where nobody said. ``idle`` is there at a
    kiosk only. ``pdfs`` are those that are being made.
    """

    visits: Visits
    clinic_phone: str
    clock: Callable[[], datetime]
    zone: tzinfo | None
    unlimited: tuple[IPNetwork, ...]
    sign_ins: SignIns
    public_address: str = ""
    idle: IdleSessions | None = None
    pdfs: PdfQueue = field(default_factory=PdfQueue)


def app_context() -> AppContext:
    """The context of the app that serves this request."""
    found = current_app.extensions["screener"]
    if not isinstance(found, AppContext):
        raise TypeError("this app was not made by create_app")
    return found


def speak_of(visit: Visit, rulebook: Rulebook, *, for_another: bool) -> None:
    """Let this page speak of a visit: by its rulebook, not by today's, and to whoever fills it in."""
    g.rulebook, g.typed_in, g.for_another = rulebook, visit.state.typed_in, for_another


def rulebook_here() -> Rulebook:
    """The rulebook of the visit that this page is about, today's where it is about none."""
    found: Rulebook = g.rulebook if "rulebook" in g else app_context().visits.rulebook
    return found


def contacts_here() -> dict[str, str]:
    """The region's words for whom to call, with the clinic."""
    visits = app_context().visits
    return contacts_for(rulebook_here(), region=visits.region, clinic=visits.clinic)
