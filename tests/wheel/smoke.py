"""Build the wheel, install it alone into a fresh virtual environment, and try it there.

Nothing of the checkout is in reach: commands run in a temporary folder, so the templates, the
vocabulary and the rulebook they find are those that the wheel carries. Run it with ``make wheel``.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until the served program must answer


def say(line: str) -> None:
    """One line of progress."""
    sys.stdout.write(f"wheel: {line}\n")
    sys.stdout.flush()


def build(folder: Path) -> Path:
    """Build the wheel into an emptied ``folder`` and return its path."""
    shutil.rmtree(folder, ignore_errors=True)
    options = ("-qq", "--disable-pip-version-check", "--no-deps", "--wheel-dir", str(folder))
    subprocess.run((sys.executable, "-m", "pip", "wheel", *options, str(CHECKOUT)), check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install ``wheel`` into a new virtual environment in ``folder``; return its ``screener``."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    options = ("-qq", "--disable-pip-version-check")
    subprocess.run((python, "-m", "pip", "install", *options, str(wheel)), check=True)
    return folder / "bin" / "screener"


def try_commands(screener: Path, *, cwd: Path) -> None:
    """The commands that need no store: version, check, and an evaluation of no answers at all."""

    def output(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            (screener, *arguments), input=given, cwd=cwd, check=True, text=True, stdout=subprocess.PIPE
        )
        return done.stdout

    say(output("--version").strip())
    output("check")
    evaluated = json.loads(output("evaluate", "-", given="{}\n"))
    if "points" not in evaluated or not evaluated["ask"]:
        sys.exit("wheel: evaluating no answers gave no list of questions to ask")


def free_port() -> int:
    """A port on loopback that nobody listens to right now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def status_of(path: str, *, port: int) -> int | None:
    """The HTTP status of a page on loopback, or None as long as nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def try_serving(screener: Path, *, cwd: Path) -> None:
    """Serve with a new store, and wait until the health page and the start page answer 200."""
    port = free_port()
    places = {"SCREENER_DATA": str(cwd / "data"), "SCREENER_KEY_FILE": str(cwd / "keys" / "screener.key")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCREENER_")}
    server = subprocess.Popen(
        (screener, "serve", "--port", str(port)), cwd=cwd, env=kept | places, stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while status_of("/health", port=port) is None:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("wheel: screener serve did not answer")
            time.sleep(0.1)
        for path in ("/health", "/"):
            status = status_of(path, port=port)
            if status != http.HTTPStatus.OK:
                sys.exit(f"wheel: {path} answered {status}")
    finally:
        server.terminate()
        server.wait(timeout=30)


def main() -> None:
    """Build, install, try; any failure ends with a status other than 0."""
    with tempfile.TemporaryDirectory(prefix="screener-wheel-") as name:
        folder = Path(name)
        wheel = build(CHECKOUT / "build")
        say(f"built {wheel.name}")
        screener = install(wheel, folder / "venv")
        try_commands(screener, cwd=folder)
        try_serving(screener, cwd=folder)
    say("installed alone, it checks, evaluates and serves")


if __name__ == "__main__":
    main()
