"""What the server needs beside the app: an address that is free, and a log without addresses."""

from __future__ import annotations

import ctypes
import errno
import logging
import resource
import socket
import stat
from contextlib import suppress
from pathlib import Path

from screener.errors import SettingsError

BACKLOG = 1024
ARENA_MAX, ARENAS = -8, 2
"""The C library's number for how many pools of memory its threads share, and how many those are here."""
GROUP_WRITES = stat.S_IWGRP | stat.S_IXGRP


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises `SettingsError`, in one line, where nothing can."""
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(place)
            listening.listen(BACKLOG)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else "cannot be listened at"
        raise SettingsError(
            f"Port {port} of {host} {why}; stop what runs there, or choose another with --port."
        ) from None
    return listening


def leave_no_core_dump() -> None:
    """Let a crash of this process write none of its memory, which holds answers and the key, to the disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def share_memory() -> None:
    """Let the threads share few pools of memory, where the C library can: else each keeps one of its own."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def refuse_open_key(certificate_key: Path) -> None:
    """Raise `SettingsError`, in one line, for a certificate's private key that others can read or replace.

    A group may read it, as on systems that keep such keys for a group of their own.
    """
    for place, open_to, mend in (
        (certificate_key, GROUP_WRITES | stat.S_IRWXO, "o=,g-wx"),
        (certificate_key.absolute().parent, stat.S_IWGRP | stat.S_IWOTH, "go-w"),
    ):
        mode = place.stat().st_mode
        if mode & open_to and not mode & stat.S_ISVTX:
            raise SettingsError(f"{place} is open to other users of this computer; run: chmod {mend} {place}")


class QuietFilter(logging.Filter):
    """Lets the server tell of a failure by its kind only, never what was sent or where to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put our words in place of the record's."""
        kind = record.exc_info[0] if record.exc_info else None
        record.msg = f"The server failed: {kind.__name__}" if kind else "The server met something odd."
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


def keep_the_log_quiet() -> logging.Logger:
    """The server's log, from now on with warnings and errors in our words only."""
    log = logging.getLogger("waitress")
    log.setLevel(logging.WARNING)
    log.filters = [QuietFilter()]
    logging.getLogger("waitress.queue").setLevel(logging.CRITICAL)
    return log
