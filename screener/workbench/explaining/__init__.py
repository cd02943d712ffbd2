"""What the code of every problem and warning means, and how to mend it: the one table of both sentences.

``writing``  codes about the file and about what stands after a colon
``content``  codes about names, questions, scores, conditions and rules
``trying``   codes of what is found by trying people and examples out, and by looking for what is odd

It is read by ``check --explain`` and by the author's guide.
"""

from __future__ import annotations

from collections.abc import Mapping

from screener.rulebook.yaml.problems import nearest
from screener.workbench.explaining.content import CONDITIONS, FORM, NAMES, RULES
from screener.workbench.explaining.trying import EXAMPLES, ODD
from screener.workbench.explaining.writing import FILE, VALUES

Explained = Mapping[str, tuple[str, str]]

PARTS: Mapping[str, Explained] = {
    "The file itself": FILE,
    "Keys and what they hold": VALUES,
    "Names": NAMES,
    "Screens, questions and scores": FORM,
    "Conditions": CONDITIONS,
    "Rules and their texts": RULES,
    "People and examples": EXAMPLES,
    "Warnings": ODD,
}
"""All tables under the headings of the author's guide."""

EXPLAINED: Explained = {code: words for part in PARTS.values() for code, words in part.items()}
"""All of them in one, by the code as it is printed."""

_FOLDED = {code.replace("-", "_"): words for code, words in EXPLAINED.items()}


def explain_code(code: str) -> str | None:
    """The two sentences of a code, one a line; None for an unknown one. ``-`` and ``_`` are alike."""
    words = _FOLDED.get(code.replace("-", "_"))
    return "\n".join(words) if words else None


def nearest_code(code: str) -> str | None:
    """The known code that looks most like this one, or None where none comes near."""
    return nearest(code, EXPLAINED.keys())
