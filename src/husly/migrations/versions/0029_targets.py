"""Inspection targets: so many visits, or such a share of the declared dwellings, in a period."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "inspection_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("sector", sa.String(length=1), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.Column("ended_because", sa.String(length=500), nullable=False),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_inspection_target_period_in_order")),
        sa.CheckConstraint("(visits IS NULL) <> (share IS NULL)", name=op.f("ck_inspection_target_visits_or_share")),
        sa.CheckConstraint("visits >= 1", name=op.f("ck_inspection_target_at_least_one_visit")),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_inspection_target_share_is_a_share")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_inspection_target_ended_by_somebody")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_because = '')", name=op.f("ck_inspection_target_ended_with_a_reason")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_target")),
    )
    with op.batch_alter_table("inspection_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_target_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_target_to_on"), ["to_on"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("inspection_target")
