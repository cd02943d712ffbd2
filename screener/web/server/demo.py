"""A few made-up visits for `screener demo`: the rulebook's example people."""

from __future__ import annotations

from datetime import date

from screener.model.visit import Person
from screener.visits import Visits

APPOINTMENT = date(2030, 1, 15)


def fill(visits: Visits) -> None:
    """Complete one visit for every example person of the rulebook; each is named "Example" and its id."""
    for id, answers in visits.rulebook.people.items():
        visit = visits.begin().visit
        name = f"EXAMPLE, {id.replace('_', ' ').title()}"
        visits.tell_person(visit.id, Person(name=name, born=date(1961, 4, 4), appointment=APPOINTMENT))
        for screen in visits.rulebook.screens.values():
            raw = {question: answers[question] for question in screen.questions if question in answers}
            visits.save(visit.id, screen.id, raw)
        visits.complete(visit.id)
