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
    from weasyprint import CSS, HTML  # slow to import, and only ever wanted here
    from weasyprint.urls import URLFetcher

    job = json.load(sys.stdin)
    page = HTML(string=job["html"], url_fetcher=URLFetcher(allowed_protocols=["data"]))
    style = CSS(string=job["css"])
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
