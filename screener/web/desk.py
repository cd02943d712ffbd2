"""What every view works with: the use cases, the clinic, and when and where this runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from flask import current_app

from screener.visits import Visits
from screener.web.ended import Ended
from screener.web.idle import Idle
from screener.web.throttle import Throttle


@dataclass(frozen=True, slots=True)
class Desk:
    """The app's own things, made once when it starts.

    ``visits.clinic`` is the clinic as patients know it, ``clinic_phone`` may be empty. ``clock`` tells
    the time with its zone; ``zone`` is where times are printed, None for the machine's own.
    ``throttle`` slows down guessing, ``suggestions`` the asking for medicine names. ``idle`` is there at
    a kiosk only.
    """

    visits: Visits
    clinic_phone: str
    clock: Callable[[], datetime]
    zone: tzinfo | None
    throttle: Throttle
    suggestions: Throttle
    idle: Idle | None = None
    ended: Ended = field(default_factory=Ended)


def desk() -> Desk:
    """The desk of the app that serves this request."""
    found = current_app.extensions["screener"]
    if not isinstance(found, Desk):
        raise TypeError("this app was not made by create_app")
    return found
