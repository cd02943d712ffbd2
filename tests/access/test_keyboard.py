"""The whole visit by keyboard alone, with and without scripts; the focus is seen at every stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Browser

from tests.access.keys import Keys
from tests.pictures.site import Site

pytestmark = pytest.mark.browser

Step = Callable[[Keys], object]
CONTINUE: Step = lambda keys: keys.go("Continue")  # noqa: E731 - a row of the table below

ROWS: Sequence[tuple[str, Sequence[Step]]] = [
    # what is headed so: what is pressed there
    ("Before your pain visit", [lambda keys: keys.go("Start")]),
    ("Your come-back link", [CONTINUE]),
    (
        "Who you are",
        [
            lambda keys: keys.type("name", "EXAMPLE, Patient"),
            lambda keys: keys.type("born-day", "31"),
            lambda keys: keys.type("born-month", "February"),
            lambda keys: keys.type("born-year", "1961"),
            CONTINUE,
        ],
    ),
    (
        "Who you are",
        [
            lambda keys: follow(keys, "There is no such date", leads_to="born-day"),
            lambda keys: keys.page.keyboard.press("Control+A"),
            lambda keys: keys.page.keyboard.type("4"),
            CONTINUE,
        ],
    ),
    ("Is any of this happening now", [lambda keys: keys.tick("None of these"), CONTINUE]),
    ("Have any of these started", [lambda keys: keys.tick("Trouble starting to pee"), CONTINUE]),
    ("Your answers may mean", [lambda keys: keys.go("Go back and change an answer")]),
    (
        "Have any of these started",
        [
            lambda keys: keys.tick("Trouble starting to pee"),
            lambda keys: keys.tick("None of these"),
            CONTINUE,
        ],
    ),
    ("Have you had any of these", [lambda keys: keys.tick("None of these"), CONTINUE]),
    ("About you", [lambda keys: keys.turn_to("completed_by", "The patient with help"), CONTINUE]),
    ("Your pain", [CONTINUE]),
    ("Your pain in the past week", [lambda keys: keys.turn_to("peg_pain", "7"), CONTINUE]),
    ("Over the last 2 weeks", [lambda keys: keys.turn_to("gad2", "Several days"), CONTINUE]),
    ("Over the last 2 weeks", [CONTINUE]),
    ("Mood and sleep", [CONTINUE]),
    (
        "Your medicines",
        [
            lambda keys: name_medicine(keys, "med_list-0", "amitripty", "amitriptyline"),
            lambda keys: keys.type("med_list-1", "sertralene"),
            CONTINUE,
        ],
    ),
    (
        "Your medicines",
        [
            lambda keys: follow(keys, "sertralene", leads_to="med_list-1-offers"),
            lambda keys: keys.turn_to("med_list-1-take", "sertraline"),
            CONTINUE,
        ],
    ),
    ("How it goes with your medicines", [CONTINUE]),
    ("Alcohol and other substances", [CONTINUE]),
    ("Do you have any of these", [CONTINUE]),
    (
        "And any of these?",
        [lambda keys: keys.tick("Memory"), lambda keys: keys.tick("None of these"), CONTINUE],
    ),
    ("And any of these?", [lambda keys: keys.tick("None of these"), CONTINUE]),
    ("Work and driving", [CONTINUE]),
    ("What matters to you", [lambda keys: keys.type("visit_goal", "To sleep through"), CONTINUE]),
    ("Check your answers", [lambda keys: keys.go("Send to the clinic")]),
]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_visit_from_the_start_until_it_is_sent(browser: Browser, site: Site, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(site.address)
        keys = Keys(page)
        for heading, steps in ROWS:
            assert keys.heading[: len(heading)] == heading
            for step in steps:
                step(keys)
        assert keys.heading == "What to talk about at your visit"
        told = page.locator("main").inner_text()
        assert "Sent to the clinic." in told
        assert "To sleep through" in told
        assert "more than one antidepressant: amitriptyline and sertralene" in told


@pytest.mark.parametrize("path", ["/", "/f/person", "/f/on", "/f/check", "/clinic"])
def test_every_stop_of_a_page_is_met_once_and_the_focus_leaves_again(
    browser: Browser, site: Site, path: str
) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(site.address)
        Keys(page).go("Start")
        page.goto(f"{site.address}{path}")
        keys = Keys(page)
        stops = keys.around()
        assert stops[0].words == "Skip to the main content"
        assert len(stops) == page.evaluate("access.stops()")


def follow(keys: Keys, words: str, *, leads_to: str) -> None:
    """Press a line of the summary that has the focus already; it leads to its field."""
    stop = keys.here()
    assert stop.kind == "div"
    while stop.kind != "a" or words not in stop.words:
        stop = keys.press("Tab")
    assert keys.press("Enter").id == leads_to


def name_medicine(keys: Keys, name: str, begun: str, whole: str) -> None:
    """Choose a name that is suggested, where scripts run; type it to its end elsewhere."""
    keys.type(name, begun)
    if keys.page.evaluate("!document.querySelector('[role=combobox]')"):
        keys.page.keyboard.type(whole.removeprefix(begun))
        return
    keys.page.get_by_role("listbox").wait_for()
    keys.press("ArrowDown")
    assert keys.press("Enter").value == whole
