"""Come-back links and references: what opens a visit, and what people read aloud to name it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import date, datetime

from screener.errors import LinkRefused, StoreError, VisitNotFound
from screener.model.visit import Visit
from screener.store import Store, StoredVisit, Writing
from screener.visits.records import alive, to_visit

SECRET_BYTES = 18
MOST_WRONG_TRIES = 5


class LinkRefusal(LinkRefused):
    """Why a link does not open.

    ``birth_date_needed``: it opens with the right birth date only. ``tries_left``: wrong birth dates that
    it still bears; 0 for a link that is unknown or locked.
    """

    def __init__(self, why: str, *, birth_date_needed: bool = False, tries_left: int = 0) -> None:
        super().__init__(why)
        self.birth_date_needed = birth_date_needed
        self.tries_left = tries_left


def make_link() -> str:
    """A fresh secret of 144 random bits, in letters that an address takes."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_link(link: str) -> str:
    """What the store keeps of a link: enough to know it again, too little to use it."""
    return hashlib.sha256(link.encode()).hexdigest()


def unknown_link() -> LinkRefusal:
    """The refusal of a link that no visit has."""
    return LinkRefusal("This link is not known, or its form is gone.")


def refusal_of(*, born: date | None, told: date | None, wrong_tries: int) -> LinkRefusal | None:
    """Why a visit's link does not open for someone who tells this birth date; None: it opens.

    ``born`` is the visit's birth date; without one the link alone opens it.
    """
    left = MOST_WRONG_TRIES - wrong_tries
    if left <= 0:
        return LinkRefusal("This link is locked after too many wrong birth dates.")
    if born is None:
        return None
    if told is None:
        return LinkRefusal("The birth date is needed.", birth_date_needed=True, tries_left=left)
    if hmac.compare_digest(born.isoformat(), told.isoformat()):
        return None
    return LinkRefusal("The birth date is not the one given.", birth_date_needed=True, tries_left=left - 1)


def refuse_sent(visit: Visit) -> None:
    """Raise `LinkRefusal` for a form that was sent and has no birth date to ask for."""
    if visit.completed is not None and visit.state.person.born is None:
        raise LinkRefusal("This form was sent, and no birth date was given that could open it again.")


class Links:
    """The come-back links of the visits in a store; ``clock`` gives the time with its zone."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def visit(self, link: str) -> Visit:
        """The visit of this link, sent or not, still to be opened; raises `LinkRefusal` when unknown."""
        return to_visit(self._stored(self._store, link))

    def needs_birth_date(self, link: str) -> bool:
        """Whether this link opens with a birth date only; raises `LinkRefusal` where it does not open."""
        visit = self.visit(link)
        refuse_sent(visit)
        return visit.state.person.born is not None

    def resume(self, link: str, *, born: date | None) -> Visit:
        """The visit of this link, which is open from now on; raises `LinkRefusal`.

        The fifth wrong birth date in a row locks the link for good; the right one forgets earlier misses.
        """
        self._stored(self._store, link)
        with self._store.writing() as writing:
            stored = self._stored(writing, link)
            visit = to_visit(stored)
            refuse_sent(visit)
            refusal = refusal_of(born=visit.state.person.born, told=born, wrong_tries=stored.wrong_tries)
            tries = stored.wrong_tries
            if refusal is None:
                tries = 0
            elif tries < MOST_WRONG_TRIES and born is not None:
                tries += 1
            if tries != stored.wrong_tries:
                writing.set_wrong_tries(visit.id, tries)
        if refusal is not None:
            raise refusal
        return visit

    def end(self, visit_id: str) -> None:
        """Let the link of this visit open nothing any more; nothing where the visit is gone."""
        with self._store.writing() as writing:
            writing.set_wrong_tries(visit_id, MOST_WRONG_TRIES)

    def _stored(self, place: Store | Writing, link: str) -> StoredVisit:
        try:
            return alive(place.visit_by_link(hash_link(link)), now=self._clock())
        except VisitNotFound:
            raise unknown_link() from None


# Without 0 and O, 1 and I and L; without vowels, so that no word comes out. Six of 28 signs make 481 million:
# with 100,000 visits one in 4,800 meets a taken one and is drawn again. A reference is no secret.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
GROUP = 3
LENGTH = 6
MOST_DRAWS = 50


def make_reference() -> str:
    """A random reference of two groups of three."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def free_reference(taken: Callable[[str], bool]) -> str:
    """A random reference that is not taken; raises `StoreError` when every draw was."""
    for _ in range(MOST_DRAWS):
        reference = make_reference()
        if not taken(reference):
            return reference
    raise StoreError("No free reference was found; delete old visits.")


def plain_reference(typed: str) -> str:
    """A reference as typed, in capitals and with its hyphen; what is none comes out as something unknown."""
    return _grouped("".join(sign for sign in typed.upper() if sign.isalnum()))


def _grouped(signs: str) -> str:
    return f"{signs[:GROUP]}-{signs[GROUP:]}"
