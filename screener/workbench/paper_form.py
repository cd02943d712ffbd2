"""The questionnaire of a rulebook as a form to fill in with a pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from screener.engine import SLOT, contacts_for, fill_contacts
from screener.model.condition import All, Any, Chosen, Compare, Condition, Has
from screener.model.question import TYPES, Checklist, Control, Question, Screen, choices_of
from screener.model.rule import Page, Priority, Rule
from screener.model.rulebook import Rulebook

YES = ("yes",)
EVERYBODY = "Everybody answers this one."
MANY_ROWS, FEW_ROWS = 12, 4
"""Empty rows for what is taken now, and for what was."""


@dataclass(frozen=True, slots=True)
class BlankItem:
    """One question, or one list of ticks, on paper.

    ``kind`` is ``ticks``, ``yes_no``, ``one``, ``many``, ``steps``, ``numbers``, ``words`` or ``medicines``.
    ``choices`` are what can be ticked, ``apart`` what stands below them; ``only_if`` says who answers.
    ``ends`` are the words at both ends of numbers; ``rather_not`` adds the offer not to say; ``rows`` are
    the empty lines of a list.
    """

    kind: str
    ask: str
    hint: str = ""
    only_if: str = ""
    choices: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    ends: tuple[str, str] = ("", "")
    rather_not: bool = False
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """What whoever ticks this does at once."""

    ticked: str
    does: str


@dataclass(frozen=True, slots=True)
class BlankScreen:
    """One screen on paper; ``steps`` are the columns of a grid, ``alarms`` stand below the questions."""

    part: str
    title: str
    intro: str
    stem: str
    steps: tuple[str, ...]
    items: tuple[BlankItem, ...]
    below: str
    credit: str
    only_if: str
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class BlankForm:
    """The whole form; ``words`` are the region's contacts, clinic included."""

    title: str
    version: str
    hash: str
    draft: bool
    words: Mapping[str, str]
    screens: tuple[BlankScreen, ...]


def blank_form(rulebook: Rulebook, *, region: str, clinic: str) -> BlankForm:
    """The form of this rulebook with whom to call in this region, which it must have."""
    words = contacts_for(rulebook, region=region, clinic=clinic)
    return BlankForm(
        title=rulebook.title,
        version=rulebook.version,
        hash=rulebook.hash,
        draft=not rulebook.approved,
        words=words,
        screens=tuple(_screen(rulebook, screen, region, words) for screen in rulebook.screens.values()),
    )


def _screen(rulebook: Rulebook, screen: Screen, region: str, words: Mapping[str, str]) -> BlankScreen:
    only_if = _only_if(rulebook, screen.show_when)
    items = tuple(_told_once([_item(rulebook, item) for item in screen.items], before=only_if))
    steps = {item.choices for item in items if item.kind == "steps"}
    instrument = rulebook.instruments.get(screen.instrument)
    return BlankScreen(
        part=screen.part,
        title=screen.title,
        intro=screen.intro,
        stem=instrument.stem if instrument and instrument.stem != screen.title else "",
        steps=steps.pop() if len(steps) == 1 else (),
        items=items,
        below=fill_contacts(instrument.below, words) if instrument else "",
        credit=instrument.credit if instrument else "",
        only_if=only_if,
        alarms=tuple(_alarms(rulebook, screen, region, words)),
    )


def _item(rulebook: Rulebook, item: str | Checklist) -> BlankItem:
    if isinstance(item, Checklist):
        asks = tuple(rulebook.questions[id].ask for id in item.questions)
        return BlankItem("ticks", "", choices=asks, rather_not=item.rather_not)
    question = rulebook.questions[item]
    return replace(
        _by_type(question),
        hint=question.hint,
        only_if=_only_if(rulebook, question.show_when),
        apart=tuple(filter(None, (question.none, question.not_sure, question.prefer_not))),
        rows=MANY_ROWS if question.complete_if else FEW_ROWS,
    )


def _told_once(items: list[BlankItem], *, before: str) -> Iterator[BlankItem]:
    """Say before the first of several questions who answers them, and before the next one that all do."""
    for item in items:
        told = item.only_if or (EVERYBODY if before else "")
        yield replace(item, only_if="" if item.only_if and item.only_if == before else told)
        before = item.only_if


def _by_type(question: Question) -> BlankItem:
    """The kind, the choices and the ends of one question."""
    match TYPES[question.type].control:
        case Control.STEPS if question.steps:
            return BlankItem("steps", question.ask, choices=question.steps)
        case Control.STEPS:
            ends = question.anchors[question.low], question.anchors[question.high]
            return BlankItem("numbers", question.ask, choices=tuple(choices_of(question)), ends=ends)
        case Control.WORDS:
            return BlankItem("words", question.ask)
        case _:
            return BlankItem(question.type.value, question.ask, choices=tuple(question.options.values()))


def _only_if(rulebook: Rulebook, condition: Condition | None) -> str:
    """Who answers, in words for patients; whoever cannot tell is asked to answer."""
    match condition:
        case None:
            return ""
        case Chosen(id, options):
            question = rulebook.questions[id]
            chosen = " or ".join(f"“{question.options.get(option, option)}”" for option in options)
            return f"Answer this if you chose {chosen} at “{question.ask}”."
        case Compare(subject, at_least, None) if subject in rulebook.scores:
            asks = " and ".join(f"“{rulebook.questions[id].ask}”" for id in rulebook.scores[subject].items)
            sure = f"your numbers for {asks} add up to {at_least} or more"
            return f"Answer this if {sure}, or if you are not sure."
        case Compare(subject, at_least, None):
            ask = rulebook.questions[subject].ask
            return f"Answer this if you marked {at_least} or more at “{ask}”."
        case Has():
            return "Answer this if you take any medicine."
        case _:
            return "Answer this if it fits you."


def _alarms(rulebook: Rulebook, screen: Screen, region: str, words: Mapping[str, str]) -> Iterator[Alarm]:
    """The emergencies that ticks on this screen alone decide; the others are found when it is typed in."""
    for rule in rulebook.rules.values():
        page = _page(rule, region)
        if rule.priority is not Priority.EMERGENCY or page is None:
            continue
        asked, ticked = _ticked(rulebook, rule.when)
        contacts_only = all(match[2] in words for match in SLOT.finditer(page.do))
        if asked and set(asked) <= set(screen.questions) and contacts_only:
            yield Alarm(ticked, fill_contacts(page.do, words))


def _page(rule: Rule, region: str) -> Page | None:
    own = rule.regions.get(region)
    return own.page if own is not None and own.page is not None else rule.page


def _ticked(rulebook: Rulebook, condition: Condition) -> tuple[tuple[str, ...], str]:
    """The questions of a condition that is decided by ticks alone, and the ticks in words; else nothing."""
    match condition:
        case Chosen(id, options):
            question = rulebook.questions[id]
            if options == YES:
                return (id,), f"“{question.ask}”"
            return (id,), " or ".join(f"“{question.options[option]}”" for option in options)
        case Compare(id, at_least, None) if id in rulebook.questions and at_least == 1:
            question = rulebook.questions[id]
            return (id,), f"anything but “{question.steps[0]}” at “{question.ask}”"
        case Any(members) | All(members):
            told = [_ticked(rulebook, member) for member in members]
            if not all(asked for asked, _ in told):
                return (), ""
            joint = " or " if isinstance(condition, Any) else " and "
            ids = tuple(dict.fromkeys(id for asked, _ in told for id in asked))
            return ids, joint.join(ticked for _, ticked in told)
        case _:
            return (), ""
