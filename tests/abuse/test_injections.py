"""Whatever is typed into any field is text: on pages, in headers, in the log."""

from __future__ import annotations

import pytest

from screener.visits import Visits
from tests.abuse.corpora import CANARY, INJECTIONS, PRODUCT
from tests.abuse.reading import markup_of
from tests.abuse.walking import Walker, turns
from tests.web.people import Patient
from tests.web.test_journey import only_visit


def obeyed(patient: Patient) -> list[str]:
    """What of the words was obeyed on this page, instead of shown."""
    html = patient.page.get_data(as_text=True)
    faults = markup_of(html).faults
    faults += [word for word in (PRODUCT, "a key for tests only", "__globals__ of", "root:") if word in html]
    faults += [name for name in ("X-Evil", "evil") if name in str(patient.page.headers)]
    return faults + (["status"] if patient.page.status_code >= 500 else [])


@pytest.mark.parametrize("turn", turns(INJECTIONS))
def test_words_are_never_obeyed_in_any_field(
    patient: Patient, clinician: Patient, visits: Visits, log: pytest.LogCaptureFixture, turn: int
) -> None:
    walker, shown = Walker(patient, INJECTIONS, turn), 0
    for at in walker.pages(choices=True):
        assert not obeyed(at), at.path
        shown += CANARY in at.text
    assert shown >= 8, "person, medicines, allergies, goal, check and prints"
    visit = only_visit(visits, patient)
    for address in ("/clinic", f"/clinic/v/{visit.reference}"):
        assert not obeyed(clinician.get(address))
        assert CANARY in clinician.text
    assert visit.state.raw["visit_goal"] == walker.typed["visit_goal"].replace("\r\n", "\n")
    reason = visit.state.raw["med_list"][0]["reason"]
    assert reason.split() == walker.typed["med_list-0-for"].split()
    assert reason.splitlines() == [reason]
    assert CANARY not in log.text


@pytest.mark.parametrize("words", INJECTIONS)
def test_words_as_code_link_or_reference_are_never_obeyed(
    patient: Patient, log: pytest.LogCaptureFixture, words: str
) -> None:
    patient.start()
    pages = [patient.get("/clinic/login").post("/clinic/login", code=words)]
    assert CANARY not in pages[0].text, "a code is never printed"
    for at in pages:
        assert not obeyed(at)
    for address in ("/f/s/", "/r/", "/clinic/v/", "/static/"):
        patient.page = patient.client.get(address + words.replace("?", ""), follow_redirects=True)
        assert not obeyed(patient)
    for address in ("/f/now", "/f/link", "/f/keep", "/f/check", "/f/person"):
        asked = dict.fromkeys(("to", "back", "v", "check"), words)
        patient.page = patient.client.get(address, query_string=asked, follow_redirects=True)
        assert not obeyed(patient)
    patient.get("/f/person").post("/f/person", **{words: words, "born-day": words, "born-month": words})
    assert not obeyed(patient)
    patient.client.set_cookie("screener", CANARY)
    assert not obeyed(patient.get("/f/person"))
    assert CANARY not in log.text
