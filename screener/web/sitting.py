"""One request of a patient: the visit that the session cookie names, and where it stands.

The cookie holds the visit's id, the come-back link, a mark of this sitting, and marks of the emergency
pages that were seen.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from flask import abort, current_app, redirect, session, url_for

from screener import journey
from screener.journey import Step
from screener.model.evaluation import EmergencyBlock
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from screener.model.visit import Visit
from screener.web.desk import desk
from screener.web.ended import fresh_mark
from screener.web.frame import of_visit

VISIT, LINK, SEEN, MARK, SENT = "visit", "link", "seen", "sitting", "sent"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A visit with its rulebook, its response, and the emergencies that fire now."""

    visit: Visit
    rulebook: Rulebook
    response: Response
    emergency: tuple[EmergencyBlock, ...]

    @property
    def for_another(self) -> bool:
        """Whether somebody else fills in the form for the patient."""
        return journey.answers_for_another(self.rulebook, self.response)

    @property
    def emergency_due(self) -> bool:
        """Whether an emergency fires whose page was not yet seen and answered in this browser."""
        return not set(_pages(self)) <= set(session.get(SEEN, ()))


def sitting() -> Sitting:
    """The visit of this browser; without one the patient is sent to the start page."""
    id = sitting_id()
    if not id:
        abort(redirect(url_for("patient.start"), 303))
    return sitting_of(desk().visits.get(id))


def sitting_id() -> str:
    """The id of this browser's visit; empty without one, or when the sitting was ended."""
    if session.get(MARK, "") in desk().ended:
        stand_up()
    return str(session.get(VISIT, ""))


def form_sent() -> bool:
    """Whether this browser's form was sent from it, told without asking the store."""
    return SENT in session


def sitting_of(visit: Visit) -> Sitting:
    """The visit as it stands now; the page around it speaks of its rulebook, not of today's."""
    visits = desk().visits
    now = Sitting(visit, visits.rulebook_of(visit), visits.response(visit), visits.emergency(visit))
    of_visit(visit, now.rulebook, for_another=now.for_another)
    return now


def open_sitting() -> Sitting:
    """As `sitting`, for pages of a form that is not sent: a sent one shows its receipt instead."""
    now = sitting()
    if now.visit.completed is not None:
        abort(redirect(url_for("patient.keep"), 303))
    return now


def sit_down(visit: Visit, link: str) -> None:
    """Let this browser go on with the visit; its emergency pages count as not seen.

    A kiosk does not keep the come-back link.
    """
    stand_up()
    link = link if desk().idle is None else ""
    session[VISIT], session[LINK], session[MARK] = visit.id, link, fresh_mark()


def stand_up() -> None:
    """Let this browser forget the visit, and a copy of its cookie too."""
    if MARK in session:
        desk().ended.end(session[MARK])
    for name in (VISIT, LINK, SEEN, MARK, SENT):
        session.pop(name, None)


def emergency_seen(now: Sitting) -> None:
    """Remember that the patient saw the emergency page and went on."""
    session[SEEN] = _pages(now)


def forget_what_is_over(now: Sitting) -> None:
    """Let an emergency that was taken back show its page again, should it come back."""
    still = [page for page in session.get(SEEN, ()) if page in _pages(now)]
    if still != session.get(SEEN, []):
        session[SEEN] = still


def token(visit: Visit, screen: str) -> str:
    """The screen's name in addresses: says nothing, and differs from visit to visit."""
    return _mark(f"screen {visit.id} {screen}")[:12]


def screen_address(visit: Visit, screen: str | None, *, check: bool = False) -> str:
    """Where a screen stands; None: check your answers, to which ``check`` leads back from a screen."""
    if screen is None:
        return url_for("patient.check")
    return url_for("questions.screen", token=token(visit, screen), check="1" if check else None)


def find_step(now: Sitting, asked: str) -> Step | None:
    """The step whose screen bears this token, None when it is unknown or not shown now."""
    for screen in now.rulebook.screens:
        if hmac.compare_digest(token(now.visit, screen).encode(), asked.encode()):
            return journey.step(now.rulebook, now.response, screen)
    return None


def resting_place(now: Sitting) -> str:
    """Where the form goes on: the first screen shown that was not yet passed, else check your answers."""
    steps = journey.steps(now.rulebook, now.response)
    waiting = (step.screen.id for step in steps if step.screen.id not in now.visit.passed)
    return screen_address(now.visit, next(waiting, None))


def _pages(now: Sitting) -> list[str]:
    """A mark of each emergency that fires, which changes with its instruction."""
    return [_mark(f"{now.visit.id} {one.heading} {one.instruction}")[:12] for one in now.emergency]


def _mark(text: str) -> str:
    key = current_app.secret_key
    secret = key if isinstance(key, bytes) else str(key).encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
