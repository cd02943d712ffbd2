"""Looks at one state of a page with everything that a machine can tell about access, in one visit."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

from tests.pictures.pages import State

PROBE = Path(__file__).with_name("page.js").read_text()
AXE = Axe().axe_script
RULES = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
"""All of axe's rules that are on by default, and the one of WCAG 2.2 that is not."""
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 256}
"""A phone of 320 pixels, and a screen of 1280 by 1024 at 400 %."""
DOUBLED = {"width": 640, "height": 512}
"""The same screen at 200 %."""
TICKED = ("screen-warning-signs", "screen-about-you", "screen-pain-week", "screen-mood-1", "offers")
"""States with a box or circle of each look."""
LEAST_SEEN = 20
"""Pixels that must differ between a ticked and an unticked box, in colors that the person forces."""

MASKS = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), ""),
    (re.compile(r"/(f/s|r)/[\w-]+"), r"/\1/…"),
    (re.compile(r"(?<=to=)[\w-]{12}(?![\w-])"), "…"),
    (re.compile(r"\b[2-9B-Z]{3}-[2-9B-Z]{3}\b"), "REF-REF"),
    (re.compile(r"\b[0-9a-f]{8,64}\b"), "HASH"),
)
"""What differs from run to run, drawn by lot, or from rulebook to rulebook."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The page's title, its template, its tree as assistive technology gets it, and its faults by kind."""

    title: str
    template: str
    tree: str
    faults: dict[str, list[str]]


def look(page: Page, state: State, template: str) -> Seen:
    """Everything about this state; the page is left as it was."""
    page.set_viewport_size(PHONE)
    page.evaluate(PROBE)
    address = page.url
    tree = _masked(f"# {page.title()}\n{page.locator('body').aria_snapshot()}\n")
    faults = {
        "mistakes": _mistakes(page, state),
        "axe": _axe(page),
        "structure": _ask(page, "structure()"),
        "names": _ask(page, "names()"),
        "targets": _ask(page, "targets()"),
        "reflow": _narrow(page),
        "colors": _forced(page) if state.name in TICKED else [],
        "motion": _still(page),
    }
    page.set_viewport_size(PHONE)
    page.evaluate("address => history.replaceState(null, '', address)", address)
    return Seen(page.title(), template, tree, faults)


KINDS = ("mistakes", "axe", "structure", "names", "targets", "reflow", "colors", "motion")


def _ask(page: Page, question: str) -> list[str]:
    faults: list[str] = page.evaluate(f"access.{question}")
    return faults


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(rules).then((found) => found.violations)", RULES)
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def _mistakes(page: Page, state: State) -> list[str]:
    """Mistakes are told where there are any, and every line of their summary moves the focus to its field."""
    if not state.errors:
        return _ask(page, "mistakes(false)")
    faults = _ask(page, "mistakes(true)")
    for link in page.locator("main [autofocus] a[href^='#']").all():
        link.click()
        if page.evaluate("location.hash.slice(1) !== document.activeElement.id"):
            faults.append(f"does not move the focus: {link.inner_text()}")
    return faults


def _narrow(page: Page) -> list[str]:
    """Nothing scrolls sideways or is cut off: small, at 200 %, and with more space in the text."""
    page.set_viewport_size(DOUBLED)
    faults = _ask(page, "sideways()")
    page.set_viewport_size(SMALL)
    faults += _ask(page, "sideways()") + _ask(page, "spaced()")
    return faults


def _still(page: Page) -> list[str]:
    page.emulate_media(reduced_motion="reduce")
    faults = _ask(page, "moving()")
    page.emulate_media(reduced_motion="no-preference")
    return faults


def _forced(page: Page) -> list[str]:
    """A tick is seen in forced colors: one of each kind is looked at ticked and not."""
    page.emulate_media(forced_colors="active")
    faults = [
        f"ticked and not look the same: {kind}"
        for kind in ("radio", "checkbox")
        if page.locator(f"main input[type={kind}]").count()
        and _difference(page.locator(f"main input[type={kind}]").first) < LEAST_SEEN
    ]
    page.emulate_media(forced_colors="none")
    return faults


def _difference(box: Locator) -> int:
    """How many pixels around this box change with its tick."""
    was = box.is_checked()
    around = box.locator("xpath=..")
    pictures = []
    for ticked in (True, False):
        box.evaluate("(box, ticked) => { box.checked = ticked }", ticked)
        pictures.append(Image.open(io.BytesIO(around.screenshot())).convert("L"))
    box.evaluate("(box, ticked) => { box.checked = ticked }", was)
    if pictures[0].size != pictures[1].size:
        return LEAST_SEEN
    changed = ImageChops.difference(*pictures).histogram()
    return sum(changed[64:])


def _masked(tree: str) -> str:
    for pattern, mask in MASKS:
        tree = pattern.sub(mask, tree)
    return tree
