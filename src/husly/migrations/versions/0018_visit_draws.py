"""Draws by lot with their pools, so that each can be repeated."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

REASONS = ('score', 'random', 'explore', 'tip', 'referral', 'contest', 'follow_up', 'danger', 'other')


def upgrade() -> None:
    """Forward."""
    op.create_table('visit_draw',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('arm', sa.Enum(*REASONS, name='visitreason', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('stratum', sa.Enum('all', 'undeclared', 'never_inspected', name='stratum', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('seed', sa.BigInteger(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('expected', sa.Float(), nullable=False),
    sa.Column('probability', sa.Float(), nullable=True),
    sa.Column('pool_size', sa.Integer(), nullable=False),
    sa.Column('pool_sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('pool', sa.LargeBinary(), nullable=False),
    sa.Column('drawn', sa.JSON(), nullable=False),
    sa.CheckConstraint('probability > 0 AND probability <= 1', name=op.f('ck_visit_draw_probability_is_above_nought')),
    sa.ForeignKeyConstraint(['plan_id'], ['visit_plan.id'], name=op.f('fk_visit_draw_plan_id_visit_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_draw')),
    sa.UniqueConstraint('plan_id', 'arm', 'stratum', name=op.f('uq_visit_draw_plan_id_arm_stratum'))
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('visit_draw')
