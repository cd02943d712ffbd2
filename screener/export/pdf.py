"""Pages as PDF, set in a process of its own that has a limit on time and memory and no network or files.

Needs the extra ``[pdf]`` (WeasyPrint); without it the print pages say how to print.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Mapping

from screener.errors import PdfBusy, PdfFailed

SECONDS = 60
WAIT_SECONDS = 20
_one_at_a_time = threading.BoundedSemaphore(1)


def available() -> bool:
    """Whether this installation can make a PDF."""
    return importlib.util.find_spec("weasyprint") is not None


def render(
    html: str,
    *,
    css: str,
    seconds: int = SECONDS,
    wait: float = WAIT_SECONDS,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """The page as a tagged PDF (PDF/UA-1); its title and language are those of the page.

    ``css`` is the only style sheet; whatever the page links to is not fetched. ``environment`` is what the
    child process is told of the machine, None: nothing. Raises `PdfBusy` when
    another one is not finished in ``wait`` seconds, and `PdfFailed` when this one cannot be made.
    """
    if not _one_at_a_time.acquire(timeout=wait):
        raise PdfBusy("Another PDF is being made just now; try again in a moment.")
    try:
        return _in_a_child(json.dumps({"html": html, "css": css}), seconds, environment or {})
    finally:
        _one_at_a_time.release()


def _in_a_child(job: str, seconds: int, environment: Mapping[str, str]) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "screener.export.typesetting"],
            input=job.encode(),
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfFailed("The PDF took too long; print the page from the browser instead.") from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PdfFailed("The PDF could not be made; print the page from the browser instead.")
    return done.stdout
