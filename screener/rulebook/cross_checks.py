"""What only the whole rulebook can tell: order of showing, cycles, the form, hiding, pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screener.codes import Code
from screener.errors import Place
from screener.model.rule import Priority
from screener.rulebook.parts.conditions import Mention
from screener.rulebook.parts.facts import Uses
from screener.rulebook.parts.rules import ReadRule
from screener.rulebook.yaml.nodes import Scalar
from screener.rulebook.yaml.problems import Problems


@dataclass(frozen=True, slots=True)
class Shown:
    """A `show_when`: what it mentions, and the position of the screen that it governs."""

    mentions: tuple[Mention, ...]
    position: int


def check_shown(
    shown: Iterable[Shown],
    positions: Mapping[str, int],
    screens: tuple[str, ...],
    uses: Uses,
    problems: Problems,
) -> None:
    """Report a `show_when` that names the form, or a question that is not on an earlier screen."""
    for item in shown:
        for mention in item.mentions:
            if uses.speaks_of_form(mention):
                what = f"`show_when` cannot ask for {_said(mention)}, which speaks of the form"
                problems.add(
                    mention.place, Code.FORM_IN_SHOW_WHEN, what=what, mend="ask for an answer instead"
                )
            late = [
                name
                for name in (reached.name for reached in uses.reached(mention))
                if positions.get(name, -1) >= item.position
            ]
            if late:
                problems.add(
                    mention.place, Code.SHOWN_TOO_LATE, **_late(mention, late[0], positions, screens, item)
                )


def _late(
    mention: Mention, late: str, positions: Mapping[str, int], screens: tuple[str, ...], item: Shown
) -> dict[str, str]:
    through = "" if late == mention.name else f" (through `{mention.name}`)"
    same = positions[late] == item.position
    where = "the same screen" if same else f"the later screen `{screens[positions[late]]}`"
    what = f"`show_when` names `{late}`{through}, which stands on {where}"
    return {"what": what, "mend": f"move `{late}` to an earlier screen, or this to a later one"}


def _said(mention: Mention) -> str:
    return f"`{mention.name}`"


def check_form(mentions: Iterable[Mention], uses: Uses, problems: Problems) -> None:
    """Report form words under `not`, themselves or through a fact."""
    for mention in mentions:
        if mention.negated and uses.speaks_of_form(mention):
            what = f"{_said(mention)} speaks of the form, so it cannot stand under `not`"
            mend = "say what is the case instead of what is not"
            problems.add(mention.place, Code.FORM_UNDER_NOT, what=what, mend=mend)


def check_complete_if(mentions: Iterable[Mention], uses: Uses, problems: Problems) -> tuple[Mention, ...]:
    """Report form words in what closes a list of medicines; the result is the rest of the mentions."""
    kept = []
    for mention in mentions:
        if uses.speaks_of_form(mention):
            what = f"`complete_if` cannot ask for {_said(mention)}, which speaks of the form"
            problems.add(mention.place, Code.FORM_IN_COMPLETE_IF, what=what, mend="ask for an answer instead")
        else:
            kept.append(mention)
    return tuple(kept)


def check_about(read: ReadRule, uses: Uses, problems: Problems) -> None:
    """Report a rule that speaks of the form without saying so."""
    formal = [mention for mention in read.firing if not mention.negated and uses.speaks_of_form(mention)]
    if formal and not read.rule.about_form:
        what = f"{_said(formal[0])} speaks of the form, and this rule does not say that it is about the form"
        problems.add(formal[0].place, Code.NOT_ABOUT_FORM, what=what, mend="add `about: form` to the rule")


def check_cycles(uses: Uses, places: Mapping[str, Place], problems: Problems) -> None:
    """Report facts, sets and lists of medicines that are made of themselves."""
    edges = {name: tuple(part.name for part in parts if not part.form) for name, parts in uses.parts.items()}
    for cycle in _cycles(edges):
        what = f"`{cycle[0]}` is made of itself: {_path(cycle)}"
        problems.add(
            places[cycle[0]], Code.CYCLE, what=what, mend="take one of these names out of the next one"
        )


def check_hides(rules: Mapping[str, ReadRule], problems: Problems) -> None:
    """Report hiding oneself, in a circle, or an emergency."""
    for read in rules.values():
        for node in read.keys.items("hides"):
            other = rules.get(node.written) if isinstance(node, Scalar) else None
            if other is not None and other.rule.priority is Priority.EMERGENCY:
                what = f"`{other.rule.id}` is an emergency, and no emergency is ever hidden"
                problems.add(node.place, Code.HIDES_EMERGENCY, what=what, mend="take it out of `hides`")
    for cycle in _cycles({id: read.rule.hides for id, read in rules.items()}):
        what = f"`{cycle[0]}` hides itself: {_path(cycle)}"
        place = rules[cycle[0]].place_of("hides")
        problems.add(place, Code.HIDE_CYCLE, what=what, mend="take one of these rules out of `hides`")


def check_pages(rules: Mapping[str, ReadRule], problems: Problems) -> None:
    """Report emergencies without a page, pages of other rules, and companions that are no emergency."""
    for read in rules.values():
        emergency = read.rule.priority is Priority.EMERGENCY
        if emergency and not read.keys.has("page"):
            what, mend = "an emergency needs its full page", "add `page:` with `heading`, `do` and `number`"
            problems.add(read.place_of("id"), Code.MISSING_PAGE, what=what, mend=mend)
        for place in () if emergency else _pages(read):
            what, mend = "only an emergency has a page", "take it out, or write `priority: emergency`"
            problems.add(place, Code.PAGE_MISFIT, what=what, mend=mend)
        for key, _ in read.keys.entries("with"):
            other = rules.get(key.written)
            if other is not None and (other is read or other.rule.priority is not Priority.EMERGENCY):
                what = f"`{key.written}` is no other emergency, so it never comes with this one"
                problems.add(key.place, Code.WITH_NO_EMERGENCY, what=what, mend="name another emergency rule")


def _pages(read: ReadRule) -> Iterator[Place]:
    if read.keys.has("page") or read.keys.has("with"):
        yield read.place_of("page" if read.keys.has("page") else "with")
    if any(variant.wording.page for variant in read.rule.variants):
        yield read.place_of("variants")
    if any(wording.page for wording in read.rule.regions.values()):
        yield read.place_of("regions")


def _path(cycle: tuple[str, ...]) -> str:
    return " -> ".join(f"`{name}`" for name in (*cycle, cycle[0]))


def _cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Circles among the edges: every name that lies on one lies on exactly one of those given."""
    told: set[str] = set()
    for start in edges:
        path = _way_back(start, edges) if start not in told else ()
        if path:
            told.update(path)
            yield path


def _way_back(start: str, edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest way from a name back to itself, or nothing."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for following in edges.get(name, ()):
            if following == start:
                path = [name]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return tuple(reversed(path))
            if following not in came_from:
                came_from[following] = name
                waiting.append(following)
    return ()
