"""Answers written as a rulebook's file writes them: `{phq9: 1, med_list: [Zoloft, "5-HTP: a herb"]}`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from screener.model.rule import Example
from screener.rulebook.scalars import read_scalar

PLAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_ .+/'’-]*[A-Za-z0-9_.+/'’-])?")
"""Words that need no quotation marks, be it within brackets and braces."""


def own_form(value: object) -> str:
    """A raw answer, or answers by question, on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{own_form(key)}: {own_form(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(own_form, value)) + "]"
    if isinstance(value, str):
        return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def example_form(example: Example, *, default: str) -> str:
    """An example as written; ``default`` is the person whose name need not be said."""
    person = {} if example.person == default else {"person": example.person}
    asks = {} if example.asks is None else {"asks": example.asks}
    return own_form({**person, **example.answers, **asks})


def _is_plain(words: str) -> bool:
    return bool(PLAIN.fullmatch(words)) and read_scalar(words, plain=True) == (words, "")
