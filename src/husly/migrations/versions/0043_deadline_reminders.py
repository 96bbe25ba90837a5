"""Reminders of legal deadlines, each told once."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Forward."""
    key = ("stage", "case_id", "what", "round", "number", "about_on", "account_id")
    op.create_table(
        "deadline_reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("to_party", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sent_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_deadline_reminder_account_id_account")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["inspection_case.id"], name=op.f("fk_deadline_reminder_case_id_inspection_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_reminder")),
        sa.UniqueConstraint(*key, name=op.f("uq_deadline_reminder_" + "_".join(key))),
    )
    for column in ("account_id", "case_id"):
        op.create_index(op.f(f"ix_deadline_reminder_{column}"), "deadline_reminder", [column])


def downgrade() -> None:
    """Back."""
    op.drop_table("deadline_reminder")
