"""The readable rulebook: everything that a rulebook says, in an order and in words for people.

``entries``   what stands in the book: documented dataclasses, which the template only lays out
``usage``     what uses each question, score, fact, tag and source
``rules``     one rule's entry
``rulebook``  the book: screens, questions, scores, facts, contacts, sources and medicines
"""

from screener.workbench.book.entries import Book, QuestionEntry, RuleEntry
from screener.workbench.book.rulebook import book_of

__all__ = ["Book", "QuestionEntry", "RuleEntry", "book_of"]
