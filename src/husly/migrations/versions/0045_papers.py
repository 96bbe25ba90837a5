"""Who represents a party; what goes with a letter, frozen with it; prohibitions that correct another."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "party_representative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("postal_address", sa.String(length=400), server_default="", nullable=False),
        sa.Column("cvr_number", sa.String(length=8), server_default="", nullable=False),
        sa.Column("email", sa.String(length=254), server_default="", nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("shown_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", MOMENT(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", MOMENT(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_at IS NULL)", name=op.f("ck_party_representative_ended_with_a_moment")
        ),
        sa.CheckConstraint("shown_by <> ''", name=op.f("ck_party_representative_shown_by_something")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["inspection_case.id"], name=op.f("fk_party_representative_case_id_inspection_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_representative")),
    )
    op.create_index(op.f("ix_party_representative_case_id"), "party_representative", ["case_id"])
    op.create_table(
        "letter_enclosure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), server_default="da", nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number > 0 AND pages > 0", name=op.f("ck_letter_enclosure_counted")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_enclosure_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_enclosure")),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_letter_enclosure_letter_id_number")),
    )
    with op.batch_alter_table("prohibition") as batch_op:
        batch_op.add_column(sa.Column("corrects_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("correction_wrong", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("correction_holds", sa.Text(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            op.f("fk_prohibition_corrects_id_prohibition"), "prohibition", ["corrects_id"], ["id"]
        )


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("prohibition") as batch_op:
        batch_op.drop_constraint(op.f("fk_prohibition_corrects_id_prohibition"), type_="foreignkey")
        for column in ("correction_holds", "correction_wrong", "corrects_id"):
            batch_op.drop_column(column)
    op.drop_table("letter_enclosure")
    op.drop_table("party_representative")
