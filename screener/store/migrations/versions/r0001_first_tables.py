"""The first tables: rulebooks, visits, access codes and the key's check."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "rulebooks",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("first_used", sa.Text, nullable=False),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, nullable=False, unique=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("rulebook", sa.Text, sa.ForeignKey("rulebooks.hash"), nullable=False),
        sa.Column("began", sa.Text, nullable=False),
        sa.Column("saved", sa.Text, nullable=False),
        sa.Column("completed", sa.Text),
        sa.Column("link", sa.Text, nullable=False, unique=True),
        sa.Column("wrong_tries", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("outline", sa.LargeBinary, nullable=False),
        sa.Column("record", sa.LargeBinary),
        sa.CheckConstraint("status IN ('in-progress', 'completed')", name="status_known"),
        sa.CheckConstraint("(status = 'completed') = (completed IS NOT NULL)", name="completed_has_time"),
        sa.CheckConstraint("(status = 'completed') = (record IS NOT NULL)", name="completed_has_record"),
    )
    op.create_index("visits_by_status", "visits", ["status", "saved"])
    op.create_table(
        "access_codes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
    )
    op.create_table(
        "key_checks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop every table."""
    for table in ("key_checks", "access_codes", "visits", "rulebooks"):
        op.drop_table(table)
