"""Weight sets of the installation: proposed, adopted, rejected, withdrawn."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'proposed'")


def upgrade() -> None:
    """Forward."""
    op.create_table('risk_weight_set',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('origin', sa.Enum('delivered', 'by_hand', 'fitted', name='weightsetorigin', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('again', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('author', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('evaluation', sa.JSON(), nullable=True),
    sa.Column('state', sa.Enum('proposed', 'adopted', 'rejected', 'withdrawn', name='weightsetstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('proposed_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('proposed_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('proposed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('decided_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decision_reason', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("again OR state = 'withdrawn' OR decided_by IS NULL OR decided_by <> proposed_by", name=op.f('ck_risk_weight_set_two_persons')),
    sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name=op.f('ck_risk_weight_set_decided_has_a_day')),
    sa.CheckConstraint("(state = 'adopted') = (valid_from IS NOT NULL)", name=op.f('ck_risk_weight_set_adopted_has_a_start')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_weight_set'))
    )
    with op.batch_alter_table('risk_weight_set', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_weight_set_version'), ['version'], unique=False)
        batch_op.create_index('ix_risk_weight_set_open_version', ['version'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('risk_weight_set', schema=None) as batch_op:
        batch_op.drop_index('ix_risk_weight_set_open_version')
        batch_op.drop_index(batch_op.f('ix_risk_weight_set_version'))
    op.drop_table('risk_weight_set')
