"""The app and its store from the pages' tests, and one way to have a clinician's page as PDF."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, render_template

from screener.export.typesetting import typeset
from screener.model.visit import Visit
from screener.visits import Visits
from screener.web.assets import paper_style
from screener.web.formats import heading_of
from tests.web.conftest import app, clock, fresh_store, store, visits  # noqa: F401 - fixtures

Setter = Callable[[Visit, str], bytes]


@pytest.fixture
def set_page(app: Flask, visits: Visits) -> Setter:  # noqa: F811
    """Sets the clinician's page of a visit on a paper size, in this process."""

    def on_paper(visit: Visit, size: str) -> bytes:
        with app.test_request_context("/"):
            summary = visits.clinician_summary(visit)
            html = render_template("clinic/visit.html", summary=summary, heading=heading_of(visit), pdf="")
        return typeset(html, css=f"{paper_style()}\n@page {{ size: {size} }}")

    return on_paper
