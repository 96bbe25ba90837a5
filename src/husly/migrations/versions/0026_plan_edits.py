"""Plans are worked on: what people changed, the time they chose, the plan's version."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KINDS = ("moved", "put_in", "removed", "swapped", "locked", "unlocked", "replanned")


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("visit_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fixed_min", sa.Integer(), nullable=True))
    op.create_table(
        "plan_edit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="editkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("breaches", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("undone_version", sa.Integer(), nullable=True),
        sa.Column("undone_by_name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["visit_plan.id"], name=op.f("fk_plan_edit_plan_id_visit_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edit")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_edit_plan_id_number")),
    )
    with op.batch_alter_table("plan_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_edit_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("plan_edit")
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.drop_column("fixed_min")
    with op.batch_alter_table("visit_plan", schema=None) as batch_op:
        batch_op.drop_column("version")
