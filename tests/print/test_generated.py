"""Patients at random on paper: nothing of what is stored is cut off, and hardly any takes a third sheet.

``SCREENER_TEST_PRINTS`` says how many patients.
"""

from __future__ import annotations

import os
from random import Random

from screener.model.visit import Person
from screener.summary.pages import ClinicianSummary
from screener.visits import Visits
from tests.print.conftest import Setter
from tests.print.people import hard_patient
from tests.print.reading import letters, lost, sheets_before, text_of

PRINTS = int(os.environ.get("SCREENER_TEST_PRINTS", "20"))
MOST_SHEETS = 2
"""What the clinician reads, before the sheets with all answers."""


def stored(summary: ClinicianSummary, name: str) -> list[str]:
    """Every text that the page has to show."""
    texts = [name, *summary.told, *summary.medicine_notes, *(words for _, words in summary.own_words)]
    for line in (*summary.emergencies, *summary.points):
        texts += [line.headline, line.text, *line.because, *line.folded]
    for point in summary.points:
        texts += [*point.lift, *point.may_lift]
    for medicine in summary.medicines:
        texts += [medicine.typed, medicine.what, medicine.note]
    texts += [f"{ask.label}: {ask.why}" for ask in summary.ask]
    texts += [words for score in summary.scores for words in (score.label, score.words, score.band)]
    texts += [source.words for source in summary.sources]
    texts += [line.answer for group in summary.answers for line in group.answers]
    return [*texts, summary.footer]


def test_nothing_is_cut_and_nearly_all_take_two_sheets_and_one_of_answers(
    visits: Visits, set_page: Setter
) -> None:
    rng, longer = Random(4), []
    for number in range(PRINTS):
        name, raw = hard_patient(rng, visits.rulebook)
        visit = visits.begin().visit
        visits.tell_person(visit.id, Person(name=name))
        for screen in visits.rulebook.screens.values():
            visits.save(visit.id, screen.id, {id: raw[id] for id in screen.questions if id in raw})
        visit = visits.complete(visit.id)
        document = set_page(visit, ("A4", "Letter")[number % 2])
        text = letters(text_of(document, "-raw"))
        summary = visits.clinician_summary(visit)
        missing = [word for words in stored(summary, name) for word in words.split() if lost(word, text)]
        assert not missing, (number, missing)
        if sheets_before(document, summary.answers[0].title) > MOST_SHEETS:
            longer.append(number)
    assert len(longer) <= PRINTS // 100, longer
