"""Keeps a worker process: begins it again whenever it is gone, and ends it in time when told to stop."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn
from wsgiref.types import WSGIApplication

from screener.web.server.listener import Limits, Listener, Way
from screener.web.server.process import keep_the_log_quiet, share_memory

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PARENT_SECONDS = 0.5
SPARE_SECONDS = 1.0
"""What a worker gets beyond the time that it gives to open answers, before it is killed."""
SHORTEST_LIFE = 1.0


MakeApps = Callable[[], Sequence[WSGIApplication]]
"""Makes the apps in the worker, in the order of their sockets."""


class _Told(BaseException):
    """The first process was told to stop."""


def keep(make_apps: MakeApps, listening: Sequence[socket.socket], *, limits: Limits, way: Way) -> None:
    """Serve what ``make_apps`` makes, one app a socket, in a worker process, until this one is told to stop.

    A worker that is gone is begun again, at most once a second.
    """
    worker = 0

    def told(_number: int, _frame: FrameType | None) -> None:
        raise _Told

    for number in ENDING:
        signal.signal(number, told)
    try:
        while True:
            begun = time.monotonic()
            signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
            worker = _begin(make_apps, listening, limits=limits, way=way)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
            os.waitpid(worker, 0)
            worker = 0
            time.sleep(max(0.0, begun + SHORTEST_LIFE - time.monotonic()))
    except _Told:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        if worker:
            _end(worker, seconds=limits.ending + SPARE_SECONDS)


def _begin(make_apps: MakeApps, listening: Sequence[socket.socket], *, limits: Limits, way: Way) -> int:
    """The id of a new worker process, in which this never returns; signals to end are held back meanwhile."""
    first = os.getpid()
    worker = os.fork()
    if not worker:
        _work(make_apps, listening, limits=limits, way=way, first=first)
    return worker


def _work(
    make_apps: MakeApps, listening: Sequence[socket.socket], *, limits: Limits, way: Way, first: int
) -> NoReturn:
    code = 1
    try:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        share_memory()
        log = keep_the_log_quiet()
        try:
            listeners = [
                Listener(app, one, limits=limits, way=way)
                for app, one in zip(make_apps(), listening, strict=True)
            ]
            for number in ENDING:
                signal.signal(number, lambda _number, _frame: _stop(listeners))
            _end_with(first)
            _run(listeners)
            code = 0
        except Exception:
            log.exception("The worker ended")
    finally:
        os._exit(code)


def _stop(listeners: Sequence[Listener]) -> None:
    for listener in listeners:
        listener.stop()


def _run(listeners: Sequence[Listener]) -> None:
    """Let all run until they are told to stop, each in a thread of its own but for the first."""
    first, *others = listeners
    threads = [threading.Thread(target=one.run) for one in others]
    for thread in threads:
        thread.start()
    first.run()
    for thread in threads:
        thread.join()


def _end_with(first: int) -> None:
    """Let this worker stop as soon as the process that started it is gone, which gives the port free."""

    def watch() -> None:
        while os.getppid() == first:
            time.sleep(PARENT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _end(worker: int, *, seconds: float) -> None:
    """Let the worker finish; kill it when that takes longer."""
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(worker, signal.SIGTERM)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if os.waitpid(worker, os.WNOHANG)[0]:
                return
            time.sleep(0.02)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
