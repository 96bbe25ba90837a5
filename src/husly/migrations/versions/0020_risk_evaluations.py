"""Evaluations of the risk score on the authority's own visits."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('risk_evaluation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('weights_version', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('visits', sa.Integer(), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('made_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_evaluation'))
    )
    with op.batch_alter_table('risk_evaluation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_evaluation_made_at'), ['made_at'], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('risk_evaluation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_evaluation_made_at'))
    op.drop_table('risk_evaluation')
