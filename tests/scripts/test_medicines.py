"""Medicine names suggested while one is typed, and rows added and taken away, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, Route, expect

from screener.visits import Visits
from screener.web import app as web_app
from tests.scripts.conftest import Opened, at_screen
from tests.web.people import Patient
from tests.web.test_journey import only_visit

pytestmark = pytest.mark.browser

FIRST = "#med_list-0"
OPTION = "[role=option]"


@pytest.fixture
def at_medicines(patient: Patient) -> Patient:
    return at_screen(patient, "Your medicines")


@pytest.fixture
def page(at_medicines: Patient, opened: Opened) -> Page:
    return opened(at_medicines)


def type_in(page: Page, words: str, field: str = FIRST) -> None:
    page.locator(field).press_sequentially(words)


def expect_closed(page: Page) -> None:
    expect(page.locator("[role=listbox]")).to_have_count(0)
    expect(page.locator(FIRST)).to_have_attribute("aria-expanded", "false")


def taken(page: Page) -> Locator:
    """The list of what is taken now; another on the same page is of what was stopped."""
    return page.get_by_role("group", name="What do you take now?")


def values(page: Page) -> list[str]:
    return [field.input_value() for field in taken(page).get_by_role("combobox").all()]


def typed_rows(visits: Visits, patient: Patient) -> list[str]:
    return [row["typed"] for row in only_visit(visits, patient).state.raw["med_list"]]


def test_names_are_offered_and_taken_by_keyboard(page: Page) -> None:
    field = taken(page).get_by_role("combobox", name="Medicine 1", exact=True)
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-expanded", "false")
    type_in(page, "cymb")
    expect(page.get_by_role("listbox", name="Medicine names")).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert field.get_attribute("aria-activedescendant") is None
    expect(page.get_by_role("status").last).to_have_text("1 name found")

    field.press("ArrowDown")
    option = page.get_by_role("option", selected=True)
    expect(option).to_have_text("Cymbalta duloxetine, SNRI")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    field.press("Enter")
    expect(field).to_have_value("Cymbalta")
    expect(field).to_be_focused()
    expect_closed(page)


def test_arrows_go_round_the_list(page: Page) -> None:
    type_in(page, "tylenol")
    expect(page.locator(OPTION)).to_have_count(5)
    names = [text.split("\n")[0].strip() for text in page.locator(OPTION).all_inner_texts()]
    seen = []
    for key in ("ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        selected = page.get_by_role("option", selected=True)
        expect(selected).to_have_count(1)
        seen.append(selected.inner_text().split("\n")[0].strip())
    assert seen == [names[4], names[0], names[1], names[0], names[4]]


def test_escape_closes_the_list_and_keeps_what_was_typed(page: Page) -> None:
    type_in(page, "cymb")
    expect(page.locator(OPTION)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect_closed(page)
    assert page.input_value(FIRST) == "cymb"
    assert page.locator(FIRST).get_attribute("aria-activedescendant") is None


def test_tab_closes_the_list_and_takes_nothing(page: Page) -> None:
    type_in(page, "hydroxyz")
    expect(page.locator(OPTION)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect_closed(page)
    assert page.input_value(FIRST) == "hydroxyz"


def test_enter_without_a_choice_sends_what_was_typed(
    page: Page, at_medicines: Patient, visits: Visits
) -> None:
    type_in(page, "cymb")
    expect(page.locator(OPTION)).to_have_count(1)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert typed_rows(visits, at_medicines) == ["cymb"]


def test_a_name_is_taken_by_pressing_it(page: Page) -> None:
    type_in(page, "cymb")
    page.locator(OPTION, has_text="Cymbalta").click()
    assert page.input_value(FIRST) == "Cymbalta"
    expect(page.locator(FIRST)).to_be_focused()
    expect_closed(page)


def never(route: Route) -> None:
    """Let a request wait without an answer."""


FAILURES = [
    lambda route: route.fulfill(status=500, body="<h1>Sorry</h1>"),
    lambda route: route.fulfill(status=429, body="{}"),
    lambda route: route.fulfill(status=200, body="no json"),
    lambda route: route.abort(),
]


@pytest.mark.parametrize("fail", FAILURES, ids=["500", "429", "no json", "no answer"])
def test_a_server_that_fails_takes_nothing_from_the_page(
    page: Page, at_medicines: Patient, visits: Visits, fail: object
) -> None:
    page.route("**/f/names", fail)
    with page.expect_request("**/f/names"):
        type_in(page, "cymb")
    page.wait_for_function("document.querySelector('[role=listbox]') === null")
    type_in(page, "alta")
    expect_closed(page)
    with page.expect_navigation():
        page.click("main .main")
    assert typed_rows(visits, at_medicines) == ["cymbalta"]


def test_names_that_come_too_late_are_not_offered(page: Page) -> None:
    page.clock.install()
    page.route("**/f/names", never)
    with page.expect_request("**/f/names"):
        type_in(page, "cymb")
        page.clock.run_for(300)
    with page.expect_event("requestfailed"):
        page.clock.run_for(2000)
    expect_closed(page)
    assert page.input_value(FIRST) == "cymb"


def test_names_that_come_after_one_moved_on_are_not_offered(page: Page) -> None:
    page.route("**/f/names", never)
    with page.expect_request("**/f/names"):
        type_in(page, "cymb")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Tab")
    expect_closed(page)


def test_the_server_is_asked_by_post_once_for_a_word_and_not_in_the_address(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/f/" in request.url else None)
    type_in(page, "cymb")
    expect(page.locator(OPTION)).to_have_count(1)
    assert [(one.method, re.sub("^http://[^/]+", "", one.url)) for one in asked] == [("POST", "/f/names")]
    assert set(re.findall("([a-z_]+)=", asked[0].post_data)) == {"csrf_token", "typed"}


def test_rows_are_added_and_the_server_reads_them(page: Page, at_medicines: Patient, visits: Visits) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    rows = len(values(page))
    more = taken(page).get_by_role("button", name="Add another medicine")
    more.click()
    more.click()
    assert len(values(page)) == rows + 2
    assert "POST" not in asked
    last = taken(page).get_by_role("combobox", name="Medicine 6", exact=True)
    expect(last).to_be_focused()
    assert last.get_attribute("id") == last.get_attribute("name") == "med_list-5"
    last.fill("Cymbalta")
    row = page.locator(".medicine", has=page.locator("#med_list-5"))
    row.locator("summary").click()
    row.get_by_label("What is it for?").fill("nerves")
    page.fill(FIRST, "ibuprofen")
    page.check("#med_list_sure-complete")
    with page.expect_navigation():
        page.click("main .main")
    assert typed_rows(visits, at_medicines) == ["ibuprofen", "Cymbalta"]
    assert only_visit(visits, at_medicines).state.raw["med_list"][1]["reason"] == "nerves"


def test_added_rows_suggest_names_too(page: Page) -> None:
    page.locator("button[value=more]").first.click()
    page.keyboard.type("cymb")
    page.keyboard.press("ArrowDown")
    expect(page.locator(OPTION)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#med_list-4") == "Cymbalta"


def test_a_row_is_taken_away_and_the_rest_keep_their_order(
    page: Page, at_medicines: Patient, visits: Visits
) -> None:
    for number, name in enumerate(["ibuprofen", "gabapentin", "sertraline"]):
        page.fill(f"#med_list-{number}", name)
    page.get_by_role("button", name="Remove gabapentin").click()
    assert values(page)[:3] == ["ibuprofen", "sertraline", ""]
    expect(taken(page).get_by_role("combobox", name="Medicine 2", exact=True)).to_be_focused()
    expect(page.get_by_role("status").last).to_have_text("Removed: gabapentin")
    assert page.input_value("#med_list-1") == "sertraline"
    with page.expect_navigation():
        page.click("main .main")
    assert typed_rows(visits, at_medicines) == ["ibuprofen", "sertraline"]


def test_a_list_holds_as_many_rows_as_the_server_reads(page: Page) -> None:
    more = page.locator("button[value=more]").first
    more.evaluate("(button) => { while (!button.hidden) button.click() }")
    expect(more).to_be_hidden()
    assert page.locator("#med_list-24").count() == 1
    assert page.locator("#med_list-25").count() == 0
    page.fill(FIRST, "ibuprofen")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove ibuprofen").click()
    expect(more).to_be_visible()


def test_an_offer_goes_with_its_row(page: Page, at_medicines: Patient, visits: Visits) -> None:
    page.fill(FIRST, "ibuprofen")
    page.fill("#med_list-1", "hydroxyz")
    with page.expect_navigation():
        page.click("main .main")
    page.get_by_label("hydroxyzine").first.check()
    page.get_by_role("button", name="Remove ibuprofen").click()
    assert page.locator("#med_list-0-offers input:checked").get_attribute("name") == "med_list-0-take"
    with page.expect_navigation():
        page.click("main .main")
    row = only_visit(visits, at_medicines).state.raw["med_list"][0]
    assert (row["typed"], row["taken_as"]) == ("hydroxyz", "hydroxyzine")


def test_axe_finds_nothing_with_the_list_open_and_a_row_added(page: Page) -> None:
    page.locator("button[value=more]").first.click()
    type_in(page, "tylenol")
    expect(page.locator(OPTION)).to_have_count(5)
    page.keyboard.press("ArrowDown")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_list_stays_inside_a_small_screen(at_medicines: Patient, opened: Opened) -> None:
    page = opened(at_medicines, viewport={"width": 320, "height": 600})
    type_in(page, "tylenol")
    expect(page.locator(OPTION)).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_is_refused_by_the_content_policy(at_medicines: Patient, opened: Opened) -> None:
    page = opened(at_medicines)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    page.locator("button[value=more]").first.click()
    type_in(page, "tylenol")
    expect(page.locator(OPTION)).to_have_count(5)
    page.keyboard.press("Escape")
    assert said == []


def test_without_scripts_the_same_page_asks_the_server_for_rows(
    at_medicines: Patient, opened: Opened, visits: Visits
) -> None:
    page = opened(at_medicines, java_script_enabled=False)
    assert page.get_by_role("combobox").count() == 0
    page.fill("#med_list-3", "Cymbalta")
    page.locator("button[value=more]").first.click()
    assert page.input_value("#med_list-3") == "Cymbalta"
    page.fill("#med_list-6", "ibuprofen")
    page.click("main .main")
    assert typed_rows(visits, at_medicines) == ["Cymbalta", "ibuprofen"]


def test_the_script_is_small() -> None:
    import gzip

    script = Path(web_app.__file__).parent / "static" / "client.js"
    assert len(gzip.compress(script.read_bytes(), 9)) <= 4096
