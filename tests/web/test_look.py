"""The style sheet as it is committed, and the large-print switch."""

from __future__ import annotations

import gzip
import re
from datetime import UTC
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from screener.content import templates_folder
from screener.visits import Visits
from screener.web.app import create_app
from tests.web.people import Clock, Patient

STATIC = Path(__file__).parents[2] / "screener" / "web" / "static"
SHEET = (STATIC / "screener.css").read_text(encoding="utf-8")
TEMPLATES = "".join(file.read_text(encoding="utf-8") for file in Path(templates_folder()).rglob("*.html"))
MOST_CSS, MOST_PAGE, MOST_SCRIPT = 10_000, 20_000, 4_000
"""Bytes that travel, compressed."""


def travels(*parts: bytes) -> int:
    """How many bytes these parts are when each is sent compressed."""
    return sum(len(gzip.compress(part)) for part in parts)


@pytest.mark.parametrize("never", ["@import", "url(", "Frutiger", "#005eb8", "http:", "https:", "//"])
def test_the_style_sheet_asks_no_other_host_and_wears_nobodys_uniform(never: str) -> None:
    assert never.lower() not in SHEET.lower()


def test_a_class_of_nhsuk_frontend_in_a_template_is_in_the_style_sheet() -> None:
    """The style sheet was built after the last template was written."""
    used = set(re.findall(r"nhsuk-[\w-]+", TEMPLATES))
    assert used == set(re.findall(r"\.(nhsuk-[\w-]+)", SHEET)) & used
    assert set(re.findall(r"\.(nhsuk-[\w-]+)", re.sub(r":not\([^)]*\)", "", SHEET))) <= used


def test_the_first_page_is_small(client: FlaskClient) -> None:
    page = client.get("/").data
    script = (STATIC / "client.js").read_bytes()
    assert travels(SHEET.encode()) <= MOST_CSS
    assert travels(script) <= MOST_SCRIPT
    assert travels(page, SHEET.encode(), script, (STATIC / "mark.svg").read_bytes()) <= MOST_PAGE


def is_large(patient: Patient) -> bool:
    return re.search(r'<html lang="en" class="larger">', patient.text) is not None


def test_large_print_stays_on_from_the_start_to_the_printed_page(patient: Patient) -> None:
    patient.get("/")
    assert not is_large(patient)
    patient.post("/f/text?to=/", size="larger")
    assert patient.path == "/"
    assert is_large(patient)
    patient.start()
    assert is_large(patient)
    patient.get("/f/check").post("/f/send")
    assert is_large(patient)
    assert is_large(patient.get("/f/keep?v=1"))
    patient.post("/f/text?to=/f/keep%3Fv%3D1", size="normal")
    assert patient.page.request.full_path == "/f/keep?v=1"  # type: ignore[union-attr]
    assert not is_large(patient)


def test_what_is_typed_on_a_page_is_still_there_in_the_other_size(patient: Patient) -> None:
    patient.start().get("/f/person").post(
        "/f/person", go="larger", name="EXAMPLE, Patient", **{"born-day": "31"}
    )
    assert is_large(patient)
    assert patient.filled["name"] == ["EXAMPLE, Patient"]
    assert patient.filled["born-day"] == ["31"]
    assert "Error:" not in patient.text
    patient.get("/f/on").skip_to("Your pain in the past week").answer(go="normal", peg_pain="7")
    assert not is_large(patient)
    assert patient.heading == "Your pain in the past week"
    assert patient.filled["peg_pain"] == ["7"]


@pytest.mark.parametrize(
    "to",
    [
        "//elsewhere.example",
        "https://elsewhere.example/",
        "/\\elsewhere.example",
        "/leave/x",
        "/clinic",
        "/health",
        "nowhere",
        "",
    ],
)
def test_the_switch_leads_to_no_other_place(patient: Patient, to: str) -> None:
    patient.get("/")
    answer = patient.client.post(
        "/f/text", query_string={"to": to}, data={"csrf_token": patient.token, "size": "larger"}
    )
    assert answer.headers["Location"] == "/"


def test_who_has_finished_leaves_the_letters_as_they_were(patient: Patient) -> None:
    patient.start().post("/f/text?to=/f/on", size="larger")
    assert is_large(patient)
    assert not is_large(patient.post("/f/done"))


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("127.0.0.1", "Open it on this device."),
        ("localhost:8000", "Open it on this device."),
        ("[::1]:8000", "Open it on this device."),
        ("clinic.example", "It opens on any phone or computer."),
    ],
)
def test_the_come_back_link_says_where_it_opens(visits: Visits, clock: Clock, host: str, words: str) -> None:
    app = create_app(visits=visits, secret_key=b"a key for tests only", clock=clock, zone=UTC, hosts=None)
    client, at = app.test_client(), f"http://{host}"
    patient = Patient(client)
    patient.page = client.get("/", base_url=at)
    client.post("/", base_url=at, data={"csrf_token": patient.token})
    assert words in client.get("/f/link", base_url=at).get_data(as_text=True)


def test_a_question_that_says_tick_all_is_not_told_so_twice(patient: Patient) -> None:
    patient.start().skip_to("Your pain")
    assert patient.text.count("Where is your pain? Tick all that apply.") == 1
    assert 'aria-describedby="pain_site-hint"' not in patient.text


def test_one_thing_at_most_takes_the_focus(patient: Patient) -> None:
    patient.start()
    assert patient.answer().text.count(" autofocus") == 1
    patient.post("/f/person", **{"born-day": "31"})
    assert patient.text.count(" autofocus") == 1
