"""The few names of our own content that the program knows where the content itself does not say them.

No other module names an id of ``rules.yaml`` or a tag of the vocabulary.
"""

from __future__ import annotations

FIRST_TAKEN_NOW = "current_medicines"
"""What is taken now in a rulebook that was stored before `roles` was a key, where it has such a set."""
FIRST_FOR_ANOTHER = ("completed_by", "someone_else")
"""The question of such a rulebook, and the option, that say that somebody else fills in the form."""

OVER_THE_COUNTER = "otc"
"""The tag of what is bought without a prescription."""
LOCAL_ONLY = frozenset({"otc", "herbal_supplement"})
"""The tags that no rule about what reaches the blood reads."""
