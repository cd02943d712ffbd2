"""The environment of programs that tests start: without settings of Screener and of its tests."""

from __future__ import annotations

import os


def unset(**more: str) -> dict[str, str]:
    """Every variable that is no ``SCREENER_`` one, and more."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCREENER_")}
    return kept | more
