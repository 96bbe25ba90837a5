"""Cases address the employer or the owner; deadlines of orders move; letters name a recipient, are approved, withdrawn."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

OLD_KINDS = ("varsling", "partshoering", "paabud")
KINDS = (
    "varsling",
    "fastholdelse",
    "beslutning_uvarslet",
    "tilsynsrapport",
    "oplysningsanmodning",
    "partshoering",
    "paabud",
    "strakspaabud",
    "begrundelse_efterfoelgende",
    "genhusning",
    "forbud",
    "boedeforelaeg",
    "politianmeldelse",
    "underretning",
    "videresendelse",
    "afslutning",
)
KIND_TABLES = ("letter", "text_approval")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _check(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(one) for one in values)})"


def _kinds(new: tuple[str, ...]) -> None:
    for table in KIND_TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_letterkind"), type_="check")
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_letterkind"), _check("kind", new))


def upgrade() -> None:
    """Forward."""
    _kinds(KINDS)
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("recipient", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("confined", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("approved_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("approved_by_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("withdrawal_reason", sa.Text(), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_letter_about_id"), ["about_id"], unique=False)
        batch_op.create_check_constraint(
            batch_op.f("ck_letter_withdrawal_has_a_reason"), "(withdrawn_at IS NULL) = (withdrawal_reason = '')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_letter_second_person"), "approved_by IS NULL OR approved_by <> created_by"
        )
    with op.batch_alter_table("inspection_case", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("addressee", sa.String(length=40), server_default="employer", nullable=False)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_inspection_case_addressee"), _check("addressee", ("employer", "owner"))
        )
        batch_op.add_column(sa.Column("owner_name", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("owner_postal_address", sa.String(length=400), server_default="", nullable=False))
        batch_op.add_column(sa.Column("owner_cvr_number", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("sister_of_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_inspection_case_sister_of_id_inspection_case"), "inspection_case", ["sister_of_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_inspection_case_owner_is_named"), "addressee <> 'owner' OR owner_name <> ''"
        )
    op.create_table(
        "due_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("kind", _enum("duechangekind", ("extended", "suspended")), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(kind = 'extended') = (extended_to IS NOT NULL)", name=op.f("ck_due_change_extension_has_a_day")
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_due_change_ends_after_it_began")),
        sa.ForeignKeyConstraint(["item_id"], ["injunction_item.id"], name=op.f("fk_due_change_item_id_injunction_item")),
        sa.ForeignKeyConstraint(["order_id"], ["injunction.id"], name=op.f("fk_due_change_order_id_injunction")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_change")),
    )
    with op.batch_alter_table("due_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_due_change_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_due_change_cause_id"), ["cause_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("due_change")
    with op.batch_alter_table("inspection_case", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_inspection_case_owner_is_named"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_inspection_case_addressee"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_inspection_case_sister_of_id_inspection_case"), type_="foreignkey")
        for name in ("sister_of_id", "owner_cvr_number", "owner_postal_address", "owner_name", "addressee"):
            batch_op.drop_column(name)
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_letter_second_person"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_letter_withdrawal_has_a_reason"), type_="check")
        batch_op.drop_index(batch_op.f("ix_letter_about_id"))
        for name in (
            "withdrawal_reason",
            "withdrawn_at",
            "approved_at",
            "approved_by_name",
            "approved_by",
            "confined",
            "recipient",
            "about_id",
        ):
            batch_op.drop_column(name)
    _kinds(OLD_KINDS)
