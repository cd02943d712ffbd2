"""The two readings of a condition: does it surely hold, and may it possibly hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Value(NamedTuple):
    """What a condition comes to: ``surely`` and ``possibly``; surely implies possibly.

    Values are in order, no before unknown before yes: all of several come to the least of them, any to the
    greatest.
    """

    surely: bool
    possibly: bool

    @property
    def decided(self) -> bool:
        """Whether no unknown answer could change it."""
        return self.surely == self.possibly


YES = Value(True, True)
NO = Value(False, False)
UNKNOWN = Value(False, True)
CERTAIN: Mapping[bool, Value] = {True: YES, False: NO}
"""The value of something that is certain, by whether it holds."""
