"""What a browser's session holds, and a patient's visit as this request finds it.

The cookie holds the visit's id, the come-back link, a mark of this session, marks of the emergency pages that
were seen, whether the form was sent from here, the size of the text, the link that somebody came by, and the
mark of whoever signed in at the clinic.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from flask import abort, current_app, redirect, request, session, url_for

from screener import journey
from screener.journey import Step
from screener.model.evaluation import EmergencyBlock
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from screener.model.visit import Visit
from screener.web.context import app_context, new_mark, speak_of

VISIT, LINK, SEEN, MARK, SENT, TEXT_SIZE = "visit", "link", "seen", "sitting", "sent", "letters"
SIGNED_IN, COMING = "desk", "coming"
"""The names in the cookie; browsers hold some from earlier versions, so they stay."""
LARGER, NORMAL = "larger", "normal"
SIZES = (LARGER, NORMAL)
"""What the switch of the text size sends."""


@dataclass(frozen=True, slots=True)
class PatientSession:
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


def patient_session() -> PatientSession:
    """The visit of this browser; without one the patient is sent to the start page."""
    id = current_visit_id()
    if not id:
        abort(redirect(url_for("patient.start"), 303))
    return session_of(app_context().visits.get(id))


def current_visit_id() -> str:
    """The id of this browser's visit; empty without one, or when the session was ended."""
    if session.get(MARK, "") in app_context().visits.ended:
        end_session()
    return str(session.get(VISIT, ""))


def form_sent() -> bool:
    """Whether this browser's form was sent from it, told without asking the store."""
    return SENT in session


def session_of(visit: Visit) -> PatientSession:
    """The visit as it stands now; the page around it speaks of its rulebook, not of today's."""
    visits = app_context().visits
    now = PatientSession(visit, visits.rulebook_of(visit), visits.response(visit), visits.emergency(visit))
    speak_of(visit, now.rulebook, for_another=now.for_another)
    return now


def open_session() -> PatientSession:
    """As `patient_session`, for pages of a form that is not sent: a sent one shows its receipt instead."""
    now = patient_session()
    if now.visit.completed is not None:
        abort(redirect(url_for("result.keep"), 303))
    return now


def begin_session(visit: Visit, link: str) -> None:
    """Let this browser go on with the visit; its emergency pages count as not seen.

    A kiosk does not keep the come-back link.
    """
    end_session()
    link = link if app_context().idle is None else ""
    session[VISIT], session[LINK], session[MARK] = visit.id, link, new_mark()


def end_session() -> None:
    """Let this browser forget the visit, and a copy of its cookie too."""
    if MARK in session:
        app_context().visits.ended.end(session[MARK])
    for name in (VISIT, LINK, SEEN, MARK, SENT, COMING):
        session.pop(name, None)


def end_sign_in() -> None:
    """Sign this browser out of the clinic's pages, and a copy of its cookie too."""
    if SIGNED_IN in session:
        app_context().sign_ins.end(session.pop(SIGNED_IN))


def emergency_seen(now: PatientSession) -> None:
    """Remember that the patient saw the emergency page and went on."""
    session[SEEN] = _pages(now)


def forget_what_is_over(now: PatientSession) -> None:
    """Let an emergency that was taken back show its page again, should it come back."""
    still = [page for page in session.get(SEEN, ()) if page in _pages(now)]
    if still != session.get(SEEN, []):
        session[SEEN] = still


def token(visit: Visit, screen: str) -> str:
    """The screen's name in addresses: says nothing, and differs from visit to visit."""
    return secret_mark(f"screen {visit.id} {screen}")[:12]


def screen_address(visit: Visit, screen: str | None, *, check: bool = False) -> str:
    """Where a screen stands; None: check your answers, to which ``check`` leads back from a screen."""
    if screen is None:
        return url_for("result.check")
    return url_for("screens.screen", token=token(visit, screen), check="1" if check else None)


def find_step(now: PatientSession, asked: str) -> Step | None:
    """The step whose screen bears this token, None when it is unknown or not shown now."""
    for screen in now.rulebook.screens:
        if hmac.compare_digest(token(now.visit, screen).encode(), asked.encode()):
            return journey.step(now.rulebook, now.response, screen)
    return None


def resting_place(now: PatientSession) -> str:
    """Where the form goes on: the first screen shown that was not yet passed, else check your answers."""
    steps = journey.steps(now.rulebook, now.response)
    waiting = (step.screen.id for step in steps if step.screen.id not in now.visit.state.passed)
    return screen_address(now.visit, next(waiting, None))


def _pages(now: PatientSession) -> list[str]:
    """A mark of each emergency that fires, which changes with its instruction."""
    return [secret_mark(f"{now.visit.id} {one.heading} {one.instruction}")[:12] for one in now.emergency]


def secret_mark(text: str) -> str:
    """What only this app's key makes of a text: 64 hexadecimal digits."""
    key = current_app.secret_key
    secret = key if isinstance(key, bytes) else str(key).encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def shows_larger_text() -> bool:
    """Whether this browser's pages are shown in large print."""
    return session.get(TEXT_SIZE) == LARGER


def choose_text_size(size: str) -> None:
    """Show this browser's pages in this size from now on."""
    if size == LARGER:
        session[TEXT_SIZE] = LARGER
    else:
        session.pop(TEXT_SIZE, None)


def page_here() -> str:
    """The page that is shown, to come back to, by its address within the app."""
    return request.full_path.rstrip("?")


def address_here() -> str:
    """The address of this request, for a form that is to be sent there again."""
    return request.script_root + request.path
