"""Evaluations that the authority put on the public score card."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        'published_evaluation',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('document', sa.JSON(), nullable=False),
        sa.Column('weights_version', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column('period_from', sa.Date(), nullable=False),
        sa.Column('period_to', sa.Date(), nullable=False),
        sa.Column('published_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('published_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column('published_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint('period_from <= period_to', name=op.f('ck_published_evaluation_period_runs_forward')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_published_evaluation')),
    )
    with op.batch_alter_table('published_evaluation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_published_evaluation_published_at'), ['published_at'], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('published_evaluation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_published_evaluation_published_at'))
    op.drop_table('published_evaluation')
