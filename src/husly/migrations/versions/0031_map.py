"""Dwellings know their square of the map; areas have names."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from register.dwellings.grid import map_key

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BATCH = 5000


def upgrade() -> None:
    """Forward; the squares of the dwellings that have a point are worked out."""
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.add_column(sa.Column("map_key", sa.BigInteger(), nullable=True))
    _work_out_keys(op.get_bind())
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dwelling_map_key_latitude_longitude_id"),
            ["map_key", "latitude", "longitude", "id"],
            unique=False,
        )
    op.create_table(
        "map_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("polygon", sa.JSON(), nullable=False),
        sa.Column("municipality_codes", sa.JSON(), nullable=False),
        sa.Column("postcodes", sa.JSON(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("removed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("removed_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_area")),
    )
    with op.batch_alter_table("map_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_map_area_municipality_code"), ["municipality_code"], unique=False)


def _work_out_keys(connection: sa.Connection) -> None:
    dwelling = sa.table(
        "dwelling",
        sa.column("id", sa.Uuid()),
        sa.column("latitude", sa.Float()),
        sa.column("longitude", sa.Float()),
        sa.column("map_key", sa.BigInteger()),
    )
    placed = sa.select(dwelling.c.id, dwelling.c.latitude, dwelling.c.longitude)
    rows = connection.execute(placed.where(dwelling.c.latitude.is_not(None))).all()
    change = dwelling.update().where(dwelling.c.id == sa.bindparam("one")).values(map_key=sa.bindparam("key"))
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        connection.execute(change, [{"one": row.id, "key": map_key(row.latitude, row.longitude)} for row in some])


def downgrade() -> None:
    """Back."""
    op.drop_table("map_area")
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.drop_index("ix_dwelling_map_key_latitude_longitude_id")
        batch_op.drop_column("map_key")
