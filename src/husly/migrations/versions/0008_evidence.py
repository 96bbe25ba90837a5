"""Photos and documents of declared housing; long files handed to the worker; declarations that came from a program."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0008_evidence'
down_revision = '0008_reports'
branch_labels = None
depends_on = None

SOURCES = ('form', 'file', 'demo')


def _allow_sources(*sources: str) -> None:
    """Let a declaration come from these."""
    allowed = ', '.join(f"'{source}'" for source in sources)
    with op.batch_alter_table('declaration', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_declaration_source'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_declaration_source'), f'source IN ({allowed})')


def upgrade() -> None:
    """Forward."""
    _allow_sources(*SOURCES, 'api')
    op.create_table('declaration_evidence',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accommodation_id', sa.Uuid(), nullable=False),
    sa.Column('item', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('room', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('preview', sa.LargeBinary(), nullable=True),
    sa.Column('uploaded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('uploaded_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('withdrawn_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('withdrawn_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('withdrawn_why', sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_declaration_evidence_withdrawn_by_somebody')),
    sa.CheckConstraint('size_bytes > 0', name=op.f('ck_declaration_evidence_something_is_in_it')),
    sa.ForeignKeyConstraint(['accommodation_id'], ['accommodation.id'], name=op.f('fk_declaration_evidence_accommodation_id_accommodation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declaration_evidence'))
    )
    with op.batch_alter_table('declaration_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_declaration_evidence_accommodation_id'), ['accommodation_id'], unique=False)

    states = ('checking', 'checked', 'importing', 'imported', 'failed')
    op.create_table('import_job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum(*states, name='importstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('is_partial', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('rows_done', sa.Integer(), nullable=False),
    sa.Column('parts_done', sa.Integer(), nullable=False),
    sa.Column('failure_da', sa.Text(), nullable=False),
    sa.Column('failure_en', sa.Text(), nullable=False),
    sa.Column('held_by', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('held_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_import_job_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_job'))
    )
    with op.batch_alter_table('import_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_job_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_job_changed_at'), ['changed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_job_state'), ['state'], unique=False)

    op.create_table('import_part',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum(*states, name='importstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('outcomes', sa.JSON(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['import_job.id'], name=op.f('fk_import_part_job_id_import_job')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_part')),
    sa.UniqueConstraint('job_id', 'state', 'number', name=op.f('uq_import_part_job_id_state_number'))
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('import_part')
    op.drop_table('import_job')
    op.drop_table('declaration_evidence')
    op.execute("UPDATE declaration SET source = 'file' WHERE source = 'api'")
    _allow_sources(*SOURCES)
