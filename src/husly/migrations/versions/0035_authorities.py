"""Cases belong to an authority; authorities have letterheads and rules of complaint."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

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


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False)


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("inspection_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("authority", sa.String(length=8), server_default="", nullable=False))
    op.create_table(
        "authority",
        _text("code", 8),
        _text("name", 200),
        _text("postal_address", 400),
        _text("cvr_number", 8),
        _text("phone", 40),
        _text("email", 254),
        _text("privacy_url", 400),
        _text("signature_title", 100),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        _text("changed_by", 64),
        sa.CheckConstraint("name <> ''", name=op.f("ck_authority_has_a_name")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_authority")),
    )
    op.create_table(
        "complaint_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _enum("letterkind", KINDS), nullable=False),
        _text("authority", 8),
        sa.Column("legal_basis", _enum("legalbasis", ("employee_housing_act", "urban_renewal_act")), nullable=True),
        sa.Column("addressee", _enum("addressee", ("employer", "owner")), nullable=True),
        _text("body", 200),
        _text("send_to", 200),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("suspends", sa.Boolean(), nullable=True),
        sa.Column("none_reason", sa.Text(), nullable=False),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        _text("added_by", 64),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "days >= 0 AND days <= 365 AND weeks >= 0 AND weeks <= 52", name=op.f("ck_complaint_rule_term_is_possible")
        ),
        sa.CheckConstraint(
            "(none_reason <> '' AND body = '' AND suspends IS NULL AND days = 0 AND weeks = 0) OR "
            "(none_reason = '' AND body <> '' AND send_to <> '' AND suspends IS NOT NULL"
            " AND (days > 0) <> (weeks > 0))",
            name=op.f("ck_complaint_rule_guidance_or_reason"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_rule")),
    )
    op.create_index(op.f("ix_complaint_rule_kind"), "complaint_rule", ["kind"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_complaint_rule_kind"), table_name="complaint_rule")
    op.drop_table("complaint_rule")
    op.drop_table("authority")
    with op.batch_alter_table("inspection_case", schema=None) as batch_op:
        batch_op.drop_column("authority")
