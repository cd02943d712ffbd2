"""The packaged vocabulary and its matcher, built once."""

from __future__ import annotations

import pytest

from screener.medicines import Matcher, load, matcher_for
from screener.model.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The packaged vocabulary."""
    return load()


@pytest.fixture(scope="session")
def matcher(vocabulary: Vocabulary) -> Matcher:
    """The matcher of the packaged vocabulary."""
    return matcher_for(vocabulary)
