"""Where a fixed penalty is paid to; the provisions that two persons have read in the law."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("authority") as batch_op:
        batch_op.add_column(sa.Column("payment", sa.String(length=200), server_default="", nullable=False))
    op.create_table(
        "provision_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        _text("key", 80),
        _text("section", 100),
        _text("read_by", 64),
        _text("read_by_name", 200),
        _moment("at", nullable=False),
        _text("confirmed_by", 64, nullable=True),
        _text("confirmed_by_name", 200),
        _moment("confirmed_at"),
        _moment("withdrawn_at"),
        _text("withdrawn_by_name", 200),
        _text("withdrawal_reason", 1000),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> read_by", name=op.f("ck_provision_reading_two_persons")
        ),
        sa.CheckConstraint("section <> ''", name=op.f("ck_provision_reading_has_a_section")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision_reading")),
    )
    with op.batch_alter_table("provision_reading") as batch_op:
        batch_op.create_index(batch_op.f("ix_provision_reading_key"), ["key"], unique=False)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=nullable)


def downgrade() -> None:
    """Back."""
    op.drop_table("provision_reading")
    with op.batch_alter_table("authority") as batch_op:
        batch_op.drop_column("payment")
