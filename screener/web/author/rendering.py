"""The readable rulebook as one page that needs nothing else."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from screener.content import templates_folder
from screener.workbench.book import Book

STATIC = Path(__file__).parent / "static"


def book_page(book: Book, *, address: str = "") -> str:
    """The book as HTML, its style in it, or at ``address``; it is the same for the screen and for paper."""
    style = "" if address else Markup((STATIC / "book.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("book/book.html").render(book=book, style=style, address=address, base="")
