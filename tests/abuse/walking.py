"""Somebody who types words of a list, one after another, into every field of every page."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice

from tests.abuse.reading import markup_of
from tests.web.people import Patient

WORDS = (
    "name",
    "med_list-0",
    "med_list-0-for",
    "med_list-0-since",
    "med_stopped_5w-0",
    "allergies",
    "visit_goal",
)
"""Where words are typed and kept; every other field offers a choice."""

MOST_SCREENS = 60
POSTS = int(os.environ.get("SCREENER_TEST_POSTS", "600"))
THOROUGH = 10_000


def turns(corpus: Sequence[str]) -> Iterable[int]:
    """Where walks begin in a list: enough that all of it is typed as words once, or once into each field."""
    return range(0, len(corpus), 1 if POSTS >= THOROUGH else len(WORDS))


class Walker:
    """Types the words of ``corpus`` from ``turn`` on; ``typed`` tells what the fields of `WORDS` hold."""

    def __init__(self, patient: Patient, corpus: Sequence[str], turn: int) -> None:
        self.patient = patient
        self.typed = dict(zip(WORDS, islice(cycle(corpus), turn, None), strict=False))
        self._more = islice(cycle(corpus), turn, None)

    def pages(self, *, choices: bool) -> Iterator[Patient]:
        """Every page from the first to the printed receipt; ``choices``: fields of choices get words too."""
        patient = self.patient
        patient.start().get("/f/person")
        if choices:
            yield patient.post("/f/person", **self._everything())
        yield patient.post("/f/person", name=self.typed["name"])
        for _ in range(MOST_SCREENS):
            if patient.path == "/f/check":
                break
            yield from self._screen(choices=choices)
        assert patient.path == "/f/check"
        yield patient
        yield patient.post("/f/send")
        yield patient.get("/f/keep?v=1")
        yield patient.get("/f/keep?v=2")

    def _screen(self, *, choices: bool) -> Iterator[Patient]:
        """One screen: words that it refuses, then those that it takes, twice where names are offered."""
        screen, fields = self.patient.path, self._markup().fields
        if choices:
            yield self.patient.post(screen, **self._hidden(), **self._everything(), go="on")
        words = {name: self.typed[name] for name in fields if name in WORDS}
        for _ in range(2):
            if self.patient.path == screen:
                yield self.patient.post(screen, **self._hidden(), **words, go="on", asked="1")

    def _everything(self) -> dict[str, str]:
        return dict(zip(self._markup().fields, self._more, strict=False))

    def _hidden(self) -> dict[str, object]:
        return {**self._markup().hidden, "csrf_token": self.patient.token}

    def _markup(self) -> object:
        return markup_of(self.patient.page.get_data(as_text=True))
