"""Weighs the first page that a patient's phone loads: HTML, style sheets and scripts."""

from __future__ import annotations

import gzip
from http.client import HTTPConnection

from tests.bench.callers import PageReader
from tests.bench.figure import Figure

PAGE, SCRIPTS = 20.0, 4.0


def measure(port: int) -> list[Figure]:
    """Kilobytes of the first page after gzip, and as the server sends them to who accepts gzip."""
    html, sent = fetch(port, "/")
    loaded = PageReader(html)
    styles = [fetch(port, path) for path in loaded.styles]
    scripts = [fetch(port, path) for path in loaded.scripts]
    files = [(html, sent), *styles, *scripts]
    return [
        Figure("first page, HTML + CSS + scripts, gzip", _zipped(files), "kB", budget=PAGE),
        Figure("  of it scripts", _zipped(scripts), "kB", budget=SCRIPTS),
        Figure("  the first page as this server sends it", sum(size for _text, size in files) / 1000, "kB"),
    ]


def fetch(port: int, path: str) -> tuple[bytes, int]:
    """A file, and how many bytes of it travelled."""
    connection = HTTPConnection("localhost", port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    travelled = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{path} was answered {response.status}")
    packed = response.getheader("Content-Encoding") == "gzip"
    return gzip.decompress(travelled) if packed else travelled, len(travelled)


def _zipped(files: list[tuple[bytes, int]]) -> float:
    return sum(len(gzip.compress(text)) for text, _size in files) / 1000
