"""How moments, dates, contacts and people are printed, on every page alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _

from screener.engine import sentence
from screener.model.evaluation import EmergencyBlock
from screener.model.visit import Visit
from screener.web.context import app_context
from screener.web.shapes import CrisisLine, Heading

LONGEST_CALL = 40


def crisis_line(words: str, tel: str) -> CrisisLine:
    """The crisis contact as a sentence, parted where its number stands so that it can be tapped.

    It may be written with spaces, points, hyphens and brackets. Where the words do not hold it, they all lead
    there.
    """
    said = sentence(words)
    found = re.search(r"[\s().-]*".join(map(re.escape, tel)), said)
    start, end = found.span() if found else (0, len(said))
    return CrisisLine(said[:start], said[start:end], said[end:], tel)


def when(moment: datetime) -> str:
    """A moment as people at the clinic read it: "1 Dec 2026, 21:14"."""
    local = moment.astimezone(app_context().zone)
    return f"{day(local.date())}, {local:%H:%M}"


def day(given: date | None) -> str:
    """A date as people read it: "4 Apr 1961"; empty without one."""
    return str(format_date(given, "d MMM yyyy")) if given is not None else ""


def heading_of(visit: Visit) -> Heading:
    """Who and when, for the head of a printed page."""
    return Heading(
        name=visit.state.person.name,
        born=day(visit.state.person.born),
        appointment=day(visit.state.person.appointment),
        at=when(visit.completed or visit.header.saved),
        reference=visit.reference,
        finished=visit.completed is not None,
        typed_in=visit.state.typed_in,
    )


def call_words(block: EmergencyBlock) -> str:
    """What stands on the link that dials: "Call 911", "Call or text 988"."""
    words = block.number_words
    if len(words) > LONGEST_CALL:
        words = block.tel
    if words.lower().startswith("call"):
        return sentence(words)
    return str(_("Call %(whom)s", whom=words))


def digits(phone: str) -> str:
    """A telephone number as it is dialed."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


FILTERS: Mapping[str, Callable[..., str]] = {
    "call_words": call_words,
    "sentence": sentence,
    "digits": digits,
}
"""What the templates may do to words."""
