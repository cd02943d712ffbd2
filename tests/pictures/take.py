"""Pictures of every page at three widths and of both prints, made by a browser from made-up visits.

Run it with ``make pictures``. All go to build/pictures; the four that the README shows go to docs/pictures,
small and with few colors. Nobody in them exists.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from screener.content import shipped_rulebook
from screener.rulebook import load
from screener.visits import Visits
from tests.pictures.pages import PAGES
from tests.pictures.site import Site, running
from tests.pictures.walk import walk
from tests.web.test_cases_on_paper import sent_case

CHECKOUT = Path(__file__).parents[2]
ALL = CHECKOUT / "build" / "pictures"
SHOWN = CHECKOUT / "docs" / "pictures"
WIDTHS = (320, 390, 1280)
HEIGHT = 800
PHONE = {"width": 390, "height": 780}
COLORS = 64
NAMES = tuple(state.name for state in PAGES)
README = {"emergency": "emergency", "answered-medicines": "questions", "keep": "talking-points"}
"""The states whose first look on a phone the README shows, and under which names."""
PRINTED = ("keep-print", "clinic-visit", "clinic-unfinished")
DENSE = ("P6", "C23")
"""Cases of tests/cases.yaml whose prints are kept beside the documents."""
SHEET_DOTS, README_DOTS = 110, 80
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def main() -> None:
    """Take all pictures again."""
    shutil.rmtree(ALL, ignore_errors=True)
    for folder in (ALL, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    with running() as site, running(kiosk=True) as kiosk, _chromium() as browser:
        walk(browser, site=site, kiosk=kiosk, look=_take)
        _print_cases(browser.new_page(), site)
    sys.stdout.write(f"{len(list(ALL.iterdir()))} pictures in {ALL}; those of the README in {SHOWN}\n")


@contextmanager
def _chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit("no chromium on this machine; install one: apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


def _take(page: Page, state: str) -> None:
    """The whole page at every width; one that scrolls sideways ends the run."""
    name = f"{NAMES.index(state) + 1:02}-{state}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            sys.exit(f"{name} is {wide} pixels wide at {width}")
        page.screenshot(path=ALL / f"{name}-{width}.png", full_page=True)
    if state in README:
        _show(page, README[state])
    if state in PRINTED:
        _print(page, name)
        if state == "clinic-visit":
            _save_small(_sheets(_paper(page), README_DOTS)[0], "clinician")


def _print_cases(page: Page, site: Site) -> None:
    """The first sheet of the densest patients."""
    visits = Visits(
        store=site.store,
        rulebook=load(shipped_rulebook()),
        region="us",
        clinic="your clinic",
        clock=site.clock,
    )
    page.goto(f"{site.address}/clinic/login")
    page.fill("#code", site.code)
    page.click("main .main")
    for case in DENSE:
        page.goto(f"{site.address}/clinic/v/{sent_case(visits, case).reference}")
        _print(page, f"case-{case}")
        _save_small(_sheets(_paper(page), README_DOTS)[0], f"case-{case}")


def _show(page: Page, name: str) -> None:
    """What a phone shows first, for the README."""
    page.set_viewport_size(PHONE)
    page.evaluate("scrollTo(0, 0)")
    _save_small(page.screenshot(), name)


def _print(page: Page, name: str) -> None:
    for number, sheet in enumerate(_sheets(_paper(page), SHEET_DOTS), start=1):
        (ALL / f"{name}-on-paper-{number}.png").write_bytes(sheet)


def _paper(page: Page) -> bytes:
    """The PDF that stands beside this page."""
    address = re.sub(r"(\?.*)?$", ".pdf", page.url, count=1)
    while (answer := page.request.get(address)).status == HTTPStatus.ACCEPTED:
        time.sleep(0.5)
    return answer.body()


def _sheets(document: bytes, dots: int) -> list[bytes]:
    """Each sheet of a PDF as a picture, with so many dots an inch."""
    command = ["pdftoppm", "-png", "-r", str(dots), "-"]
    told = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    start = b"\x89PNG\r\n\x1a\n"
    return [start + part for part in told.split(start)[1:]]


def _save_small(picture: bytes, name: str) -> None:
    """Keep a picture with few colors for the README."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLORS)
    image.save(SHOWN / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
