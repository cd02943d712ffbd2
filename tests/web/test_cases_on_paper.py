"""Typical patients on paper: how many sheets they take, in a browser, A4 and Letter."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from playwright.sync_api import Browser

from screener.model.visit import Person, Visit
from screener.rulebook import read_plain
from screener.visits import Visits
from tests.web.test_browser import site  # noqa: F401 - a fixture

FILE = Path(__file__).parents[1] / "cases.yaml"
CASES = read_plain(FILE.read_bytes(), FILE.name)


def sent_case(visits: Visits, id: str, **more: object) -> Visit:
    """The visit of one case, sent."""
    case = next(case for case in CASES["cases"] if case["id"] == id)
    answers = {**CASES["base"], **case["changes"], **more}
    visit = visits.begin().visit
    visits.tell_person(visit.id, Person(name=f"EXAMPLE, {id}", born=date(1961, 4, 4)))
    for screen in visits.rulebook.screens.values():
        visits.save(visit.id, screen.id, {one: answers[one] for one in screen.questions if one in answers})
    return visits.complete(visit.id)


def text_of(document: bytes) -> str:
    """The text of a PDF as a reader would copy it."""
    done = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
    return done.stdout.decode()


SHEETS = {"P1": 1, "P2": 1, "P3": 1, "P4": 1, "P5": 1, "P6": 2}
"""At most so many sheets, and one more with all answers."""


@pytest.mark.browser
def test_typical_patients_take_one_sheet_and_one_of_answers(
    app: Flask,
    visits: Visits,
    access_code: str,
    site: str,  # noqa: F811
    browser: Browser,
) -> None:
    page = browser.new_page()
    page.goto(f"{site}/clinic/login")
    page.fill("#code", access_code)
    page.click("main .main")
    for id, most in SHEETS.items():
        page.goto(f"{site}/clinic/v/{sent_case(visits, id).reference}")
        for paper in ("A4", "Letter"):
            with pikepdf.open(io.BytesIO(page.pdf(format=paper))) as document:
                assert len(document.pages) <= most + 1, (id, paper)
