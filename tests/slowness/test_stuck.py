"""Whoever is stuck holds no thread, is closed by a deadline, and keeps nobody from being answered."""

from __future__ import annotations

import dataclasses
import threading
import time
from http.client import HTTPResponse
from pathlib import Path

import pytest

from screener.store import open_store
from screener.visits.throttle import network_of
from screener.web.server.serve import LIMITS
from tests.routes import HEADERS, headers_of
from tests.slowness.others import Patient, at_once, patients
from tests.slowness.site import Site, site
from tests.slowness.stuck import HEAD, KINDS, TLS_ONLY, Kind, connect, held, is_closed

LOW = dataclasses.replace(LIMITS, idle=3.0, head=1.0, body=1.5, answer=2.0)
PATIENCE = 20.0
MANY = LOW.threads + 6


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "tls"])
def low(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> object:
    """A server with low deadlines."""
    with site(tmp_path_factory.mktemp("low"), secure=request.param, limits=LOW) as served:
        yield served


@pytest.mark.parametrize("kind", [*KINDS, *TLS_ONLY], ids=lambda kind: kind.name)
def test_stuck_connections_hold_nobody_up_and_are_closed(low: Site, kind: Kind) -> None:
    if kind in TLS_ONLY and not low.secure:
        kind = Kind(kind.name, kind.first, kind.drip)
    others = patients(low.port, 2, secure=low.secure)
    with held(kind, MANY, low.port, secure=low.secure, opening=PATIENCE) as stuck:
        for _round in range(3):
            for other in others:
                other.go()
        assert [other.failures for other in others] == [[], []]
        assert len(stuck) == MANY
        assert all(is_closed(one, within=PATIENCE) for one in stuck)


def test_others_are_answered_before_any_stuck_connection_is_closed(tmp_path: Path) -> None:
    with site(tmp_path) as served, held(KINDS[3], 100, served.port, secure=False) as stuck:
        other = patients(served.port, 1, secure=False)[0]
        other.go()
        assert other.failures == []
        assert len(stuck) == 100
        assert not is_closed(stuck[0], within=0.01)


def test_a_browser_that_goes_on_is_not_closed(low: Site) -> None:
    with connect(low.port, source="127.0.0.1", secure=low.secure) as one:
        for _page in range(8):
            threading.Event().wait(0.4)
            one.sendall(HEAD + b"\r\n")
            answer = HTTPResponse(one)
            answer.begin()
            assert answer.status == 200
            assert b"csrf_token" in answer.read()


def test_who_does_not_read_the_answers_is_closed(low: Site) -> None:
    with connect(low.port, source="127.0.0.1", secure=low.secure) as one:
        one.settimeout(0.2)
        try:
            for _page in range(4000):
                one.sendall(HEAD + b"\r\n")
        except OSError:
            pass
        other = patients(low.port, 1, secure=low.secure)[0]
        other.go()
        assert other.failures == []
        threading.Event().wait(LOW.answer + 1)
        assert is_closed(one, within=PATIENCE)


def test_one_address_never_has_all_threads(tmp_path: Path) -> None:
    limits = dataclasses.replace(LIMITS, threads=3, threads_each=2)
    with site(tmp_path, limits=limits) as served:
        greedy = [Patient(served.port, source="127.0.0.1", secure=False) for _ in range(8)]
        stop = threading.Thread(target=lambda: at_once(greedy, seconds=2.0))
        stop.start()
        other = patients(served.port, 1, secure=False)[0]
        for _round in range(5):
            other.go()
        stop.join()
        assert other.failures == []
        assert all(patient.failures == [] for patient in greedy)


def test_more_connections_than_fit_close_the_oldest_of_the_address_that_has_most(tmp_path: Path) -> None:
    limits = dataclasses.replace(LIMITS, connections=20)
    with site(tmp_path, limits=limits) as served, held(KINDS[1], 40, served.port, secure=False) as stuck:
        with connect(served.port, source="127.0.0.9", secure=False) as single:
            single.sendall(HEAD)
            for other in patients(served.port, 3, secure=False):
                other.go()
                assert other.failures == []
            single.sendall(b"\r\n")
            assert single.recv(15) == b"HTTP/1.1 200 OK"
        assert is_closed(stuck[0], within=PATIENCE)
        assert not is_closed(stuck[-1], within=0.01)


@pytest.mark.parametrize("secure", [False, True])
def test_told_to_stop_it_ends_though_connections_are_stuck_and_keeps_what_was_acknowledged(
    tmp_path: Path, secure: bool
) -> None:
    with site(tmp_path, secure=secure) as served, held(KINDS[3], 30, served.port, secure=secure):
        busy = patients(served.port, 4, secure=secure)
        going = threading.Thread(target=lambda: at_once(busy, seconds=PATIENCE / 4))
        going.start()
        until = time.monotonic() + PATIENCE
        while not any(patient.begun for patient in busy) and time.monotonic() < until:
            time.sleep(0.05)
        served.process.terminate()
        assert served.process.wait(PATIENCE) == 0
        going.join()
    acknowledged = sum(patient.begun for patient in busy)
    assert acknowledged > 0
    with open_store(tmp_path / "data", tmp_path / "keys" / "key") as store:
        assert len(store.visits().in_progress) >= acknowledged


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n bad\r\n\r\n", 400),
        (b"GET /" + b"x" * 45_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 45_000 + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: canary\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: canary\r\n\r\n", 501),
    ],
)
def test_the_servers_own_answers_bear_our_headers(low: Site, sent: bytes, status: int) -> None:
    with connect(low.port, source="127.0.0.1", secure=low.secure) as one:
        one.sendall(sent)
        answer = HTTPResponse(one)
        answer.begin()
        page = answer.read()
    assert answer.status == status
    assert headers_of(answer) == HEADERS
    assert answer.headers["Server"] is None
    assert b"canary" not in page


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_whose_address_it_is(address: str, party: str) -> None:
    assert network_of(address) == party
