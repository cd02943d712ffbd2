"""The way to every state of every page, for those who look at them all: pictures, and tests of access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Browser, Locator, Page

from tests.pictures.pages import SCREENS
from tests.pictures.site import PATIENT, STOPPED, Site

Look = Callable[[Page, str], None]
"""What is done at each state; it gets the page and the state's name, and leaves the page as it is."""

TOO_MUCH = "[value=cond_smoking]"
"""A tick that does not go together with the "None of these" that is ticked beside it."""


def walk(browser: Browser, *, site: Site, kiosk: Site, look: Look) -> None:
    """Go to every state of `pages.PAGES`."""
    for stretch in (_a_fresh_form, _trouble, _coming_back, _large_print, _a_whole_form, _the_clinic):
        with browser.new_context() as context:
            stretch(context.new_page(), site, look)
    with browser.new_context() as context:
        _a_kiosk(context.new_page(), kiosk, look)


def press(page: Page, words: str) -> None:
    """Press the button of these words and wait for the page behind it."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def _a_fresh_form(page: Page, site: Site, look: Look) -> None:
    """Every screen left untouched, but for what is taken back."""
    page.goto(site.address)
    look(page, "start")
    press(page, "Start")
    look(page, "link")
    page.goto(site.address)
    look(page, "start-begun")
    page.goto(f"{site.address}/f/person")
    look(page, "person")
    page.fill("#born-day", "31")
    page.select_option("#born-month", label="February")
    press(page, "Continue")
    look(page, "person-error")
    page.fill("#born-day", "")
    page.select_option("#born-month", index=0)
    press(page, "Continue")
    for id in SCREENS:
        if id == "mood-safe":
            continue
        look(page, f"screen-{id}")
        if id == "warning-signs":
            _press_unready(page, site, look)
        elif id == "pain":
            _check_unfinished(page, site, look)
        elif id == "mood-2":
            _a_crisis(page, look)
        elif id == "goals":
            _write_too_much(page, look)
        _continue(page)
    look(page, "check-blank")


def _press_unready(page: Page, site: Site, look: Look) -> None:
    """Three times in which Continue leads back to the same screen."""
    _spoil_token(page)
    press(page, "Continue")
    look(page, "screen-expired")
    press(page, "Continue")
    look(page, "screen-untouched")
    with site.locked():
        press(page, "Continue")
        look(page, "screen-not-saved")


def _check_unfinished(page: Page, site: Site, look: Look) -> None:
    here = page.url
    page.goto(f"{site.address}/f/check")
    look(page, "check-unfinished")
    page.goto(f"{site.address}/f/again")
    look(page, "again")
    page.goto(here)
    press(page, "Save and come back later")
    look(page, "link-later")
    page.goto(here)


def _a_crisis(page: Page, look: Look) -> None:
    """An answer that opens one more screen, with an emergency before it and behind it; then taken back."""
    here = page.url
    page.get_by_role("radio", name="Several days").last.check()
    press(page, "Continue")
    look(page, "emergency-crisis")
    press(page, "I have got help, or I want to go on")
    look(page, "screen-mood-safe")
    page.get_by_role("radio", name="No, I am not safe").check()
    press(page, "Continue")
    look(page, "emergency-not-safe")
    press(page, "Go back and change an answer")
    page.goto(here)
    press(page, "Clear this page")


def _write_too_much(page: Page, look: Look) -> None:
    words = page.locator("textarea")
    here = page.url
    words.fill("a" * 70_000)
    press(page, "Continue")
    look(page, "too-much")
    page.goto(here)
    words.fill("word " * 500)
    press(page, "Continue")
    look(page, "screen-too-long")
    words.fill("")


def _trouble(page: Page, site: Site, look: Look) -> None:
    """What goes wrong on the way."""
    page.goto(site.address)
    press(page, "Start")
    page.goto(f"{site.address}/f/person")
    _spoil_token(page)
    press(page, "Continue")
    look(page, "person-expired")
    page.goto(f"{site.address}/f/person")
    page.fill("#name", PATIENT.name)
    with site.locked():
        press(page, "Continue")
        look(page, "person-not-saved")
    page.goto(f"{site.address}/nowhere")
    look(page, "not-found")
    page.goto(f"{site.address}/r/{'x' * 22}")
    look(page, "refused")


def _coming_back(page: Page, site: Site, look: Look) -> None:
    """Links with and without a birth date; the emergency page that waits behind one; the link locked."""
    page.goto(site.address)
    press(page, "Start")
    page.goto(page.locator("main a[href*='/r/']").get_attribute("href"))
    look(page, "come-back")
    page.goto(f"{site.address}/r/{site.alarmed}")
    look(page, "come-back-born")
    _tell_born(page, year="1962")
    look(page, "come-back-error")
    _tell_born(page, year="1961")
    look(page, "emergency")
    press(page, "I have got help, or I want to go on")
    look(page, "check-emergency")
    _follow(page.get_by_role("link", name="Change").nth(2))
    look(page, "screen-emergency")
    press(page, "Save and come back later")
    look(page, "link-emergency")
    page.goto(f"{site.address}/f/check")
    _follow(page.get_by_role("link", name="Change").nth(2))
    page.context.clear_cookies()
    press(page, "Continue")
    look(page, "screen-lost")
    page.goto(f"{site.address}/r/{site.alarmed}")
    for _ in range(5):
        _tell_born(page, year="1962")
    look(page, "come-back-locked")


def _large_print(page: Page, site: Site, look: Look) -> None:
    """The pages with most on them, in larger letters."""
    page.goto(f"{site.address}/r/{site.patient}")
    press(page, "Larger text")
    _tell_born(page, year="1961")
    look(page, "larger-check")
    for id in ("pain-week", "mood-1", "medicines"):
        page.goto(f"{site.address}/f/check")
        _follow(page.get_by_role("link", name="Change").nth(_shown().index(id) + 1))
        look(page, f"larger-{id}")


def _shown() -> list[str]:
    """The screens that the pictured patient is shown, in order."""
    return [id for id in SCREENS if id != "mood-safe"]


def _a_whole_form(page: Page, site: Site, look: Look) -> None:
    """Every screen with answers, one with an error, one with offers; then checking, sending and keeping."""
    page.goto(f"{site.address}/r/{site.patient}")
    _tell_born(page, year="1961")
    look(page, "check")
    addresses = [link.get_attribute("href") for link in page.get_by_role("link", name="Change").all()]
    page.goto(f"{site.address}{addresses[0]}")
    look(page, "person-known")
    for id, address in zip(_shown(), addresses[1:], strict=True):
        page.goto(f"{site.address}{address}")
        look(page, f"answered-{id}")
        if id == "medicines":
            _mistype(page, look)
        elif id == "health-2":
            page.check(TOO_MUCH)
            press(page, "Continue")
            look(page, "error")
            page.uncheck(TOO_MUCH)
            press(page, "Continue")
    page.goto(f"{site.address}/f/check")
    press(page, "Send to the clinic")
    look(page, "keep")
    page.goto(f"{site.address}/f/keep?v=1")
    look(page, "keep-print")
    page.goto(site.address)
    look(page, "start-sent")
    page.goto(f"{site.address}/f/again")
    look(page, "again-sent")


def _mistype(page: Page, look: Look) -> None:
    here = page.url
    page.fill("#med_list-3", "sertralene")
    press(page, "Continue")
    look(page, "offers")
    page.get_by_role("radio").last.check()
    press(page, "Continue")
    page.goto(here)
    look(page, "offers-kept")


def _the_clinic(page: Page, site: Site, look: Look) -> None:
    """Signing in, the list, and visits."""
    page.goto(f"{site.address}/clinic")
    look(page, "clinic-sign-in")
    _sign_in(page, "not this one")
    look(page, "clinic-wrong-code")
    for _ in range(5):
        _sign_in(page, "nor this one")
    look(page, "clinic-too-many")
    site.clock.now += timedelta(minutes=2)
    _sign_in(page, site.code)
    look(page, "clinic-visits")
    for name, person in {"clinic-visit": PATIENT, "clinic-unfinished": STOPPED}.items():
        page.goto(f"{site.address}/clinic")
        _follow(page.get_by_role("row", name=person.name).get_by_role("link"))
        look(page, name)
    page.goto(f"{page.url}.pdf")
    look(page, "pdf-waits")
    page.goto(f"{site.address}/clinic/v/222-222")
    look(page, "clinic-not-found")


def _a_kiosk(page: Page, kiosk: Site, look: Look) -> None:
    """A tablet in the waiting room: stopped, warned, sent, closed."""
    page.clock.set_fixed_time(kiosk.clock.now)
    page.goto(f"{kiosk.desk}/clinic")
    _sign_in(page, kiosk.code)
    look(page, "clinic-no-visits")
    page.goto(f"{kiosk.address}/f/stay")
    look(page, "kiosk-forbidden")
    page.goto(kiosk.address)
    look(page, "kiosk-start")
    press(page, "Start")
    look(page, "kiosk-person")
    page.goto(f"{kiosk.address}/f/link?to=check")
    look(page, "kiosk-later")
    page.clock.set_fixed_time(kiosk.clock.now + timedelta(seconds=95))
    page.get_by_role("alertdialog").wait_for()
    look(page, "kiosk-warned")
    page.get_by_role("button", name="I am still here").click()
    page.goto(f"{kiosk.address}/f/check")
    before = page.context.cookies()
    press(page, "Send to the clinic")
    look(page, "kiosk-sent")
    page.context.add_cookies(before)
    page.goto(f"{kiosk.address}/f/check")
    look(page, "kiosk-was-sent")
    page.goto(kiosk.address)
    press(page, "Start")
    kiosk.clock.now += timedelta(minutes=3)
    page.goto(f"{kiosk.address}/f/person")
    look(page, "kiosk-closed")


def _continue(page: Page) -> None:
    """Continue to the next page; a screen that says once that nothing is ticked is left as it is."""
    heading = page.locator("h1").inner_text()
    here = page.url
    press(page, "Continue")
    if page.url == here and page.locator("h1").inner_text() == heading:
        press(page, "Continue")


def _follow(link: Locator) -> None:
    with link.page.expect_navigation():
        link.click()


def _tell_born(page: Page, *, year: str) -> None:
    page.fill("#born-day", "4")
    page.select_option("#born-month", label="April")
    page.fill("#born-year", year)
    press(page, "Go on with the form")


def _sign_in(page: Page, code: str) -> None:
    page.fill("#code", code)
    press(page, "Sign in")


def _spoil_token(page: Page) -> None:
    """As a page that was open for so long that its form is no longer trusted."""
    page.evaluate("for (const one of document.getElementsByName('csrf_token')) one.value = 'old'")
