"""PDFs wait in a queue of their own: each visitor sees a place in it, and no page waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from screener.errors import PdfBusy, PdfFailed
from screener.export import pdf
from screener.export.pdf_queue import LEFT_SECONDS, PdfQueue
from screener.visits import Visits
from tests.web.people import Clock, Patient, pdf_at
from tests.web.test_cases_on_paper import sent_case
from tests.web.test_clinic import sign_in

PATIENCE = 20.0


class Slow:
    """Makes PDFs as soon as it may, and counts them."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.made = 0

    def __call__(self, *_html: str, **_how: object) -> bytes:
        if not self.may.wait(PATIENCE):
            raise PdfFailed("too slow")
        self.made += 1
        return b"%PDF made"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made_by = Slow()
    monkeypatch.setattr(pdf, "render", made_by)
    yield made_by
    made_by.may.set()


def once_made(queue: PdfQueue, browser: str, make: Callable[[], bytes]) -> bytes:
    """What this browser gets in the end."""
    while isinstance(made := queue.ask(browser, "a", lambda: make), int):
        pass
    return made


def sent(app: Flask) -> Patient:
    """A patient whose form is sent."""
    patient = Patient(app.test_client())
    patient.start().get("/f/check").post("/f/send")
    return patient


def test_sixteen_pdfs_of_one_patient_are_one_and_hold_nobody_up(app: Flask, slow: Slow) -> None:
    greedy = sent(app)
    asked = [greedy.client.get(f"/f/keep.pdf?v={number % 2 + 1}") for number in range(16)]
    assert [answer.status_code for answer in asked] == [202] * 16
    other = sent(app)
    second = other.client.get("/f/keep.pdf")
    assert "You are number 2 in line." in second.text
    assert second.headers["Refresh"] == "2"
    assert "Your PDF is being made" in second.text
    slow.may.set()
    assert pdf_at(greedy.client, "/f/keep.pdf?v=1").data == b"%PDF made"
    assert pdf_at(other.client, "/f/keep.pdf").data == b"%PDF made"
    assert slow.made == 2


def test_the_clinic_and_patients_wait_in_one_queue_and_each_gets_their_own(
    app: Flask, slow: Slow, visits: Visits, access_code: str
) -> None:
    visit = sent_case(visits, "P1")
    patients = [sent(app) for _ in range(3)]
    clinician = sign_in(Patient(app.test_client()), access_code)
    asked = [patient.client.get("/f/keep.pdf") for patient in patients]
    asked.append(clinician.client.get(f"/clinic/v/{visit.reference}.pdf"))
    for place, answer in enumerate(asked, start=1):
        assert f"You are number {place} in line." in answer.text
    slow.may.set()
    answer = pdf_at(clinician.client, f"/clinic/v/{visit.reference}.pdf")
    assert f"visit-{visit.reference}.pdf" in answer.headers["Content-Disposition"]
    answer = pdf_at(patients[2].client, "/f/keep.pdf")
    assert "before-your-visit.pdf" in answer.headers["Content-Disposition"]


def test_a_full_queue_says_so_at_once() -> None:
    slow, queue = Slow(), PdfQueue(most=2)
    assert [queue.ask(browser, "a", lambda: slow) for browser in ("one", "two", "two")] == [1, 2, 2]
    with pytest.raises(PdfBusy):
        queue.ask("three", "a", lambda: slow)
    slow.may.set()


def test_a_failure_is_told_once_and_the_next_try_begins_anew() -> None:
    queue, failed = PdfQueue(), threading.Event()

    def fails() -> bytes:
        failed.set()
        raise ValueError("canary")

    assert queue.ask("one", "a", lambda: fails) == 1
    failed.wait(PATIENCE)
    with pytest.raises(PdfFailed):
        once_made(queue, "one", fails)
    assert queue.ask("one", "a", lambda: lambda: b"%PDF") == 1


def test_whoever_left_is_passed_over() -> None:
    clock, slow, never = Clock(), Slow(), Slow()
    queue = PdfQueue(steady=clock.steady)
    assert queue.ask("one", "a", lambda: slow) == 1
    assert queue.ask("left", "a", lambda: never) == 2
    clock.seconds += LEFT_SECONDS + 1
    last = Slow()
    last.may.set()
    assert queue.ask("last", "a", lambda: last) == 1
    slow.may.set()
    assert once_made(queue, "last", last) == b"%PDF made"
    assert never.made == 0
