"""One whole visit through a real browser without scripts, from the start to the clinic's sheet of paper."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.serving import served

pytestmark = pytest.mark.browser

SQUEEZED = "Your answers may mean that nerves in your spine are squeezed"


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


def on(page: Page) -> None:
    with page.expect_navigation():
        page.click("main .main")


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def skip_to(page: Page, wanted: str) -> None:
    for _ in range(60):
        if heading(page) == wanted:
            return
        on(page)
    raise AssertionError(f"no screen is headed {wanted}; the last was {heading(page)}")


def text_of(pdf: Path) -> list[str]:
    """The text of each sheet."""
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True)
    return [" ".join(sheet.split()) for sheet in run.stdout.split("\f")[:-1]]


def fill_in(page: Page) -> None:
    """A driver with a tricyclic and an SNRI, who first ticks a warning sign and then takes it back."""
    page.fill("#name", "EXAMPLE, Patient")
    page.fill("#born-day", "4")
    page.select_option("#born-month", label="April")
    page.fill("#born-year", "1961")
    on(page)
    page.check("#list-0-none")
    on(page)
    page.check("#list-0-rf_bladder")
    on(page)
    assert heading(page) == SQUEEZED
    assert page.locator(".alarm a[href='tel:911']").is_visible()
    page.click("text=I have got help, or I want to go on")
    assert page.locator(".box").is_visible()
    page.click('button:text-is("Back")')
    page.uncheck("#list-0-rf_bladder")
    page.check("#list-0-none")
    on(page)
    assert page.locator(".box").count() == 0
    skip_to(page, "Your medicines")
    page.fill("#med_list-0", "Cymbalta 60")
    page.fill("#med_list-1", "amitriptyline at night")
    page.fill("#med_list-2", "little white pill")
    page.check("#med_list_sure-complete")
    on(page)
    skip_to(page, "Work and driving")
    page.check("#job_tasks-drive_truck_bus")
    on(page)
    page.fill("#visit_goal", "Will these pills make me too sleepy to drive?")
    on(page)


def test_a_visit_from_the_start_to_the_sheet_of_paper(
    browser: Browser, site: str, access_code: str, tmp_path: Path
) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(site)
    on(page)
    on(page)
    fill_in(page)
    assert heading(page) == "Check your answers"
    on(page)
    assert heading(page) == "What to talk about at your visit"
    reference = page.locator(".reference").inner_text()
    points = page.locator(".points").all_inner_texts()
    assert any("amitriptyline" in point and "Cymbalta" in point for point in points)
    page.reload()
    assert page.locator(".reference").inner_text() == reference

    clinic = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    ).new_page()
    clinic.goto(f"{site}/clinic")
    clinic.fill("#code", access_code)
    on(clinic)
    clinic.click(f"text={reference}")
    for paper in ("A4", "Letter"):
        clinic.pdf(path=tmp_path / "sheet.pdf", format=paper)
        sheets = text_of(tmp_path / "sheet.pdf")
        assert all("EXAMPLE, Patient" in sheet and reference in sheet for sheet in sheets)
        first = sheets[0]
        assert "Will these pills make me too sleepy to drive?" in first
        assert re.search("CYP2D6 inhibitor with a tricyclic", first)
        assert "Drives for work" in " ".join(sheets)
        assert "NOT RECOGNIZED" in " ".join(sheets)
        assert "answer later changed" in first
        assert "all answers" in sheets[-1]


def test_no_page_scrolls_sideways(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site)
    seen = []
    for _ in range(60):
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, heading(page)
        seen.append(heading(page))
        if heading(page) == "What to talk about at your visit":
            break
        on(page)
    assert len(set(seen)) > 15
