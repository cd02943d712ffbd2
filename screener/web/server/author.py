"""Runs the author's app on this computer until it is stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from screener.web.author.app import create_author_app
from screener.web.author.rulebook_file import Watched
from screener.web.server.process import QuietLogger, end_with_parent, leave_no_core_dump, refuse_taken

HOST = "127.0.0.1"
THREADS = 4


def serve(file: Path, *, port: int) -> None:
    """Serve this rulebook's file until stopped; raises `SettingsError` for a taken port, OSError."""
    file.open("rb").close()
    refuse_taken(HOST, port)
    leave_no_core_dump()
    _AuthorServer(file, port).run()


class _AuthorServer(BaseApplication):  # type: ignore[misc]
    """The server with one worker process, whose answers are its own."""

    def __init__(self, file: Path, port: int) -> None:
        self.file = file
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from the server's defaults."""
        told = f"{self.file}: http://{HOST}:{self.port}/\nFor made-up people only. Stop with Ctrl+C."
        wanted: dict[str, Any] = {
            "bind": f"{HOST}:{self.port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "when_ready": lambda _: print(told, flush=True),  # noqa: T201 - the address is the output
            "post_fork": lambda _, worker: end_with_parent(worker.ppid),
            "control_socket_disable": True,
        }
        for name, value in wanted.items():
            if name in self.cfg.settings:  # older servers have no control socket to turn off
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the app in the worker."""
        return create_author_app(Watched(self.file))
