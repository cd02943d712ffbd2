"""What several folders of tests share: the shipped rulebook, read once."""

from __future__ import annotations

import pytest

from screener.content import shipped_rulebook
from screener.model.rulebook import Rulebook
from screener.rulebook import load


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped rulebook."""
    return load(shipped_rulebook())
