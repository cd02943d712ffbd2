"""What stands around every page: title, crisis line, draft note, text size, and who is at the screen."""

from __future__ import annotations

from flask import g
from flask_babel import get_locale
from flask_babel import gettext as _

from screener.web.context import app_context, contacts_here, rulebook_here
from screener.web.formats import crisis_line
from screener.web.session import page_here, shows_larger_text
from screener.web.shapes import Frame


def frame() -> Frame:
    """The frame of this app's pages."""
    here = app_context()
    rulebook = rulebook_here()
    return Frame(
        lang=str(get_locale() or "en"),
        title=rulebook.title,
        clinic=here.visits.clinic,
        clinic_phone=here.clinic_phone,
        crisis=crisis_line(
            contacts_here()["crisis"], rulebook.contacts[here.visits.region].numbers["crisis"]
        ),
        draft=not rulebook.approved,
        kiosk=here.idle is not None,
        larger=shows_larger_text(),
        reminders=_reminders(),
        here=page_here(),
    )


def _reminders() -> tuple[str, ...]:
    told = []
    if g.get("typed_in"):
        told.append(_("You are typing in a paper form. Leave blank what the patient left blank."))
    if g.get("for_another"):
        told.append(_("You are filling this in for someone else. “You” and “your” mean that person."))
    return tuple(map(str, told))
