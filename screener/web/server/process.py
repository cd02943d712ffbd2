"""What the server needs beside the app: an address that is free, and a log without addresses."""

from __future__ import annotations

import errno
import os
import resource
import signal
import socket
import stat
import sys
import threading
import time
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from screener.errors import SettingsError

PARENT_SECONDS = 0.5
GROUP_WRITES = stat.S_IWGRP | stat.S_IXGRP


def refuse_taken(host: str, port: int) -> None:
    """Raise `SettingsError`, in one line, where nothing can listen at this address."""
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else "cannot be listened at"
        raise SettingsError(
            f"Port {port} of {host} {why}; stop what runs there, or choose another with --port."
        ) from None


def leave_no_core_dump() -> None:
    """Let a crash of this process write none of its memory, which holds answers and the key, to the disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


def end_with_parent(parent: int) -> None:
    """Let this worker stop as soon as the process that started it is gone.

    By itself it would go on for half a minute and keep the port from whoever starts the server again.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


class QuietLogger(Logger):  # type: ignore[misc]
    """The server's log: it names the kind of a failure, never the address or the words that were sent."""

    def warning(self, msg: object, *args: Any, **kwargs: Any) -> None:
        """Tell of a request that cannot be read without telling what stood in it."""
        words = str(msg)
        if words.startswith("Invalid request"):
            words, args = "A request that cannot be read was refused.", ()
        super().warning(words, *args, **kwargs)

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        """Tell of a failure by its kind only."""
        kwargs.pop("exc_info", None)
        kind = sys.exc_info()[0]
        super().error("The server failed: %s", kind.__name__ if kind else "unknown", **kwargs)
