"""The engine: a rulebook and a response in, an evaluation out; no clock, no files, no network.

`evaluate` gives the outcome of every rule, `contacts_for` the words it needs, `see` a response as the
engine sees it, `judge` one rule's outcome without its texts, `fires` only whether it fires, `explain` a
condition's tree with the value of each part.
"""

from screener.engine.evaluate import contacts_for, evaluate, judge
from screener.engine.explain import Explained, explain
from screener.engine.logic import fires, see

__all__ = ["Explained", "contacts_for", "evaluate", "explain", "fires", "judge", "see"]
