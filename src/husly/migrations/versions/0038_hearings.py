"""Replies in a hearing come point by point, by code or by hand; more time is asked for and decided."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

CHANNELS = ("code", "hand")
STATES = ("asked", "granted", "refused")
GROUNDS = ("statutory_deadline", "weighty_interests", "special_law")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _moment() -> sqlmodel.sql.sqltypes.UTCDateTime:
    return sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code_hash", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_hearing_code_hash"), ["code_hash"])
    op.create_table(
        "hearing_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("channel", _enum("replychannel", CHANNELS), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", _moment(), nullable=False),
        sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_hearing_reply_hearing_id_hearing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_reply")),
        sa.UniqueConstraint("hearing_id", "number", name=op.f("uq_hearing_reply_hearing_id_number")),
        sa.UniqueConstraint("receipt", name=op.f("uq_hearing_reply_receipt")),
    )
    op.create_index(op.f("ix_hearing_reply_hearing_id"), "hearing_reply", ["hearing_id"], unique=False)
    op.create_table(
        "hearing_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=240), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("consideration", sa.Text(), server_default="", nullable=False),
        sa.Column("considered_at", _moment(), nullable=True),
        sa.Column("considered_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(considered_at IS NULL) = (consideration = '')", name=op.f("ck_hearing_point_considered_in_words")
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["hearing_reply.id"], name=op.f("fk_hearing_point_reply_id_hearing_reply")
        ),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_hearing_point_hearing_id_hearing")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_hearing_point_finding_id_finding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_point")),
        sa.UniqueConstraint("reply_id", "position", name=op.f("uq_hearing_point_reply_id_position")),
    )
    op.create_index(op.f("ix_hearing_point_reply_id"), "hearing_point", ["reply_id"], unique=False)
    op.create_index(op.f("ix_hearing_point_hearing_id"), "hearing_point", ["hearing_id"], unique=False)
    op.create_table(
        "hearing_reply_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["hearing_reply.id"], name=op.f("fk_hearing_reply_file_reply_id_hearing_reply")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_reply_file")),
        sa.UniqueConstraint("reply_id", "position", name=op.f("uq_hearing_reply_file_reply_id_position")),
    )
    op.create_index(op.f("ix_hearing_reply_file_reply_id"), "hearing_reply_file", ["reply_id"], unique=False)
    _postponements()
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("report_requested_on", sa.Date(), nullable=True))
    op.create_table(
        "information_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", _moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_information_reply_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_reply")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_information_reply_letter_id")),
    )


def _postponements() -> None:
    name = "hearing_postponement"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", _enum("replychannel", CHANNELS), nullable=False),
        sa.Column("asked_at", _moment(), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", _enum("postponementstate", STATES), nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("refusal_ground", _enum("refusalground", GROUNDS), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", _moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(state = 'granted') = (granted_until IS NOT NULL)", name=op.f(f"ck_{name}_granted_has_a_day")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal_ground IS NOT NULL)", name=op.f(f"ck_{name}_refused_has_a_ground")
        ),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f(f"ck_{name}_decided_once")),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f(f"fk_{name}_hearing_id_hearing")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("hearing_id", "number", name=op.f(f"uq_{name}_hearing_id_number")),
    )
    op.create_index(op.f(f"ix_{name}_hearing_id"), name, ["hearing_id"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("report_requested_on")
    for name in ("information_reply", "hearing_postponement", "hearing_reply_file", "hearing_point", "hearing_reply"):
        op.drop_table(name)
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_hearing_code_hash"), type_="unique")
        batch_op.drop_column("code_hash")
