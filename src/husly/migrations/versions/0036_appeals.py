"""Appeals against decisions; items of orders carry the day to which they run; bundles of case files."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

APPELLANTS = ("addressee", "representative", "owner", "other")
CHANNELS = ("digital_post", "mail", "email", "by_hand")
EFFECTS = ("printed", "none", "granted", "refused")
PURPOSES = ("appeal_body", "access")
STATES = (
    "received",
    "in_time",
    "late",
    "maintained",
    "with_body",
    "upheld",
    "changed",
    "annulled",
    "remitted",
    "dismissed",
    "withdrawn",
)


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("injunction_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("runs_to", sa.Date(), nullable=True))
    op.create_table(
        "appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("appellant", _enum("appellant", APPELLANTS), nullable=False),
        sa.Column("appellant_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("channel", _enum("channel", CHANNELS), nullable=False),
        sa.Column("lodged_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("effect", _enum("effect", EFFECTS), nullable=False),
        sa.Column("effect_reason", sa.Text(), nullable=False),
        sa.Column("effect_on", sa.Date(), nullable=True),
        sa.Column("state", _enum("appealstate", STATES), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_reference", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("received_by_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint("days_late >= 0", name=op.f("ck_appeal_days_late_not_negative")),
        sa.CheckConstraint("checked_on IS NULL OR checked_on >= lodged_on", name=op.f("ck_appeal_checked_after_lodged")),
        sa.CheckConstraint(
            "reviewed_on IS NULL OR reviewed_on >= checked_on", name=op.f("ck_appeal_reviewed_after_checked")
        ),
        sa.CheckConstraint("sent_on IS NULL OR sent_on >= checked_on", name=op.f("ck_appeal_sent_after_checked")),
        sa.CheckConstraint("decided_on IS NULL OR decided_on >= lodged_on", name=op.f("ck_appeal_decided_after_lodged")),
        sa.CheckConstraint(
            "decided_on IS NULL OR sent_on IS NULL OR decided_on >= sent_on", name=op.f("ck_appeal_decided_after_sent")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["inspection_case.id"], name=op.f("fk_appeal_case_id_inspection_case")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_appeal_letter_id_letter")),
        sa.ForeignKeyConstraint(["order_id"], ["injunction.id"], name=op.f("fk_appeal_order_id_injunction")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_appeal_case_id_number")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_state"), ["state"], unique=False)
    op.create_table(
        "case_bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", _enum("purpose", PURPOSES), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("made_by_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint("answered_on IS NULL OR purpose = 'access'", name=op.f("ck_case_bundle_only_access_answers")),
        sa.ForeignKeyConstraint(["case_id"], ["inspection_case.id"], name=op.f("fk_case_bundle_case_id_inspection_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_bundle")),
    )
    with op.batch_alter_table("case_bundle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_bundle_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("case_bundle")
    op.drop_table("appeal")
    with op.batch_alter_table("injunction_item", schema=None) as batch_op:
        batch_op.drop_column("runs_to")
