"""The rulebook's file: strict YAML with places, read into the model or refused with all its problems.

``read``, ``load``       a rulebook from bytes or from a file
``read_plain``           answers from YAML, by the same strict rules
``select``               the selector of some tags and generics
``schema``               the JSON Schema of a rulebook, for editors
``AnswerPlaces``         where the answers of people and examples stand in the file
``key_table``, ``KeyRow``  the table of keys, for the author's guide

From the bytes to the model: `file_text` (size, UTF-8, cut short) -> `nodes` (YAML events to a tree of
places; `scalars`, `syntax`) -> `keys` (the one table; `kinds`, `containers`) -> `names` (what every id
stands for) -> `questions`, `screens`, `scores`, `facts`, `conditions`, `rules` and the rest (each part to
its piece of the model) -> `cross_checks` (what only the whole can tell) -> `reading` (the order of it all).
"""

from screener.rulebook.json_schema import schema
from screener.rulebook.keys import KeyRow, key_table
from screener.rulebook.places import AnswerPlaces
from screener.rulebook.reading import load, read, read_plain
from screener.rulebook.selectors import select

__all__ = ["AnswerPlaces", "KeyRow", "key_table", "load", "read", "read_plain", "schema", "select"]
