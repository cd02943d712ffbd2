"""The command line: parses, calls, prints. Other programs script it, so its output is a promise.

What cannot be used is told in one line on standard error; `Exit` names the exit codes.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from screener import __version__
from screener.errors import ReadingError, ScreenerError, VisitNotFound

COMMANDS = {
    "serve": ("serve", "demo", "code"),
    "check": ("check", "schema", "evaluate", "explain"),
    "change": ("examples", "mutate", "diff"),
    "visits": ("visits", "backup", "restore", "verify"),
    "adopt": ("adopt", "replay", "sign-off"),
    "author": ("book", "paper", "author"),
}
"""The commands by the module that has them; it is imported once one of them is asked for."""

OUTPUT = "standard output"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

SERVES = ("run_serve", "run_demo", "run_author")
"""What runs without a standard output too: pages are what it gives."""


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    FOUND = 1
    """The rulebook has problems, visits would differ, something was declined, or nothing was found."""
    UNUSABLE = 2
    """The input or a setting cannot be used."""
    INTERRUPTED = 130
    """Ctrl-C."""
    READER_GONE = 141
    """Whoever read the output left early, as `head` does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is returned. No traceback ever reaches the user for bad input."""
    try:
        _speak_utf8()
        return _run(sys.argv[1:] if arguments is None else arguments)
    except VisitNotFound as error:
        return _ended(Exit.FOUND, str(error))
    except ReadingError as error:
        return _ended(Exit.UNUSABLE, _first(error))
    except ScreenerError as error:
        return _ended(Exit.UNUSABLE, str(error))
    except BrokenPipeError:
        return _ended(Exit.READER_GONE)
    except OSError as error:
        return _ended(Exit.UNUSABLE, _told(error))
    except KeyboardInterrupt:
        return _ended(Exit.INTERRUPTED)


def _run(given: Sequence[str]) -> int:
    """What the command returns, once all that it printed has been written."""
    try:
        options = _parser(given[:1]).parse_args(given)
        run: Callable[[argparse.Namespace], int] = options.run
        if sys.stdout is None:
            _go_without_output(run.__name__)
        code = run(options)
    except SystemExit:
        _flush()
        raise
    _flush()
    return code


def _go_without_output(command: str) -> None:
    """Let what serves pages print to nowhere; raises `ScreenerError` for any other command."""
    if command not in SERVES:
        raise ScreenerError("standard output is closed, so nothing was done; leave it open")
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it stays open until the end


def _flush() -> None:
    """Write what was printed; raises an OSError that names standard output."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError as error:
            raise OSError(error.errno, error.strerror, OUTPUT) from None


def _ended(code: Exit, words: str = "") -> Exit:
    """The code, after the words on standard error; what could not be written is not tried again."""
    if words and sys.stderr is not None:
        with suppress(OSError):
            print(f"screener: {words}", file=sys.stderr)
    if _cannot_write():
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _cannot_write() -> bool:
    try:
        _flush()
    except OSError:
        return True
    return False


def _told(error: OSError) -> str:
    """What the system says, and of what; a write without a name was to standard output."""
    of = error.filename or (OUTPUT if error.errno in NO_ROOM else "a file that was in use")
    return f"{of}: {error.strerror or error}"


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

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help or version; what cannot be written is an error here too."""
        print(message, end="", file=file or sys.stderr)

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
