"""Finds what is carried beside the code: the templates and the shipped rulebook.

In a checkout and an editable install both stand at the top of the repository; in a wheel they are
packed into ``screener/_content``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_content", _PACKAGE.parent)


def templates_folder() -> Path:
    """The folder of every page's template."""
    return _find("templates")


def shipped_rulebook() -> Path:
    """The rulebook that comes with Screener."""
    return _find("rules.yaml")


def _find(name: str) -> Path:
    found = [place / name for place in _PLACES if (place / name).exists()]
    if not found:
        raise FileNotFoundError(f"{name} is not where Screener was installed; install it again")
    return found[0]
