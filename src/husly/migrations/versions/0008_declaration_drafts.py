"""Drafts of declarations, and the words signed when one is submitted."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0008_declaration_drafts'
down_revision = '0008_evidence'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('declaration_draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('employer_id', sa.Uuid(), nullable=True),
    sa.Column('accommodation_id', sa.Uuid(), nullable=True),
    sa.Column('base_version', sa.Integer(), nullable=True),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.Column('later', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('submitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('declaration_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('(submitted_at IS NULL) = (declaration_id IS NULL)', name=op.f('ck_declaration_draft_submitted_as_a_declaration')),
    sa.ForeignKeyConstraint(['accommodation_id'], ['accommodation.id'], name=op.f('fk_declaration_draft_accommodation_id_accommodation')),
    sa.ForeignKeyConstraint(['declaration_id'], ['declaration.id'], name=op.f('fk_declaration_draft_declaration_id_declaration')),
    sa.ForeignKeyConstraint(['employer_id'], ['employer.id'], name=op.f('fk_declaration_draft_employer_id_employer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declaration_draft'))
    )
    with op.batch_alter_table('declaration_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_declaration_draft_by'), ['by'], unique=False)
        batch_op.create_index(batch_op.f('ix_declaration_draft_employer_id'), ['employer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_declaration_draft_accommodation_id'), ['accommodation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_declaration_draft_declaration_id'), ['declaration_id'], unique=False)

    op.create_table('attestation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('declaration_id', sa.Uuid(), nullable=False),
    sa.Column('text_version', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('text_sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('signer_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('signed_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('signed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['declaration_id'], ['declaration.id'], name=op.f('fk_attestation_declaration_id_declaration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attestation')),
    sa.UniqueConstraint('declaration_id', name=op.f('uq_attestation_declaration_id'))
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('attestation')
    with op.batch_alter_table('declaration_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_declaration_draft_declaration_id'))
        batch_op.drop_index(batch_op.f('ix_declaration_draft_accommodation_id'))
        batch_op.drop_index(batch_op.f('ix_declaration_draft_employer_id'))
        batch_op.drop_index(batch_op.f('ix_declaration_draft_by'))

    op.drop_table('declaration_draft')
