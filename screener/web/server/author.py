"""Runs the author's app on this computer until it is stopped."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from screener.web.author.app import create_author_app
from screener.web.author.rulebook_file import Watched
from screener.web.server.keeper import keep
from screener.web.server.listener import Limits, Way
from screener.web.server.process import leave_no_core_dump, listen

HOST = "127.0.0.1"
LIMITS = Limits(threads=4, threads_each=4)
"""All threads for one address, as only this computer asks."""


def serve(file: Path, *, port: int) -> None:
    """Serve this rulebook's file until stopped; raises `SettingsError` for a taken port, OSError."""
    file.open("rb").close()
    leave_no_core_dump()
    with closing(listen(HOST, port)) as listening:
        print(  # noqa: T201 - the address is the output
            f"{file}: http://{HOST}:{port}/\nFor made-up people only. Stop with Ctrl+C.", flush=True
        )
        keep(lambda: [create_author_app(Watched(file))], [listening], limits=LIMITS, way=Way())
