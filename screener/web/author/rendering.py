"""The readable rulebook, and its form for a pen: each one page that needs nothing else."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from screener.content import templates_folder
from screener.workbench.book import Book
from screener.workbench.paper_form import BlankForm

STATIC = Path(__file__).parent / "static"


def book_page(book: Book, *, address: str = "") -> str:
    """The book as HTML, its style in it, or at ``address``; it is the same for the screen and for paper."""
    style = "" if address else Markup((STATIC / "book.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    page = _environment().get_template("book/book.html")
    return page.render(book=book, style=style, address=address, base="")


def form_page(form: BlankForm) -> str:
    """The form to fill in by hand as HTML."""
    return _environment().get_template("paper/form.html").render(form=form)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    return environment
