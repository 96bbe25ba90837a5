"""Numbers at the head of letters: property (BFE), production unit (P-number), a foreign owner's own."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("dwelling") as batch_op:
        batch_op.add_column(sa.Column("bfe_number", sa.String(length=9), nullable=True))
    with op.batch_alter_table("inspection_case") as batch_op:
        batch_op.add_column(sa.Column("owner_foreign_number", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("employer_p_number", sa.String(length=10), server_default="", nullable=False))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("inspection_case") as batch_op:
        batch_op.drop_column("employer_p_number")
        batch_op.drop_column("owner_foreign_number")
    with op.batch_alter_table("dwelling") as batch_op:
        batch_op.drop_column("bfe_number")
