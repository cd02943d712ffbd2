"""Rulebooks that were adopted, and who signed which one off."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "adoptions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("rulebook", sa.Text, sa.ForeignKey("rulebooks.hash"), nullable=False),
        sa.Column("adopted", sa.Text, nullable=False),
    )
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("rulebook", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("date", sa.Text, nullable=False),
        sa.UniqueConstraint("rulebook", "name", "role", name="signed_once"),
    )


def downgrade() -> None:
    """Drop both tables."""
    for table in ("sign_offs", "adoptions"):
        op.drop_table(table)
