"""What is known before a visit, grounds to come unannounced, and the last day of a referral."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

GROUNDS = (
    "purpose_defeated",
    "overriding_interests",
    "foreign_policy",
    "immediate_execution",
    "notice_impossible",
)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "visit_needs",
        sa.Column("dwelling_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("people_reason", sa.String(length=500), nullable=False),
        sa.Column("safety", sa.String(length=500), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("home_hours", sa.JSON(), nullable=False),
        sa.Column("contact_hours", sa.JSON(), nullable=False),
        sa.Column("contact_needed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("daylight_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("service_min", sa.Integer(), nullable=True),
        sa.Column("access", sa.String(length=500), nullable=False),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("told_by", sa.String(length=64), nullable=False),
        sa.Column("told_by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("people BETWEEN 1 AND 4", name=op.f("ck_visit_needs_so_many_people")),
        sa.CheckConstraint("service_min BETWEEN 15 AND 600", name=op.f("ck_visit_needs_a_visit_takes_so_long")),
        sa.CheckConstraint(
            "(safety = '' AND people_reason = '') OR review_on IS NOT NULL",
            name=op.f("ck_visit_needs_notes_are_reviewed"),
        ),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_visit_needs_dwelling_id_dwelling")),
        sa.PrimaryKeyConstraint("dwelling_id", name=op.f("pk_visit_needs")),
    )
    with op.batch_alter_table("visit_needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_needs_municipality_code"), ["municipality_code"], unique=False)
    op.create_table(
        "unannounced_ground",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("accommodation_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(*GROUNDS, name="noticewaiverground", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_unannounced_ground_a_ground_has_a_reason")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_unannounced_ground_withdrawn_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["accommodation_id"],
            ["accommodation.id"],
            name=op.f("fk_unannounced_ground_accommodation_id_accommodation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unannounced_ground")),
    )
    with op.batch_alter_table("unannounced_ground", schema=None) as batch_op:
        for column in ("accommodation_id", "municipality_code", "until_on"):
            batch_op.create_index(batch_op.f(f"ix_unannounced_ground_{column}"), [column], unique=False)
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visit_by", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("visit_by")
    op.drop_table("unannounced_ground")
    op.drop_table("visit_needs")
