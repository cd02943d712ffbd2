"""Style sheets, scripts and pictures: small on the way, kept by the browser, new as soon as they change."""

import gzip
import hashlib
import re
import time
from base64 import b64encode
from datetime import UTC

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from screener.visits import Visits
from screener.web.app import create_app
from screener.web.assets import FOLDER
from screener.web.context import IdleSessions
from tests.web.people import Patient

GZIP = {"Accept-Encoding": "gzip"}
NAMES = sorted(file.name for file in FOLDER.iterdir())


def test_every_page_names_its_files_by_an_address_that_may_be_kept_for_good(client: FlaskClient) -> None:
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert {address.partition("?")[0] for address in addresses} >= {
        "/static/screener.css",
        "/static/client.js",
        "/static/mark.svg",
    }
    for address in addresses:
        with client.get(address) as response:
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("version", ["", "?v=", "?v=000000000000"])
def test_an_address_of_another_version_is_kept_an_hour_only(client: FlaskClient, version: str) -> None:
    with client.get(f"/static/screener.css{version}") as response:
        assert response.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_sent_compressed_to_who_takes_it(client: FlaskClient, name: str) -> None:
    as_it_is = (FOLDER / name).read_bytes()
    with client.get(f"/static/{name}", headers={"Accept-Encoding": "br, gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response.headers["Vary"]
        assert gzip.decompress(response.data) == as_it_is
    for refusing in ({}, {"Accept-Encoding": "gzip;q=0, identity"}):
        with client.get(f"/static/{name}", headers=refusing) as response:
            assert "Content-Encoding" not in response.headers
            assert "Accept-Encoding" in response.headers["Vary"]
            assert response.data == as_it_is


def test_a_file_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    with client.get("/static/screener.css", headers={"Accept-Encoding": "gzip"}) as first:
        since = {"If-Modified-Since": first.headers["Last-Modified"], "Accept-Encoding": "gzip"}
    with client.get("/static/screener.css", headers=since) as again:
        assert (again.status_code, again.data) == (304, b"")


def unpacked(response: TestResponse) -> str:
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    return gzip.decompress(response.data).decode()


def test_the_first_page_of_a_browser_holds_the_style_sheet_and_the_next_ones_name_it(
    client: FlaskClient,
) -> None:
    first = client.get("/", headers=GZIP)
    (style,) = re.findall("<style>(.*?)</style>", unpacked(first), re.DOTALL)
    assert style == (FOLDER / "screener.css").read_text("utf-8")
    assert '<link rel="stylesheet"' not in unpacked(first)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert first.headers["Content-Security-Policy"].endswith(f"; style-src 'self' 'sha256-{digest}'")
    cookie = client.get_cookie("sheet")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    then = client.get("/", headers=GZIP)
    assert "<style>" not in unpacked(then)
    assert '<link rel="stylesheet" href="/static/screener.css?v=' in unpacked(then)
    assert "style-src" not in then.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in then.headers or "sheet=" not in then.headers["Set-Cookie"]


def test_another_version_of_the_sheet_is_sent_again(client: FlaskClient) -> None:
    client.set_cookie("sheet", "000000000000")
    assert "<style>" in unpacked(client.get("/", headers=GZIP))


def test_a_page_with_words_of_others_is_not_compressed(client: FlaskClient) -> None:
    response = client.get("/?to=/f/person", headers=GZIP)
    assert "Content-Encoding" not in response.headers
    assert "<style>" not in response.text


def test_a_page_that_answers_what_was_sent_is_not_compressed(patient: Patient) -> None:
    patient.get("/").post("/").get("/f/person")
    fields = {"csrf_token": patient.token, "born-day": "99"}
    response = patient.client.post("/f/person", data=fields, headers=GZIP)
    assert "Error:" in response.text
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_a_page_is_as_it_is_for_who_takes_nothing_else(client: FlaskClient, accepted: str) -> None:
    response = client.get("/", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in response.headers
    assert '<link rel="stylesheet"' in response.text


def test_at_a_kiosk_no_page_holds_the_sheet(visits: Visits) -> None:
    app = create_app(visits=visits, secret_key=b"k", zone=UTC, idle=IdleSessions(time.monotonic))
    response = app.test_client().get("/", headers=GZIP)
    assert "<style>" not in unpacked(response)
    assert "sheet=" not in response.headers.get("Set-Cookie", "")
