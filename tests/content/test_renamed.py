"""A rulebook whose names are all others says and shows the same: the program hangs on none of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask

from screener import journey
from screener.cli import main
from screener.content import shipped_rulebook
from screener.medicines import vocabulary
from screener.model.question import QuestionType
from screener.model.rulebook import Rulebook
from screener.rulebook import load, read
from screener.store import open_store
from screener.visits import Visits
from screener.web.app import create_app
from screener.web.patient.form_fields import form_values, ticks_of
from screener.web.session import token
from screener.workbench.check import check
from tests.content.renaming import STAY, Renamed, rename
from tests.content.telling import tell
from tests.print.people import hard_patient
from tests.web.people import Clock, Patient
from tests.web.test_by_another import FOR_ANOTHER
from tests.web.test_clinic import sign_in

Raw = Mapping[str, Any]
PATIENTS = 30
SEED = 42
REGIONS = ("us", "uk", "ca", "au")
NEW_NAME = re.compile(r"n\d{4}n")
CSRF = re.compile(r'(?<=name="csrf_token" value=")[^"]+|(?<=name="resume-token" value=")[^"]+')
STOPPED = "(stopped)"
MOST_PAGES = 80

FOR_A_SON = {
    "completed_by": "someone_else",
    "sym_bleed": "yes",
    "sym_serotonin": ["racing_heart", "not_sure"],
    "phq1": 3,
    "phq2": 2,
    "phq9": 2,
    "sui_safe_now": "not_safe",
    "substances": ["kratom", "prefer_not"],
    "med_list": ["Nardil", "tramadol 50", "little white pill", "sertralin"],
    "med_list_sure": "incomplete",
    "med_stopped_5w": ["fluoxetine"],
    "allergies": "penicillin: a rash",
}
"""Changes of the first example person that lead to most of what can be shown."""


@dataclass(frozen=True, slots=True)
class Book:
    """A rulebook in a file, by which names it takes answers, and how what it says is told in old names."""

    rulebook: Rulebook
    file: Path
    answers: Callable[[Raw], Raw]
    told: Callable[[str], str]

    def plain(self, value: object) -> object:
        """A value down to its words, in old names and in order."""
        if isinstance(value, str):
            return self.told(
                value.replace(self.rulebook.hash, "HASH").replace(self.rulebook.hash[:8], "HASH")
            )
        if isinstance(value, Mapping):
            return [(self.plain(key), self.plain(one)) for key, one in value.items()]
        if isinstance(value, tuple | list):
            return [self.plain(one) for one in value]
        if isinstance(value, frozenset | set):
            return {self.plain(one) for one in value}
        if is_dataclass(value):
            return [(one.name, self.plain(getattr(value, one.name))) for one in fields(value)]
        return value


@pytest.fixture(scope="module")
def renamed() -> Renamed:
    return rename(shipped_rulebook().read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def books(renamed: Renamed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Book]:
    """The shipped rulebook, and the same with other names."""
    file = tmp_path_factory.mktemp("renamed") / "rules.yaml"
    file.write_text(renamed.text, encoding="utf-8")
    other = read(file.read_bytes(), str(file), vocabulary.load(), newest=True)
    return (
        Book(load(shipped_rulebook()), shipped_rulebook(), lambda raw: raw, lambda text: text),
        Book(other, file, renamed.answers, renamed.back),
    )


@pytest.fixture(scope="module")
def patients(books: tuple[Book, Book]) -> dict[str, Raw]:
    """An empty form, the example people, and changes of them at random, in the shipped names."""
    rng, rulebook = Random(SEED), books[0].rulebook
    random = {f"at random {number}": hard_patient(rng, rulebook)[1] for number in range(PATIENTS)}
    return {"nothing": {}, **rulebook.people, **random}


def test_check_finds_the_same_in_both(books: tuple[Book, Book]) -> None:
    found = []
    for book in books:
        checked = check(book.file.read_bytes(), "rules.yaml")
        assert checked.problems == ()
        warnings = [(one.code, one.what, one.mend, one.patient) for one in checked.warnings]
        found.append(book.plain((warnings, checked.deciding)))
    assert found[0] == found[1]


def test_every_name_is_another(books: tuple[Book, Book]) -> None:
    """So no part of the rulebook is left out by the renaming, and only what belongs to the language stays."""
    book, other = (named(one.rulebook) for one in books)
    assert {sort: len(names) for sort, names in book.items()} == {
        sort: len(names) for sort, names in other.items()
    }
    stays = {
        name for names in other.values() for name in names if not NEW_NAME.fullmatch(name.rpartition(" ")[2])
    }
    assert {name.rpartition(" ")[2] for name in stays} <= set(STAY)


def named(rulebook: Rulebook) -> dict[str, list[str]]:
    """Every name in a rulebook, by what it names."""
    return {
        "questions": list(rulebook.questions),
        "options": [
            f"{one.id} {option}"
            for one in rulebook.questions.values()
            for option in (*one.options, *one.alone, *one.medicines)
        ],
        "scores": list(rulebook.scores),
        "facts": list(rulebook.facts),
        "sets": list(rulebook.sets),
        "screens": list(rulebook.screens),
        "rules": list(rulebook.rules),
        "topics": list(rulebook.topics),
        "sources": list(rulebook.sources),
        "people": list(rulebook.people),
        "instruments": list(rulebook.instruments),
        "invariants": list(rulebook.invariants),
    }


def test_everybody_is_evaluated_and_told_the_same(books: tuple[Book, Book], patients: dict[str, Raw]) -> None:
    """Outcomes, scores, medicines, what is to ask, the emergency page and both summaries."""
    for number, (who, raw) in enumerate(patients.items()):
        region = REGIONS[number % len(REGIONS)]
        told = [book.plain(tell(book.rulebook, book.answers(raw), region=region)) for book in books]
        parts = zip(*told, strict=True)
        assert [one[0] for one, other in parts if one != other] == [], who


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_command_line_prints_the_same(
    form: str,
    books: tuple[Book, Book],
    patients: dict[str, Raw],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = []
    for book in books:
        file = tmp_path / "answers.ndjson"
        lines = [json.dumps(book.answers(raw), ensure_ascii=False) for raw in patients.values()]
        file.write_text("\n".join(lines), encoding="utf-8")
        assert main(["evaluate", "--format", form, "--rules", str(book.file), str(file)]) == 0
        printed.append(book.plain(capsys.readouterr().out.splitlines()))
    assert '{"error"' not in str(printed)
    assert printed[0] == printed[1]


@dataclass(frozen=True, slots=True)
class Site:
    """An app that serves one of the two rulebooks from a store of its own."""

    book: Book
    visits: Visits
    app: Flask
    code: str

    def pages(self, raw: Raw) -> list[list[str]]:
        """The lines of all pages from the first to the clinician's, of one patient with these answers."""
        walk = Walk(self, raw)
        pages = list(walk.pages())
        drawn = {walk.visit.reference: "REFERENCE", walk.visit.id: "VISIT", walk.link: "LINK"} | walk.screens
        return [self._plain(page, drawn) for page in pages]

    def _plain(self, page: str, drawn: Mapping[str, str]) -> list[str]:
        """A page in old names, without what differs from visit to visit."""
        for one, words in drawn.items():
            page = page.replace(one, words)
        plain = self.book.plain(CSRF.sub("TOKEN", page))
        assert isinstance(plain, str)
        return plain.splitlines()


class Walk:
    """One patient's way through the pages of a site, every page looked at; the clinician comes last.

    ``screens`` are the screens by what stands for them in addresses.
    """

    def __init__(self, site: Site, raw: Raw) -> None:
        self._site = site
        self._raw = site.book.answers(raw)
        self._patient = Patient(site.app.test_client())
        self._patient.get("/").post("/")
        self.link = self._patient.text.partition("/r/")[2].partition('"')[0]
        self.visit = site.visits.links.resume(self.link, born=None)
        with site.app.app_context():
            self.screens = {token(self.visit, id): id for id in site.book.rulebook.screens}

    def pages(self) -> Iterator[str]:
        """Every page below its address."""
        for patient in self._looks():
            assert patient.page is not None
            assert patient.page.status_code == 200, patient.text
            yield f"{patient.path}\n{patient.text}"

    def _looks(self) -> Iterator[Patient]:
        patient = self._patient
        yield patient
        yield patient.get("/f/person")
        patient.post("/f/person", name="EXAMPLE, Patient")
        yield from self._form()
        yield patient.get("/f/now")
        for screen in self.screens:
            yield patient.get(f"/f/s/{screen}?check=1")
        yield patient.get("/f/check").post("/f/send")
        for print in ("1", "2"):
            yield patient.get(f"/f/keep?v={print}")
        clinician = sign_in(Patient(self._site.app.test_client()), self._site.code)
        yield clinician.get(f"/clinic/v/{self.visit.reference}")

    def _form(self) -> Iterator[Patient]:
        """From the first screen to the check page; emergency pages are passed."""
        patient = self._patient
        for _ in range(MOST_PAGES):
            yield patient
            if patient.path == "/f/check":
                return
            if patient.path == "/f/now":
                patient.go_on()
            else:
                patient.answer(**self._filled())
        raise AssertionError("the form does not end")

    def _filled(self) -> dict[str, list[str]]:
        """The fields of this screen as the raw answers fill them."""
        rulebook, visits = self._site.book.rulebook, self._site.visits
        screen = self.screens[self._patient.path.removeprefix("/f/s/")]
        step = journey.step(rulebook, visits.response(visits.get(self.visit.id)), screen)
        assert step is not None
        sent: dict[str, list[str]] = {}
        for name, value in form_values(step, self._raw).items():
            question = rulebook.questions.get(name)
            if question is None or question.type is not QuestionType.MEDICINES:
                sent[name] = ticks_of(value)
            elif isinstance(value, list | tuple) and value:
                sent |= {f"{name}-{number}": [typed] for number, typed in enumerate(value)}
            else:
                sent[f"{name}-list"] = ticks_of(value)
        return sent


@pytest.fixture(scope="module")
def sites(books: tuple[Book, Book], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    def site(book: Book) -> Iterator[Site]:
        clock, folder = Clock(), tmp_path_factory.mktemp("site")
        with open_store(folder / "data", folder / "keys" / "key") as store:
            visits = Visits(
                store=store, rulebook=book.rulebook, region="us", clinic="your clinic", clock=clock
            )
            app = create_app(visits=visits, secret_key=b"a key for tests only", clock=clock, zone=UTC)
            app.testing = True
            yield Site(book, visits, app, store.renew_code(at=clock()))

    opened = [site(book) for book in books]
    yield tuple(map(next, opened))
    for one in opened:
        one.close()


def test_somebody_is_shown_the_same_pages(sites: tuple[Site, Site], patients: dict[str, Raw]) -> None:
    for who in ("nothing", "quiet", "at random 1"):
        ours, theirs = (site.pages(patients[who]) for site in sites)
        assert [page[0] for page in ours] == [page[0] for page in theirs], who
        for one, other in zip(ours, theirs, strict=True):
            assert one == other, who


@pytest.fixture(scope="module")
def for_a_son(sites: tuple[Site, Site], patients: dict[str, Raw]) -> list[list[list[str]]]:
    """The pages of somebody whose mother fills in the form, in both rulebooks."""
    return [site.pages({**patients["quiet"], **FOR_A_SON}) for site in sites]


def test_whoever_fills_in_for_somebody_else_is_told_so(for_a_son: list[list[list[str]]]) -> None:
    for pages in for_a_son:
        words = {page[0]: "\n".join(page) for page in pages}
        assert [address for address in ("/f/check", "/f/now") if FOR_ANOTHER not in words[address]] == []


def test_a_medicine_that_was_stopped_is_told_as_such(for_a_son: list[list[list[str]]]) -> None:
    for pages in for_a_son:
        prints = [page for page in pages if page[0].startswith(("/f/keep", "/clinic/v/"))]
        assert [page[0] for page in prints] == ["/f/keep", "/f/keep", "/f/keep", "/clinic/v/REFERENCE"]
        assert [page[0] for page in prints if STOPPED not in "\n".join(page)] == []


def test_a_form_full_of_dangers_is_shown_on_the_same_pages(for_a_son: list[list[list[str]]]) -> None:
    for one, other in zip(*for_a_son, strict=True):
        assert one == other
