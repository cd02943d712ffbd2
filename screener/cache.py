"""A bounded cache, for what is kept in memory of the things that were in use last."""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class BoundedCache(Generic[Key, Kept]):
    """At most ``most`` entries, those noted last; safe to share by threads.

    ``lock`` may be held by whoever must read and write an entry as one step.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = RLock()

    def get(self, key: Key) -> Kept | None:
        """What is kept under the key, if anything is."""
        with self.lock:
            return self._entries.get(key)

    def put(self, key: Key, kept: Kept) -> None:
        """Keep this, as the entry noted last; the one noted first goes when there are too many."""
        with self.lock:
            self._entries[key] = kept
            self._entries.move_to_end(key)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def forget(self, key: Key) -> None:
        """Keep nothing under the key."""
        with self.lock:
            self._entries.pop(key, None)

    def keys(self) -> tuple[Key, ...]:
        """The keys of all entries, those noted first before the others."""
        with self.lock:
            return tuple(self._entries)

    def __contains__(self, key: Key) -> bool:
        with self.lock:
            return key in self._entries
