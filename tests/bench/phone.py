"""Times a screen in chromium made as slow as an old phone on a weak network, beside a bare static page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from screener.web.assets import COOKIE
from tests.bench.callers import OverHttp, begin_visit, walk_to
from tests.bench.figure import Figure
from tests.bench.serving import floor_server, screener_server
from tests.bench.web import Screen

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
"""1.6 Mbit/s down, 750 kbit/s up, in bytes a second; 150 ms before each answer."""
ROUNDS = 9
BUDGET = 1.5
USABLE = """
addEventListener("load", () => requestAnimationFrame(() => {
  const fields = document.querySelectorAll("form :is(input:not([type=hidden]), textarea, select)");
  fields[0].focus();
  if (document.activeElement === fields[0]) window.usableAfter = performance.now();
}));
"""
"""Notes when the page is loaded and its first field took the focus."""


def measure(folder: Path, screen: Screen) -> list[Figure]:
    """Seconds until a screen can be filled in: with nothing kept from earlier pages, and within a visit.

    The first comes from a page of another site, as from a message; the second from a page of the same site.
    """
    with (
        screener_server(folder, screen.rules) as ours,
        floor_server(folder, screen.pages) as bare,
        chromium() as browser,
    ):
        caller = OverHttp(ours.port)
        begin_visit(caller)
        address = f"http://localhost:{ours.port}{walk_to(caller, screen.heading)}"
        plain = f"http://localhost:{bare.port}/static/0.html"
        elsewhere = plain.replace("localhost", "127.0.0.1")
        with phone(browser, {}, plain) as open_bare, phone(browser, caller.cookies, address) as open_ours:
            cold = [
                (
                    open_ours(address, after=elsewhere, fresh=True),
                    open_bare(plain, after=elsewhere, fresh=True),
                )
                for _round in range(ROUNDS)
            ]
            warm = [
                (open_ours(address, after=address), open_bare(plain, after=plain)) for _round in range(ROUNDS)
            ]
    return [
        _figure(f"slow phone: {screen.name}, nothing kept yet", cold),
        _figure(f"slow phone: {screen.name}, within a visit", warm),
    ]


def _figure(what: str, taken: list[tuple[float, float]]) -> Figure:
    ours, bare = (median(side) for side in zip(*taken, strict=True))
    return Figure(what, ours, "s", bare, BUDGET)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The chromium of this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def phone(browser: Browser, cookies: dict[str, str], address: str) -> Iterator[Callable[..., float]]:
    """Opens addresses on a slow phone that holds these cookies, and tells after how long they are usable."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page = context.new_page()
    page.add_init_script(USABLE)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def usable(address: str, *, after: str, fresh: bool = False) -> float:
        page.goto(after, wait_until="load")
        if fresh:
            session.send("Network.clearBrowserCache")
            context.clear_cookies(name=COOKIE)
        page.goto(address, wait_until="load")
        page.wait_for_function("window.usableAfter")
        return float(page.evaluate("window.usableAfter")) / 1000

    yield usable
    context.close()
