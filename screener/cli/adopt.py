"""Commands that change the rulebook of a store, adopt and sign-off, and replay, which shows what it does."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from screener.cli import Exit
from screener.cli.change import told
from screener.cli.visits import settings_of_store
from screener.content import shipped_rulebook
from screener.errors import ScreenerError, SettingsError, StoreError
from screener.model.rulebook import Approval, Rulebook
from screener.rulebook import load
from screener.settings import Settings, read_settings, servable
from screener.workbench.check import check
from screener.workbench.diff import compare

if TYPE_CHECKING:
    from screener.store import Store

LONGEST = 80


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = commands.add_parser("adopt", help="take a rulebook for all visits that begin from now on")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--accept-removals", action="store_true", help="also where rules, questions or others vanish"
    )
    command.add_argument(
        "--rules",
        type=Path,
        metavar="FILE",
        help="served until now, if none was adopted: default the shipped",
    )
    command.set_defaults(run=run_adopt)

    command = commands.add_parser("replay", help="compute sent visits again and tell what would differ")
    command.add_argument(
        "--rules",
        type=Path,
        metavar="FILE",
        help="default: SCREENER_RULES, the one adopted last, the shipped",
    )
    command.set_defaults(run=run_replay)

    command = commands.add_parser("sign-off", help="note who signed a rulebook off; until then it is a draft")
    command.add_argument("file", type=Path, nargs="?", metavar="FILE")
    command.add_argument("--name", help="who signs it off")
    command.add_argument("--role", help="as what, such as Pharmacist")
    command.add_argument("--date", metavar="YYYY-MM-DD", help="default: today")
    command.add_argument("--list", action="store_true", help="show the sign-offs, of FILE or of all")
    command.set_defaults(run=run_sign_off)


def run_adopt(options: argparse.Namespace) -> int:
    """Check the file, tell what vanishes, and take it; 1 when it is refused."""
    from screener.store import open_store  # the store is slow to import; most commands need none
    from screener.visits.rulebooks import adopt

    settings = read_settings(os.environ, loopback=True)
    if settings.rules is not None:
        raise SettingsError(
            f"SCREENER_RULES names {settings.rules}, which is served whatever is adopted; unset it, for "
            "the server too, and compare with --rules."
        )
    rulebook = _sound(options.file)
    if rulebook is None:
        return Exit.FOUND
    servable(rulebook, settings.own_contacts)
    with open_store(settings.data, settings.key_file) as store:
        last = store.adopted()
        if not _accepted(store, rulebook, options):
            return Exit.FOUND
        adopt(store, rulebook, instead_of=last, at=datetime.now(UTC))
        signed = any(approval.hash == rulebook.hash for approval in store.sign_offs())
    print(f"{options.file} is adopted, version {rulebook.version}; its hash is {rulebook.hash}")
    print("Visits that begin from now on are on it; those in progress finish on theirs.")
    if not signed and not rulebook.approved:
        print("Nobody signed it off yet, so its pages say draft: screener sign-off FILE --name N --role R")
    return Exit.DONE


def _sound(file: Path) -> Rulebook | None:
    """The rulebook of a file, None once all its problems are printed."""
    checked = check(file.read_bytes(), str(file))
    for problem in checked.problems:
        print(problem)
    if checked.problems or checked.rulebook is None:
        print(f"{file} is refused, nothing was changed: {len(checked.problems)} to mend")
        return None
    return checked.rulebook


def _accepted(store: Store, rulebook: Rulebook, options: argparse.Namespace) -> bool:
    """Tell what the rulebook changes against the one served until now; whether that is accepted."""
    from screener.visits.rulebooks import vanished

    before = None
    try:
        before = _served(store, options.rules)
    except StoreError as error:
        lost = [f"{error} So nothing can be compared"]
    else:
        lost = [f"{one.kind} {one.id} vanishes" for one in vanished(before, rulebook)]
    accepted: bool = options.accept_removals
    for line in lost:
        print(line if accepted else f"{line}; put it back, or add --accept-removals")
    if lost and not accepted:
        print(f"{options.file} is refused, nothing was changed")
        return False
    for line in told(compare(before, rulebook)) if before is not None else ():
        print(line)
    return True


def _served(store: Store, otherwise: Path | None) -> Rulebook:
    """The rulebook adopted last, before the first the other one or the shipped one."""
    from screener.visits.rulebooks import adopted_rulebook

    return adopted_rulebook(store) or load(otherwise or shipped_rulebook())


def run_replay(options: argparse.Namespace) -> int:
    """Print for each sent visit what would differ; 1 when anything would."""
    from screener.store import open_store
    from screener.visits.replay import replay

    settings = settings_of_store()
    with open_store(settings.data, settings.key_file) as store:
        rulebook = _replayed_on(store, options.rules, settings)
        computed, differing, moved = 0, 0, Counter[str]()
        for one in replay(store, rulebook, own=settings.own_contacts):
            computed += 1
            differing += not one.same
            moved.update(one.rests_on)
            for words in (one.fault,) if one.fault else one.changes:
                print(f"{one.reference}: {words}")
    print(f"{computed} visits computed again on version {rulebook.version}, {rulebook.hash}")
    for part, visits in moved.items():
        print(f"  {visits} rested on another {part}")
    print(f"  {differing} would differ")
    return Exit.FOUND if differing else Exit.DONE


def _replayed_on(store: Store, rules: Path | None, settings: Settings) -> Rulebook:
    named = rules or settings.rules
    return load(named) if named is not None else _served(store, None)


def run_sign_off(options: argparse.Namespace) -> int:
    """Note a sign-off, or show those that there are; 1 when the rulebook has problems."""
    from screener.store import open_store

    settings = settings_of_store() if options.list else read_settings(os.environ, loopback=True)
    if options.file is None and not options.list:
        raise ScreenerError("name the file that is signed off, or add --list")
    rulebook = None
    if options.file is not None:
        rulebook = _sound(options.file)
        if rulebook is None:
            return Exit.FOUND
    approval = _approval(options, rulebook.hash) if rulebook is not None and not options.list else None
    with open_store(settings.data, settings.key_file) as store:
        if approval is not None:
            with store.writing() as writing:
                writing.sign_off(approval)
        signed, adopted = store.sign_offs(), store.adopted()
    if rulebook is not None:
        signed = tuple(one for one in signed if one.hash == rulebook.hash)
    for one in signed:
        mark = "  (adopted)" if adopted is not None and adopted.rulebook == one.hash else ""
        print(f"{one.hash[:12]}  {one.date}  {one.name}, {one.role}{mark}")
    if not signed:
        print("Nobody signed it off yet." if rulebook is not None else "Nothing was signed off yet.")
    return Exit.DONE


def _approval(options: argparse.Namespace, hash: str) -> Approval:
    """The sign-off that the options tell; raises `ScreenerError`, one line, for the first that is wrong."""
    words = {name: (getattr(options, name) or "").strip() for name in ("name", "role")}
    for name, value in words.items():
        if not value or len(value) > LONGEST or not value.isprintable():
            raise ScreenerError(f"--{name} is needed: one line of at most {LONGEST} characters")
    today = datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(options.date) if options.date else today
    except ValueError:
        raise ScreenerError(f"--date is not a date; write it as {today}") from None
    if day > today:
        raise ScreenerError(f"--date is still to come; today is {today}")
    return Approval(**words, date=day.isoformat(), hash=hash)
