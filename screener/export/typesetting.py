"""The child process that sets one page: a job of html and css on standard input, a PDF on standard output."""

from __future__ import annotations

import json
import logging
import resource
import sys

MOST_MEMORY = 2 * 1024**3


def main() -> None:
    """Set the page; the exit code is not 0 when it fails, and nothing of the page is ever printed."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    logging.disable(logging.CRITICAL)
    job = json.load(sys.stdin)
    sys.stdout.buffer.write(typeset(job["html"], css=job["css"]))


def typeset(html: str, *, css: str) -> bytes:
    """The page as a tagged PDF; whatever it links to is not fetched."""
    from weasyprint import CSS, HTML  # slow to import, and only ever wanted here
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=["data"])
    page = HTML(string=html, url_fetcher=fetcher)
    written: bytes = page.write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=fetcher)], pdf_variant="pdf/ua-1"
    )
    return written


if __name__ == "__main__":
    main()
