"""Text that YAML reads otherwise than its author wrote it: the one table of such traps.

They bind `check` and `adopt`; a text that is already in a store reads as it did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from screener.codes import Code

SPACE = r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
HIDDEN = (
    r"[\u00ad\u034f\u115f\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?<![\u0590-\u08ff])[\u061c\u200e\u200f](?![\u0590-\u08ff])"
    r"|(?<=[\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\x7f])|\A[\u200c\u200d]"
)
CURLY = r"[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02]"
CURLY_SINGLE = r"[\u2018\u2019\u201a\u201b]"
NO_QUOTE = r"[^\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\"]*"
BULLET = r"[\u2010-\u2015\u2022\u2023\u2043\u2212\u25aa\u25cf\u25e6\u00b7]"
KEY = r"[a-z][a-z0-9_]*"
# A slot whose quotes are missing is told by the kind of its place.
SLOT = r"(?:a|b|n|list|pairs|(?:answer|contact|score):.*)\Z"


class Where(Enum):
    """Where in the file a trap is looked for."""

    PLAIN = "a value without quotes"
    DOUBLE = "a value in double quotes"
    QUOTED = "a value in quotes of either sort"
    ANY = "any value"
    ENDED = "the rest of the line after a value, or after a colon that no value follows"
    ALONE = "words in curly brackets that hold no value"
    LINE = "a line at which the file cannot be understood"
    FILE = "the whole file"


@dataclass(frozen=True, slots=True)
class Trap:
    """One way to lose what was written: ``pattern`` marks by its group ``here`` what the place points to.

    ``{words}`` in ``what`` stands for the text that falls into it.
    """

    code: Code
    where: Where
    pattern: re.Pattern[str]
    what: str
    mend: str

    def find(self, text: str) -> int | None:
        """Where in the text it stands, counted from 0; None where it does not."""
        match = self.pattern.search(text)
        return match.start("here") if match else None


def _trap(code: Code, where: Where, pattern: str, what: str, mend: str) -> Trap:
    return Trap(code, where, re.compile(pattern, re.DOTALL), what, mend)


QUOTE_WHOLE = "put the whole text in quotes"
UNSEEN = (
    "here stands a mark that cannot be seen, so the word is not what it looks like",
    "delete it, or delete the whole word and type it again",
)
ODD_SPACE = (
    "a special space stands here: it looks like a space and counts as a letter",
    "delete it and type an ordinary space",
)
CURLY_QUOTES = (
    "curly quotation marks hold no text together: they count as letters",
    'type straight ones (") instead, and around the curly ones if people are to see these',
)
NO_SPACE = (
    "no space stands after this colon, so the words on both sides count as one",
    "write `key: value` with a space, or put the text in quotes",
)
NO_SPACE_AFTER_DASH = (
    "no space stands after this `-`, so it begins no line of a list",
    "write `- ` with a space, or put the text in quotes",
)
LONG_DASH = (
    "this dash or dot begins no line of a list: it counts as a letter",
    "type the plain `-` of the keyboard and a space, or put the text in quotes",
)
CUT = (
    "this `#` begins a remark, so nothing from here on belongs to the text",
    f"{QUOTE_WHOLE}, or write the remark on a line of its own",
)

TRAPS = (
    _trap(
        Code.BAD_CHARACTER,
        Where.FILE,
        r"(?P<here>[\x85\u2028\u2029])",
        "here stands a line break that most editors do not show",
        "delete it, and press Enter where a new line is to begin",
    ),
    _trap(Code.BAD_CHARACTER, Where.ANY, f"(?P<here>{HIDDEN})", *UNSEEN),
    _trap(Code.LOOK_ALIKE, Where.PLAIN, rf"\A-?(?:{KEY}:)?(?P<here>{SPACE})", *ODD_SPACE),
    _trap(Code.LOOK_ALIKE, Where.PLAIN, rf"(?P<here>{SPACE})(?:#|\Z)", *ODD_SPACE),
    _trap(
        Code.LOOK_ALIKE,
        Where.PLAIN,
        rf"""\A(?P<here>{CURLY}){NO_QUOTE}(?:{CURLY}|["'])?\Z""",
        *CURLY_QUOTES,
    ),
    _trap(Code.LOOK_ALIKE, Where.PLAIN, rf"\A{NO_QUOTE}(?P<here>{CURLY})\Z", *CURLY_QUOTES),
    _trap(
        Code.LOOK_ALIKE, Where.PLAIN, rf"\A(?P<here>{CURLY_SINGLE}).*(?:{CURLY_SINGLE}|')\Z", *CURLY_QUOTES
    ),
    _trap(
        Code.SYNTAX,
        Where.PLAIN,
        r"""\A[^"]*[^"\d](?P<here>")\Z""",
        "a quotation mark ends this text and none begins it",
        "write one before the text too",
    ),
    _trap(Code.LOOK_ALIKE, Where.PLAIN, rf"\A(?P<here>{BULLET})(?:\s|{SPACE})", *LONG_DASH),
    _trap(
        Code.SWALLOWED,
        Where.PLAIN,
        rf"[\r\n][ \t]*(?P<here>-|{BULLET})[ \t]",
        "this line counts as words of the text above it",
        "begin it in the same column as the other lines of its list",
    ),
    _trap(
        Code.SWALLOWED,
        Where.QUOTED,
        rf"[\r\n][ \t]*(?P<here>{KEY}:(?:[ \t]|[\r\n]))",
        "this line counts as words of the text above it, whose quotation mark is still open",
        "close the quotes at the end of the text above",
    ),
    _trap(
        Code.NO_SPACE,
        Where.PLAIN,
        rf"\A(?!{SLOT}){KEY}(?P<here>:)(?=[^\s/:])(?:\S*\Z|.*[\r\n])",
        *NO_SPACE,
    ),
    _trap(Code.NO_SPACE, Where.PLAIN, rf"[\r\n][ \t]*{KEY}(?P<here>:)(?=[^\s/:])", *NO_SPACE),
    _trap(Code.NO_SPACE, Where.PLAIN, r"""\A(?P<here>-)["'A-Za-z{\[]""", *NO_SPACE_AFTER_DASH),
    _trap(
        Code.BAD_CHARACTER,
        Where.DOUBLE,
        r"(?<!\\)(?:\\\\)*(?P<here>\\)[0abtvfre_NLP]",
        "in double quotes this backslash and the letter after it stand for another character",
        "use single quotes, or write the backslash twice",
    ),
    _trap(Code.CUT_TEXT, Where.ENDED, r"\A[ \t]+(?P<here>#)[^\s#=-]", *CUT),
    _trap(Code.NO_SPACE, Where.ALONE, rf"\A(?!{SLOT}){KEY}(?P<here>:)(?=[^\s/:])", *NO_SPACE),
    _trap(
        Code.CUT_TEXT,
        Where.ALONE,
        rf"\A(?!{SLOT})(?P<here>.)",
        "`{words}` stands between curly brackets without a colon",
        "put the text before them in quotes if they belong to it after a comma, else write `key: value`",
    ),
    _trap(Code.BAD_CHARACTER, Where.LINE, f"(?P<here>{HIDDEN})", *UNSEEN),
    _trap(Code.LOOK_ALIKE, Where.LINE, rf"\A *(?:- +)*(?P<here>{SPACE})", *ODD_SPACE),
    _trap(Code.LOOK_ALIKE, Where.LINE, rf"\A *(?:- +)*(?:[\w-]+:|-)(?P<here>{SPACE})", *ODD_SPACE),
    _trap(
        Code.LOOK_ALIKE,
        Where.LINE,
        rf"""[\[{{,"'\]}}] *(?P<here>{SPACE})+ *(?:[#,\[\]{{}}:"'-]|\Z)""",
        *ODD_SPACE,
    ),
    _trap(
        Code.LOOK_ALIKE, Where.LINE, rf"(?:: |- |[\[{{,] ?)(?P<here>{CURLY}|\u2018).*(?:: | #)", *CURLY_QUOTES
    ),
    _trap(Code.NO_SPACE, Where.LINE, rf"\A *(?P<here>-){KEY}:", *NO_SPACE_AFTER_DASH),
    _trap(Code.LOOK_ALIKE, Where.LINE, rf"\A *(?P<here>{BULLET}) ", *LONG_DASH),
    _trap(
        Code.CUT_TEXT,
        Where.LINE,
        r"""[\[{](?:[^"'#]|"[^"]*"|'[^']*')*[ \t](?P<here>#).*[\]}]""",
        *CUT,
    ),
    _trap(Code.NO_SPACE, Where.LINE, rf"\A *(?:- +)*{KEY}(?P<here>:)(?=[^\s/:])(?!.*: )", *NO_SPACE),
)

TRAP_CODES = frozenset(trap.code for trap in TRAPS)
BY_WHERE = {where: tuple(trap for trap in TRAPS if trap.where is where) for where in Where}


def first_trap(where: Where, text: str) -> tuple[Trap, int] | None:
    """The first trap of the table that the text falls into, and where in it."""
    for trap in BY_WHERE[where]:
        offset = trap.find(text)
        if offset is not None:
            return trap, offset
    return None
