"""Commands that serve pages, and the clinic's access code."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from screener.cli import Exit
from screener.content import shipped_rulebook
from screener.errors import SettingsError
from screener.settings import Settings, is_loopback, read_settings


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = commands.add_parser("serve", help="serve the pages on this computer")
    command.add_argument(
        "--rules",
        type=Path,
        metavar="FILE",
        help="default: SCREENER_RULES, or the one adopted last, or the shipped one",
    )
    command.add_argument("--port", type=int, metavar="N", help="default: SCREENER_PORT or 8000")
    command.add_argument("--host", help="default: SCREENER_HOST or 127.0.0.1")
    command.add_argument("--behind-proxy", action="store_true", help="a proxy in front of it speaks https")
    command.add_argument("--certificate", type=Path, metavar="FILE", help="speak https with this certificate")
    command.add_argument("--certificate-key", type=Path, metavar="FILE", help="the certificate's private key")
    command.add_argument(
        "--kiosk", action="store_true", help="one person after the other uses this device; forget each"
    )
    command.add_argument(
        "--clinic-port",
        type=int,
        metavar="N",
        help="with --kiosk: serve the clinic's pages, and patients' own devices, at this other port",
    )
    command.set_defaults(run=run_serve)

    command = commands.add_parser(
        "demo", help="serve made-up visits, to see the pages without filling the form"
    )
    command.add_argument("--port", type=int, metavar="N", help="default: SCREENER_PORT or 8000")
    command.set_defaults(run=run_demo)

    command = commands.add_parser("code", help="make the clinic's access code; an older one no longer works")
    command.add_argument(
        "--file", type=Path, metavar="FILE", help="write it to a new file that only you can read"
    )
    command.set_defaults(run=run_code)


def _settings(options: argparse.Namespace) -> Settings:
    """The environment's settings with the command's own laid over."""
    over = {
        "SCREENER_HOST": getattr(options, "host", None),
        "SCREENER_PORT": str(options.port) if options.port is not None else None,
        "SCREENER_RULES": str(options.rules) if getattr(options, "rules", None) else None,
    }
    environ = {**os.environ, **{name: value for name, value in over.items() if value}}
    behind_proxy = getattr(options, "behind_proxy", False)
    return read_settings(environ, loopback=not behind_proxy)


def _clinic_port(options: argparse.Namespace, settings: Settings) -> int | None:
    """The port of the clinic's pages beside a kiosk, None without one."""
    port: int | None = options.clinic_port
    if port is not None and not options.kiosk:
        raise SettingsError("--clinic-port is for --kiosk; elsewhere the clinic's pages stand at --port.")
    if port is not None and (port == settings.port or not 1 <= port <= 65535):
        raise SettingsError(f"--clinic-port {port}: write another number than --port, from 1 to 65535.")
    return port


def run_serve(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from screener.web.server.serve import (  # the web is slow to import; no other command needs it
        Serving,
        serve,
    )

    settings = _settings(options)
    secured = options.behind_proxy or (options.certificate and options.certificate_key)
    if not is_loopback(settings.host) and not secured:
        raise SettingsError(
            f"{settings.host} can be reached by others; add --behind-proxy, or --certificate with "
            "--certificate-key, so that answers travel locked."
        )
    serving = Serving(
        settings=settings,
        rules=settings.rules or shipped_rulebook(),
        follows=settings.rules is None,
        behind_proxy=options.behind_proxy,
        certificate=options.certificate,
        certificate_key=options.certificate_key,
        kiosk=options.kiosk,
        clinic_port=_clinic_port(options, settings),
    )
    serve(serving)
    return Exit.DONE


def run_demo(options: argparse.Namespace) -> int:
    """Serve a few made-up visits from a store that is gone afterwards."""
    from screener.web.server.serve import Serving, serve

    with tempfile.TemporaryDirectory(prefix="screener-demo-") as folder:
        settings = _settings(options)
        data, key_file = Path(folder) / "data", Path(folder) / "keys" / "key"
        settings = replace(settings, data=data, key_file=key_file, host="127.0.0.1")
        serve(Serving(settings=settings, rules=settings.rules or shipped_rulebook(), demo=True))
    return Exit.DONE


def run_code(options: argparse.Namespace) -> int:
    """Make an access code and show it once, on a terminal or in a new file of mode 0600."""
    from screener.store import open_store  # slow to import, as the web is

    if options.file is None and not sys.stdout.isatty():
        raise SettingsError("the code is shown on a terminal only; add --file with the name of a new file.")
    settings = read_settings(os.environ, loopback=True)
    handle = None
    if options.file is not None:
        handle = os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open_store(settings.data, settings.key_file) as store:
        code = store.renew_code(at=datetime.now(UTC))
    if handle is None:
        print(f"The clinic's access code, shown this once:\n\n    {code}\n\nIt is typed at /clinic.")
        return Exit.DONE
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(code + "\n")
    print(f"The clinic's access code is in {options.file}, which only you can read.")
    return Exit.DONE
