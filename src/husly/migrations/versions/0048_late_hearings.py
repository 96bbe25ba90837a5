"""The days that a hearing gives because its letter came late stand apart from more time that was granted."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. What was moved before stays among the days that were given: its reason is in the trail."""
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late_until", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back: one day holds both."""
    op.execute(
        sa.text(
            "UPDATE hearing SET postponed_to = late_until "
            "WHERE late_until IS NOT NULL AND (postponed_to IS NULL OR postponed_to < late_until)"
        )
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_column("late_until")
