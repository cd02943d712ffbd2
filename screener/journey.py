"""The patient's way through the form: which screens are shown, part i of n, and emergencies due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.engine import View, see
from screener.model.evaluation import EmergencyBlock, Evaluation, Outcome
from screener.model.question import Checklist, Items, Screen
from screener.model.response import Response
from screener.model.rule import Page
from screener.model.rulebook import Rulebook

CRISIS = "crisis"
"""The contact whose block always follows the first instruction directly."""


@dataclass(frozen=True, slots=True)
class Step:
    """One screen as shown now: ``items`` are its questions and checklists that are shown,
    ``questions`` all of them one by one.

    ``part_number`` of ``parts`` counts the names of parts, so it never jumps when a screen is skipped.
    """

    screen: Screen
    items: Items
    questions: tuple[str, ...]
    part: str
    part_number: int
    parts: int


def steps(rulebook: Rulebook, response: Response) -> tuple[Step, ...]:
    """Every screen that is shown now, in the rulebook's order."""
    view = see(rulebook, response)
    found = (_step(view, screen) for screen in rulebook.screens.values())
    return tuple(step for step in found if step.items)


def answers_for_another(rulebook: Rulebook, response: Response) -> bool:
    """Whether somebody else fills in the form, so that "you" on its pages means another person."""
    condition = rulebook.roles.for_another
    view = see(rulebook, response)
    return condition is not None and view.value(view, condition).surely


def _step(view: View, screen: Screen) -> Step:
    parts = view.rulebook.parts
    shown = tuple(id for id in screen.questions if view.shown(id).surely)
    items: list[str | Checklist] = []
    for item in screen.items:
        if isinstance(item, Checklist):
            ticks = tuple(id for id in item.questions if id in shown)
            items += [Checklist(ticks, item.rather_not)] if ticks else []
        elif item in shown:
            items.append(item)
    return Step(screen, tuple(items), shown, screen.part, parts.index(screen.part) + 1, len(parts))


def step(rulebook: Rulebook, response: Response, screen: str) -> Step | None:
    """The screen of this id as shown now; None where it is unknown or not shown."""
    if screen not in rulebook.screens:
        return None
    found = _step(see(rulebook, response), rulebook.screens[screen])
    return found if found.items else None


def next_screen(rulebook: Rulebook, response: Response, screen: str | None) -> str | None:
    """The screen shown after this one (the first for None); None where the form is at its end."""
    return _neighbor(rulebook, response, screen, step=1)


def previous_screen(rulebook: Rulebook, response: Response, screen: str | None) -> str | None:
    """The screen shown before this one (the last for None); None where the form begins."""
    return _neighbor(rulebook, response, screen, step=-1)


def _neighbor(rulebook: Rulebook, response: Response, screen: str | None, *, step: int) -> str | None:
    view = see(rulebook, response)
    order = list(rulebook.screens)[::step]
    later = order if screen is None else order[order.index(screen) + 1 :]
    return next((id for id in later if _step(view, rulebook.screens[id]).items), None)


def emergency_blocks(
    rulebook: Rulebook, evaluation: Evaluation, *, words: Mapping[str, str]
) -> tuple[EmergencyBlock, ...]:
    """All emergencies that fire as one page: the gravest's instruction, then the crisis line, then the rest.

    The order is the rulebook's. ``words`` are the region's contacts. Two rules with the same page make one
    block. An emergency whose rule failed has no page and stands on the clinician's print only.
    """
    paged = [(outcome, outcome.page) for outcome in evaluation.emergencies if outcome.page is not None]
    distinct: dict[Page, Outcome] = {}
    for outcome, page in paged:
        distinct.setdefault(page, outcome)
    ordered = [(outcome, page) for page, outcome in distinct.items()]
    ordered[1:] = sorted(ordered[1:], key=lambda item: not _is_crisis(rulebook, item[0]))
    numbers = rulebook.contacts[evaluation.basis.region].numbers
    blocks: list[EmergencyBlock] = []
    for outcome, page in ordered:
        seen = {block.tel for block in blocks}
        wanted = (page.number, CRISIS) if _is_crisis(rulebook, outcome) else (page.number,)
        number = next((name for name in wanted if numbers[name] not in seen), "")
        blocks.append(
            EmergencyBlock(
                rule=outcome.rule,
                heading=page.heading,
                instruction=page.do,
                tel=numbers.get(number, ""),
                number_words=words.get(number, ""),
                lines=page.lines,
            )
        )
    return tuple(blocks)


def _is_crisis(rulebook: Rulebook, outcome: Outcome) -> bool:
    """Whether the rule's own page leads to the crisis contact, whatever page is shown just now."""
    page = rulebook.rules[outcome.rule].page
    return page is not None and page.number == CRISIS
