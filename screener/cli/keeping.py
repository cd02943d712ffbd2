"""Commands that copy the whole store: backup and restore."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from screener.settings import read_settings


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser."""
    for name, run, words in (
        ("backup", run_backup, "copy the store into a new file, also while it is served"),
        ("restore", run_restore, "put a backup into an empty data folder"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("file", type=Path, metavar="FILE")
        command.set_defaults(run=run)


def run_backup(options: argparse.Namespace) -> int:
    """Copy the store; the key is not part of the copy."""
    from screener.store import back_up  # the store is slow to import; most commands need none

    settings = read_settings(os.environ, loopback=True)
    back_up(settings.data, options.file)
    print(f"The store is copied to {options.file}. Keep the key file {settings.key_file} elsewhere.")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Put a backup back, once the key opens it."""
    from screener.store import restore

    settings = read_settings(os.environ, loopback=True)
    restore(options.file, settings.data, settings.key_file)
    print(f"The store is restored in {settings.data}.")
    return 0
