"""Every page that a person can meet, in each of its states."""

from __future__ import annotations

from dataclasses import dataclass

SCREENS = (
    "warning-signs",
    "nerve-signs",
    "recent-signs",
    "about-you",
    "pain",
    "pain-week",
    "mood-1",
    "mood-2",
    "mood-safe",
    "mood-more",
    "medicines",
    "taking",
    "substances",
    "health-1",
    "health-2",
    "work",
    "goals",
)


@dataclass(frozen=True, slots=True)
class State:
    """A state of a page: its template, and whether it tells of mistakes to mend.

    ``known`` says that it is another state again, with other answers: it is worth a picture only.
    """

    name: str
    template: str
    errors: bool = False
    known: bool = False


PAGES = (
    State("start", "start.html"),
    State("link", "link.html"),
    State("start-begun", "start.html"),
    State("person", "person.html"),
    State("person-error", "person.html", errors=True),
    State("person-expired", "error.html"),
    State("person-not-saved", "error.html"),
    *(State(f"screen-{id}", "screen.html") for id in SCREENS),
    State("screen-untouched", "screen.html"),
    State("screen-expired", "screen.html"),
    State("screen-not-saved", "screen.html"),
    State("screen-too-long", "screen.html", errors=True),
    State("too-much", "error.html"),
    State("check-unfinished", "check.html"),
    State("check-blank", "check.html"),
    State("link-later", "link.html"),
    State("again", "again.html"),
    State("not-found", "error.html"),
    State("refused", "refused.html"),
    State("emergency-crisis", "emergency.html"),
    State("emergency-not-safe", "emergency.html"),
    State("come-back", "come_back.html"),
    State("come-back-born", "come_back.html"),
    State("come-back-error", "come_back.html", errors=True),
    State("screen-lost", "error.html"),
    State("pdf-waits", "pdf_waits.html"),
    State("come-back-locked", "refused.html"),
    State("emergency", "emergency.html"),
    State("check-emergency", "check.html"),
    State("screen-emergency", "screen.html"),
    State("link-emergency", "link.html"),
    State("larger-check", "check.html"),
    *(State(f"larger-{id}", "screen.html") for id in ("pain-week", "mood-1", "medicines")),
    State("person-known", "person.html"),
    State("check", "check.html"),
    *(
        State(f"answered-{id}", "screen.html", known=id not in ("pain", "pain-week", "mood-1", "medicines"))
        for id in SCREENS
        if id != "mood-safe"
    ),
    State("offers", "screen.html"),
    State("offers-kept", "screen.html"),
    State("error", "screen.html", errors=True),
    State("keep", "keep.html"),
    State("keep-print", "keep_print.html"),
    State("start-sent", "start.html"),
    State("again-sent", "again.html"),
    State("clinic-sign-in", "clinic/login.html"),
    State("clinic-wrong-code", "clinic/login.html", errors=True),
    State("clinic-too-many", "clinic/login.html", errors=True),
    State("clinic-visits", "clinic/visits.html"),
    State("clinic-visit", "clinic/visit.html"),
    State("clinic-unfinished", "clinic/visit.html"),
    State("clinic-not-found", "error.html"),
    State("kiosk-start", "start.html"),
    State("kiosk-person", "person.html"),
    State("kiosk-later", "kiosk/later.html"),
    State("kiosk-warned", "kiosk/later.html"),
    State("kiosk-sent", "kiosk/sent.html"),
    State("kiosk-was-sent", "kiosk/closed.html"),
    State("kiosk-closed", "kiosk/closed.html"),
    State("kiosk-forbidden", "error.html"),
    State("clinic-no-visits", "clinic/visits.html"),
)
