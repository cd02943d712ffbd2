"""Commands for whoever writes a rulebook: the book to read and sign, and the page to try it on."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from screener.cli import Exit
from screener.cli.rulebook_file import add_file, rulebook_file
from screener.errors import ScreenerError
from screener.model.rulebook import Rulebook
from screener.rulebook import load
from screener.settings import Settings, lacks_contacts, read_settings, without_settings

BOOK, FORM = Path("rulebook.html"), Path("form.html")
PORT = 8010
PDF_SECONDS = 900
"""A book has a hundred pages and more; one is set in one or two minutes on a slow machine."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = commands.add_parser("book", help="write the rulebook as one page to read, print and sign")
    add_file(command)
    command.add_argument(
        "-o", "--output", type=Path, default=BOOK, metavar="FILE", help=f"a .html or .pdf (default: {BOOK})"
    )
    command.set_defaults(run=run_book)

    command = commands.add_parser("paper", help="write the questions as a form to fill in by hand")
    add_file(command)
    command.add_argument(
        "-o", "--output", type=Path, default=FORM, metavar="FILE", help=f"a .html or .pdf (default: {FORM})"
    )
    command.add_argument("--region", metavar="ID", help="whom to call; default: the region of the settings")
    command.set_defaults(run=run_paper)

    command = commands.add_parser("author", help="serve a page to try a rulebook while you write it")
    add_file(command)
    command.add_argument("--port", type=int, default=PORT, metavar="N", help=f"default: {PORT}")
    command.set_defaults(run=run_author)


def run_book(options: argparse.Namespace) -> int:
    """Write the book; its extension says whether as HTML or as PDF."""
    from screener.web.author.rendering import book_page
    from screener.workbench.book import book_of

    settings = read_settings(os.environ, loopback=True)
    rulebook = _with_sign_offs(load(rulebook_file(options)), settings)
    _write(options.output, "a book", lambda: book_page(book_of(rulebook)))
    print(f"The book is in {options.output}.")
    return Exit.DONE


def run_paper(options: argparse.Namespace) -> int:
    """Write the form; its extension says whether as HTML or as PDF."""
    from screener.web.author.rendering import form_page
    from screener.workbench.paper_form import blank_form

    settings = read_settings(os.environ, loopback=True)
    region = options.region or settings.region
    signed = _with_sign_offs(load(rulebook_file(options)), settings)
    rulebook = signed.with_own(settings.own_contacts)
    lacks = lacks_contacts(rulebook, region)
    if lacks:
        raise ScreenerError(f"the rulebook has nobody to call there: {lacks}")
    form = blank_form(rulebook, region=region, clinic=settings.clinic)
    _write(options.output, "a form", lambda: form_page(form))
    print(f"The form is in {options.output}.")
    return Exit.DONE


def _write(output: Path, what: str, page: Callable[[], str]) -> None:
    """Write a page to a file whose extension says whether as HTML or as PDF."""
    from screener.export import pdf

    as_pdf = output.suffix.lower() == ".pdf"
    if not as_pdf and output.suffix.lower() not in (".html", ".htm"):
        raise ScreenerError(f"{output}: {what} ends in .html or .pdf")
    if as_pdf and not pdf.available():
        raise ScreenerError("a PDF needs the extra [pdf]; write .html and print it from the browser")
    html = page()
    if as_pdf:
        environment = without_settings(os.environ)
        output.write_bytes(pdf.render(html, css="", seconds=PDF_SECONDS, environment=environment))
    else:
        output.write_bytes(html.encode("utf-8"))


def _with_sign_offs(rulebook: Rulebook, settings: Settings) -> Rulebook:
    """The rulebook with the sign-offs that were noted for it in this store, if there is one."""
    from screener.store import has_store, open_store
    from screener.visits.rulebooks import signed_off

    if not has_store(settings.data):
        return rulebook
    with open_store(settings.data, settings.key_file) as store:
        return signed_off(rulebook, store.sign_offs())


def run_author(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from screener.web.server.author import serve  # the web is slow to import; no other command needs it

    serve(rulebook_file(options), port=options.port)
    return Exit.DONE
