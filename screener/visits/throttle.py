"""Slows down guessing and flooding: what is counted, how much of it is borne, and for how long."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from screener.cache import BoundedCache
from screener.errors import StoreError
from screener.store import Store, Tries

MOST_KEYS = 10_000
IPV6_PREFIX = 64
"""One customer of a network has at least so many addresses; they count as one."""

log = logging.getLogger("screener.visits")


class Purpose(Enum):
    """What is counted."""

    SIGN_IN = "sign-in"
    BEGIN = "begin"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` within a ``stretch`` that begins with the first; ``stored`` where it outlives a restart."""

    most: int
    stretch: timedelta
    stored: bool = True


LIMITS = {
    Purpose.SIGN_IN: Limit(5, timedelta(minutes=1)),
    Purpose.BEGIN: Limit(300, timedelta(hours=1)),
    Purpose.NAMES: Limit(60, timedelta(minutes=1), stored=False),
}
"""A hospital or a mobile network shows many people by one address, so beginning is limited widely."""


class Throttle:
    """Counts by purpose, subject and address; safe to share by threads.

    ``clock`` gives the time with its zone and is read once: from then on time goes by ``steady``, seconds
    that go on whoever sets the clock. After a restart nobody waits longer than one stretch, even where the
    clock was set back meanwhile. A store that cannot be written keeps nobody out: then this process counts
    alone.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._store = store
        self._secret = store.derived_key("tries")
        self._steady = steady
        self._start = clock() - timedelta(seconds=steady())
        self._tries: BoundedCache[str, Tries] = BoundedCache(MOST_KEYS)

    def take(self, purpose: Purpose, *, subject: str = "", address: str = "") -> bool:
        """Count one; False, and nothing is counted, when that is one too many."""
        limit = LIMITS[purpose]
        key = self._key(purpose, subject, address)
        found = self._stored(key) if limit.stored and key not in self._tries else None
        now = self._now()
        with self._tries.lock:
            tries = self._tries.get(key) or found
            if tries is None or tries.ends <= now:
                tries = Tries(0, now + limit.stretch)
            borne = tries.count < limit.most
            ends = min(tries.ends, now + limit.stretch)
            self._tries.put(key, Tries(tries.count + borne, ends))
        if borne and limit.stored:
            self._keep(key)
        return borne

    def give_back(self, purpose: Purpose, *, subject: str = "", address: str = "") -> None:
        """Count one less: what was taken turned out to be right."""
        key = self._key(purpose, subject, address)
        with self._tries.lock:
            tries = self._tries.get(key)
            if tries is None:
                return
            self._tries.put(key, Tries(max(tries.count - 1, 0), tries.ends))
        if LIMITS[purpose].stored:
            self._keep(key)

    def _now(self) -> datetime:
        return self._start + timedelta(seconds=self._steady())

    def _key(self, purpose: Purpose, subject: str, address: str) -> str:
        """What a row is found by: tells nobody else the address."""
        text = "\n".join((purpose.value, subject, network_of(address)))
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()

    def _stored(self, key: str) -> Tries | None:
        try:
            return self._store.tries(key)
        except StoreError as error:
            log.error("Tries cannot be read: %s", type(error).__name__)
            return None

    def _keep(self, key: str) -> None:
        try:
            with self._store.writing() as writing:
                tries = self._tries.get(key)
                if tries is not None:
                    writing.keep_tries(key, tries, now=self._now())
        except StoreError as error:
            log.error("Tries cannot be kept: %s", type(error).__name__)


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, the /64 of an IPv6 address, anything else as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), IPV6_PREFIX), strict=False))
    return str(found)
