"""Deliveries of letters with their history, print bundles; approvals of texts by digest; nightly checks of letters."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

CHANNELS = ("folder", "digital_post", "mail", "paper")
STATES = ("queued", "sent", "delivered", "read", "failed", "returned")
MOVES = ("send", "give_up", "confirm", "prove", "read", "return", "send_again")
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    _bundles()
    _deliveries()
    _events()
    op.create_table(
        "letter_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("altered", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_check")),
        sa.UniqueConstraint("checked_on", name=op.f("uq_letter_check_checked_on")),
    )
    with op.batch_alter_table("text_approval", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("approved_by_name", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("confirmed_by_name", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("confirmed_at", MOMENT(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by_name", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("withdrawal_reason", sa.String(length=1000), server_default="", nullable=False))
        batch_op.alter_column("confirmed_by", existing_type=sa.String(length=64), nullable=True)


def _bundles() -> None:
    op.create_table(
        "print_bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_bundle")),
        sa.UniqueConstraint("posted_on", "number", name=op.f("uq_print_bundle_posted_on_number")),
    )


def _deliveries() -> None:
    op.create_table(
        "letter_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("is_copy", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("postal_address", sa.Text(), nullable=False),
        sa.Column("cvr_number", sa.String(length=8), nullable=False),
        sa.Column("other_number", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", _enum("channel", CHANNELS), nullable=False),
        sa.Column("state", _enum("deliverystate", STATES), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("queued_at", MOMENT(), nullable=False),
        sa.Column("sent_at", MOMENT(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("outbox_message_id", sa.Uuid(), nullable=True),
        sa.Column("bundle_id", sa.Uuid(), nullable=True),
        sa.Column("link_code", sa.String(length=20), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_expires_at", MOMENT(), nullable=True),
        sa.Column("link_opened_at", MOMENT(), nullable=True),
        sa.Column("link_wrong", sa.Integer(), nullable=False),
        sa.Column("link_locked_until", MOMENT(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('delivered', 'read') OR delivered_on IS NOT NULL",
            name=op.f("ck_letter_delivery_arrived_has_a_day"),
        ),
        sa.CheckConstraint(
            "link_code IS NULL OR link_hash IS NOT NULL", name=op.f("ck_letter_delivery_code_has_a_hash")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_delivery_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["inspection_case.id"], name=op.f("fk_letter_delivery_case_id_inspection_case")
        ),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["print_bundle.id"], name=op.f("fk_letter_delivery_bundle_id_print_bundle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_delivery")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_letter_delivery_link_hash")),
    )
    with op.batch_alter_table("letter_delivery", schema=None) as batch_op:
        for name in ("letter_id", "case_id", "municipality_code", "state", "outbox_message_id", "bundle_id"):
            batch_op.create_index(batch_op.f(f"ix_letter_delivery_{name}"), [name], unique=False)


def _events() -> None:
    op.create_table(
        "delivery_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("move", _enum("deliverymove", MOVES), nullable=True),
        sa.Column("state", _enum("deliverystate", STATES), nullable=False),
        sa.Column("channel", _enum("channel", CHANNELS), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proof_name", sa.String(length=200), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["letter_delivery.id"], name=op.f("fk_delivery_event_delivery_id_letter_delivery")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_event")),
    )
    with op.batch_alter_table("delivery_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_event_delivery_id"), ["delivery_id"], unique=False)


def downgrade() -> None:
    """Back; approvals that wait for a second person are lost."""
    op.execute("DELETE FROM text_approval WHERE confirmed_by IS NULL")
    with op.batch_alter_table("text_approval", schema=None) as batch_op:
        batch_op.alter_column("confirmed_by", existing_type=sa.String(length=64), nullable=False)
        for name in (
            "withdrawal_reason",
            "withdrawn_by_name",
            "confirmed_at",
            "confirmed_by_name",
            "approved_by_name",
            "digest",
        ):
            batch_op.drop_column(name)
    for table in ("letter_check", "delivery_event", "letter_delivery", "print_bundle"):
        op.drop_table(table)
