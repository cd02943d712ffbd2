"""The whole of a rulebook as a book."""

from __future__ import annotations

from screener.model.rulebook import Rulebook
from screener.workbench.book.entries import Book, ContactsEntry, TopicPart
from screener.workbench.book.form import (
    additions,
    invariant_entries,
    person_entry,
    score_entry,
    screen_part,
    set_entry,
    tag_entries,
    truth_entry,
)
from screener.workbench.book.rules import rule_entry, source_entry
from screener.workbench.book.usage import Usage
from screener.workbench.deciding import deciding_screens


def book_of(rulebook: Rulebook) -> Book:
    """The rulebook in an order and in words for people; nothing in it is left out."""
    usage = Usage(rulebook)
    return Book(
        title=rulebook.title,
        version=rulebook.version,
        hash=rulebook.hash,
        vocabulary=rulebook.vocabulary.hash,
        signed=rulebook.approved,
        approved=rulebook.review.approved,
        review_by=rulebook.review.review_by,
        leads={str(priority): words for priority, words in rulebook.leads.items()},
        topics=topics_of(rulebook),
        screens=tuple(
            screen_part(rulebook, screen, number=number, usage=usage)
            for number, screen in enumerate(rulebook.screens.values(), start=1)
        ),
        scores=tuple(score_entry(rulebook, score, usage) for score in rulebook.scores.values()),
        facts=(
            *(truth_entry(rulebook, truth, usage) for truth in rulebook.facts.values()),
            *(set_entry(rulebook, together, usage) for together in rulebook.sets.values()),
        ),
        contacts=tuple(
            ContactsEntry(region, contacts.words, contacts.numbers)
            for region, contacts in rulebook.contacts.items()
        ),
        sources=tuple(
            source_entry(source, usage.users_of(f"source-{source.key}"))
            for source in rulebook.sources.values()
        ),
        tags=tuple(tag_entries(rulebook, usage)),
        additions=tuple(additions(rulebook)),
        invariants=tuple(invariant_entries(rulebook)),
        people=tuple(person_entry(rulebook, id) for id in rulebook.people),
    )


def topics_of(rulebook: Rulebook) -> tuple[TopicPart, ...]:
    """The topics that have rules, in the rulebook's order of topics."""
    deciding = deciding_screens(rulebook)
    parts = (
        TopicPart(
            id,
            title,
            tuple(
                rule_entry(rulebook, rule, deciding=deciding)
                for rule in rulebook.rules.values()
                if rule.topic == id
            ),
        )
        for id, title in rulebook.topics.items()
    )
    return tuple(part for part in parts if part.rules)
