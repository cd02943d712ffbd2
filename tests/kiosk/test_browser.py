"""One person after the other at a real browser: what it shows, and what its folder holds afterwards."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Request, Route, expect

from screener.visits import Visits
from screener.web.app import create_app
from screener.web.context import IdleSessions
from tests.conftest import ARGUMENTS
from tests.web.test_browser import site  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser

TYPED = {"#name": "Quokkazebrine", "#visit_goal": "Numbatzebrine", "#med_list-0": "Wombatzebrine"}
CANARY = "zebrine"
CRASHES = ("Crash Reports", "Crashpad")
DIALOG = "dialog[role=alertdialog]"
START = "Before your pain visit"


@pytest.fixture
def seconds() -> tuple[float, float]:
    """When the warning comes, and when the form is closed."""
    return 90, 120


@pytest.fixture
def app(visits: Visits, seconds: tuple[float, float]) -> Flask:
    warning, end = (timedelta(seconds=each) for each in seconds)
    idle = IdleSessions(time.monotonic, warning=warning, end=end)
    return create_app(visits=visits, secret_key=b"k", zone=UTC, idle=idle)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def tablet(playwright: Playwright, chromium: str, profile: Path) -> Iterator[BrowserContext]:
    context = playwright.chromium.launch_persistent_context(profile, executable_path=chromium, args=ARGUMENTS)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(tablet: BrowserContext, site: str) -> Page:  # noqa: F811
    page = tablet.pages[0]
    page.goto(site)
    return page


def on(page: Page, press: str = "main .main") -> None:
    with page.expect_navigation():
        page.locator(press).first.click()


def to_screen(page: Page, title: str) -> None:
    page.goto(re.sub("/f/.*", "/f/check", page.url))
    on(page, f"main a:has-text('{title}')")


def tell_everything(page: Page) -> None:
    """Fill in name, medicine and own words, once with a mistake, and come to the end."""
    on(page)
    page.fill("#name", TYPED["#name"])
    page.fill("#born-day", "40")
    on(page)
    assert page.title().startswith("Error:")
    page.fill("#born-day", "")
    on(page)
    to_screen(page, "Your medicines")
    page.locator("#med_list-0").press_sequentially(TYPED["#med_list-0"][:8])
    page.wait_for_timeout(400)
    page.fill("#med_list-0", TYPED["#med_list-0"])
    on(page)
    to_screen(page, "What matters to you")
    page.fill("#visit_goal", TYPED["#visit_goal"])
    on(page)
    page.goto(re.sub("/f/.*", "/f/check", page.url))
    assert all(word in page.content() for word in TYPED.values())


def walk_back(page: Page) -> list[str]:
    """What each page shows on the way back through all that the browser remembers."""
    shown = []
    for _ in range(page.evaluate("history.length")):
        with suppress(Error):  # the browser itself may have nothing to show there
            page.go_back()
            page.wait_for_load_state()
            shown.append(page.content())
    return shown


def test_nothing_of_a_person_stays_in_the_browser_or_in_its_folder(
    tablet: BrowserContext,
    page: Page,
    profile: Path,
    site: str,  # noqa: F811
) -> None:
    tell_everything(page)
    on(page)
    assert "Sent to the clinic." in page.content()
    assert TYPED["#visit_goal"] in page.content()
    assert tablet.cookies() == []
    on(page)
    assert page.locator("h1").inner_text() == START
    page.reload()
    assert [content for content in (page.content(), *walk_back(page)) if CANARY in content] == []
    tablet.close()
    assert (profile / "Default" / "Preferences").exists()
    assert [str(path.relative_to(profile)) for path in files_with_canary(profile)] == []


def files_with_canary(profile: Path) -> list[Path]:
    """The files that hold a word that was typed, in bytes or in UTF-16."""
    words = [CANARY.encode(), CANARY.encode("utf-16-le")]
    files = [path for path in profile.rglob("*") if path.is_file() and not set(CRASHES) & set(path.parts)]
    assert len(files) > 20
    return [path for path in files if any(word in path.read_bytes() for word in words)]


def test_a_form_that_was_left_half_filled_stays_in_no_folder(
    tablet: BrowserContext, page: Page, profile: Path
) -> None:
    tell_everything(page)
    on(page, "a[href='/leave']")
    assert page.locator("h1").inner_text() == START
    assert [content for content in walk_back(page) if CANARY in content] == []
    tablet.close()
    assert [str(path.relative_to(profile)) for path in files_with_canary(profile)] == []


@pytest.mark.parametrize("seconds", [(1, 60)])
def test_after_a_while_the_page_asks_and_is_kept_by_its_button(page: Page) -> None:
    on(page)
    page.fill("#name", TYPED["#name"])
    dialog = page.locator(DIALOG)
    expect(dialog).to_be_visible()
    expect(page.get_by_role("alertdialog", name="Are you still there?")).to_be_visible()
    expect(page.locator("#idle-words")).to_have_text(re.compile("closes in 5[0-9] seconds"))
    button = page.get_by_role("button", name="I am still here")
    expect(button).to_be_focused()
    assert Axe().run(page).violations_count == 0
    with page.expect_response("**/f/stay") as answer:
        button.press("Enter")
    assert answer.value.status == 204
    expect(dialog).to_be_hidden()
    assert page.input_value("#name") == TYPED["#name"]


@pytest.mark.parametrize("seconds", [(1, 3)])
def test_without_an_answer_the_start_page_comes_and_back_shows_nothing(page: Page) -> None:
    on(page)
    page.fill("#name", TYPED["#name"])
    expect(page.locator(DIALOG)).to_be_visible()
    expect(page.locator("h1")).to_have_text(START)
    assert page.locator(DIALOG).count() == 0
    assert [content for content in walk_back(page) if CANARY in content] == []


@pytest.mark.parametrize("seconds", [(1, 60)])
def test_a_receipt_is_shown_where_the_page_before_asks_while_it_is_sent(page: Page) -> None:
    on(page)
    page.goto(re.sub("/f/.*", "/f/check", page.url))
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/f/stay") else None)

    def answer_late(route: Route) -> None:
        response = route.fetch()
        for _ in range(100):
            if asked:
                break
            page.wait_for_timeout(50)
        page.wait_for_timeout(200)
        route.fulfill(response=response)

    page.route("**/f/send", answer_late)
    on(page)
    assert asked
    expect(page.locator("h1")).to_have_text("What to talk about at your visit")


@pytest.mark.parametrize("again", ["go_back", "reload"])
def test_after_sending_back_and_reload_show_the_start(page: Page, again: str) -> None:
    on(page)
    page.goto(re.sub("/f/.*", "/f/check", page.url))
    on(page)
    expect(page.locator("h1")).to_have_text("What to talk about at your visit")
    getattr(page, again)()
    expect(page.locator("h1")).to_have_text(START)


@pytest.mark.parametrize("seconds", [(1, 10)])
def test_a_receipt_that_nobody_reads_is_closed(page: Page) -> None:
    on(page)
    page.goto(re.sub("/f/.*", "/f/check", page.url))
    on(page)
    expect(page.locator("h1")).to_have_text("What to talk about at your visit")
    expect(page.locator("h1")).to_have_text(START, timeout=30_000)
