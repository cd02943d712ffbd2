"""Screener in a process of its own, over plain HTTP or TLS, with limits of the test's choice."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from screener.settings import read_settings
from screener.web.server.listener import Limits
from screener.web.server.serve import LIMITS, Serving, serve
from tests.chaos.served import CHECKOUT, RULES, free_port
from tests.environment import unset
from tests.slowness.others import Patient

PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Site:
    """A running server: its port, whether it speaks TLS, its first process, and its store."""

    port: int
    secure: bool
    process: subprocess.Popen[bytes]
    data: Path

    def end(self) -> float:
        """SIGTERM; gives the seconds until it is gone."""
        begun = time.monotonic()
        self.process.terminate()
        self.process.wait(PATIENCE)
        return time.monotonic() - begun


@contextlib.contextmanager
def site(
    folder: Path, *, secure: bool = False, limits: Limits = LIMITS, behind_proxy: bool = False
) -> Iterator[Site]:
    """A server on a store in this folder for as long as the block lasts."""
    if secure:
        write_certificate(folder)
    port = free_port()
    told = json.dumps(
        {"port": port, "secure": secure, "limits": asdict(limits), "behind_proxy": behind_proxy}
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.slowness.site", str(folder), told],
        cwd=CHECKOUT,
        env=unset(),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port, process, secure=secure)
        yield Site(port, secure, process, folder / "data")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes], *, secure: bool) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        patient = Patient(port, source="127.0.0.1", secure=secure)
        patient.open()
        if not patient.failures:
            return
        time.sleep(0.05)
    raise TimeoutError("the server does not answer")


def write_certificate(folder: Path) -> None:
    """A certificate of localhost and its key, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").touch(mode=0o600)
    (folder / "key.pem").write_bytes(private)


def main() -> None:
    """Serve in this folder as the JSON object says."""
    folder, told = Path(sys.argv[1]), json.loads(sys.argv[2])
    environ = {"SCREENER_DATA": str(folder / "data"), "SCREENER_KEY_FILE": str(folder / "keys" / "key")}
    environ |= {
        "SCREENER_CLINIC_NAME": "Test",
        "SCREENER_CLINIC_PHONE": "555-010-4477",
        "SCREENER_REGION": "us",
    }
    settings = replace(read_settings(environ, loopback=True), port=told["port"])
    serve(
        Serving(
            settings=settings,
            rules=RULES,
            certificate=folder / "certificate.pem" if told["secure"] else None,
            certificate_key=folder / "key.pem" if told["secure"] else None,
            behind_proxy=told["behind_proxy"],
            limits=Limits(**told["limits"]),
        )
    )


if __name__ == "__main__":
    main()
