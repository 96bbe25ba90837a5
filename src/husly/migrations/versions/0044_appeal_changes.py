"""What appeals did to decisions beside the order; FVL § 20 as a ground for deciding without a hearing."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


GROUNDS = ("clearly_unproblematic", "statutory_deadline", "overriding_interest", "no_right_of_access")


def _allow_grounds(*, new: bool) -> None:
    """Let a visit hold the new ground, or no more; SQLite cannot change a rule in place (see 0008)."""
    short = ", ".join(f"'{one}'" for one in GROUNDS)
    long = f"{short}, 'reopenable'"
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        change = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'visit'"
        pair = (f"({short})", f"({long})")
        connection.exec_driver_sql(change, pair if new else pair[::-1])
        connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
        return
    name = op.f("ck_visit_hearingwaiverground")
    op.drop_constraint(name, "visit", type_="check")
    op.create_check_constraint(name, "visit", f"hearing_waiver_ground IN ({long if new else short})")


def upgrade() -> None:
    """Forward."""
    _allow_grounds(new=True)
    op.create_table(
        "appeal_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("held", "changed", name="changekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("by_id", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_appeal_change_ends_after_it_begins")),
        sa.CheckConstraint("kind = 'held' OR until IS NULL", name=op.f("ck_appeal_change_only_what_is_held_ends")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_change_appeal_id_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_change")),
    )
    for column in ("about_id", "appeal_id"):
        op.create_index(op.f(f"ix_appeal_change_{column}"), "appeal_change", [column])


def downgrade() -> None:
    """Back."""
    op.drop_table("appeal_change")
    op.execute("UPDATE visit SET hearing_waiver_ground = NULL WHERE hearing_waiver_ground = 'reopenable'")
    _allow_grounds(new=False)
