"""Pages as PDF, set in a process of its own that has a limit on time and memory and no network or files.

Needs the extra ``[pdf]`` (WeasyPrint); without it the print pages say how to print.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping

from screener.errors import PdfFailed

SECONDS = 60


def available() -> bool:
    """Whether this installation can make a PDF."""
    return importlib.util.find_spec("weasyprint") is not None


def render(
    html: str,
    *,
    css: str,
    seconds: int = SECONDS,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """The page as a tagged PDF (PDF/UA-1); its title and language are those of the page.

    ``css`` is the only style sheet; whatever the page links to is not fetched. ``environment`` is what the
    child process is told of the machine, None: nothing. Raises
    `PdfFailed` when it cannot be made.
    """
    return _in_a_child(json.dumps({"html": html, "css": css}), seconds, environment or {})


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
