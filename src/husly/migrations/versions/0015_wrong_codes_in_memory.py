"""Wrong codes of owners are counted in memory, as those of residents: nothing of where they came from is kept."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.drop_table('owner_wrong_codes')


def downgrade() -> None:
    """Back."""
    op.create_table('owner_wrong_codes',
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('wrong', sa.Integer(), nullable=False),
    sa.Column('locked_until_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_owner_wrong_codes'))
    )
