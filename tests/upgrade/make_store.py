"""Makes a store as a clinic has one, with the version of Screener that is installed, and notes what it shows.

    python tests/upgrade/make_store.py FOLDER

FOLDER is made new. In it stand the store, its key and ``expected.json``, what this version shows of the
store; FOLDER.zip beside it packs the three, and is what `test_upgrade.py` unpacks. To keep a store of another
version, run this with the Python of an environment in which that version is installed, and put the zip beside
this file.

The store holds the shipped rulebook, one that a clinic edited, adopted and signed off, an access code, and
four made-up visits. Sent: "quiet", begun before the adoption and without a name, and "in crisis". Not sent:
"changed", half filled in, and "typed in", from a paper form. "In crisis" and "changed" each take one
emergency back and leave another.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from prints import OPEN, PRINTS, SENT, Browser, Clock, Places, commands, date_fields, plain, run, serve

import screener
from screener.content import shipped_rulebook
from screener.store import open_store
from screener.visits import Visits

BEGAN = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

EDITS = (
    ("title: Before your pain visit", "title: Before your visit to Hill Street"),
    ('version: "2026.11"', 'version: "2026.11-hill-2"'),
    (
        "medicines: {}",
        "medicines:\n  naproxen: {brands: [Hillsyn], source: HILL}",
    ),
    (
        "headline: Serotonergic opioid with an antidepressant",
        "headline: Tramadol or its kin with an antidepressant",
    ),
    (
        'patient: "Coming off these fast can make you ill: {list}. Do not stop it on your own; ask first."',
        'patient: "Stopping these at once can make you ill: {list}. Do not stop it on your own; ask first."',
    ),
    ("when: {peg_score: {at_least: 7}}", "when: {peg_score: {at_least: 6}}"),
    ("headline: PEG 7 or more", "headline: PEG 6 or more"),
    ("/10 (>=7). Track", "/10 (>=6). Track"),
    (
        "silent: [{peg_pain: 10, peg_enjoyment: 5, peg_activity: 5}]",
        "silent: [{peg_pain: 7, peg_enjoyment: 5, peg_activity: 5}]",
    ),
    (
        "\nsources:\n",
        "\nsources:\n\n  HILL: {title: Formulary of the Hill Street Clinic, year: 2026, "
        'url: "https://example.org/formulary", status: seen, checked: "2026-11-20"}\n',
    ),
)
"""What the clinic changed in the shipped rulebook: words that stand there once, and its own."""

MOOD = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
SIGNS = "Is any of this happening now, or in the last day?"
NERVES = "Have any of these started or got worse in the last few weeks?"
RECENT = "Have you had any of these in the last 4 weeks?"
TAKING = "How it goes with your medicines"

IN_CRISIS: Mapping[str, Mapping[str, object]] = {
    SIGNS: {"list-0": "none"},
    NERVES: {"list-0": "none"},
    RECENT: {"list-0": "sym_faint", "sym_serotonin": "racing_heart"},
    "About you": {"completed_by": "self_with_help", "age_band": "65_74"},
    "Your pain": {
        "pain_site": ["low_back", "feet_hands"],
        "pain_duration": "gt12m",
        "pain_neuro": "none",
        "pain_cause": ["disc_nerve", "not_sure"],
    },
    "Your pain in the past week": {"peg_pain": "8", "peg_enjoyment": "6"},
    MOOD: {"gad1": "2", "gad2": "3", "phq1": "3", "phq2": "2", "phq3": "1", "phq5": "3", "phq9": "2"},
    "One more question about how you are right now": {"sui_safe_now": "not_safe"},
    "Mood and sleep": {"list-0": "mood_family_bipolar", "sleep_trouble": "most_nights", "mood_care": "none"},
    "Your medicines": {
        "med_list-0": "Cymbalta 60 mg",
        "med_list-0-for": "الألم 🙂",
        "med_list-0-since": "two years",
        "med_list-1": "tramadol 50",
        "med_list-2": "sertralin",
        "med_list-2-asked": "sertralin",
        "med_list-2-take": "sertraline",
        "med_list-3": "gabapentine",
        "med_list-3-asked": "gabapentine",
        "med_list-3-take": "keep",
        "med_list-4": "little white pill",
        "med_list-5": "Hillsyn 250",
        "med_list-6": "ibuprophen",
        "med_list_sure": "incomplete",
        "med_stopped_5w-0": "fluoxetine",
    },
    TAKING: {
        "list-0": ["med_changed_4w", "med_want_stop"],
        "med_side_effects": ["sleepy", "dizzy"],
        "day_sleepy": "very",
        "allergies": "البنسلين: طفح جلدي 🤒",
    },
    "Alcohol and other substances": {"alcohol_freq": "weekly", "substances": ["cannabis", "other"]},
    "Do you have any of these?": {"list-0": ["cond_bp", "cond_kidney"]},
    "And any of these?": {"list-0": ["cond_falls", "not_sure"]},
    "Work and driving": {"work_status": "retired", "licence": "car_motorbike", "list-3": "prefer_not"},
    "What matters to you": {
        "pain_tried": ["exercise", "injections"],
        "ad_past": ["helped", "side_effects"],
        "ad_view": "unsure",
        "visit_goal": "هل أستطيع النوم؟ 😴\r\nI want to sleep & walk my dog 🐕‍🦺 <again>.",
    },
}
QUIET: Mapping[str, Mapping[str, object]] = {
    SIGNS: {"list-0": "none"},
    NERVES: {"list-0": "none"},
    RECENT: {"list-0": "none", "sym_serotonin": "none"},
    "About you": {"completed_by": "self", "age_band": "25_64"},
    "Your pain": {
        "pain_site": "neck",
        "pain_duration": "3to12m",
        "pain_change": "same",
        "pain_neuro": "none",
        "pain_cause": "arthritis",
    },
    "Your pain in the past week": {"peg_pain": "6", "peg_enjoyment": "6", "peg_activity": "6"},
    MOOD: {"gad1": "0", "gad2": "0", "phq1": "1", "phq2": "0", "phq9": "0"},
    "Mood and sleep": {"list-0": "none", "sleep_trouble": "rarely"},
    "Your medicines": {"med_list-list": "none", "med_list_sure": "complete", "med_stopped_5w-list": "none"},
    TAKING: {"list-0": "none", "med_side_effects": "none", "allergies": "none"},
    "Alcohol and other substances": {"alcohol_freq": "never", "substances": "none"},
    "Do you have any of these?": {"list-0": "none", "pregnancy": "no_or_na"},
    "And any of these?": {"list-0": "none"},
    "Work and driving": {"work_status": "carer", "job_tasks": "none", "licence": "none", "list-3": "none"},
    "What matters to you": {"pain_tried": "nothing", "ad_past": "never", "ad_view": "no_view"},
}
CHANGED: Mapping[str, Mapping[str, object]] = {
    SIGNS: {"list-0": "none"},
    NERVES: {"list-0": "rf_leg_weak"},
    RECENT: {"list-0": "none", "sym_serotonin": ["agitated_confused", "fever_sweats_shivers"]},
    "About you": {"completed_by": "self", "age_band": "25_64"},
    "Your pain": {"pain_site": "widespread", "pain_change": "worse_slowly", "pain_neuro": "burning"},
    "Your pain in the past week": {"peg_pain": "7", "peg_enjoyment": "5", "peg_activity": "7"},
    MOOD: {"gad1": "1", "gad2": "1", "phq1": "1", "phq2": "1"},
    "Your medicines": {
        "med_list-0": "amitriptylin",
        "med_list-0-asked": "amitriptylin",
        "med_list-0-take": "keep",
        "med_list-1": "tramadol",
        "med_list-2": "Hillsyn",
        "med_list-3": "naproxin",
        "med_list-3-asked": "naproxin",
        "med_list-3-take": "naproxen",
    },
}
TYPED_IN: Mapping[str, Mapping[str, object]] = {
    SIGNS: {"list-0": "none"},
    NERVES: {"list-0": "none"},
    RECENT: {"list-0": ["rf_trauma"]},
    "About you": {"completed_by": "someone_else", "age_band": "75_plus"},
}
"""What is filled in, by the heading of the screen; every other screen is passed untouched."""


class Maker:
    """Fills in forms at the pages of one app, a minute a page."""

    def __init__(self, visits: Visits, app: Flask, clock: Clock) -> None:
        self._visits = visits
        self._app = app
        self._clock = clock

    def begin(
        self, *, name: str = "", born: str = "", appointment: str = ""
    ) -> tuple[Browser, dict[str, Any]]:
        """Begin a form as a patient and go to its first screen."""
        browser = Browser(self._app).get("/").post("/")
        return self._tell(browser, name=name, born=born, appointment=appointment)

    def type_in(self, code: str) -> tuple[Browser, dict[str, Any]]:
        """Begin a form in the clinic, from paper."""
        browser = Browser(self._app).sign_in(code).post("/clinic/paper")
        return self._tell(browser.get("/f/link"), name="EXAMPLE, On Paper", born="", appointment="2026-12-03")

    def _tell(
        self, browser: Browser, *, name: str, born: str, appointment: str
    ) -> tuple[Browser, dict[str, Any]]:
        link = re.search(r'href="http[^"]+/r/([^"]+)"', browser.html)[1]  # type: ignore[index]
        dates = {**date_fields("born", born), **date_fields("visit", appointment)}
        browser.get("/f/person").post("/f/person", name=name, **dates)
        visit = self._visits.links.resume(link, born=date.fromisoformat(born) if born else None)
        noted = {"reference": visit.reference, "id": visit.id, "rulebook": visit.header.rulebook}
        return browser, {**noted, "link": link, "born": born}

    def fill(self, browser: Browser, answers: Mapping[str, Mapping[str, object]], *, until: str = "") -> None:
        """Answer screen after screen, up to one or to the check page; emergencies are passed."""
        while browser.path != "/f/check" and browser.heading != until:
            self._clock.forward(minutes=1)
            if browser.path == "/f/now":
                browser.leave_emergency()
            else:
                browser.post(browser.path, go="on", **answers.get(browser.heading, {}))

    def send(self, browser: Browser) -> None:
        self._clock.forward(minutes=1)
        browser.post("/f/send")


def edited_rulebook() -> str:
    """The shipped rulebook as the clinic changed it."""
    text = shipped_rulebook().read_text(encoding="utf-8")
    for shipped, own in EDITS:
        if text.count(shipped) != 1:
            raise SystemExit(f"in this version's rulebook this does not stand once: {shipped}")
        text = text.replace(shipped, own)
    return text


def make(places: Places) -> None:
    """Make the store and note what it shows."""
    clock = Clock(BEGAN)
    visits: dict[str, dict[str, Any]] = {}
    with open_store(places.data, places.key_file) as store:
        maker = Maker(*serve(store, clock), clock)
        early, visits["quiet"] = maker.begin()
        maker.fill(early, QUIET, until=TAKING)
        code = take_over(places, clock)
        maker.fill(early, QUIET)
        maker.send(early)
        patient, visits["in crisis"] = maker.begin(
            name="EXAMPLE, Zoë «زوي» O’Neill 🌻", born="1957-04-04", appointment="2026-12-02"
        )
        patient.post(patient.path, go="on", **{"list-0": "sym_bleed"}).leave_emergency(change=True)
        maker.fill(patient, IN_CRISIS)
        maker.send(patient)
        patient, visits["changed"] = maker.begin(name="EXAMPLE, Chang Ed", born="1980-02-29")
        patient.post(patient.path, go="on", **{"list-0": "sym_eye"}).leave_emergency(change=True)
        maker.fill(patient, CHANGED, until=TAKING)
        clinic, visits["typed in"] = maker.type_in(code)
        maker.fill(clinic, TYPED_IN, until="Your pain")
        shipped = store.rulebook_text(visits["quiet"]["rulebook"])
    places.shipped.write_text(shipped, encoding="utf-8")
    noted = note(places, clock, visits, code)
    places.noted.write_text(json.dumps(noted, ensure_ascii=False, indent=1), encoding="utf-8")


def take_over(places: Places, clock: Clock) -> str:
    """Adopt and sign off the clinic's rulebook while a patient fills in a form; gives a new access code."""
    own, code = places.folder / "own.yaml", places.folder / "code"
    own.write_text(edited_rulebook(), encoding="utf-8")
    signs = ("--name", "EXAMPLE Pharmacist", "--role", "Pharmacist", "--date", f"{clock.now:%Y-%m-%d}")
    for command in (("check", own), ("adopt", own), ("sign-off", own, *signs), ("code", "--file", code)):
        clock.forward(minutes=1)
        status, lines = run(places, clock.now, *command)
        if status:
            raise SystemExit("\n".join(lines))
    return code.read_text(encoding="ascii").strip()


def note(places: Places, clock: Clock, visits: Mapping[str, dict[str, Any]], code: str) -> dict[str, Any]:
    """Everything that the test must know of the store, and what this version shows of it now."""
    with open_store(places.data, places.key_file) as store:
        served, app = serve(store, clock)
        for name, visit in visits.items():
            found = served.find(visit["reference"])
            visit["sent"] = found.completed is not None
            wanted = (SENT if visit["sent"] else OPEN) + (("emergency page",) if name == "changed" else ())
            visit["prints"] = {one: PRINTS[one](app, visit, code) for one in wanted}
        listed = plain(Browser(app).sign_in(code).html)
        adopted = served.rulebook.hash
    for visit in visits.values():
        visit["shown"] = run(places, clock.now, "visits", "show", visit["reference"])[1]
    return {
        "version": screener.__version__,
        "now": clock.now.isoformat(),
        "code": code,
        "adopted": adopted,
        "clinic list": listed,
        "visits": visits,
        "told": {name: run(places, clock.now, *words) for name, words in commands(places).items()},
    }


def pack(places: Places, file: Path) -> None:
    """Pack what is kept. LZMA sees, as deflate does not, that the store's two rulebooks are nearly one."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as packed:
        for one in places.packed:
            packed.write(one, one.relative_to(places.folder))


if __name__ == "__main__":
    folder = Path(sys.argv[1]).absolute()
    folder.mkdir(mode=0o700)
    make(Places(folder))
    pack(Places(folder), folder.with_suffix(".zip"))
