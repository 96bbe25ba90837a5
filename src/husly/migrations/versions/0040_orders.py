"""Orders at once, items at once, corrections of orders, prohibitions of use."""

import re

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

NEW_MOVES = ("draft_at_once", "return_at_once", "issue_at_once", "correct_order")
STATES = (
    "drafted",
    "heard",
    "approved",
    "issued",
    "delivered",
    "in_force",
    "vacated",
    "lifted",
    "withdrawn",
    "appealed",
    "dropped",
)
TEXTS = ("danger_reason", "hearing_waiver_reason", "heard_said", "oral_words", "review_note")
NAMES = ("heard_who", "oral_by_name", "oral_to")
MOMENTS = ("heard_at", "oral_at", "reviewed_at")
CHECKS = {
    "danger_is_stated": "NOT at_once OR danger_reason <> ''",
    "hearing_on_the_spot_is_told": "(heard_at IS NULL) = (heard_said = '')",
    "oral_order_is_told": "(oral_at IS NULL) = (oral_words = '')",
    "reviewed_by_somebody": "(reviewed_by IS NULL) = (reviewed_at IS NULL)",
    "second_person_reviews": "reviewed_by IS NULL OR reviewed_by <> drafted_by",
}


def _moves(*, add: bool) -> None:
    """Let the history of cases hold the new moves, or no more; whatever else it holds stays."""
    found = sa.inspect(op.get_bind()).get_check_constraints("case_move")
    held = next(one["sqltext"] for one in found if one["name"] == "ck_case_move_move")
    values = [value for value in re.findall(r"'([a-z_]+)'", held) if value not in NEW_MOVES]
    if add:
        values += NEW_MOVES
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("case_move", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_case_move_move"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_case_move_move"), f"move IN ({listed})")


def upgrade() -> None:
    """Forward."""
    _moves(add=True)
    with op.batch_alter_table("injunction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("at_once", sa.Boolean(), server_default=sa.false(), nullable=False))
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        for name in NAMES:
            batch_op.add_column(sa.Column(name, sa.String(length=200), server_default="", nullable=False))
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_injunction_replaced_by_id_injunction"), "injunction", ["replaced_by_id"], ["id"]
        )
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_injunction_{name}"), rule)
    with op.batch_alter_table("injunction_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("at_once", sa.Boolean(), server_default=sa.false(), nullable=False))
    _prohibitions()


def _prohibitions() -> None:
    op.create_table(
        "prohibition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="prohibitionstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("part", sa.String(length=300), nullable=False),
        sa.Column("imminent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("danger", sa.Text(), nullable=False),
        sa.Column("considerations", sa.Text(), nullable=False),
        sa.Column("move_out_on", sa.Date(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column("rehousing_note", sa.Text(), nullable=False),
        sa.Column("rehousing_override", sa.Text(), nullable=False),
        sa.Column("hearing_waiver_reason", sa.Text(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("drafted_by", sa.String(length=64), nullable=False),
        sa.Column("drafted_by_name", sa.String(length=200), nullable=False),
        sa.Column("drafted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_by_name", sa.String(length=200), nullable=True),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> drafted_by", name=op.f("ck_prohibition_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["inspection_case.id"], name=op.f("fk_prohibition_case_id_inspection_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prohibition")),
    )
    with op.batch_alter_table("prohibition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prohibition_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prohibition_municipality_code"), ["municipality_code"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("prohibition")
    with op.batch_alter_table("injunction_item", schema=None) as batch_op:
        batch_op.drop_column("at_once")
    with op.batch_alter_table("injunction", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_injunction_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_injunction_replaced_by_id_injunction"), type_="foreignkey")
        for name in ("replaced_by_id", "reviewed_by_name", "reviewed_by", *MOMENTS, *NAMES, *TEXTS, "at_once"):
            batch_op.drop_column(name)
    _moves(add=False)
