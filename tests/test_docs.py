"""The documents say what is there: every target, command, option, setting and key, and no dead link.

Run as a program (``make docs``) it writes the tables of keys and of codes in docs/authoring.md again.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from screener.cli import main
from screener.codes import PARTS, Code
from screener.rulebook.language.keys import key_table
from screener.settings import SETTINGS, Setting

CHECKOUT = Path(__file__).parents[1]
AUTHORING = CHECKOUT / "docs" / "authoring.md"
OPERATING = CHECKOUT / "docs" / "operating.md"
DOCUMENTS = sorted(
    [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")], key=lambda path: path.as_posix()
)
EXAMPLES = CHECKOUT / "tests" / "workbench" / "codes.yaml"


def targets() -> dict[str, str]:
    """Every target of the Makefile that a person may type, with the sentence beside it ("" if none)."""
    lines = (CHECKOUT / "Makefile").read_text("utf-8").splitlines()
    found = (re.match(r"([a-z-]+):(?!=)(?:.*?## (.*))?", line) for line in lines)
    return {match[1]: match[2] or "" for match in found if match}


def anchors(document: Path) -> set[str]:
    """The names under which a document's headings can be linked to, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def as_row(*cells: str) -> str:
    """Cells as one line of a Markdown table."""
    whole = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(whole)} |"


def keys_in_markdown() -> str:
    """The reader's table of keys as Markdown, one part for each place in which keys may stand."""
    lines: list[str] = []
    place = ""
    for row in key_table():
        if row.place != place:
            place = row.place
            lines += ["", f"### In: {place}", "", "| key | holds | meaning |", "|---|---|---|"]
        key = f"`{row.key}`" + (" ★" if row.required else "")
        lines.append(as_row(key, row.value, row.meaning))
    return "\n".join([*lines, "", ""])


def codes_in_markdown() -> str:
    """Every code with its explanation and an example as Markdown, one part for each sort of problem."""
    examples = {row["code"]: row for row in yaml.safe_load(EXAMPLES.read_text("utf-8"))}
    lines: list[str] = []
    headings = {code: heading for heading, code in PARTS.items()}
    for code in Code:
        if code in headings:
            lines += [
                "",
                f"### {headings[code]}",
                "",
                "| code | what it means, and how to mend it | for example |",
                "|---|---|---|",
            ]
        cells = (f"`{code}`", f"{code.means} {code.mend}", shown(examples[str(code)]))
        lines.append(as_row(*cells))
    return "\n".join([*lines, "", ""])


def shown(example: dict[str, str]) -> str:
    """A small example of a code: a piece of a file, and what else must be said."""
    piece = [f"`{example['example']}`"] if "example" in example else []
    return ", ".join([*piece, *filter(None, [example.get("words")])])


TABLES = {"keys": keys_in_markdown, "codes": codes_in_markdown}
"""The tables of the author's guide that are made, by the name in the marks around them."""


def split_at(table: str) -> tuple[str, str, str]:
    """The author's guide up to a table, the table, and the rest."""
    begin, end = f"<!-- {table}:begin -->\n", f"<!-- {table}:end -->"
    before, _, rest = AUTHORING.read_text("utf-8").partition(begin)
    inside, _, after = rest.partition(end)
    return before + begin, inside, end + after


def write_tables() -> None:
    """Put the tables that are made into the author's guide."""
    for table, made in TABLES.items():
        before, _, after = split_at(table)
        AUTHORING.write_text(before + made() + after, "utf-8")


def test_the_main_targets_are_there() -> None:
    assert {"run", "test", "check", "bench", "help"} <= targets().keys()


@pytest.mark.parametrize("target", sorted(targets()))
def test_every_target_has_one_sentence(target: str) -> None:
    sentence = targets()[target]
    assert re.fullmatch(r"[A-Z][^.]*(\.\w[^.]*)*\.", sentence), (
        f"make {target}: {sentence!r} is not one sentence"
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_every_link_inside_the_project_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        goal = (document.parent / name).resolve() if name else document
        assert goal.exists(), f"{document.name} links to {link}, which is not there"
        assert not anchor or anchor in anchors(goal), f"{document.name} links to {link}: no such heading"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.variable)
def test_every_setting_is_described_with_its_default(setting: Setting) -> None:
    rows = re.findall(rf"^\| `{setting.variable}` \|.*$", OPERATING.read_text("utf-8"), flags=re.MULTILINE)
    assert len(rows) == 1, f"docs/operating.md has {len(rows)} rows for {setting.variable}, not one"
    assert setting.default in rows[0]


def test_no_other_setting_is_described() -> None:
    written = "".join(document.read_text("utf-8") for document in DOCUMENTS)
    assert set(re.findall(r"SCREENER_[A-Z_]+", written)) <= {setting.variable for setting in SETTINGS}


def printed_help(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """What a command says of itself."""
    with pytest.raises(SystemExit, match=r"^0$"):
        main([*command, "--help"])
    return capsys.readouterr().out


def commands_in(help: str) -> list[str]:
    """The names in the list of commands or actions of a help text."""
    return re.findall(r"^    ([a-z-]+)\b", help, flags=re.MULTILINE)


def row_of(command: str) -> str:
    """The row of docs/operating.md about a command."""
    rows = re.findall(rf"^\| `screener {command}\b.*$", OPERATING.read_text("utf-8"), flags=re.MULTILINE)
    assert len(rows) == 1, f"docs/operating.md has {len(rows)} rows for screener {command}, not one"
    row: str = rows[0]
    return row


def test_every_command_and_option_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    commands = commands_in(printed_help(capsys))
    actions = [f"visits {action}" for action in commands_in(printed_help(capsys, "visits"))]
    described = [command for command in [*commands, *actions] if command != "visits"]
    assert {"serve", "check", "evaluate", "visits delete"} <= set(described)
    for command in described:
        options = set(re.findall(r"--[a-z-]+", printed_help(capsys, *command.split()))) - {
            "--help",
            "--version",
        }
        missing = [option for option in sorted(options) if f"`{option}" not in row_of(command)]
        assert not missing, f"docs/operating.md does not describe {missing} of screener {command}"


def test_the_version_is_described() -> None:
    assert row_of("--version")


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_of_the_authors_guide_are_what_the_program_says(table: str) -> None:
    assert split_at(table)[1] == TABLES[table](), f"the table of {table} is out of date; run: make docs"


if __name__ == "__main__":
    write_tables()
