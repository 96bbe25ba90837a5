"""Files sent by a mandate name it; amendments tell whether the residents' names were read into them."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table('import_job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mandate_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_import_job_mandate_id_mandate'), 'mandate', ['mandate_id'], ['id'])
    with op.batch_alter_table('declaration_draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holds_names', sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('declaration_draft', schema=None) as batch_op:
        batch_op.drop_column('holds_names')
    with op.batch_alter_table('import_job', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_import_job_mandate_id_mandate'), type_='foreignkey')
        batch_op.drop_column('mandate_id')
