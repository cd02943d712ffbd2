"""What stands around every page: title, crisis line, draft note; and how times and dates are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import g, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from screener.engine import contacts_for
from screener.model.evaluation import EmergencyBlock
from screener.model.rulebook import Rulebook
from screener.model.visit import Visit
from screener.web import letters
from screener.web.desk import desk
from screener.web.views import Crisis, Frame, Heading

LONGEST_CALL = 40
EXITS = {"us": "https://www.weather.gov/", "uk": "https://www.bbc.co.uk/weather"}
ANY_EXIT = "https://www.wikipedia.org/"
"""Neutral places that the quick exit leads to, by region."""


def exit_address() -> str:
    """The neutral page of the region; at a kiosk the start, which tells nothing either."""
    if desk().idle is not None:
        return url_for("patient.start")
    return EXITS.get(desk().visits.region, ANY_EXIT)


def contact_words() -> dict[str, str]:
    """The region's words for whom to call, with the clinic."""
    visits = desk().visits
    return contacts_for(rulebook_here(), region=visits.region, clinic=visits.clinic)


def rulebook_here() -> Rulebook:
    """The rulebook of the visit that this page is about, today's where it is about none."""
    found: Rulebook = g.rulebook if "rulebook" in g else desk().visits.rulebook
    return found


def frame() -> Frame:
    """The frame of this app's pages."""
    here = desk()
    rulebook = rulebook_here()
    return Frame(
        lang=str(get_locale() or "en"),
        title=rulebook.title,
        clinic=here.visits.clinic,
        clinic_phone=here.clinic_phone,
        crisis=crisis_line(
            contact_words()["crisis"], rulebook.contacts[here.visits.region].numbers["crisis"]
        ),
        draft=not rulebook.approved,
        kiosk=here.idle is not None,
        larger=letters.larger(),
        reminders=_reminders(),
        here=letters.here(),
    )


def of_visit(visit: Visit, rulebook: Rulebook, *, for_another: bool) -> None:
    """Let this page speak of a visit: by its rulebook, not by today's, and to whoever fills it in."""
    g.rulebook, g.typed_in, g.for_another = rulebook, visit.typed_in, for_another


def _reminders() -> tuple[str, ...]:
    told = []
    if g.get("typed_in"):
        told.append(_("You are typing in a paper form. Leave blank what the patient left blank."))
    if g.get("for_another"):
        told.append(_("You are filling this in for someone else. “You” and “your” mean that person."))
    return tuple(map(str, told))


def crisis_line(words: str, tel: str) -> Crisis:
    """The crisis contact as a sentence, parted where its number stands so that it can be tapped.

    It may be written with spaces, points, hyphens and brackets. Where the words do not hold it, they all lead
    there.
    """
    said = capitalized(words)
    found = re.search(r"[\s().-]*".join(map(re.escape, tel)), said)
    start, end = found.span() if found else (0, len(said))
    return Crisis(said[:start], said[start:end], said[end:], tel)


def when(moment: datetime) -> str:
    """A moment as people at the clinic read it: "1 Dec 2026, 21:14"."""
    local = moment.astimezone(desk().zone)
    return f"{day(local.date())}, {local:%H:%M}"


def day(given: date | None) -> str:
    """A date as people read it: "4 Apr 1961"; empty without one."""
    return str(format_date(given, "d MMM yyyy")) if given is not None else ""


def heading_of(visit: Visit) -> Heading:
    """Who and when, for the head of a printed page."""
    return Heading(
        name=visit.person.name,
        born=day(visit.person.born),
        appointment=day(visit.person.appointment),
        at=when(visit.completed or visit.saved),
        reference=visit.reference,
        finished=visit.completed is not None,
        typed_in=visit.typed_in,
    )


def call_words(block: EmergencyBlock) -> str:
    """What stands on the link that dials: "Call 911", "Call or text 988"."""
    words = block.number_words
    if len(words) > LONGEST_CALL:
        words = block.tel
    if words.lower().startswith("call"):
        return capitalized(words)
    return str(_("Call %(whom)s", whom=words))


def capitalized(words: str) -> str:
    """The words with a capital first letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def digits(phone: str) -> str:
    """A telephone number as it is dialed."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


FILTERS: Mapping[str, Callable[..., str]] = {
    "call_words": call_words,
    "capitalized": capitalized,
    "digits": digits,
}
"""What the templates may do to words."""
