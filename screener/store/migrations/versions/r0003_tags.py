"""Tags for rows, the store's own key, and the chain of events; an older store's rows get their tags next."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TAGGED = ("rulebooks", "visits", "access_codes", "adoptions", "sign_offs")


def upgrade() -> None:
    """Add the columns and tables; the key was checked before."""
    op.add_column("rulebooks", sa.Column("text_digest", sa.LargeBinary))
    op.add_column("visits", sa.Column("record_digest", sa.LargeBinary))
    for table in TAGGED:
        op.add_column(table, sa.Column("tag", sa.LargeBinary))
    op.create_index("visits_by_tag", "visits", ["id", "tag"])
    op.create_table(
        "store_keys",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("tag", sa.LargeBinary),
    )
    op.create_table(
        "events",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("row", sa.LargeBinary, nullable=False),
        sa.Column("row_tag", sa.LargeBinary),
        sa.Column("live", sa.LargeBinary, nullable=False),
        sa.Column("before", sa.LargeBinary, nullable=False),
        sa.Column("tag", sa.LargeBinary),
    )
    op.drop_table("key_checks")


def downgrade() -> None:
    """Refuse: an earlier version could not open the keys of visits."""
    raise NotImplementedError("the keys of visits are locked with the store's own key now")
