"""The rulebook's file while somebody writes it: looked at on each request, no thread beside it."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

from screener.codes import Code
from screener.errors import Place, Problem, RulebookError
from screener.medicines.vocabulary import load
from screener.model.rulebook import Rulebook
from screener.rulebook import read
from screener.workbench.book import Book, book_of
from screener.workbench.check import ExampleRun


@dataclass(frozen=True, slots=True)
class Good:
    """A reading of the file that could be understood, and its book."""

    rulebook: Rulebook
    book: Book


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The file as it stands: ``hash`` of its bytes, its problems, and the last good reading of it.

    ``current`` says that the good one is of these bytes; else the file is broken, and the good one, which
    may be None, is of an earlier time. A good one can have problems too: examples that do not come out.
    """

    hash: str
    problems: tuple[Problem, ...]
    good: Good | None
    current: bool


class Watched:
    """One file. It is read again when its time, size or inode changed, and checked when its bytes did."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._reading: CheckedFile | None = None

    def look(self) -> CheckedFile:
        """The file as it stands now."""
        with self._lock:
            try:
                found = self.path.stat()
                seen = (found.st_mtime_ns, found.st_size, found.st_ino)
                if self._reading is None or seen != self._seen:
                    self._reading = self._read(self.path.read_bytes())
                    self._seen = seen
            except OSError as error:
                self._seen = None
                self._reading = self._gone(error)
            return self._reading

    def hash(self) -> str:
        """The hash of the file as it stands now, which is found at once; empty where it cannot be read."""
        try:
            return _hash(self.path.read_bytes())
        except OSError:
            return ""

    @property
    def _last_good(self) -> Good | None:
        return self._reading.good if self._reading is not None else None

    def _read(self, raw: bytes) -> CheckedFile:
        hash = _hash(raw)
        if self._reading is not None and self._reading.hash == hash:
            return self._reading
        try:
            rulebook = read(raw, self.path.name, load(), newest=True)
        except RulebookError as error:
            return CheckedFile(hash, error.problems, self._last_good, current=False)
        problems = tuple(ExampleRun(rulebook, raw, self.path.name).problems())
        return CheckedFile(hash, problems, Good(rulebook, book_of(rulebook)), current=True)

    def _gone(self, error: OSError) -> CheckedFile:
        what = f"the file cannot be read: {error.strerror or 'no reason is given'}"
        problem = Problem(Place(self.path.name, 1, 1), Code.UNREADABLE, what, "save it again")
        return CheckedFile("", (problem,), self._last_good, current=False)


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
