"""The sessions of browsers that were ended, so that a restart revives none."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "ended_sessions",
        sa.Column("mark", sa.Text, primary_key=True),
        sa.Column("ended", sa.Text, nullable=False),
        sa.Column("tag", sa.LargeBinary),
    )


def downgrade() -> None:
    """Forget which sessions were ended."""
    op.drop_table("ended_sessions")
