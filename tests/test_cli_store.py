"""Commands that look at a store: what cannot be read is told, with the exit code that scripts rely on."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.cli import main
from screener.content import shipped_rulebook
from screener.rulebook import load
from screener.store import open_store
from screener.visits import Visits
from tests.web.people import Clock

NOT_VERIFIED = "reference in the file (not verified)"
NAME = "; name a file that screener backup made."
CHANGED = "it was changed outside of Screener"


class Folder:
    """A store with its key in a folder, two sent visits in it, and the settings that name them."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.data, self.key_file = path / "data", path / "keys" / "key"
        self._monkeypatch = monkeypatch
        self.use(self.data)
        with open_store(self.data, self.key_file) as store:
            visits = self.visits(store)
            self.references = [visits.complete(visits.begin().visit.id).reference for _ in range(2)]

    def use(self, data: Path) -> None:
        self._monkeypatch.setenv("SCREENER_DATA", str(data))
        self._monkeypatch.setenv("SCREENER_KEY_FILE", str(self.key_file))

    def visits(self, store) -> Visits:
        rulebook = load(shipped_rulebook())
        return Visits(store=store, rulebook=rulebook, region="us", clinic="your clinic", clock=Clock())

    @property
    def file(self) -> Path:
        return self.data / "screener.sqlite"

    def damage(self, file: Path, which: str) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("UPDATE visits SET state = zeroblob(9) WHERE reference = ?", (which,))
            connection.commit()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    return Folder(tmp_path, monkeypatch)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_list_tells_what_cannot_be_read_and_what_to_do(folder: Folder, capsys) -> None:
    bad, good = folder.references
    folder.damage(folder.file, bad)
    code, out, _ = run(capsys, "visits", "list")
    lines = out.splitlines()
    assert (code, len(lines)) == (0, 2)
    assert lines[0].startswith(f"{good}  ")
    assert lines[1] == (
        f"cannot be read  reference in the file (not verified): {bad}  {CHANGED}; put the store back from "
        f"your backup (screener restore), or: screener visits delete {bad}"
    )
    assert run(capsys, "visits", "show", bad)[0] == 2
    assert run(capsys, "visits", "show", good)[0] == 0
    assert run(capsys, "visits", "delete", bad)[0] == 0
    assert len(run(capsys, "visits", "list")[1].splitlines()) == 1


def test_verify_finds_nothing_in_a_whole_store_and_its_copies(folder: Folder, capsys, tmp_path: Path) -> None:
    code, out, _ = run(capsys, "verify")
    assert code == 0
    assert out.startswith("4 rows can be read, 0 faults; the last change is of ")
    assert run(capsys, "backup", tmp_path / "copy") == (0, out_of_backup(folder, tmp_path / "copy") + out, "")
    before = (tmp_path / "copy").read_bytes()
    assert run(capsys, "verify", tmp_path / "copy") == (0, out, "")
    assert (tmp_path / "copy").read_bytes() == before


def out_of_backup(folder: Folder, copy: Path) -> str:
    return f"The store is copied to {copy}. Keep the key file {folder.key_file} elsewhere.\n"


def test_verify_backup_and_restore_tell_what_cannot_be_read(folder: Folder, capsys, tmp_path: Path) -> None:
    bad = folder.references[0]
    folder.damage(folder.file, bad)
    told = (
        f"visits, row 1, reference in the file (not verified) {bad}: {CHANGED}\n3 rows can be read, 1 faults"
    )
    copy, elsewhere = tmp_path / "copy", tmp_path / "elsewhere"
    for command in (("verify",), ("backup", copy), ("verify", copy)):
        code, out, _ = run(capsys, *command)
        assert (code, told in out) == (1, True)
    folder.use(elsewhere)
    code, out, _ = run(capsys, "restore", copy)
    assert (code, told in out) == (1, True)
    assert run(capsys, "visits", "delete", bad)[0] == 0
    assert run(capsys, "verify")[0] == 0


def test_a_raw_copy_is_taken_whole_with_the_log_beside_it(folder: Folder, capsys, tmp_path: Path) -> None:
    """Three more visits are sent, and stand in the write-ahead log only when the files are copied."""
    raw = tmp_path / "raw" / "screener.sqlite"
    with open_store(folder.data, folder.key_file) as store:
        visits = folder.visits(store)
        sent = {visits.complete(visits.begin().visit.id).reference for _ in range(3)}
        shutil.copytree(folder.data, raw.parent)
    with closing(sqlite3.connect(f"file:{folder.file}?mode=ro", uri=True)):
        pass
    assert raw.with_name("screener.sqlite-wal").stat().st_size
    assert run(capsys, "verify", raw)[0] == 0
    folder.use(tmp_path / "elsewhere")
    assert run(capsys, "restore", raw)[0] == 0
    listed = {line.split()[0] for line in run(capsys, "visits", "list")[1].splitlines()}
    assert listed == {*folder.references, *sent}


def test_a_raw_copy_without_its_log_says_how_much_later_was_seen(
    folder: Folder, capsys, tmp_path: Path
) -> None:
    raw = tmp_path / "raw" / "screener.sqlite"
    with open_store(folder.data, folder.key_file) as store:
        visits = folder.visits(store)
        visits.complete(visits.begin().visit.id)
        shutil.copytree(folder.data, raw.parent)
    raw.with_name("screener.sqlite-wal").unlink()
    folder.use(tmp_path / "elsewhere")
    code, out, _ = run(capsys, "restore", raw)
    assert code == 0
    assert "2 changes of this store were seen later than this copy; they are not in it." in out


def test_restore_revives_no_access_code_and_says_how_to_make_one(
    folder: Folder, capsys, tmp_path: Path
) -> None:
    run(capsys, "code", "--file", tmp_path / "old")
    run(capsys, "backup", tmp_path / "copy")
    run(capsys, "code", "--file", tmp_path / "new")
    folder.file.unlink()
    code, out, _ = run(capsys, "restore", tmp_path / "copy")
    assert code == 0
    assert "access code opens nothing any more; make a new one: screener code" in out
    with open_store(folder.data, folder.key_file) as store:
        assert not store.has_code()
        assert not any(store.check_code((tmp_path / name).read_text()) for name in ("old", "new"))


def test_a_copy_from_before_a_restore_is_refused_after_it(folder: Folder, capsys, tmp_path: Path) -> None:
    run(capsys, "backup", tmp_path / "copy")
    with open_store(folder.data, folder.key_file) as store:
        folder.visits(store).begin()
    folder.file.rename(tmp_path / "before")
    assert run(capsys, "restore", tmp_path / "copy")[0] == 0
    folder.file.unlink()
    shutil.copy2(tmp_path / "before", folder.file)
    code, _, err = run(capsys, "visits", "list")
    assert code == 2
    assert "from before it was restored" in err
    assert "screener restore" in err


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


@pytest.mark.parametrize("command", ["restore", "verify"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            lambda whole: None,
            f"cannot be read (No such file or directory){NAME}",
        ),
        (lambda whole: b"", f"is empty{NAME}"),
        (lambda whole: b"hello", f"is no copy of a store{NAME}"),
        (
            lambda whole: whole[:16] + bytes(84),
            f"is no copy of a store{NAME}",
        ),
        (cut, "is cut short: "),
        (lambda whole: whole[:-1], "is cut short: "),
    ],
)
def test_a_copy_that_is_none_is_told_by_what_is_wrong_with_it(
    folder: Folder, capsys, tmp_path: Path, command: str, content, told: str
) -> None:
    copy = tmp_path / "copy"
    written = content(folder.file.read_bytes())
    if written is not None:
        copy.write_bytes(written)
    folder.use(tmp_path / "elsewhere")
    code, out, err = run(capsys, command, copy)
    assert (code, out) == (2, "")
    assert err.startswith(f"screener: {copy} {told}")
    assert "disk" not in err
    assert not (tmp_path / "elsewhere").exists()


def test_a_database_of_something_else_is_no_copy_of_a_store(folder: Folder, capsys, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "copy")) as connection:
        connection.execute("CREATE TABLE other (id)")
    folder.use(tmp_path / "elsewhere")
    code, _, err = run(capsys, "restore", tmp_path / "copy")
    assert code == 2
    assert "no sound copy of a store" in err
    assert not list((tmp_path / "elsewhere").glob("*.sqlite*"))
