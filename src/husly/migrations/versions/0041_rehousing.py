"""Rehousing orders, the residents they are about by key, and the places proposed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

STATES = ("drafted", "heard", "approved", "issued", "delivered", "appealed", "done", "withdrawn")
UTC = sqlmodel.sql.sqltypes.UTCDateTime


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "rehousing_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("parent_letter_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("state", _enum("rehousingstate", *STATES), nullable=False),
        sa.Column("not_feasible", sa.Text(), nullable=False),
        sa.Column("necessary", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("payer", _enum("payer", "employer", "owner", "authority"), nullable=True),
        sa.Column("payer_law", sa.String(length=300), nullable=False),
        sa.Column("informed", sa.Text(), nullable=False),
        sa.Column("proof_due_on", sa.Date(), nullable=False),
        sa.Column("heard_about", sa.Text(), nullable=False),
        sa.Column("power", _enum("rehousingpower", "yes", "no", "unset", "demonstration"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.String(length=64), nullable=False),
        sa.Column("drafted_by_name", sa.String(length=200), nullable=False),
        sa.Column("drafted_at", UTC(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_by_name", sa.String(length=200), nullable=True),
        sa.Column("approved_at", UTC(), nullable=True),
        sa.Column("ended_at", UTC(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_rehousing_order_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "(payer IS NULL) = (payer_law = '')", name=op.f("ck_rehousing_order_payer_has_a_legal_basis")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> drafted_by", name=op.f("ck_rehousing_order_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["inspection_case.id"], name=op.f("fk_rehousing_order_case_id_inspection_case")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_rehousing_order_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["parent_letter_id"], ["letter.id"], name=op.f("fk_rehousing_order_parent_letter_id_letter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehousing_order")),
    )
    with op.batch_alter_table("rehousing_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rehousing_order_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rehousing_order_state"), ["state"], unique=False)
    op.create_table(
        "rehoused_resident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("group_label", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("outcome", _enum("residentoutcome", "open", "moved", "declined"), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("dwelling_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("confirmed_by", _enum("confirmedby", "inspector", "resident", "employer"), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told_at", UTC(), nullable=True),
        sa.Column("told_by", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'open') = (told_at IS NULL)", name=op.f("ck_rehoused_resident_an_outcome_was_told")
        ),
        sa.CheckConstraint(
            "(outcome = 'open') = (confirmed_by IS NULL)", name=op.f("ck_rehoused_resident_an_outcome_is_confirmed")
        ),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_rehoused_resident_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["rehousing_order.id"], name=op.f("fk_rehoused_resident_order_id_rehousing_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehoused_resident")),
        sa.UniqueConstraint("code", name=op.f("uq_rehoused_resident_code")),
        sa.UniqueConstraint("order_id", "key", name=op.f("uq_rehoused_resident_order_id_key")),
    )
    with op.batch_alter_table("rehoused_resident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rehoused_resident_order_id"), ["order_id"], unique=False)
    op.create_table(
        "rehousing_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("dwelling_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", _enum("proposedby", "authority", "employer"), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=True),
        sa.Column("distance_km", sa.Float(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("in_letter", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", UTC(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_rehousing_place_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["rehousing_order.id"], name=op.f("fk_rehousing_place_order_id_rehousing_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehousing_place")),
        sa.UniqueConstraint("order_id", "dwelling_id", name=op.f("uq_rehousing_place_order_id_dwelling_id")),
    )
    with op.batch_alter_table("rehousing_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rehousing_place_order_id"), ["order_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("rehousing_place")
    op.drop_table("rehoused_resident")
    op.drop_table("rehousing_order")
