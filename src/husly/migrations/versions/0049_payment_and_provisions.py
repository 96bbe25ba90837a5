"""Where a fixed penalty is paid to."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("authority") as batch_op:
        batch_op.add_column(sa.Column("payment", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("authority") as batch_op:
        batch_op.drop_column("payment")
