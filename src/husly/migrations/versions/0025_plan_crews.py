"""Plans keep what they were made from, who comes along, and what is locked."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("announced", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("interpreter", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("case_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_planned_visit_case_id"), ["case_id"], unique=False)
    op.create_table(
        "planned_companion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("planned_visit_id", sa.Uuid(), nullable=False),
        sa.Column("duty_station_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("arrive_min", sa.Integer(), nullable=False),
        sa.Column("travel_min", sa.Integer(), nullable=False),
        sa.Column("travel_km", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_visit_id"], ["planned_visit.id"], name=op.f("fk_planned_companion_planned_visit_id_planned_visit")
        ),
        sa.ForeignKeyConstraint(
            ["duty_station_id"], ["duty_station.id"], name=op.f("fk_planned_companion_duty_station_id_duty_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_companion")),
        sa.UniqueConstraint(
            "planned_visit_id", "duty_station_id", name=op.f("uq_planned_companion_planned_visit_id_duty_station_id")
        ),
    )
    with op.batch_alter_table("planned_companion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_companion_planned_visit_id"), ["planned_visit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planned_companion_duty_station_id"), ["duty_station_id"], unique=False)
    op.create_table(
        "plan_problem",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["visit_plan.id"], name=op.f("fk_plan_problem_plan_id_visit_plan")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plan_problem")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("plan_problem")
    with op.batch_alter_table("planned_companion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_companion_duty_station_id"))
        batch_op.drop_index(batch_op.f("ix_planned_companion_planned_visit_id"))
    op.drop_table("planned_companion")
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_visit_case_id"))
        batch_op.drop_column("case_id")
        batch_op.drop_column("interpreter")
        batch_op.drop_column("announced")
        batch_op.drop_column("locked")
