"""The engine: a rulebook and a response in, an evaluation out; no clock, no files, no network.

``evaluate``       the outcome of every rule; ``contacts_for`` the words it needs
``see``, ``View``  a response as the engine sees it; ``value`` what a condition comes to in a view: `Value`
``judge``          one rule's outcome without its texts; ``fires`` only whether it fires
``explain``        a condition's tree with the value of each part: `Explained`
``Holdings``       what a person takes, each reason for it a `Held`; ``number``, ``pair``, ``twice`` judge it
``listed``, ``answer_words``, ``STATES``  answers and states in words
``SLOT``, ``fill_contacts``  the slots in texts

Everybody else imports the engine from here.
"""

from screener.engine.evaluate import contacts_for, evaluate, judge
from screener.engine.explain import Explained, explain
from screener.engine.holdings import Held, Holdings, number, pair, twice
from screener.engine.logic import fires, see, value
from screener.engine.texts import SLOT, fill_contacts
from screener.engine.values import CERTAIN, NO, UNKNOWN, YES, Value
from screener.engine.view import UNRECOGNIZED_OPTION, View
from screener.engine.wording import STATES, answer_words, listed, sentence

__all__ = [
    "CERTAIN",
    "NO",
    "SLOT",
    "STATES",
    "UNKNOWN",
    "UNRECOGNIZED_OPTION",
    "YES",
    "Explained",
    "Held",
    "Holdings",
    "Value",
    "View",
    "answer_words",
    "contacts_for",
    "evaluate",
    "explain",
    "fill_contacts",
    "fires",
    "judge",
    "listed",
    "number",
    "pair",
    "see",
    "sentence",
    "twice",
    "value",
]
