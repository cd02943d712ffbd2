"""One press sends once, and a page with words that are not saved asks before it is left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from screener.visits import Visits
from tests.scripts.conftest import Opened, at_screen
from tests.web.people import Patient
from tests.web.test_journey import only_visit

pytestmark = pytest.mark.browser

GOAL = "#visit_goal"


@pytest.fixture
def at_goal(patient: Patient) -> Patient:
    return at_screen(patient, "What matters to you")


def asked_on(page: Page, leave: object) -> list[str]:
    """The kinds of question that the browser asks; each is answered with leaving."""
    kinds: list[str] = []

    def answer(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    leave()
    page.wait_for_load_state()
    return kinds


def press_and_type(page: Page) -> None:
    page.click(GOAL)
    page.keyboard.type("sleep")


def test_leaving_asks_where_something_is_typed_and_not_saved(at_goal: Patient, opened: Opened) -> None:
    page = opened(at_goal)
    press_and_type(page)
    assert asked_on(page, page.reload) == ["beforeunload"]


def test_leaving_does_not_ask_where_nothing_is_typed(at_goal: Patient, opened: Opened) -> None:
    page = opened(at_goal)
    page.click(GOAL)
    assert asked_on(page, page.reload) == []


def test_leaving_does_not_ask_where_it_was_taken_back(at_goal: Patient, opened: Opened) -> None:
    page = opened(at_goal)
    press_and_type(page)
    page.fill(GOAL, "")
    assert asked_on(page, page.reload) == []


@pytest.mark.parametrize("button", ["Back", "Save and come back later"])
def test_the_pages_own_buttons_do_not_ask(at_goal: Patient, opened: Opened, button: str) -> None:
    page = opened(at_goal)
    press_and_type(page)
    assert asked_on(page, lambda: page.get_by_role("button", name=button, exact=True).click()) == []


def test_the_quick_exit_does_not_ask(at_goal: Patient, opened: Opened) -> None:
    page = opened(at_goal)
    page.route("https://**", lambda route: route.fulfill(body="weather"))
    press_and_type(page)
    assert asked_on(page, lambda: page.click("a[href='/leave']")) == []


def first_is_held(page: Page, posts: list[Route]) -> None:
    """Wait until the first post has reached its route, which lets nothing through by itself."""
    for _ in range(500):
        if posts:
            return
        page.wait_for_timeout(20)
    raise AssertionError("nothing was sent")


def test_two_fast_presses_send_one_post(at_goal: Patient, opened: Opened, visits: Visits) -> None:
    page = opened(at_goal)
    posts: list[Route] = []
    page.route("**/f/s/*", lambda route: posts.append(route))
    press_and_type(page)
    page.locator("main .main").evaluate(
        "(button) => { button.click(); setTimeout(() => button.click(), 100); }"
    )
    first_is_held(page, posts)
    page.wait_for_timeout(500)
    posts[0].continue_()
    expect(page.locator("h1")).to_have_text("Check your answers")
    assert len(posts) == 1
    assert only_visit(visits, at_goal).state.raw["visit_goal"] == "sleep"


def test_a_page_that_came_back_can_be_sent_again(at_goal: Patient, opened: Opened, visits: Visits) -> None:
    page = opened(at_goal)
    press_and_type(page)
    with page.expect_navigation():
        page.click("main .main")
    page.go_back()
    page.fill(GOAL, "walk")
    with page.expect_navigation():
        page.click("main .main")
    assert only_visit(visits, at_goal).state.raw["visit_goal"] == "walk"


def test_mistakes_are_focused(patient: Patient, opened: Opened) -> None:
    patient.start().get("/f/person")
    page = opened(patient)
    page.fill("#born-day", "40")
    page.fill("#born-year", "1961")
    page.select_option("#born-month", "4")
    with page.expect_navigation():
        page.click("main .main")
    expect(page.get_by_role("alert").first).to_be_focused()


def test_a_print_button_appears_where_one_prints(patient: Patient, opened: Opened) -> None:
    patient.start().get("/f/check").post("/f/send")
    page = opened(patient)
    page.goto(page.url + "?v=1")
    page.evaluate("window.print = () => document.title = 'printed'")
    page.get_by_role("button", name="Print this page").click()
    assert page.title() == "printed"
