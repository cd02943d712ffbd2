"""Screens: what is shown at once, and whether every question stands on exactly one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screener.codes import Code
from screener.model.question import Checklist, Layout, Question, Screen
from screener.rulebook.parts.names import Names
from screener.rulebook.yaml.fields import Fields, fields
from screener.rulebook.yaml.nodes import Block, Items, Node, Scalar
from screener.rulebook.yaml.problems import Problems


def read_screen(node: Node, names: Names, problems: Problems) -> Screen | None:
    """One screen without its condition, or None where its id or layout is not known."""
    keys = fields(node)
    if keys is None or not keys.text("id") or not keys.text("layout"):
        return None
    layout = Layout(keys.text("layout"))
    names.instruments.find(keys.nodes.get("instrument"), problems)
    items = tuple(_items(keys, layout, names, problems))
    if layout is Layout.GRID:
        _check_grid(keys, names, problems)
    return Screen(
        id=keys.text("id"),
        part=keys.text("part"),
        title=keys.text("title"),
        layout=layout,
        items=items,
        intro=keys.text("intro"),
        instrument=keys.text("instrument"),
        line=keys.place_of("id").line,
    )


def _items(keys: Fields, layout: Layout, names: Names, problems: Problems) -> Iterator[str | Checklist]:
    rather_not = keys.has("rather_not")
    listed = keys.items("questions")
    if layout is Layout.CHECKLIST:
        group = [item for item in listed if not isinstance(item, Items)]
        yield Checklist(_checklist(group, names, problems), rather_not)
    for item in listed:
        if isinstance(item, Items):
            if layout is Layout.MIXED:
                yield Checklist(_checklist(item.items, names, problems), rather_not)
            else:
                what = f"a list within `questions` is a checklist, and this screen's layout is `{layout}`"
                problems.add(
                    item.place,
                    Code.NESTED_LIST,
                    what=what,
                    mend="write `layout: mixed`, or take the brackets out",
                )
        elif layout is not Layout.CHECKLIST:
            id = names.question_ids.find(item, problems)
            if id is not None:
                yield id


def _checklist(items: Sequence[Node], names: Names, problems: Problems) -> tuple[str, ...]:
    for item in items:
        question = names.questions.get(item.written) if isinstance(item, Scalar) else None
        if question is not None and question.type != "yes_no":
            what = (
                f"a checklist holds yes/no questions only, and `{question.id}` is of `type: {question.type}`"
            )
            mend = "use `layout: mixed` and write it beside the checklist"
            problems.add(item.place, Code.NO_YES_NO, what=what, mend=mend)
    return names.question_ids.find_all(items, problems)


def _check_grid(keys: Fields, names: Names, problems: Problems) -> None:
    first: Question | None = None
    for item in keys.items("questions"):
        question = names.questions.get(item.written) if isinstance(item, Scalar) else None
        if question is None:
            continue
        if question.type != "scale":
            what = f"a grid holds scales only, and `{question.id}` is of `type: {question.type}`"
            problems.add(
                item.place, Code.NO_SCALE, what=what, mend="use `layout: list`, or move it to another screen"
            )
        elif first is not None and _columns(question) != _columns(first):
            what = f"the scale of `{question.id}` differs from that of `{first.id}`, and a grid has one scale"
            problems.add(
                item.place, Code.MIXED_SCALES, what=what, mend="use `layout: list`, or the same scale for all"
            )
        else:
            first = first or question


def _columns(question: Question) -> tuple[int, int, tuple[str, ...]]:
    return question.low, question.high, question.steps


def check_placed(screens: Items, questions: Block, names: Names, problems: Problems) -> Mapping[str, int]:
    """Report questions on no screen or on two; the result is the position of each question's screen."""
    first: dict[str, Scalar] = {}
    positions: dict[str, int] = {}
    for position, screen in enumerate(screens.items):
        for item in _written(screen):
            if item.written in first:
                what = (
                    f"`{item.written}` stands on a screen already, on line {first[item.written].place.line}"
                )
                problems.add(item.place, Code.PLACED_TWICE, what=what, mend="take one of the two out")
            first.setdefault(item.written, item)
            positions.setdefault(item.written, position)
    whole = all(any(_written(screen)) for screen in screens.items)
    for id, _ in questions.entries:
        if whole and id.written not in first:
            what = f"`{id.written}` stands on no screen, so nobody is asked"
            mend = "add it to the `questions` of a screen, or take it out"
            problems.add(id.place, Code.NOT_PLACED, what=what, mend=mend)
    return {id: position for id, position in positions.items() if id in names.question_ids}


def _written(screen: Node) -> Iterator[Scalar]:
    keys = fields(screen)
    for item in keys.items("questions") if keys is not None else ():
        for inner in item.items if isinstance(item, Items) else (item,):
            if isinstance(inner, Scalar):
                yield inner
