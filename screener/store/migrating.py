"""Bringing a store's tables up to date when it is opened.

A new step is a module in ``migrations/versions`` whose revision becomes `NEWEST` and joins `KNOWN`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from screener.errors import StoreError

# The newest step, named here so that a store which is up to date opens without loading Alembic.
NEWEST = "0002"
KNOWN = frozenset({"0001", NEWEST})
STEPS = Path(__file__).parent / "migrations"


def migrate(connection: Connection) -> None:
    """Run the steps that are missing; refuses a store that a newer Screener made."""
    found = step_of(connection)
    if found == NEWEST:
        return
    if found is not None and found not in KNOWN:
        raise StoreError("This store was made by a newer Screener; install that version or a later one.")
    from alembic import command  # loading it costs a tenth of a second
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    command.upgrade(config, "head")


def step_of(connection: Connection) -> str | None:
    """The newest step that this store has taken, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
