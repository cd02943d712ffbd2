"""What a client was told about one visit, written down by the client and checked against the store later."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

CANARY = re.compile(r"canary-\d+-\d+-\d+")
"""What every visit bears in its name and in its words, and no other visit does."""


@dataclass(slots=True)
class Told:
    """One visit as its client saw it.

    ``visit`` is the id in the cookie. ``named``, ``saved`` and ``sent`` say what was acknowledged; ``sent``
    is the thank-you. ``refused`` counts the pages that said "we could not save", ``bare`` those of them on
    which what was typed did not stand any more, ``odd`` holds answers that were neither.
    """

    canary: str
    visit: str = ""
    named: bool = False
    saved: bool = False
    sent: bool = False
    refused: int = 0
    bare: int = 0
    cut_off: int = 0
    odd: str = ""

    def line(self) -> str:
        """As a line of the clients' file."""
        return json.dumps(asdict(self)) + "\n"


def read_told(file: Path) -> list[Told]:
    """Every visit in a clients' file; a line that is not finished yet is left out."""
    lines = file.read_text().split("\n")[:-1] if file.exists() else []
    return [Told(**json.loads(line)) for line in lines]
