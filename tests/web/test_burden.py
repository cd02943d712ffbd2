"""How many taps a form costs a quiet and a complex patient, counted on a phone, every question answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from screener.model.question import Question, QuestionType
from screener.model.rulebook import Rulebook
from tests.test_cases import BY_ID, CASES
from tests.web.test_browser import heading, site  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser

HOW_HARD = {"phq_difficulty": "somewhat"}
PHQ = {
    **HOW_HARD,
    "phq1": 2,
    "phq2": 2,
    **{f"phq{number}": 1 for number in range(3, 10)},
    "sui_safe_now": "safe",
}
BUDGETS = [
    # case, answers beside it; at most so many screens, taps on answers, and presses in all
    ("P1", {}, 16, 43, 60),
    ("P2", {}, 16, 45, 62),
    ("P5", HOW_HARD, 16, 52, 69),
    ("P6", {}, 16, 59, 76),
    ("P6", PHQ, 17, 68, 86),
]
"""Free text is left out, as it may be; one press a screen is Continue, the last one Send."""


class Fingers:
    """Whoever taps: each tap is counted by the screen on which it was made."""

    def __init__(self, page: Page, rulebook: Rulebook, answers: dict[str, object]) -> None:
        self.page, self.rulebook, self.answers = page, rulebook, answers
        self.taps: Counter[str] = Counter()
        self.screens = 0

    def press(self) -> None:
        """Go on; not an answer."""
        with self.page.expect_navigation():
            self.page.tap("main .main")

    def tap(self, id: str) -> None:
        """Tap an answer."""
        self.page.tap(f"#{id}")
        assert self.page.locator(f"#{id}").is_checked()
        self.taps[heading(self.page)] += 1

    def answer_screen(self) -> None:
        """Answer everything that this screen shows."""
        self.screens += 1
        for name in self._fields():
            if name.startswith("list-"):
                self._checklist(name)
            elif name in self.rulebook.questions:
                self._question(self.rulebook.questions[name])

    def _fields(self) -> list[str]:
        names = self.page.locator("main form :is(input, textarea):not([type=hidden])").evaluate_all(
            "(fields) => fields.map((field) => field.name.replace(/-(none|\\d+)$/, (end, last) => "
            "field.name.startsWith('list-') ? end : ''))"
        )
        return list(dict.fromkeys(names))

    def _checklist(self, name: str) -> None:
        items = self.page.locator(f'[name="{name}"]').evaluate_all("(boxes) => boxes.map((box) => box.value)")
        yes = [item for item in items if self.answers.get(item) == "yes"]
        for item in yes or ["none"]:
            self.tap(f"{name}-{item}")

    def _question(self, question: Question) -> None:
        answer = self.answers.get(question.id)
        if question.type is QuestionType.TEXT:
            return
        if question.type is QuestionType.MEDICINES:
            self._medicines(question.id, answer)
        elif isinstance(answer, list):
            for option in answer or ["none"]:
                self.tap(f"{question.id}-{option}")
        else:
            assert answer is not None, f"{question.id} is shown and has no answer"
            self.tap(f"{question.id}-{answer}")

    def _medicines(self, id: str, names: object) -> None:
        assert isinstance(names, list)
        if not names:
            self.tap(f"{id}-list-none")
        for number, name in enumerate(names):
            if not self.page.locator(f"#{id}-{number}").count():
                self.page.locator("button[value=more]").first.tap()
                self.taps[heading(self.page)] += 1
            self.page.locator(f"#{id}-{number}").tap()
            self.page.keyboard.type(str(name))
            self.taps[heading(self.page)] += 1


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(site)
    yield page
    context.close()


@pytest.mark.parametrize(("case", "more", "screens", "taps", "presses"), BUDGETS)
def test_a_form_costs_at_most_what_it_may(
    phone: Page, rulebook: Rulebook, case: str, more: dict[str, object], screens: int, taps: int, presses: int
) -> None:
    fingers = Fingers(phone, rulebook, {**CASES["base"], **BY_ID[case]["changes"], **more})
    while not phone.locator("main form[action^='/f/s/']").count():
        fingers.press()
    while heading(phone) != "Check your answers":
        if phone.locator("section.alarm").count():
            with phone.expect_navigation():
                phone.get_by_role("button", name="I have got help, or I want to go on").click()
            continue
        fingers.answer_screen()
        fingers.press()
    told = f"{case}: {fingers.screens} screens, {fingers.taps.total()} taps, {dict(fingers.taps)}"
    assert fingers.screens <= screens, told
    assert fingers.taps.total() <= taps, told
    assert fingers.taps.total() + fingers.screens + 1 <= presses, told


def test_a_press_that_lasts_chooses_too(phone: Page) -> None:
    while not phone.locator("#peg_pain-8").count():
        with phone.expect_navigation():
            phone.tap("main .main")
    for id in ("peg_pain-8", "peg_enjoyment-0", "peg_activity-10"):
        phone.locator(f"#{id}").scroll_into_view_if_needed()
        box = phone.locator(f"#{id}").bounding_box()
        phone.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        phone.mouse.down()
        phone.wait_for_timeout(200)
        phone.mouse.up()
        assert phone.locator(f"#{id}").is_checked()
