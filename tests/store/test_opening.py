"""Opening: who may read the folders, which key fits, and tables from nothing."""

import base64
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from screener.errors import StoreBusy, StoreError, WrongKey
from screener.store import Store, open_store
from screener.store.opening import is_open
from screener.store.sqlite import KNOWN, NEWEST, STEPS, connect_to
from screener.store.tables import metadata
from tests.store.conftest import make_old


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def loose_umask():
    """Nothing may depend on a careful umask."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_fresh_store_is_closed_to_others(places) -> None:
    with places.open() as store:
        places.add(store, 1)
        assert mode(places.data) == 0o700
        assert mode(places.key_file.parent) == 0o700
        assert mode(places.key_file) == 0o600
        assert {path.name: mode(path) for path in places.data.iterdir()} == {
            "screener.sqlite": 0o600,
            "screener.sqlite-wal": 0o600,
            "screener.sqlite-shm": 0o600,
            "opening.lock": 0o600,
        }
        assert {mode(path) for path in places.key_file.parent.iterdir()} == {0o600}


def test_a_store_opens_again_with_what_it_held(places) -> None:
    with places.open() as store:
        visit = places.add(store, 1)
    with places.open() as store:
        assert store.visit(visit.header.id) == visit


def test_a_database_copied_back_with_a_loose_mode_is_closed_again(places) -> None:
    places.open().close()
    places.file.chmod(0o644)
    places.open().close()
    assert mode(places.file) == 0o600


@pytest.mark.parametrize("loose", [0o640, 0o604, 0o620, 0o660, 0o644])
def test_a_key_file_open_to_others_is_refused_with_the_mend(places, loose: int) -> None:
    places.open().close()
    places.key_file.chmod(loose)
    if os.getuid() == 0:  # what root owns its group may read
        os.chown(places.key_file, 12345, -1)
    with pytest.raises(WrongKey, match=f"chmod 600 {places.key_file}"):
        places.open()


@pytest.mark.parametrize(
    ("owner", "mode", "refused"),
    [
        (1000, 0o400, False),
        (1000, 0o600, False),
        (1000, 0o440, True),
        (1000, 0o604, True),
        (0, 0o440, False),
        (0, 0o640, False),
        (0, 0o660, True),
        (0, 0o444, True),
        (0, 0o602, True),
    ],
)
def test_a_group_may_read_what_root_keeps_for_it(owner: int, mode: int, refused: bool) -> None:
    status = os.stat_result((stat.S_IFREG | mode, 0, 0, 1, owner, 50, 0, 0, 0, 0))
    assert is_open(status) is refused


def test_a_data_folder_open_to_others_is_refused_with_the_mend(places) -> None:
    places.open().close()
    places.data.chmod(0o755)
    with pytest.raises(StoreError, match=f"chmod 700 {places.data}"):
        places.open()


def test_no_key_is_made_in_a_folder_open_to_others(places) -> None:
    places.key_file.parent.mkdir(mode=0o755)
    with pytest.raises(WrongKey, match="folder of its own"):
        places.open()
    assert list(places.key_file.parent.iterdir()) == []


@pytest.mark.parametrize("inside", ["key", "below/key", "../data/key"])
def test_a_key_file_in_the_data_folder_is_refused(places, inside: str) -> None:
    with pytest.raises(WrongKey, match="in another folder"):
        open_store(places.data, places.data / inside)
    assert not places.data.exists()


def test_a_store_whose_key_is_gone_never_gets_another(places) -> None:
    places.open().close()
    places.key_file.unlink()
    with pytest.raises(WrongKey, match="missing; put it back from your backup"):
        places.open()
    assert not places.key_file.exists()


def test_another_key_is_refused(places) -> None:
    places.open().close()
    places.key_file.write_text("screener-key-1 " + base64.b64encode(bytes(32)).decode() + "\n")
    with pytest.raises(WrongKey, match="not the one that locked this store"):
        places.open()


@pytest.mark.parametrize(
    "line", ["", "hello", "screener-key-1", "screener-key-1 AAAA", "screener-key-2 " + "A" * 43 + "="]
)
def test_a_file_without_a_key_is_refused(places, line: str) -> None:
    places.open().close()
    places.key_file.write_text(line)
    with pytest.raises(WrongKey, match="holds no key"):
        places.open()


def test_a_key_that_is_there_already_is_used(places) -> None:
    places.key_file.parent.mkdir(mode=0o755)
    line = "screener-key-1 " + base64.b64encode(bytes(32)).decode()
    places.key_file.write_text(line)
    places.key_file.chmod(0o400)
    places.open().close()
    assert places.key_file.read_text() == line


def test_the_tables_made_by_the_steps_are_the_tables_we_use(places) -> None:
    make_old(places, "0001")
    places.open().close()
    engine = connect_to(places.file, busy_seconds=1)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_fresh_store_has_the_tables_that_the_steps_make(places, tmp_path: Path) -> None:
    places.open().close()
    old = replace(places, data=tmp_path / "old", key_file=tmp_path / "old-keys" / "key")
    make_old(old, "0001")
    old.open().close()
    assert tables_of(places.file) == tables_of(old.file)


def tables_of(file: Path) -> dict[str, object]:
    """Columns, keys, indexes and checks of every table, by its name."""
    engine = connect_to(file, busy_seconds=1)
    found = inspect(engine)
    told = {
        table: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table),
            found.get_foreign_keys(table),
            found.get_indexes(table),
            *(
                sorted(look(table), key=repr)
                for look in (found.get_unique_constraints, found.get_check_constraints)
            ),
        )
        for table in sorted(found.get_table_names())
    }
    engine.dispose()
    return told


def test_the_newest_step_is_the_one_named() -> None:
    steps = ScriptDirectory(str(STEPS))
    assert steps.get_heads() == [NEWEST]
    assert {step.revision for step in steps.walk_revisions()} == KNOWN


def test_a_store_that_is_up_to_date_opens_without_the_migration_tool(places) -> None:
    places.open().close()
    code = (
        "import sys; from pathlib import Path; from screener.store import open_store; "
        "open_store(Path(sys.argv[1]), Path(sys.argv[2])).close(); print('alembic' in sys.modules)"
    )
    assert run(code, places) == "False\n"


def test_a_store_made_by_a_newer_version_is_refused(places) -> None:
    places.open().close()
    with sqlite3.connect(places.file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="newer Screener"):
        places.open()


def test_several_processes_may_open_a_fresh_store_at_once(places) -> None:
    code = (
        "import sys; from pathlib import Path; from screener.store import open_store; "
        "open_store(Path(sys.argv[1]), Path(sys.argv[2])).close(); print('open')"
    )
    started = [start(code, places) for _ in range(4)]
    assert [process.communicate() for process in started] == [("open\n", "")] * 4
    places.open().close()


def test_only_one_may_serve_while_others_still_read(places, store: Store) -> None:
    visit = places.add(store, 1)
    store.hold()
    store.hold()
    with places.open() as other:
        with pytest.raises(StoreBusy, match="one worker"):
            other.hold()
        assert other.visit(visit.header.id) == visit
        store.close()
        other.hold()


def test_the_right_to_serve_ends_with_the_process(places) -> None:
    code = (
        "import sys; from pathlib import Path; from screener.store import open_store; "
        "open_store(Path(sys.argv[1]), Path(sys.argv[2])).hold(); print('held')"
    )
    assert run(code, places) == "held\n"
    with places.open() as store:
        store.hold()


def test_a_database_that_is_none_is_refused_in_plain_words(places) -> None:
    places.open().close()
    places.file.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="SQLITE_NOTADB"):
        places.open()


def start(code: str, places) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", code, str(places.data), str(places.key_file)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root)


def run(code: str, places) -> str:
    out, problems = start(code, places).communicate()
    assert problems == ""
    return out
