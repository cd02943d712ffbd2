"""Sources and sign-offs that are past the date on which they are to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from screener.errors import Problem
from screener.model.rulebook import Rulebook
from screener.rulebook import AnswerPlaces


def date_findings(rulebook: Rulebook, places: AnswerPlaces, today: date) -> Iterator[Problem]:
    """A finding for each source, and for the review, whose ``review_by`` has passed."""
    mend = "look at it again, then write the new date"
    for source in rulebook.sources.values():
        if source.review_by and date.fromisoformat(source.review_by) < today:
            what = f"the source {source.key} was to be looked at again by {source.review_by}"
            yield Problem(places.of_entry("sources", source.key), "review-due", what, mend)
    if rulebook.review.review_by and date.fromisoformat(rulebook.review.review_by) < today:
        what = f"the rulebook was to be reviewed by {rulebook.review.review_by}"
        yield Problem(places.of_entry("review", "review_by"), "review-due", what, mend)
