"""The command line: parses, calls, prints. Other programs script it, so its output is a promise.

What cannot be used is told in one line on standard error; `Exit` names the exit codes.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from importlib import import_module
from typing import NoReturn

from screener import __version__
from screener.errors import ReadingError, ScreenerError, VisitNotFound

COMMANDS = {
    "serve": ("serve", "demo", "code"),
    "check": ("check", "schema", "evaluate", "explain"),
    "change": ("examples", "mutate", "diff"),
    "visits": ("visits", "backup", "restore"),
    "adopt": ("adopt", "replay", "sign-off"),
    "author": ("book", "paper", "author"),
}
"""The commands by the module that has them; it is imported once one of them is asked for."""


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    FOUND = 1
    """The rulebook has problems, visits would differ, something was declined, or nothing was found."""
    UNUSABLE = 2
    """The input or a setting cannot be used."""
    INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is returned. No traceback ever reaches the user for bad input."""
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given[:1]).parse_args(given)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except VisitNotFound as error:
        print(f"screener: {error}", file=sys.stderr)
        return Exit.FOUND
    except ReadingError as error:
        print(f"screener: {_first(error)}", file=sys.stderr)
        return Exit.UNUSABLE
    except ScreenerError as error:
        print(f"screener: {error}", file=sys.stderr)
        return Exit.UNUSABLE
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.UNUSABLE
    except OSError as error:
        print(f"screener: {error.filename or 'the file'}: {error.strerror or error}", file=sys.stderr)
        return Exit.UNUSABLE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _speak_utf8() -> None:
    """Print UTF-8 wherever we run; a character that no encoding has is written as its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _first(error: ReadingError) -> str:
    more = len(error.problems) - 1
    return f"{error.problems[0]}" + (f" (and {more} more)" if more else "")


class _Parser(argparse.ArgumentParser):
    """A parser that tells a mistake in one line; every command made by it knows ``--version``."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.add_argument("--version", action="version", version=f"screener {__version__}")

    def error(self, message: str) -> NoReturn:
        self.exit(Exit.UNUSABLE, f"screener: {message}; see {self.prog} --help\n")


def _parser(first: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command that comes first; of all, to tell which there are, when it is none."""
    parser: argparse.ArgumentParser = _Parser(
        prog="screener",
        description="Pre-visit screening for people with long-lasting pain. Not for real patients yet.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    asked = [room for room, names in COMMANDS.items() if {*first} & {*names}]
    for room in asked or COMMANDS:
        import_module(f"screener.cli.{room}").add(commands)
    return parser
