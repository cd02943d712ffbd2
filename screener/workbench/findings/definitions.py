"""What is defined and used by nothing, and what is past the date of its review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from screener.codes import Code
from screener.errors import Problem
from screener.model.condition import Condition
from screener.model.navigate import names_of, parts_of_set, questions_of
from screener.model.question import QuestionType
from screener.model.rule import BindForm, BindMedicines, BindTicked, Page, Rule
from screener.model.rulebook import Rulebook
from screener.rulebook import AnswerPlaces

PRINTED = (QuestionType.ONE, QuestionType.MANY, QuestionType.TEXT)
"""The types whose answers the clinician's page prints at a glance, or as the patient's own words."""
SLOT = re.compile(r"\{(answer|score|contact):([a-z0-9_]+)\}")


def unused_findings(rulebook: Rulebook, places: AnswerPlaces) -> Iterator[Problem]:
    """A finding for each definition that no rule, score, screen or print uses."""
    used = _Used(rulebook)
    for section, kind, ids in (
        ("questions", "question", [id for id in rulebook.questions if not used.question(id)]),
        ("facts", "fact", [id for id in (*rulebook.facts, *rulebook.sets) if id not in used.names]),
        ("scores", "score", [id for id in rulebook.scores if id not in used.names]),
        ("sources", "source", [key for key in rulebook.sources if key not in used.sources]),
        ("topics", "topic", [id for id in rulebook.topics if id not in used.topics]),
    ):
        for id in ids:
            mend = f"take it out, or use it: no rule speaks of this {kind}"
            yield Problem(
                places.of_entry(section, id), Code.UNUSED, f"the {kind} {id} is used by nothing", mend
            )


class _Used:
    """Everything that something in a rulebook names."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self.names: set[str] = set()
        self._questions: set[str] = set()
        self.topics = {rule.topic for rule in rulebook.rules.values()}
        self.sources = {key for rule in rulebook.rules.values() for key in rule.sources}
        self.sources |= {score.source for score in rulebook.scores.values()}
        for condition in self._conditions():
            self._note(condition)
        for rule in rulebook.rules.values():
            self._note_rule(rule)
        for players in rulebook.roles.players.values():
            self.names.update(players)
            self._questions.update(players)
        for id in [id for id in self.names if id in rulebook.sets]:
            self.names.update(parts_of_set(rulebook, id))
            self._questions.update(parts_of_set(rulebook, id))
        for id in [id for id in self.names if id in rulebook.scores]:
            self._questions.update(rulebook.scores[id].items)

    def question(self, id: str) -> bool:
        """Whether something uses the question; what is chosen, or written in own words, is printed."""
        asked = self._rulebook.questions[id]
        in_score = any(id in score.items for score in self._rulebook.scores.values())
        return id in self._questions or in_score or asked.type in PRINTED or bool(asked.medicines)

    def _conditions(self) -> Iterator[Condition]:
        for rule in self._rulebook.rules.values():
            wanted = (rule.when, rule.urgent_when, *(variant.when for variant in rule.variants))
            yield from (condition for condition in wanted if condition is not None)
        for invariant in self._rulebook.invariants.values():
            yield invariant.condition
        if self._rulebook.roles.for_another is not None:
            yield self._rulebook.roles.for_another
        for screen in self._rulebook.screens.values():
            if screen.show_when is not None:
                yield screen.show_when
        for question in self._rulebook.questions.values():
            wanted_here = (question.show_when, question.complete_if)
            yield from (condition for condition in wanted_here if condition is not None)

    def _note(self, condition: Condition) -> None:
        self._questions.update(questions_of(self._rulebook, condition))
        self.names.update(names_of(self._rulebook, condition))

    def _note_rule(self, rule: Rule) -> None:
        for binding in rule.bindings.values():
            match binding:
                case BindMedicines(set_id):
                    self.names.add(set_id)
                case BindTicked(questions):
                    self._questions.update(questions)
                case BindForm(_, subjects):
                    self.names.update(subjects)
                    self._questions.update(subjects)
        for _kind, id in SLOT.findall(" ".join(_texts(rule))):
            self.names.add(id)
            self._questions.add(id)


def _texts(rule: Rule) -> Iterator[str]:
    wordings = [*(variant.wording for variant in rule.variants), *rule.regions.values()]
    pages: list[Page | None] = [rule.page, *rule.companions.values(), *(wording.page for wording in wordings)]
    yield from (rule.patient, rule.clinician, rule.headline)
    for wording in wordings:
        yield from filter(None, (wording.patient, wording.clinician))
    for page in filter(None, pages):
        yield from (page.heading, page.do, *page.lines)


def date_findings(rulebook: Rulebook, places: AnswerPlaces, today: date) -> Iterator[Problem]:
    """A finding for each source, and for the review, whose ``review_by`` has passed."""
    mend = "look at it again, then write the new date"
    for source in rulebook.sources.values():
        if source.review_by and date.fromisoformat(source.review_by) < today:
            what = f"the source {source.key} was to be looked at again by {source.review_by}"
            yield Problem(places.of_entry("sources", source.key), Code.REVIEW_DUE, what, mend)
    if rulebook.review.review_by and date.fromisoformat(rulebook.review.review_by) < today:
        what = f"the rulebook was to be reviewed by {rulebook.review.review_by}"
        yield Problem(places.of_entry("review", "review_by"), Code.REVIEW_DUE, what, mend)
