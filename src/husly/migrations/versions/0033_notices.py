"""Planned visits count their moves; officers are reminded of visits, once each."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KINDS = ("visit_soon", "notice_unsent", "conclusion_due", "conclusion_late")


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moves", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned_visit_id", sa.Uuid(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_visit_planned_visit_id"), ["planned_visit_id"])
    op.execute(
        "UPDATE visit SET planned_visit_id = "
        "(SELECT planned_visit_id FROM inspection_case WHERE inspection_case.id = visit.case_id) WHERE round = 1"
    )
    op.create_table(
        "duty_reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="dutykind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_duty_reminder_account_id_account")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_duty_reminder_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_reminder")),
        sa.UniqueConstraint(
            "kind", "visit_id", "account_id", "about_on", name=op.f("uq_duty_reminder_kind_visit_id_account_id_about_on")
        ),
    )
    with op.batch_alter_table("duty_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_reminder_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_reminder_visit_id"), ["visit_id"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("duty_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_reminder_visit_id"))
        batch_op.drop_index(batch_op.f("ix_duty_reminder_account_id"))
    op.drop_table("duty_reminder")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_visit_planned_visit_id"), type_="unique")
        batch_op.drop_column("planned_visit_id")
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.drop_column("moves")
