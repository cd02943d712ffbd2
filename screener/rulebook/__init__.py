"""The rulebook's file: strict YAML with places, read into the model or refused with all its problems.

``read``, ``load``       a rulebook from bytes or from a file
``read_plain``           answers from YAML, by the same strict rules
``select``               the selector of some tags and generics
``schema``               the JSON Schema of a rulebook, for editors
``AnswerPlaces``         where the answers of people and examples stand in the file
``key_table``, ``KeyRow``  the table of keys, for the author's guide

``yaml``      bytes to a tree in which every value knows its place, or the problems in the file itself
``language``  the one table of keys, from which come the reader, the JSON Schema and the author's guide
``parts``     each part of the file to its piece of the model, every name in it looked up

`load` is the order of it all; `cross_checks` finds what only the whole can tell.
"""

from screener.rulebook.language.json_schema import schema
from screener.rulebook.language.keys import KeyRow, key_table
from screener.rulebook.load import AnswerPlaces, load, read, read_plain
from screener.rulebook.parts.selectors import select

__all__ = ["AnswerPlaces", "KeyRow", "key_table", "load", "read", "read_plain", "schema", "select"]
