"""Deviations from the order of the score."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('risk_deviation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accommodation_id', sa.Uuid(), nullable=False),
    sa.Column('municipality_code', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('put_first', 'put_off', 'change_group', name='deviationkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_group', sa.Integer(), nullable=False),
    sa.Column('to_group', sa.Integer(), nullable=True),
    sa.Column('counts_as', sa.Integer(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('made_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('made_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint("(kind = 'change_group') = (to_group IS NOT NULL)", name=op.f('ck_risk_deviation_another_group_is_named')),
    sa.CheckConstraint("(kind = 'put_off') = (counts_as IS NULL)", name=op.f('ck_risk_deviation_put_off_counts_as_nothing')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_risk_deviation_ended_by_somebody')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_risk_deviation_a_deviation_has_a_reason')),
    sa.CheckConstraint('to_group BETWEEN 1 AND 4', name=op.f('ck_risk_deviation_to_one_of_four_groups')),
    sa.ForeignKeyConstraint(['accommodation_id'], ['accommodation.id'], name=op.f('fk_risk_deviation_accommodation_id_accommodation')),
    sa.ForeignKeyConstraint(['run_id'], ['risk_run.id'], name=op.f('fk_risk_deviation_run_id_risk_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_deviation'))
    )
    with op.batch_alter_table('risk_deviation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_deviation_accommodation_id'), ['accommodation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_deviation_municipality_code'), ['municipality_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_deviation_until_on'), ['until_on'], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('risk_deviation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_deviation_until_on'))
        batch_op.drop_index(batch_op.f('ix_risk_deviation_municipality_code'))
        batch_op.drop_index(batch_op.f('ix_risk_deviation_accommodation_id'))

    op.drop_table('risk_deviation')
