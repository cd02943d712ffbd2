"""The floor under the pages: the same fields in a bare Flask + WTForms app over SQLite.

WTForms' own widgets print the fields in a Jinja template, with a CSRF token; what is sent is inserted in
plain into a write-ahead-logged database with ``synchronous=FULL``. ``served`` is the same for waitress.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flask import Flask, redirect, render_template
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectMultipleField, TextAreaField, widgets
from wtforms.fields.choices import SelectChoice

PAGES_VARIABLE, DATABASE_VARIABLE = "BENCH_PAGES", "BENCH_DATABASE"
TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body>
<h1>{{ title }}</h1>
<form method="post">
{{ form.hidden_tag() }}
{% for field in form if field.name != "csrf_token" %}
<fieldset><legend>{{ field.label.text }}</legend>
{% for error in field.errors %}<p>{{ error }}</p>{% endfor %}
{{ field() }}</fieldset>
{% endfor %}
<button>Continue</button>
</form>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: ``one`` or ``any`` of its choices (value and words), or ``words``."""

    kind: str
    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()

    def field(self) -> Any:
        """The field as WTForms has it."""
        if self.kind == "words":
            return TextAreaField(self.label)
        choices = [SelectChoice(value, words) for value, words in self.choices]
        if self.kind == "one":
            return RadioField(self.label, choices=choices, validate_choice=True)
        boxes = {"widget": widgets.ListWidget(prefix_label=False), "option_widget": widgets.CheckboxInput()}
        return SelectMultipleField(self.label, choices=choices, **boxes)


Page = Sequence[Asked]


def filled(page: Page) -> list[tuple[str, str]]:
    """What somebody sends who answers every field of a page."""
    return [(one.name, "My own words." if one.kind == "words" else one.choices[0][0]) for one in page]


def floor_app(pages: Sequence[Page], database: Path) -> Flask:
    """The bare app: page ``/0`` leads to ``/1`` and so on, the last one to the first."""
    app = Flask("floor")
    app.config["SECRET_KEY"] = secrets.token_bytes(32)
    app.jinja_loader = DictLoader({"page.html": TEMPLATE})
    forms = [type("BareForm", (FlaskForm,), {one.name: one.field() for one in page}) for page in pages]
    kept = Kept(database)
    static = [""] * len(pages)

    @app.get("/<int:number>")
    def show(number: int) -> str:
        return render_template("page.html", title="Questions", form=forms[number]())

    @app.post("/<int:number>")
    def take(number: int) -> Response | str:
        form = forms[number]()
        if not form.validate_on_submit():
            return render_template("page.html", title="Questions", form=form)
        kept.insert(json.dumps({name: value for name, value in form.data.items() if name != "csrf_token"}))
        return redirect(f"/{(number + 1) % len(pages)}", 303)

    @app.get("/static/<int:number>.html")
    def plain(number: int) -> str:
        """The page as a file would be sent: made once, then only sent."""
        static[number] = static[number] or show(number)
        return static[number]

    return app


class Kept:
    """The bare database; each thread keeps its connection open."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._here = threading.local()
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE IF NOT EXISTS answers (id INTEGER PRIMARY KEY, sent TEXT)")

    def insert(self, sent: str) -> None:
        """Insert what was sent, and have it on the disk."""
        if not hasattr(self._here, "connection"):
            self._here.connection = sqlite3.connect(self._database)
            self._here.connection.execute("PRAGMA synchronous = FULL")
        with self._here.connection as connection:
            connection.execute("INSERT INTO answers (sent) VALUES (?)", (sent,))


def to_json(pages: Sequence[Page]) -> str:
    """Pages for the environment of another process."""
    return json.dumps([[asdict(one) for one in page] for page in pages])


def served() -> Flask:
    """The bare app for waitress, over what the environment names."""
    pages = [
        [Asked(**{**one, "choices": tuple(map(tuple, one["choices"]))}) for one in page]
        for page in json.loads(os.environ[PAGES_VARIABLE])
    ]
    return floor_app(pages, Path(os.environ[DATABASE_VARIABLE]))
