"""Pages as PDF files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from werkzeug.wrappers import Response

from screener.export import pdf


def as_pdf(html: str, *, name: str) -> Response:
    """A page that was rendered for paper as a PDF to save; raises `PdfError`."""
    response = Response(pdf.render(html, css=_style()), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    return response


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "static" / "paper.css").read_text(encoding="utf-8")
