"""The server: a port that is taken is told in one line, and its log holds nothing that was sent."""

from __future__ import annotations

import logging
import socket

import pytest

from screener.errors import SettingsError
from screener.web.server.process import keep_the_log_quiet, listen


def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"^Port {port} of 127\.0\.0\.1 is taken; .*--port\.$"):
            listen("127.0.0.1", port)
    listen("127.0.0.1", port).close()


def test_an_address_of_no_machine_is_told_in_one_line() -> None:
    with pytest.raises(SettingsError, match=r"^Port 8000 of 192\.0\.2\.1 cannot be listened at; "):
        listen("192.0.2.1", 8000)


def test_the_servers_log_holds_nothing_that_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    log = keep_the_log_quiet()
    try:
        log.warning("Invalid request line: %r", "GET /r/canary")
        try:
            raise ValueError("canary")
        except ValueError:
            log.exception("Exception while serving %s", "/r/canary")
        logging.getLogger("waitress.queue").warning("canary")
    finally:
        log.filters = []
    assert "canary" not in caplog.text
    assert "The server met something odd." in caplog.text
    assert "The server failed: ValueError" in caplog.text
