"""The command line: parses, calls, prints. Other programs script it, so its output is a promise.

Exit codes: 0 done, 1 the rulebook has problems or nothing was found, 2 the input or a setting cannot be used.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from screener import __version__
from screener.cli import keeping, rulebooks, serving, visits
from screener.errors import ScreenerError, VisitNotFound

NOT_FOUND = 1
REFUSED = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is returned. No traceback ever reaches the user for bad input."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except VisitNotFound as error:
        print(f"screener: {error}", file=sys.stderr)
        return NOT_FOUND
    except ScreenerError as error:
        print(f"screener: {error}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        print(f"screener: {error.filename or 'the file'}: {error.strerror or error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="screener",
        description="Pre-visit screening for people with long-lasting pain. Not for real patients yet.",
    )
    parser.add_argument("--version", action="version", version=f"screener {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    serving.add(commands)
    rulebooks.add(commands)
    visits.add(commands)
    keeping.add(commands)
    return parser
