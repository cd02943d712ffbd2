"""PDFs wait in a queue of their own, one for each browser; no thread that answers pages waits for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from screener.errors import PdfBusy, PdfError, PdfFailed

MOST_WAITING = 30
LEFT_SECONDS = 60.0
"""Who has not asked for so long has left: theirs is not begun, and not kept."""


@dataclass(slots=True, eq=False)
class _Job:
    what: str
    make: Callable[[], bytes]
    asked: float
    made: bytes | PdfError | None = None


class PdfQueue:
    """The PDFs that are being made, wait to be made, or wait to be fetched; each of one ``browser``.

    ``steady`` tells seconds that go on whoever sets the clock.
    """

    def __init__(self, *, most: int = MOST_WAITING, steady: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._steady = steady
        self._turn = threading.Lock()
        self._jobs: dict[str, _Job] = {}
        self._working = False

    def ask(self, browser: str, what: str, prepare: Callable[[], Callable[[], bytes]]) -> bytes | int:
        """The PDF of ``what``, once; until it is made, this browser's place in the queue, from 1.

        ``prepare`` is called for a new one only and gives what makes it, in another thread. A browser that
        has one in the queue gets no second one meanwhile. Raises `PdfError`.
        """
        with self._turn:
            self._forget_who_left()
            job = self._jobs.get(browser)
            if job is None or (job.made is not None and job.what != what):
                self._jobs.pop(browser, None)
                job = self._jobs[browser] = self._new(what, prepare)
            job.asked = self._steady()
            if job.made is None:
                return self._unmade().index(job) + 1
            del self._jobs[browser]
        if isinstance(job.made, PdfError):
            raise job.made
        return job.made

    def _new(self, what: str, prepare: Callable[[], Callable[[], bytes]]) -> _Job:
        if len(self._unmade()) >= self._most:
            raise PdfBusy("Too many PDFs are being made just now; try again in a moment.")
        job = _Job(what, prepare(), self._steady())
        if not self._working:
            self._working = True
            threading.Thread(target=self._work, args=(job,), daemon=True).start()
        return job

    def _work(self, job: _Job | None) -> None:
        """Make this one, then the others, until none is left."""
        while job is not None:
            made = _made(job.make)
            with self._turn:
                job.made = made
                self._forget_who_left()
                job = next(iter(self._unmade()), None)
                self._working = job is not None

    def _unmade(self) -> list[_Job]:
        return [job for job in self._jobs.values() if job.made is None]

    def _forget_who_left(self) -> None:
        since = self._steady() - LEFT_SECONDS
        self._jobs = {browser: job for browser, job in self._jobs.items() if job.asked >= since}


def _made(make: Callable[[], bytes]) -> bytes | PdfError:
    try:
        return make()
    except PdfError as error:
        return error
    except Exception:
        return PdfFailed("The PDF could not be made; print the page from the browser instead.")
