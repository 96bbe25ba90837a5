"""Codes of accommodation plans."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('plan_code',
    sa.Column('accommodation_id', sa.Uuid(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('generated_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['accommodation_id'], ['accommodation.id'], name=op.f('fk_plan_code_accommodation_id_accommodation')),
    sa.PrimaryKeyConstraint('accommodation_id', name=op.f('pk_plan_code')),
    sa.UniqueConstraint('code', name=op.f('uq_plan_code_code'))
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('plan_code')
