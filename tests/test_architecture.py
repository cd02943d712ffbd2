"""docs/architecture.md says what stands where; the tree and the import contracts say the same."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PACKAGE = CHECKOUT / "screener"
PAGE = (CHECKOUT / "docs" / "architecture.md").read_text("utf-8")
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted({module.parent for module in MODULES})
MOST_FILES, FEWEST_FILES = 12, 2
TABLE_OF_CODES = "screener/codes.py"
"""One table of every code with its two sentences; parting it would make two places to look in."""


def layers() -> list[list[str]]:
    """The rooms from top to bottom, as the import contract names them."""
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (contract,) = (one for one in contracts if one["type"] == "layers")
    assert contract["exhaustive"]
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def rooms_told() -> list[list[str]]:
    """The rooms from top to bottom, as the first table of the page names them."""
    table = PAGE.partition("## Rooms")[2].partition("## The way of one answer")[0]
    rows = re.findall(r"^\| (`screener/[^|]*) \|", table, flags=re.MULTILINE)
    return [[Path(name).stem for name in re.findall(r"`screener/([^`]+)`", row)] for row in rows]


def test_the_rooms_stand_in_the_order_of_the_import_contract() -> None:
    assert [sorted(row) for row in rooms_told()] == [sorted(layer) for layer in layers()]


def test_every_room_is_told() -> None:
    told = {name for row in rooms_told() for name in row}
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert told == there - {"__init__"}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:screener|docs|tests)/[^`]*)`", PAGE))))
def test_everything_that_the_page_names_is_there(path: str) -> None:
    assert (CHECKOUT / path).exists()


def test_every_folder_of_web_and_of_the_rulebook_is_told() -> None:
    for room in ("web", "rulebook"):
        row = next(
            line for line in PAGE.splitlines() if f"`screener/{room}`" in line and line.startswith("|")
        )
        for folder in (PACKAGE / room).iterdir():
            if any(folder.glob("*.py")):
                assert f"`{folder.name}`" in row


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_a_folder_holds_neither_one_file_nor_more_than_a_dozen(folder: Path) -> None:
    assert FEWEST_FILES <= len(list(folder.glob("*.py"))) <= MOST_FILES


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_a_module_is_not_too_long(module: Path) -> None:
    most = 550 if module.relative_to(CHECKOUT).as_posix() == TABLE_OF_CODES else 325
    assert len(module.read_text("utf-8").splitlines()) <= most


def test_no_two_classes_share_a_name() -> None:
    trees = [ast.parse(module.read_text("utf-8")) for module in MODULES]
    names = Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    assert [name for name, times in names.items() if times > 1] == []
