"""Medicine names: the vocabulary, and what a patient's own spelling of a name is taken for."""

from screener.medicines.recognize import Matcher, Part, matcher_for
from screener.medicines.vocabulary import load, overlay

__all__ = ["Matcher", "Part", "load", "matcher_for", "overlay"]
