"""Style sheets, scripts and pictures: small on the way, kept by the browser, new as soon as they change."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from screener.web.assets import FOLDER

NAMES = sorted(file.name for file in FOLDER.iterdir())


def test_every_page_names_its_files_by_an_address_that_may_be_kept_for_good(client: FlaskClient) -> None:
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert {address.partition("?")[0] for address in addresses} >= {
        "/static/screener.css",
        "/static/comfort.js",
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


def test_a_page_with_somebodys_words_is_not_compressed(client: FlaskClient) -> None:
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
