"""What declarations tell besides facts: terms, occupancy by date, residents' names where the law asks."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('occupancy_period',
    sa.Column('declaration_id', sa.Uuid(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('residents', sa.Integer(), nullable=False),
    sa.CheckConstraint('residents >= 0', name=op.f('ck_occupancy_period_residents_are_not_negative')),
    sa.CheckConstraint('to_on IS NULL OR to_on > from_on', name=op.f('ck_occupancy_period_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['declaration_id'], ['declaration.id'], name=op.f('fk_occupancy_period_declaration_id_declaration')),
    sa.PrimaryKeyConstraint('declaration_id', 'from_on', name=op.f('pk_occupancy_period'))
    )
    op.create_table('resident_name',
    sa.Column('declaration_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.ForeignKeyConstraint(['declaration_id'], ['declaration.id'], name=op.f('fk_resident_name_declaration_id_declaration')),
    sa.PrimaryKeyConstraint('declaration_id', 'position', name=op.f('pk_resident_name'))
    )
    with op.batch_alter_table('declaration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('terms', sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('declaration', schema=None) as batch_op:
        batch_op.drop_column('terms')
    op.drop_table('resident_name')
    op.drop_table('occupancy_period')
