"""Somebody who has a keyboard and nothing else, and who must see where the focus is."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.access.looking import PROBE

MOST_STOPS = 150


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the focus is, and whether it can be seen.

    ``unseen`` is the stop before, when it looked there as it looks without focus; ``outside`` is this one,
    when it is out of sight. ``at`` is its place among the elements of the page.
    """

    unseen: str
    outside: str
    at: int
    id: str
    kind: str
    name: str
    value: str
    words: str


class Keys:
    """Presses keys on a page; every stop on the way must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def here(self) -> Stop:
        """The stop that has the focus now."""
        found = self.page.evaluate("globalThis.access?.stop()")
        if found is None:
            self.page.evaluate(PROBE)
            found = self.page.evaluate("access.stop()")
        stop = Stop(**found)
        assert stop.unseen == "", f"the focus does not show: {stop.unseen}"
        assert stop.outside == "", f"the focus is out of sight: {stop.outside}"
        return stop

    def press(self, key: str) -> Stop:
        self.page.keyboard.press(key)
        return self.here()

    def to(self, *, words: str = "", name: str = "", kinds: tuple[str, ...] = ()) -> Stop:
        """Press Tab until the focus is on what has these words or this name."""
        stop = self.here()
        for _ in range(MOST_STOPS):
            if (not words or stop.words.startswith(words)) and name in ("", stop.name) and stop.kind in kinds:
                return stop
            stop = self.press("Tab")
        raise AssertionError(f"no stop is {words or name} on the page {self.heading}")

    def around(self) -> list[Stop]:
        """All stops of the page in their turn, until the focus leaves it or comes round."""
        stops: list[Stop] = []
        for _ in range(MOST_STOPS):
            stop = self.press("Tab")
            if stop.kind == "body" or stop in stops:
                return stops
            stops.append(stop)
        raise AssertionError(f"the focus never leaves {self.heading}: {stops[-3:]}")

    def tick(self, words: str) -> None:
        self.to(words=words, kinds=("checkbox", "radio"))
        self.press("Space")

    def turn_to(self, name: str, words: str) -> None:
        """Choose in a group of circles with the arrows."""
        stop = first = self.to(name=name, kinds=("radio",))
        while not stop.words.startswith(words):
            stop = self.press("ArrowDown")
            assert stop != first, f"{name} offers no {words}"
        self.press("Space")

    def type(self, name: str, words: str) -> None:
        self.to(name=name, kinds=("text", "password", "textarea", "select"))
        self.page.keyboard.type(words)

    def go(self, words: str) -> None:
        """Press a button or follow a link."""
        self.to(words=words, kinds=("button", "a"))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
