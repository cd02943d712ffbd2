"""Commands on the store: list, show and delete its visits, look at all of it, back it up and restore it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from screener.cli import Exit
from screener.content import shipped_rulebook
from screener.errors import SettingsError
from screener.export.plain import continued, visible
from screener.rulebook import load
from screener.settings import Settings, read_settings
from screener.summary.pages import ClinicianSummary, MedicineLine

if TYPE_CHECKING:
    from screener.store import Inspection, Unreadable
    from screener.visits import VisitLine, Visits

PUT_BACK = "put the store back from your backup (screener restore)"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = commands.add_parser("visits", help="list, show or delete visits")
    actions = command.add_subparsers(title="actions", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="completed visits, and unfinished ones with an emergency")
    listing.set_defaults(run=run_list)
    for name, run, words in (
        ("show", run_show, "print the clinician's summary of a visit"),
        ("delete", run_delete, "delete a visit for good"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("reference", metavar="REF")
        action.set_defaults(run=run)
    for name, run, words in (
        ("backup", run_backup, "copy the store into a new file, also while it is served"),
        ("restore", run_restore, "put a backup into an empty data folder"),
        ("verify", run_verify, "open every row of the store, or of a backup, and say what cannot be read"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("file", type=Path, nargs="?" if run is run_verify else None, metavar="FILE")
        command.set_defaults(run=run)


def settings_of_store() -> Settings:
    """The settings where a store was made already; what only reads makes none."""
    from screener.store import has_store  # the store is slow to import; most commands need none

    settings = read_settings(os.environ, loopback=True)
    if not has_store(settings.data):
        raise SettingsError(f"SCREENER_DATA: there is no store in {settings.data}; name the folder of one.")
    return settings


@contextmanager
def opened_visits() -> Iterator[Visits]:
    """The visits of the store that the settings name."""
    from screener.store import open_store  # the store is slow to import; most commands need none
    from screener.visits import Visits

    settings = settings_of_store()
    rulebook = load(settings.rules or shipped_rulebook())
    with open_store(settings.data, settings.key_file) as store:
        yield Visits(
            store=store,
            rulebook=rulebook,
            region=settings.region,
            clinic=settings.clinic,
            clock=lambda: datetime.now(UTC),
        )


def run_list(options: argparse.Namespace) -> int:
    """Print a line a visit; no answers."""
    with opened_visits() as visits:
        listing = visits.listing()
        for line in listing.completed:
            print(_line(line, "sent"))
        for line in listing.unfinished_emergencies:
            print(_line(line, "not finished"))
        for one in listing.unreadable:
            print(unreadable_text(one))
        if listing.gone:
            print(f"{listing.gone} visits are gone from the file without having been deleted; {PUT_BACK}.")
        if not any((listing.completed, listing.unfinished_emergencies, listing.unreadable, listing.gone)):
            print("No visits yet.")
    return Exit.DONE


def _line(line: VisitLine, state: str) -> str:
    when = line.visit.completed or line.visit.header.saved
    told = (line.visit.reference, f"{when:%Y-%m-%d %H:%M} UTC", f"{state:<12}", f"{line.gravest:<11}")
    return "  ".join((*told, f"{line.points} points"))


def unreadable_text(one: Unreadable) -> str:
    """The line of a visit that cannot be read: what stands in the file, why, and what to do."""
    bears = f"reference in the file (not verified): {one.reference or 'none'}"
    which = one.reference or one.row
    return f"cannot be read  {bears}  {one.why.rstrip('.')}; {PUT_BACK}, or: screener visits delete {which}"


def run_show(options: argparse.Namespace) -> int:
    """Print the clinician's summary as text."""
    with opened_visits() as visits:
        visit = visits.find(options.reference)
        person = visit.state.person
        name = visible(person.name) or "NAME NOT GIVEN"
        print(f"{visit.reference}  {name}  born {person.born or 'not given'}")
        print(summary_text(visits.clinician_summary(visit)))
    return Exit.DONE


def summary_text(summary: ClinicianSummary) -> str:
    """The clinician's page as text for a terminal."""
    lines = [f"EMERGENCY  {one.headline}: {one.text}" for one in summary.emergencies]
    lines += [f"OWN WORDS  {words}" for _, words in summary.own_words]
    lines += [f"SCORE  {score.label}: {score.words} {score.band}".rstrip() for score in summary.scores]
    lines += [f"{one.label.upper()}  {one.words}" for one in summary.glance]
    lines += [f"MEDICINE  {_typed(one)}: {one.what} {one.note}".rstrip() for one in summary.medicines]
    lines += [f"{one.priority.upper()}  {one.headline}: {one.text}" for one in summary.points]
    lines += [f"TOLD  {headline}" for headline in summary.told]
    lines += [f"ASK  {one.label}: {one.why}" for one in summary.ask]
    lines += ["Patient-reported, not reviewed. Not for real patients yet.", summary.footer]
    return "\n".join(map(continued, lines))


def _typed(medicine: MedicineLine) -> str:
    return f"{medicine.typed} (stopped)" if medicine.stopped else medicine.typed


def run_delete(options: argparse.Namespace) -> int:
    """Delete one visit."""
    with opened_visits() as visits:
        visits.delete(options.reference)
    print(f"Deleted {options.reference}.")
    return Exit.DONE


def run_backup(options: argparse.Namespace) -> int:
    """Copy the store; the key is not part of the copy."""
    from screener.store import back_up  # the store is slow to import; most commands need none

    settings = settings_of_store()
    found = back_up(settings.data, options.file, settings.key_file)
    print(f"The store is copied to {options.file}. Keep the key file {settings.key_file} elsewhere.")
    return _told(found)


def run_restore(options: argparse.Namespace) -> int:
    """Put a backup back, once the key opens it."""
    from screener.store import has_store, restore

    settings = read_settings(os.environ, loopback=True)
    if has_store(settings.data):
        raise SettingsError(f"SCREENER_DATA: there is a store in {settings.data}; name an empty folder.")
    done = restore(options.file, settings.data, settings.key_file)
    print(f"The store is restored in {settings.data}.")
    if done.later:
        print(f"{done.later} changes of this store were seen later than this copy; they are not in it.")
    if done.codes:
        print("Its access code opens nothing any more; make a new one: screener code")
    return _told(done.inspection)


def run_verify(options: argparse.Namespace) -> int:
    """Open every row; 1 when one cannot be read."""
    from screener.store import look_at, open_store

    if options.file is not None:
        settings = read_settings(os.environ, loopback=True)
        return _told(look_at(options.file, settings.key_file))
    settings = settings_of_store()
    with open_store(settings.data, settings.key_file) as store:
        return _told(store.inspect())


def _told(found: Inspection) -> int:
    """Print what cannot be read, a line each, and what was found in all."""
    for fault in found.faults:
        row = f", row {fault.number}" if fault.number else ""
        bears = f", reference in the file (not verified) {fault.reference}" if fault.reference else ""
        print(f"{fault.place}{row}{bears}: {fault.why.rstrip('.')}")
    last = f"; the last change is of {found.last:%Y-%m-%d %H:%M} UTC" if found.last else ""
    print(f"{found.rows} rows can be read, {len(found.faults)} faults{last}")
    if not found.faults:
        return Exit.DONE
    print(f"To mend it, {PUT_BACK}; a visit that cannot be read can be deleted: screener visits delete REF")
    return Exit.FOUND
