"""Which file a command about a rulebook means."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from screener.content import shipped_rulebook
from screener.settings import read_settings


def add_file(command: argparse.ArgumentParser) -> None:
    """Let a command take the file of a rulebook, or none."""
    command.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="default: SCREENER_RULES or the shipped rulebook"
    )


def rulebook_file(options: argparse.Namespace) -> Path:
    """The file named, else that of SCREENER_RULES, else the shipped one; raises `SettingsError`."""
    named: Path | None = options.file
    return named or read_settings(os.environ, loopback=True).rules or shipped_rulebook()
