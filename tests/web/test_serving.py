"""The server: a port that is taken is told in one line, and its log holds nothing that was sent."""

from __future__ import annotations

import logging
import socket

import pytest
from gunicorn.config import Config

from screener.errors import SettingsError
from screener.web.server.process import QuietLogger, refuse_taken


def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"^Port {port} of 127\.0\.0\.1 is taken; .*--port\.$"):
            refuse_taken("127.0.0.1", port)
    refuse_taken("127.0.0.1", port)


def test_an_address_of_no_machine_is_told_in_one_line() -> None:
    with pytest.raises(SettingsError, match=r"^Port 8000 of 192\.0\.2\.1 cannot be listened at; "):
        refuse_taken("192.0.2.1", 8000)


def test_the_servers_log_holds_nothing_that_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    logger = QuietLogger(Config())
    logger.error_log.propagate = True
    caplog.set_level(logging.DEBUG, logger="gunicorn.error")
    logger.warning("Invalid request from ip=127.0.0.1: Invalid HTTP request line: 'GET /r/canary'")
    try:
        raise ValueError("canary")
    except ValueError:
        logger.exception("Error handling request %s %s", "GET", "/r/canary")
    assert "canary" not in caplog.text
    assert "A request that cannot be read was refused." in caplog.text
    assert "The server failed: ValueError" in caplog.text
