"""What the server's process refuses and leaves behind nothing of."""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from screener.errors import SettingsError
from screener.web.server.author import serve as serve_author
from screener.web.server.process import leave_no_core_dump, refuse_open_key
from screener.web.server.serve import serve as serve_pages


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "tls" / "key.pem"
    file.parent.mkdir(mode=0o700)
    file.touch(mode=0o600)
    return file


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o666, 0o777, 0o602])
def test_a_private_key_that_is_open_to_others_is_refused_with_the_mend(key: Path, mode: int) -> None:
    key.chmod(mode)
    with pytest.raises(SettingsError) as refused:
        refuse_open_key(key)
    assert str(refused.value).startswith(f"{key} is open to other users of this computer; run: chmod ")
    mend = str(refused.value).partition("run: ")[2].split()
    subprocess.run(mend, check=True)
    refuse_open_key(key)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o440])
def test_a_private_key_that_its_owner_or_a_group_reads_is_taken(key: Path, mode: int) -> None:
    key.chmod(mode)
    refuse_open_key(key)


@pytest.mark.parametrize(("mode", "taken"), [(0o755, True), (0o750, True), (0o775, False), (0o757, False)])
def test_a_folder_in_which_others_can_replace_the_key_is_refused(key: Path, mode: int, taken: bool) -> None:
    key.parent.chmod(mode)
    if taken:
        refuse_open_key(key)
        return
    with pytest.raises(SettingsError, match=f"^{key.parent} is open to other users"):
        refuse_open_key(key)


POOLS = """
import ctypes, os, threading
from screener.web.server.process import share_memory
{shared}
together = threading.Barrier(9)
def hold():
    kept = [bytes(600) for _ in range(2000)]
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(8)]
[one.start() for one in threads]
together.wait()
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, out)
library.fflush(out)
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only glibc gives each thread a pool of its own"
)
@pytest.mark.parametrize(("shared", "few"), [("share_memory()", True), ("", False)])
def test_threads_share_few_pools_of_memory(shared: str, few: bool) -> None:
    told = subprocess.run(
        [sys.executable, "-c", POOLS.format(shared=shared)], capture_output=True, text=True, check=True
    )
    assert (told.stdout.count("<heap nr=") <= 2) == few


def test_a_process_that_serves_leaves_no_core_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: asked.append((what, limits)))
    leave_no_core_dump()
    assert asked == [(resource.RLIMIT_CORE, (0, 0))]


@pytest.mark.parametrize("serve", [serve_pages, serve_author])
def test_each_server_leaves_no_core_dump(serve: object) -> None:
    assert "leave_no_core_dump" in serve.__code__.co_names  # type: ignore[attr-defined]
