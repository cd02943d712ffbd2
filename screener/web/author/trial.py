"""One request's work: the file as it stands, a person's answers, and what the rules make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from screener.answers import parse
from screener.engine import contacts_for, evaluate, see
from screener.errors import Problem
from screener.model.evaluation import Evaluation, Verdict
from screener.model.navigate import questions_of
from screener.model.rulebook import Rulebook
from screener.settings import LOCAL_CLINIC
from screener.summary.shared import score_name
from screener.web.author.answer_form import Group, carry, changes, groups_of, sent
from screener.web.author.rulebook_file import CheckedFile, Good
from screener.web.author.traces import Traces, traces
from screener.workbench.book import RuleEntry
from screener.workbench.examples import own_form


@dataclass(frozen=True, slots=True)
class Tab:
    """One topic to look at, and how many of its rules fire or stay open now."""

    id: str
    title: str
    fires: int
    open: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an overview: words, and the rule or question that they lead to."""

    id: str
    words: str
    mark: str
    topic: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """The panel and the rules beside it.

    ``answers`` is what the form carries, ``fields`` the questions that it shows, ``example`` the changes of
    the person in the file's own form.
    """

    people: tuple[str, ...]
    person: str
    regions: tuple[str, ...]
    region: str
    tabs: tuple[Tab, ...]
    topic: str
    groups: tuple[Group, ...]
    every: bool
    answers: str
    fields: tuple[str, ...]
    example: str
    problems: tuple[Problem, ...]
    fired: tuple[Line, ...]
    open: tuple[Line, ...]
    scores: tuple[Line, ...]
    ask: tuple[Line, ...]
    traces: tuple[Traces, ...]


@dataclass(frozen=True, slots=True)
class Screenful:
    """Everything that the author's page shows; ``trial`` is None as long as the file was never good."""

    file: str
    reading: CheckedFile
    trial: Trial | None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a form says: whose answers with which changes, and what to look at."""

    person: str
    region: str
    topic: str
    every: bool
    raw: Mapping[str, object]


def trial_of(good: Good, form: MultiDict[str, str]) -> Trial:
    """The panel for what a form says; an empty form means the first person and the first topic."""
    rulebook, wish = good.rulebook, _wish(good, form)
    rules = next(topic.rules for topic in good.book.topics if topic.id == wish.topic)
    parsed = parse(rulebook, wish.raw)
    contacts = contacts_for(rulebook, region=wish.region, clinic=LOCAL_CLINIC)
    evaluation = evaluate(rulebook, parsed.response, region=wish.region, contacts=contacts)
    outcomes = {outcome.rule: outcome for outcome in evaluation.outcomes}
    view = see(rulebook, parsed.response)
    wanted = frozenset(rulebook.questions) if wish.every else _looked_at(rulebook, rules)
    groups = groups_of(rulebook, wish.raw, wanted, states=evaluation.states)
    return Trial(
        people=tuple(rulebook.people),
        person=wish.person,
        regions=tuple(rulebook.contacts),
        region=wish.region,
        tabs=_tabs(good, evaluation, wish.topic),
        topic=wish.topic,
        groups=groups,
        every=wish.every,
        answers=carry(wish.raw),
        fields=tuple(field.id for group in groups for field in group.fields),
        example=_example(rulebook, wish),
        problems=parsed.problems,
        fired=_fired(evaluation),
        open=_open(evaluation),
        scores=_scores(evaluation),
        ask=_ask(rulebook, evaluation),
        traces=tuple(traces(view, rule, outcomes[rule.id]) for rule in rules),
    )


def _wish(good: Good, form: MultiDict[str, str]) -> _Wish:
    rulebook = good.rulebook
    person = _known(form.get("person", ""), rulebook.people)
    fresh = not form or form.get("act") == "person"
    chosen = form.getlist("topic")[-1:]  # that of a button comes after the present one
    return _Wish(
        person=person,
        region=_known(form.get("region", ""), rulebook.contacts),
        topic=_known("".join(chosen), {topic.id: topic for topic in good.book.topics}),
        every=bool(form.get("every")),
        raw=dict(rulebook.people[person]) if fresh else sent(rulebook, form),
    )


def _example(rulebook: Rulebook, wish: _Wish) -> str:
    """The changes of the person as an example of a rule holds them."""
    named = {} if wish.person == next(iter(rulebook.people)) else {"person": wish.person}
    return own_form({**named, **changes(wish.raw, rulebook.people[wish.person])})


def _known(id: str, known: Mapping[str, object]) -> str:
    """The id, or the first one that is known."""
    return id if id in known else next(iter(known))


def _looked_at(rulebook: Rulebook, rules: tuple[RuleEntry, ...]) -> frozenset[str]:
    """The questions that these rules look at, and those that decide whether these are shown."""
    found: set[str] = set()
    for entry in rules:
        rule = rulebook.rules[entry.id]
        variants = (variant.when for variant in rule.variants)
        for condition in (rule.when, rule.urgent_when, *variants):
            found.update(questions_of(rulebook, condition) if condition is not None else ())
    waiting = list(found)
    while waiting:
        for gate in rulebook.gates_of[waiting.pop()]:
            further = {*questions_of(rulebook, gate)} - found
            found |= further
            waiting.extend(further)
    return frozenset(found)


def _tabs(good: Good, evaluation: Evaluation, chosen: str) -> tuple[Tab, ...]:
    verdicts = [(outcome.topic, outcome.verdict) for outcome in evaluation.outcomes]
    return tuple(
        Tab(
            topic.id,
            topic.title,
            verdicts.count((topic.id, Verdict.FIRES)),
            verdicts.count((topic.id, Verdict.OPEN)),
            topic.id == chosen,
        )
        for topic in good.book.topics
    )


def _fired(evaluation: Evaluation) -> tuple[Line, ...]:
    return tuple(
        Line(one.rule, one.headline, one.priority, one.topic, _under(one.hidden_by))
        for one in evaluation.points
    )


def _under(rule: str | None) -> str:
    return f"hidden by {rule}" if rule else ""


def _open(evaluation: Evaluation) -> tuple[Line, ...]:
    found = [one for one in evaluation.outcomes if one.verdict is Verdict.OPEN]
    found.sort(key=lambda one: -one.priority.gravity)
    return tuple(Line(one.rule, one.headline, one.priority, one.topic) for one in found)


def _scores(evaluation: Evaluation) -> tuple[Line, ...]:
    return tuple(
        Line(one.id, score_name(one.id), one.words, note=one.band) for one in evaluation.scores.values()
    )


def _ask(rulebook: Rulebook, evaluation: Evaluation) -> tuple[Line, ...]:
    return tuple(
        Line(one.question, rulebook.questions[one.question].label, one.priority, note=one.why)
        for one in evaluation.ask
    )
