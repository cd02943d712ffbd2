"""A store that an earlier version made: what was sent prints as it did, and what is open goes on.

`make_store.py` says how such a store is made and what stands in it.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from screener.store import Store, open_store
from screener.visits import Visits
from tests.upgrade.prints import (
    OPEN,
    PRINTS,
    SENT,
    Browser,
    Clock,
    Lines,
    Noted,
    Places,
    commands,
    date_fields,
    plain,
    run,
    serve,
)
from tests.web.people import Patient

STORE = Path(__file__).with_name("store-2026-11.zip")
SHOWN = {
    "in crisis": SENT,
    "quiet": SENT,
    "changed": (*OPEN, "emergency page"),
    "typed in": OPEN,
}
"""The visits in the store and the prints that are noted of each; the last two are not sent."""
ROWS = [(visit, one) for visit, prints in SHOWN.items() for one in prints]
BASIS = re.compile(r"medicines \w+ · |Screener [\w.+-]+( · )?")
"""What a footer says of the version; of a form that is not sent it is said again at each look."""
REWORDED = {
    "visits computed anew on": "visits computed again on",
    "dd: Amitriptylin, tramadol, Hillsyn": "dd: amitriptylin, tramadol, Hillsyn",
}
"""What this version says otherwise on purpose: words as noted, and as they are now. What a patient wrote is
shown as it was written."""
APART = re.compile(
    r" rested on another |^  \d would differ|substances would be asked|sys_unknown_medicine would change"
)
NEW_SYMPTOMS = "Your new symptoms need emergency help"
NERVES = "Your answers may mean that nerves in your spine are squeezed"


@dataclass(frozen=True, slots=True)
class Kept:
    """The store as this version opens it, with what the version that made it noted."""

    places: Places
    noted: dict[str, Any]
    clock: Clock
    store: Store
    visits: Visits
    app: Flask

    def visit(self, name: str) -> Noted:
        return self.noted["visits"][name]

    def read(self, print: str, name: str) -> Lines:
        """A print of a visit, as this version prints it."""
        return PRINTS[print](self.app, self.visit(name), self.noted["code"])

    def run(self, *arguments: object) -> tuple[int, Lines]:
        return run(self.places, self.clock.now, *arguments)

    def come_back(self, name: str) -> Patient:
        """The patient of this visit, come back by the link."""
        visit = self.visit(name)
        address = f"/r/{visit['link']}"
        return Patient(self.app.test_client()).get(address).post("/r", **date_fields("born", visit["born"]))


@contextmanager
def opened(folder: Path) -> Iterator[Kept]:
    """Unpack the store, readable by nobody else, and serve it at the time at which it was noted."""
    places = Places(folder)
    with zipfile.ZipFile(STORE) as packed:
        for name in packed.namelist():
            file = folder / name
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_bytes(packed.read(name))
    noted = json.loads(places.noted.read_text(encoding="utf-8"))
    clock = Clock(datetime.fromisoformat(noted["now"]))
    with open_store(places.data, places.key_file) as store:
        places.shipped.write_text(store.rulebook_text(noted["visits"]["quiet"]["rulebook"]), encoding="utf-8")
        yield Kept(places, noted, clock, store, *serve(store, clock))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """The store, to be read only."""
    with opened(tmp_path_factory.mktemp("kept")) as kept:
        yield kept


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Kept]:
    """The store, to go on with."""
    with opened(tmp_path) as own:
        yield own


def alike(now: Lines, then: Lines, *, sent: bool) -> tuple[Lines, Lines]:
    """Both, made comparable: what is not told of the visit may differ."""
    for noted, words in REWORDED.items():
        then = [line.replace(noted, words) for line in then]
    if sent:
        return now, then
    return [BASIS.sub("", line) for line in now], [BASIS.sub("", line) for line in then]


@pytest.mark.parametrize(("visit", "print"), ROWS, ids=[f"{visit}: {one}" for visit, one in ROWS])
def test_every_print_is_as_it_was(kept: Kept, visit: str, print: str) -> None:
    noted = kept.visit(visit)
    now, then = alike(kept.read(print, visit), noted["prints"][print], sent=noted["sent"])
    assert now == then


@pytest.mark.parametrize("visit", SHOWN)
def test_a_terminal_shows_every_visit_as_it_did(kept: Kept, visit: str) -> None:
    noted = kept.visit(visit)
    code, lines = kept.run("visits", "show", noted["reference"])
    unmarked = [line.removeprefix("    | ") for line in lines]  # as are further lines of what a patient wrote
    now, then = alike(unmarked, noted["shown"], sent=noted["sent"])
    assert (code, now) == (0, then)


def test_the_clinics_list_is_as_it_was(kept: Kept) -> None:
    page = plain(Browser(kept.app).sign_in(kept.noted["code"]).html)
    now, then = alike(page, kept.noted["clinic list"], sent=True)
    assert now == then


@pytest.mark.parametrize("what", ["visits", "sign-offs", "replay on the adopted", "replay on the shipped"])
def test_commands_tell_the_same(kept: Kept, what: str) -> None:
    """That a visit rests on another version is no difference, nor how a tick without a name is told."""
    noted, then = kept.noted["told"][what]
    code, now = kept.run(*commands(kept.places)[what])
    now, then = alike(now, then, sent=True)
    assert [line for line in now if not APART.search(line)] == [
        line for line in then if not APART.search(line)
    ]
    assert code == noted


def test_the_prints_hold_what_they_are_kept_for(kept: Kept) -> None:
    """What was noted is no empty page."""
    rows = (
        ("in crisis", "clinician's page", "p: Tramadol or its kin with an antidepressant 9,10,8"),
        ("in crisis", "clinician's page", "section: SHOWN EARLIER"),
        ("in crisis", "clinician's page", "dd: البنسلين: طفح جلدي 🤒"),
        ("in crisis", "patient's copy to print", "p: Call 911 now. [tel:911]Call 911"),
        ("quiet", "clinician's page", "p: No point fired. That does not mean that there is none."),
        ("changed", "clinician's page", "p: PEG 6 or more 5,6"),
        ("changed", "emergency page", f"h1: {NERVES}"),
    )
    assert [row for row in rows if row[2] not in kept.visit(row[0])["prints"][row[1]]] == []


def test_the_clinics_own_rulebook_is_served_and_signed_off(kept: Kept) -> None:
    rulebook = kept.visits.rulebook
    assert rulebook.hash == kept.noted["adopted"]
    assert rulebook.title == "Before your visit to Hill Street"
    assert rulebook.version == "2026.11-hill-2"
    assert rulebook.rules["dis_serotonergic_opioid"].headline == "Tramadol or its kin with an antidepressant"
    assert rulebook.rules["info_do_not_stop"].patient.startswith("Stopping these at once")
    assert "Hillsyn" in rulebook.vocabulary.medicines["naproxen"].brands
    assert [(one.name, one.date) for one in rulebook.review.approved] == [
        ("EXAMPLE Pharmacist", "2026-11-25")
    ]
    start = " ".join(plain(Browser(kept.app).get("/").html))
    assert "Not for real patients yet" in start
    assert "Draft" not in start


def test_a_fresh_form_begins_on_the_clinics_own_rulebook(own: Kept) -> None:
    patient = Patient(own.app.test_client()).start()
    visit = own.visits.links.resume(patient.link.rpartition("/")[2], born=None)
    assert visit.header.rulebook == own.noted["adopted"]
    patient.skip_to("Your medicines").answer(**{"med_list-0": "Hillsyn"})
    lines = plain(Browser(own.app).sign_in(own.noted["code"]).get(f"/clinic/v/{visit.reference}").html)
    assert lines[lines.index("th: Hillsyn") + 1] == "td: naproxen · NSAID"


def test_the_access_code_signs_in_and_no_other(own: Kept) -> None:
    wrong = own.noted["code"][::-1]
    clinician = Patient(own.app.test_client())
    assert clinician.get("/clinic/login").post("/clinic/login", code=wrong).page.status_code == 403
    assert clinician.get("/clinic/login").post("/clinic/login", code=own.noted["code"]).heading == "Visits"


def test_an_open_form_goes_on_and_is_sent(own: Kept) -> None:
    visit = own.visit("changed")
    own.clock.forward(days=1)
    patient = own.come_back("changed")
    assert (patient.path, patient.heading) == ("/f/now", NERVES)
    assert patient.go_on().heading == "How it goes with your medicines"
    patient.answer(**{"list-0": "med_changed_4w"})
    assert (patient.path, patient.heading) == ("/f/now", NEW_SYMPTOMS)
    patient.go_on()
    heads = []
    while patient.path != "/f/check":
        heads.append(head(patient))
        patient.answer()
    heads += [head(patient), head(patient.post("/f/send"))]
    assert heads == [f"p: {NEW_SYMPTOMS}"] * 7
    lines = own.read("clinician's page", "changed")
    assert [line for line in lines if line.startswith("p: Page shown")] == [
        "p: Page shown 26 Nov 2026, 09:57; answer not changed later. Nobody monitors this form.",
        "p: Page shown 25 Nov 2026, 09:44; answer not changed later. Nobody monitors this form.",
        "p: Page shown 25 Nov 2026, 09:42; answer later changed. Nobody monitors this form.",
    ]
    assert lines[3].endswith(f"sent 26 Nov 2026, 09:57 · ref {visit['reference']}")
    assert own.run("visits", "list")[1][0].startswith(f"{visit['reference']}  2026-11-26 09:57 UTC  sent")


def head(patient: Patient) -> str:
    """What stands first on the patient's page, below how far the form is."""
    return next(line for line in plain(patient.text)[1:] if not line.startswith("p: Part "))


def test_a_sent_form_prints_the_same_from_the_disk(own: Kept) -> None:
    own.come_back("changed").go_on().skip_to("Check your answers").post("/f/send")
    before = {print: own.read(print, "changed") for print in SENT}
    own.store.close()
    with open_store(own.places.data, own.places.key_file) as store:
        app = serve(store, own.clock)[1]
        assert {
            print: PRINTS[print](app, own.visit("changed"), own.noted["code"]) for print in SENT
        } == before


def test_its_link_opens_with_the_birth_date_only(own: Kept) -> None:
    address = f"/r/{own.visit('changed')['link']}"
    stranger = Patient(own.app.test_client()).get(address)
    assert stranger.post("/r").page.status_code == 422
    assert stranger.post("/r", **date_fields("born", "1980-03-01")).page.status_code == 422
    assert own.come_back("changed").path == "/f/now"


def test_saving_its_medicines_again_changes_nothing_of_them(own: Kept) -> None:
    patient = own.come_back("changed").go_on().back()
    assert patient.heading == "Your medicines"
    assert "It is kept as you wrote it" in patient.text
    patient.answer(**patient.filled)
    assert patient.heading == "How it goes with your medicines"
    then = own.visit("changed")["prints"]["clinician's page"]
    assert medicines(own.read("clinician's page", "changed")) == medicines(then)
    kept = "td: NOT RECOGNIZED offered, the patient kept what was typed: amitriptyline"
    assert medicines(then)[2].startswith(kept)


def medicines(lines: Lines) -> Lines:
    """The part of the clinician's page that tells the medicines, without its heading."""
    start = lines.index("h2: Medicines as typed") + 1
    return lines[start : lines.index("h2: Ask at the visit")]


def test_a_form_typed_in_goes_on_and_is_sent(own: Kept) -> None:
    clinic = own.come_back("typed in")
    assert clinic.heading == "Your pain"
    assert "You are typing in a paper form." in clinic.text
    clinic.skip_to("Check your answers").post("/f/send")
    lines = own.read("clinician's page", "typed in")
    reference = own.visit("typed in")["reference"]
    assert lines[3].endswith(f"typed in from a paper form sent 25 Nov 2026, 09:57 · ref {reference}")


def test_nobody_comes_back_to_an_open_form_after_a_week(own: Kept) -> None:
    own.clock.forward(days=8)
    late = Patient(own.app.test_client()).get(f"/r/{own.visit('typed in')['link']}")
    assert late.page.status_code == 404
    assert own.come_back("in crisis").path == "/f/keep"


def test_a_sent_form_without_a_birth_date_opens_no_more_by_its_link(own: Kept) -> None:
    assert own.noted["visits"]["quiet"]["born"] == ""
    visit = own.visit("quiet")
    assert own.visits.find(visit["reference"]).completed is not None
    assert own.app.test_client().get(f"/r/{visit['link']}").status_code == 404
