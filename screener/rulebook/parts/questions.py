"""Questions: everything about them but their conditions."""

from __future__ import annotations

from collections.abc import Mapping

from screener.codes import Code
from screener.model.question import TYPES, Question, QuestionType
from screener.rulebook.parts.names import Names
from screener.rulebook.yaml.fields import Fields, fields, listed_nodes
from screener.rulebook.yaml.nodes import Block, Items, Node, Scalar
from screener.rulebook.yaml.problems import Problems, listed

MOST_STEPS = 101

STATE_OPTIONS = ("not_sure", "prefer_not")
NO_OPTIONS = {
    "none": "write it as a key of the question, `none: …`, beside `options`",
    "not_ticked": "choose another id: this one says that an option was not ticked",
    "not_reached": "choose another id: this one says that the screen was not passed",
}


def types_by_key() -> dict[str, list[QuestionType]]:
    """The keys that not every question has, each with the types that it goes with."""
    keys = dict.fromkeys(key for row in TYPES.values() for key in row.keys)
    return {key: [kind for kind, row in TYPES.items() if key in row.keys] for key in keys}


def read_question(
    id: Scalar, node: Node, *, option_lists: Block | None, names: Names, problems: Problems
) -> Question | None:
    """One question without its conditions, or None where its type or scale is not known."""
    keys = fields(node)
    if keys is None or not keys.text("type"):
        return None
    kind = QuestionType(keys.text("type"))
    row = TYPES[kind]
    for key, types in types_by_key().items():
        if keys.has(key) and kind not in types:
            what = f"`{key}` does not go with `type: {kind}`"
            mend = f"take it out, or change the type to {listed(types)}"
            problems.add(keys.place_of(key), Code.KEY_MISFIT, what=what, mend=mend)
    options = _options(keys, kind, option_lists, names, problems)
    low, high, steps, anchors = (
        _scale(keys, option_lists, names, problems) if "range" in row.keys else (0, 1, (), {})
    )
    if low >= high:
        return None
    return Question(
        id=id.written,
        ask=keys.text("ask"),
        label=keys.text("label"),
        type=kind,
        line=id.place.line,
        hint=keys.text("hint"),
        safety=keys.has("safety"),
        mood=keys.has("mood"),
        options={name: words for name, words in options.items() if name not in STATE_OPTIONS},
        not_sure=options.get("not_sure", ""),
        prefer_not=options.get("prefer_not", ""),
        none=keys.text("none"),
        alone=_alone(keys, options, problems),
        low=low,
        high=high if "range" in row.keys else 0,
        steps=steps,
        anchors=anchors,
        medicines=_medicines(keys, options, names, problems),
        loinc=keys.text("loinc"),
    )


def _options(
    keys: Fields, kind: QuestionType, option_lists: Block | None, names: Names, problems: Problems
) -> dict[str, str]:
    if "options" not in TYPES[kind].keys:
        return {}
    node = keys.nodes.get("options")
    if node is None:
        what, mend = "this question has no options to choose from", "add `options:` with ids and texts"
        problems.add(keys.place, Code.MISSING_KEY, what=what, mend=mend)
        return {}
    if isinstance(node, Scalar):
        node = _option_list(node, Block, option_lists, names, problems)
    entries = node.entries if isinstance(node, Block) else ()
    options = {}
    for name, words in entries:
        if name.written in NO_OPTIONS:
            what = f"`{name.written}` cannot be an option"
            problems.add(name.place, Code.RESERVED_OPTION, what=what, mend=NO_OPTIONS[name.written])
        elif isinstance(words, Scalar):
            options[name.written] = str(words.value)
    if entries and not options.keys() - set(STATE_OPTIONS):
        what, mend = "these options hold no answer but `not_sure` and `prefer_not`", "add an option"
        problems.add(keys.place_of("options"), Code.TOO_FEW, what=what, mend=mend)
    return options


def _option_list(
    name: Scalar, form: type[Items | Block], option_lists: Block | None, names: Names, problems: Problems
) -> Node | None:
    if names.option_lists.find(name, problems) is None or option_lists is None:
        return None
    node = next((node for key, node in option_lists.entries if key.written == name.written), None)
    if node is None or isinstance(node, form):
        return node
    wanted = "a list of texts (`[…, …]`)" if form is Items else "a block of options (`id: text`)"
    what = f"the option list `{name.written}` does not fit here, where {wanted} is expected"
    problems.add(
        name.place, Code.OPTION_LIST_MISFIT, what=what, mend="name another option list, or rewrite this one"
    )
    return None


def _alone(keys: Fields, options: Mapping[str, str], problems: Problems) -> tuple[str, ...]:
    alone = [item for item in keys.items("alone") if isinstance(item, Scalar)]
    _check_options(alone, options, problems)
    return tuple(item.written for item in alone)


def _check_options(given: list[Scalar], options: Mapping[str, str], problems: Problems) -> None:
    real = [name for name in options if name not in STATE_OPTIONS]
    for item in given:
        if options and item.written not in real:
            problems.unknown(item, Code.UNKNOWN_OPTION, what="option", known=real)


def _medicines(keys: Fields, options: Mapping[str, str], names: Names, problems: Problems) -> dict[str, str]:
    entries = keys.entries("medicines")
    _check_options([key for key, _ in entries], options, problems)
    medicines = {}
    for option, generic in entries:
        if not isinstance(generic, Scalar):
            continue
        if generic.written != "unrecognized" and generic.written not in names.vocabulary.medicines:
            known = names.vocabulary.medicines.keys()
            problems.unknown(
                generic, Code.UNKNOWN_GENERIC, what="medicine with the generic name", known=known
            )
        medicines[option.written] = generic.written
    return medicines


def _scale(
    keys: Fields, option_lists: Block | None, names: Names, problems: Problems
) -> tuple[int, int, tuple[str, ...], dict[int, str]]:
    named, ranged = keys.has("steps"), keys.has("range") or keys.has("anchors")
    if named == ranged:
        what = "a scale has either `steps`, or `range` and `anchors`"
        mend = "take one of them out" if named else "add `steps: option_list`, or `range` and `anchors`"
        problems.add(keys.place_of("steps"), Code.SCALE_FORM, what=what, mend=mend)
        return 0, 0, (), {}
    if named:
        name = keys.nodes["steps"]
        node = _option_list(name, Items, option_lists, names, problems) if isinstance(name, Scalar) else None
        steps = tuple(str(item.value) for item in listed_nodes(node) if isinstance(item, Scalar))
        return 0, max(len(steps) - 1, 0), steps, {}
    return _range(keys, problems, anchored=keys.text("type") in types_by_key()["anchors"])


def _range(
    keys: Fields, problems: Problems, *, anchored: bool
) -> tuple[int, int, tuple[str, ...], dict[int, str]]:
    ends = [item.value for item in keys.items("range") if isinstance(item, Scalar)]
    anchors = {
        key.value: str(node.value) for key, node in keys.entries("anchors") if isinstance(node, Scalar)
    }
    numbers = [end for end in ends if isinstance(end, int)]
    if len(numbers) != 2:
        if not keys.has("range"):
            what, mend = "the `range` of this scale is missing", "add `range: [lowest, highest]`"
            problems.add(keys.place, Code.MISSING_KEY, what=what, mend=mend)
        return 0, 0, (), {}
    low, high = numbers
    if not low < high <= low + MOST_STEPS - 1:
        what = f"a scale cannot run from {low} to {high}"
        mend = f"write the lower end first, and at most {MOST_STEPS} steps"
        problems.add(keys.place_of("range"), Code.OUT_OF_RANGE, what=what, mend=mend)
    outside = [key for key, _ in keys.entries("anchors") if key.value not in range(low, high + 1)]
    for key in outside:
        what = f"the anchor {key.written} lies outside the scale"
        problems.add(key.place, Code.OUT_OF_SCALE, what=what, mend=f"write a number from {low} to {high}")
    if anchored and not outside and not {low, high} <= anchors.keys():
        what = "the words for an end of the scale are missing"
        problems.add(
            keys.place_of("anchors"), Code.MISSING_KEY, what=what, mend=f"give `anchors` for {low} and {high}"
        )
    return low, high, (), {key: words for key, words in anchors.items() if isinstance(key, int)}
