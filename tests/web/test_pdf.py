"""The PDF of both summaries: tagged, titled, whole, and made without network or files."""

from __future__ import annotations

import io
import re
import unicodedata

import pikepdf
import pytest
from flask import Flask

from screener.errors import PdfFailed
from screener.export import pdf
from screener.visits import Visits
from tests.web.people import Patient, pdf_at
from tests.web.test_cases_on_paper import sent_case, text_of
from tests.web.test_clinic import sign_in

HOSTILE = "<b>bold</b> {{ 7*7 }} & “quotes” (stopped)\\endobj"


@pytest.fixture
def clinician(app: Flask, access_code: str) -> Patient:
    return sign_in(Patient(app.test_client()), access_code)


def letters(text: str) -> str:
    """A text without what typesetting changes: white space, ligatures and hyphenation."""
    return re.sub(r"[\s\u00ad]", "", unicodedata.normalize("NFKC", text))


def test_the_clinicians_pdf_is_tagged_titled_and_holds_every_text(visits: Visits, clinician: Patient) -> None:
    visit = sent_case(visits, "P6", visit_goal=HOSTILE)
    page = pdf_at(clinician.client, f"/clinic/v/{visit.reference}.pdf")
    assert page.mimetype == "application/pdf"
    assert "attachment" in page.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(page.data)) as document:
        assert len(document.pages) == 3
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en"
        assert "/StructTreeRoot" in root
        with document.open_metadata() as metadata:
            assert visit.reference in metadata["dc:title"]
            assert metadata["pdfuaid:part"] == "1"
    text = letters(text_of(page.data))
    summary = visits.clinician_summary(visit)
    stored = [point.text for point in summary.points] + [point.headline for point in summary.points]
    stored += [line.typed for line in summary.medicines] + list(summary.told) + [HOSTILE, summary.footer]
    stored += [line.answer for group in summary.answers for line in group.answers]
    assert not [words for words in stored if letters(words) not in text]


def test_the_patients_pdf_can_leave_out_the_mood_part(patient: Patient) -> None:
    patient.start().skip_to("Mood and sleep").answer(**{"list-0": "mood_high_ever"})
    patient.get("/f/check").post("/f/send")
    whole, short = (text_of(pdf_at(patient.client, f"/f/keep.pdf?v={view}").data) for view in ("1", "2"))
    assert "very high mood" in " ".join(whole.split())
    assert "very high mood" not in " ".join(short.split())


def test_a_form_that_is_not_sent_has_no_pdf(patient: Patient) -> None:
    assert patient.start().client.get("/f/keep.pdf").status_code == 303


def test_nothing_is_fetched_for_a_pdf(tmp_path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'FETCHED' }", encoding="utf-8")
    html = f'<html lang="en"><title>t</title><link rel="stylesheet" href="{secret.as_uri()}"><p>Words</p>'
    text = text_of(pdf.render(html, css=""))
    assert "Words" in text
    assert "FETCHED" not in text


def test_one_that_takes_too_long_is_told_kindly(
    visits: Visits, clinician: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PdfFailed):
        pdf.render("<p>Words</p>", css="", seconds=0)
    visit = sent_case(visits, "P1")
    monkeypatch.setattr(pdf, "_in_a_child", lambda *_: (_ for _ in ()).throw(PdfFailed("no")))
    answer = pdf_at(clinician.client, f"/clinic/v/{visit.reference}.pdf")
    assert answer.status_code == 503
    assert "We could not make the PDF" in answer.text


def test_without_the_extra_the_pages_say_how_to_print(
    visits: Visits, clinician: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = sent_case(visits, "P1")
    address = f"/clinic/v/{visit.reference}"
    assert "Save as PDF" in clinician.get(address).text
    monkeypatch.setattr(pdf, "available", lambda: False)
    text = clinician.get(address).text
    assert "Save as PDF" not in text
    assert "use Print in the menu of your browser" in text
