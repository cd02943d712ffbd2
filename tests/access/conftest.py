"""One browser that goes to every state of every page once, and keeps what it saw."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.access.looking import Seen, look
from tests.pictures.pages import PAGES
from tests.pictures.site import Site, running
from tests.pictures.walk import walk


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A site of its own for those who send forms: what is seen shows no traces of them."""
    with running() as site:
        yield site


@pytest.fixture(scope="session")
def seen(browser: Browser) -> dict[str, Seen]:
    """What was seen, by the name of the state, in the order in which they were met."""
    states = {state.name: state for state in PAGES if not state.known}
    found: dict[str, Seen] = {}
    with running() as site, running(kiosk=True) as kiosk:

        def note(page: Page, name: str) -> None:
            if name in states:
                here = kiosk if page.url.startswith((kiosk.address, kiosk.desk)) else site
                found[name] = look(page, states[name], here.rendered[-1])

        walk(browser, site=site, kiosk=kiosk, look=note)
    return found
