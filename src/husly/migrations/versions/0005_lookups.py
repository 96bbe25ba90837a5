"""Answers of public registers and the points of dwellings."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('register_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.Enum('address', 'building', 'company', name='register', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('state', sa.Enum('found', 'not_found', 'unreachable', name='answerstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('provider', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('url', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('retrieved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_answer')),
    sa.UniqueConstraint('source', 'subject', name=op.f('uq_register_answer_source_subject'))
    )
    op.create_index(op.f('ix_register_answer_due_at'), 'register_answer', ['due_at'], unique=False)
    op.create_table('dwelling_point',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dwelling_id', sa.Uuid(), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=False),
    sa.Column('longitude', sa.Float(), nullable=False),
    sa.Column('is_approximate', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('set_by', sa.Enum('register', 'employer', 'authority', name='pointby', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('provider', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['dwelling_id'], ['dwelling.id'], name=op.f('fk_dwelling_point_dwelling_id_dwelling')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dwelling_point'))
    )
    op.create_index(op.f('ix_dwelling_point_dwelling_id'), 'dwelling_point', ['dwelling_id'], unique=False)
    op.create_index(op.f('ix_dwelling_postcode'), 'dwelling', ['postcode'], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f('ix_dwelling_postcode'), table_name='dwelling')
    op.drop_index(op.f('ix_dwelling_point_dwelling_id'), table_name='dwelling_point')
    op.drop_table('dwelling_point')
    op.drop_index(op.f('ix_register_answer_due_at'), table_name='register_answer')
    op.drop_table('register_answer')
