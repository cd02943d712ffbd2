"""The two readings of a condition: does it surely hold, and may it possibly hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Value(NamedTuple):
    """What a condition comes to: ``surely`` and ``possibly``; surely implies possibly."""

    surely: bool
    possibly: bool

    @property
    def decided(self) -> bool:
        """Whether no unknown answer could change it."""
        return self.surely == self.possibly


YES = Value(True, True)
NO = Value(False, False)
UNKNOWN = Value(False, True)


def known(holds: bool) -> Value:
    """The value of something that is certain."""
    return YES if holds else NO


def least(values: Sequence[Value]) -> Value:
    """What all of them come to: no before unknown before yes, and yes where there is none."""
    return min(values, default=YES)


def most(values: Sequence[Value]) -> Value:
    """What any of them comes to: yes before unknown before no, and no where there is none."""
    return max(values, default=NO)
