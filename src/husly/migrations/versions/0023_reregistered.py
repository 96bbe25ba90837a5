"""Traces that people record, pairs of firms that may be one, and what was decided about them."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('reregistered_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('strengths_version', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('employers', sa.Integer(), nullable=False),
    sa.Column('pairs', sa.Integer(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('made_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reregistered_run'))
    )
    op.create_table('trace_list',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('register_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('recorded', sa.Integer(), nullable=False),
    sa.Column('imported_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('imported_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trace_list')),
    sa.UniqueConstraint('sha256', name=op.f('uq_trace_list_sha256'))
    )
    op.create_table('recorded_trace',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('employer_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('account', 'person', 'phone', 'email', 'address', 'owner', 'workplace', 'client', 'representative', name='tracekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('key_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('key_of', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('shown', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('list_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('recorded_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('recorded_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('withdrawn_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('withdrawn_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint("kind IN ('account', 'person')", name=op.f('ck_recorded_trace_of_a_kind_that_people_record')),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_recorded_trace_somebody_withdrew_it')),
    sa.CheckConstraint('to_on IS NULL OR to_on >= from_on', name=op.f('ck_recorded_trace_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['employer_id'], ['employer.id'], name=op.f('fk_recorded_trace_employer_id_employer')),
    sa.ForeignKeyConstraint(['list_id'], ['trace_list.id'], name=op.f('fk_recorded_trace_list_id_trace_list')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recorded_trace'))
    )
    with op.batch_alter_table('recorded_trace', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recorded_trace_employer_id'), ['employer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recorded_trace_key_hash'), ['key_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_recorded_trace_list_id'), ['list_id'], unique=False)

    op.create_table('reregistered_pair',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('pair_key', sqlmodel.sql.sqltypes.AutoString(length=73), nullable=False),
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('strength', sa.Integer(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('succession_days', sa.Integer(), nullable=True),
    sa.Column('is_found', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('found_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'confirmed', 'dismissed', name='pairstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('came_back', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('weighed', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('decided_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.CheckConstraint("(state = 'waiting') OR (decided_at IS NOT NULL)", name=op.f('ck_reregistered_pair_decided_by_a_person')),
    sa.CheckConstraint('first_id <> second_id', name=op.f('ck_reregistered_pair_two_employers')),
    sa.ForeignKeyConstraint(['first_id'], ['employer.id'], name=op.f('fk_reregistered_pair_first_id_employer')),
    sa.ForeignKeyConstraint(['second_id'], ['employer.id'], name=op.f('fk_reregistered_pair_second_id_employer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reregistered_pair')),
    sa.UniqueConstraint('pair_key', name=op.f('uq_reregistered_pair_pair_key'))
    )
    with op.batch_alter_table('reregistered_pair', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reregistered_pair_first_id'), ['first_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reregistered_pair_second_id'), ['second_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reregistered_pair_state'), ['state'], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('reregistered_pair', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reregistered_pair_state'))
        batch_op.drop_index(batch_op.f('ix_reregistered_pair_second_id'))
        batch_op.drop_index(batch_op.f('ix_reregistered_pair_first_id'))

    op.drop_table('reregistered_pair')
    with op.batch_alter_table('recorded_trace', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recorded_trace_list_id'))
        batch_op.drop_index(batch_op.f('ix_recorded_trace_key_hash'))
        batch_op.drop_index(batch_op.f('ix_recorded_trace_employer_id'))

    op.drop_table('recorded_trace')
    op.drop_table('trace_list')
    op.drop_table('reregistered_run')