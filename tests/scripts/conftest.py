"""A real browser in front of the pages of these tests, and somebody who filled them in so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.conftest import (  # noqa: F401 - fixtures
    app,
    client,
    clock,
    fresh_store,
    patient,
    store,
    visits,
)
from tests.web.people import Patient
from tests.web.test_browser import site  # noqa: F401 - a fixture

Opened = Callable[..., Page]


def at_screen(patient: Patient, title: str) -> Patient:  # noqa: F811
    """A patient who began a form and went straight to this screen."""
    patient.get("/").post("/").get("/f/check")
    address = re.search(rf'<h2>{title}</h2><a href="([^"?]+)', patient.text)[1]
    return patient.get(address)


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:  # noqa: F811
    """Opens the page at which a patient is, in a browser with or without scripts."""
    contexts = []

    def open_page(patient: Patient, **options: object) -> Page:  # noqa: F811
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        cookie = patient.client.get_cookie("screener", domain="localhost")
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        page = context.new_page()
        page.goto(site + patient.path)
        return page

    yield open_page
    for context in contexts:
        context.close()
