"""Every state of every page can be used by everybody, as far as a machine can tell.

Trees that changed on purpose are written again with ``make golden``; read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from screener.content import templates_folder
from screener.model.rulebook import Rulebook
from tests.access.looking import KINDS, Seen
from tests.pictures.pages import PAGES, SCREENS, State

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).with_name("golden")
WRITE = os.environ.get("SCREENER_TEST_GOLDEN") == "write"
STATES = [state for state in PAGES if not state.known]
ELSEWHERE = ("author/", "book/", "paper/form.html")
"""Templates that no visit shows: of the app for authors, and of the form for a pen."""
NAMES = [state.name for state in STATES]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong(seen: dict[str, Seen], name: str, kind: str) -> None:
    assert seen[name].faults[kind] == []


@pytest.mark.parametrize("state", STATES, ids=NAMES)
def test_the_tree_that_a_screen_reader_gets_is_the_one_agreed_on(seen: dict[str, Seen], state: State) -> None:
    kept = GOLDEN / f"{state.name}.yaml"
    tree = seen[state.name].tree
    if WRITE:
        kept.write_text(tree, encoding="utf-8")
    assert tree == kept.read_text(encoding="utf-8")


def test_no_tree_is_kept_of_a_state_that_is_gone() -> None:
    assert {kept.stem for kept in GOLDEN.iterdir()} == set(NAMES)


@pytest.mark.parametrize("state", STATES, ids=NAMES)
def test_each_state_shows_its_template(seen: dict[str, Seen], state: State) -> None:
    assert seen[state.name].template == state.template


def test_every_template_has_a_state() -> None:
    texts = {
        path.relative_to(templates_folder()).as_posix(): path.read_text(encoding="utf-8")
        for path in templates_folder().rglob("*.html")
    }
    parts = {
        part
        for text in texts.values()
        for part in re.findall(r'{%-? *(?:extends|import|from|include) "([^"]+)"', text)
    }
    pages = {name for name in set(texts) - parts if not name.startswith(ELSEWHERE)}
    assert pages == {state.template for state in STATES}


def test_every_screen_has_a_state(rulebook: Rulebook) -> None:
    assert set(rulebook.screens) == set(SCREENS)


def test_no_two_pages_have_one_title(seen: dict[str, Seen]) -> None:
    pages: dict[str, set[str]] = {}
    for name, found in seen.items():
        screen = re.fullmatch(r"(?:screen|answered|larger)-(.+)", name)
        page = screen[1] if screen and screen[1] in SCREENS else found.template
        if found.template == "screen.html" and page == "screen.html":
            continue  # a state of one of the screens, which have their own
        kiosk = "kiosk " if name.startswith("kiosk") else ""
        pages.setdefault(kiosk + found.title.removeprefix("Error: "), set()).add(page)
    assert {title: sorted(found) for title, found in pages.items() if len(found) > 1} == {}


def test_the_start_page_says_how_long_a_form_waits(seen: dict[str, Seen]) -> None:
    assert "no page runs out while you read. You can stop and come back within 7 days." in seen["start"].tree
    assert "7 days" not in seen["kiosk-start"].tree
